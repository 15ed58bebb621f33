import { utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { type Result, refuse } from '../../../shared/model/error.ts';
import type { MediaFacts } from '../../../shared/model/media.ts';
import type { JobState } from '../../../shared/model/job-state.ts';
import type { EngineEvent } from '../../../electron/engine/doors/door.ts';
import { createInputUsers } from '../../../electron/engine/queue/input-users.ts';
import { createJobLog } from '../../../electron/engine/run/job-log.ts';
import {
  type KeptLog,
  mostLogBytes,
  packLines,
  unpackLines,
} from '../../../electron/engine/run/packed-log.ts';
import { phaseOf } from '../../../electron/engine/queue/phase.ts';
import { createCachedReader } from '../../../electron/engine/probe/facts-cache.ts';
import { createStandStill } from '../../../electron/engine/process/stand-still.ts';
import { startWorkClock } from '../../../electron/engine/process/work-clock.ts';
import { createProgressFeed } from '../../../electron/engine/queue/progress-feed.ts';
import { facts } from '../cli/stand-ins.ts';
import { jobRecord } from '../../support/job-records.ts';
import { tempDir } from '../../support/media.ts';
import { planOf } from '../../support/plans.ts';

describe('the log of a job', () => {
  it('keeps the last 200 lines and their numbers', () => {
    const log = createJobLog();
    for (let n = 0; n < 205; n++) log.add('a', `line ${n}`);
    const { first, lines } = log.lines('a');
    expect({ first, length: lines.length, from: lines[0], to: lines.at(-1) }).toEqual({
      ...{ first: 5, length: 200, from: 'line 5', to: 'line 204' },
    });
    expect(log.lines('b')).toEqual({ first: 0, lines: [] });
    log.forget(['a', 'b']);
    expect(log.lines('a').lines).toEqual([]);
  });

  it('drops the job that has been silent longest, never the one that speaks', () => {
    const log = createJobLog(null, () => null, { most: 5 });
    for (const id of ['a', 'b', 'a', 'c', 'c']) log.add(id, id);
    log.add('c', 'one too many');
    expect([log.lines('b').lines, log.lines('a').lines, log.lines('c').lines.length]).toEqual([
      [],
      ['a', 'a'],
      3,
    ]);
    for (let n = 0; n < 9; n++) log.add('c', String(n));
    expect([log.lines('a').lines.length, log.lines('c').lines.length]).toEqual([0, 12]);
  });
});

describe('the log of a job that has ended', () => {
  it('is kept as its last 64 KiB, in whole lines with their numbers', () => {
    expect(packLines(0, [])).toBeNull();
    const short = packLines(5, ['', 'a', 'é']);
    expect([short?.first, unpackLines(short?.packed ?? Buffer.of())]).toEqual([5, ['', 'a', 'é']]);
    const lines = Array.from({ length: 200 }, (_, n) => `${n} ${'é'.repeat(500)}`);
    const long = packLines(10, lines);
    const kept = unpackLines(long?.packed ?? Buffer.of());
    expect(kept).toEqual(lines.slice(-kept.length));
    expect(long?.first).toBe(10 + 200 - kept.length);
    const bytes = Buffer.byteLength(kept.join('\n'));
    expect([bytes <= mostLogBytes, bytes + Buffer.byteLength(lines[0] ?? '') + 4 > mostLogBytes]).toEqual([
      true,
      true,
    ]);
    expect(long?.packed.byteLength).toBeLessThan(mostLogBytes / 10);
    expect(unpackLines(Buffer.from('no such thing'))).toEqual([]);
  });

  it('is read again, and goes on where it ended', () => {
    const stored = new Map<string, KeptLog>();
    const many = (ids: readonly string[]) => new Map([...stored].filter(([id]) => ids.includes(id)));
    const before = createJobLog({ many, keep: () => undefined });
    expect(before.ended('a')).toBeNull();
    for (let n = 0; n < 203; n++) before.add('a', `line ${n}`);
    const ended = before.ended('a');
    if (ended !== null) stored.set('a', ended);

    const after = createJobLog({ many, keep: () => undefined });
    expect(after.lines('a')).toEqual(before.lines('a'));
    expect(after.ended('a')).toBeNull();
    after.add('a', 'once more');
    const { first, lines } = after.lines('a');
    expect([first, lines.length, lines[0], lines.at(-1)]).toEqual([4, 200, 'line 4', 'once more']);
    after.forget(['a']);
    expect(after.lines('a')).toEqual(before.lines('a'));
  });

  it('that cannot be read stops no job', () => {
    const log = createJobLog({
      many: () => {
        throw new Error('disk I/O error');
      },
      keep: () => undefined,
    });
    log.add('a', 'still said');
    expect(log.lines('a').lines).toEqual(['still said']);
    expect(log.lines('b').lines).toEqual([]);
  });
});

describe('the log of a job that runs', () => {
  const stage = (t: { onTestFinished(done: () => void): unknown }) => {
    vi.useFakeTimers({ now: new Date(2026, 10, 22, 12, 3, 10) });
    t.onTestFinished(() => void vi.useRealTimers());
    const stored = new Map<string, KeptLog>();
    const state = { reached: 0.1 as number | null, writes: 0, broken: false };
    const log = createJobLog(
      {
        many: (ids) => new Map([...stored].filter(([id]) => ids.includes(id))),
        keep(logs) {
          if (state.broken) throw new Error('database or disk is full');
          state.writes += logs.size;
          for (const [id, one] of logs) stored.set(id, one);
        },
      },
      () => state.reached,
      { everyMs: 1000 },
    );
    const kept = () => unpackLines(stored.get('a')?.packed ?? Buffer.of());
    return { state, log, kept };
  };

  it('is kept with how far the job was and when, and only when there is something new', (t) => {
    const { state, log, kept } = stage(t);
    log.add('a', 'begins');
    expect(kept()).toEqual([]);
    vi.advanceTimersByTime(1000);
    expect(kept()).toEqual(['begins', '10 % done, 2026-11-22 12:03:11']);
    vi.advanceTimersByTime(5000);
    expect(state.writes).toBe(1);
    // It goes on without a word.
    state.reached = 0.429;
    vi.advanceTimersByTime(1000);
    expect(kept()).toEqual(['begins', '42 % done, 2026-11-22 12:03:17']);
    expect(log.lines('a').lines).toEqual(['begins']);
  });

  it('is left alone once the job has ended, waits again or was taken out', (t) => {
    for (const over of ['ended', 'forget'] as const) {
      const { state, log } = stage(t);
      log.add('a', 'begins');
      if (over === 'ended') log.ended('a');
      else log.forget(['a']);
      vi.advanceTimersByTime(5000);
      expect(state.writes).toBe(0);
      expect(vi.getTimerCount()).toBe(0);
      vi.useRealTimers();
    }
    const { state, log } = stage(t);
    state.reached = null;
    log.add('a', 'begins');
    vi.advanceTimersByTime(9000);
    expect([state.writes, vi.getTimerCount()]).toEqual([1, 0]);
  });

  it('that cannot be kept stops no job, and is kept when it can be', (t) => {
    const { state, log, kept } = stage(t);
    state.broken = true;
    log.add('a', 'begins');
    vi.advanceTimersByTime(1000);
    log.add('a', 'goes on');
    state.broken = false;
    vi.advanceTimersByTime(1000);
    expect(kept().slice(0, 2)).toEqual(['begins', 'goes on']);
  });
});

describe('who needs an input', () => {
  it('is known until the job has its result or is gone', () => {
    const users = createInputUsers();
    users.add('one', ['/a', '/b']);
    users.add('two', ['/b']);
    expect([users.others('/a', 'one'), users.others('/b', 'one')]).toEqual([[], ['two']]);
    users.remove('two');
    expect(users.others('/b', 'one')).toEqual([]);
    users.remove('one');
    users.add('two', ['/b']);
    expect(users.others('/b', 'one')).toEqual(['two']);
    users.add('two', ['/c']);
    expect(users.others('/b', 'one')).toEqual([]);
  });
});

describe('a reader that remembers', () => {
  function stage(answer: () => Result<MediaFacts>) {
    const asked: string[] = [];
    const reader = createCachedReader(
      {
        read: (file, { start } = {}) => {
          asked.push(`${path.basename(file)} ${start ?? ''}`);
          return Promise.resolve(answer());
        },
      },
      2,
    );
    return { reader, asked };
  }
  const ok = (): Result<MediaFacts> => ({ ok: true, value: facts(1) });

  it('asks once for a file as long as it is the same, and for each start', async (t) => {
    const { reader, asked } = stage(ok);
    const file = path.join(tempDir(t), 'a.mov');
    writeFileSync(file, 'one');
    await reader.read(file);
    await reader.read(file);
    await reader.read(file, { start: 3 });
    expect(asked).toEqual(['a.mov ', 'a.mov 3']);
    utimesSync(file, 10, 10);
    await reader.read(file);
    writeFileSync(file, 'longer');
    utimesSync(file, 10, 10);
    await reader.read(file);
    reader.forget();
    await reader.read(file);
    expect(asked).toHaveLength(5);
  });

  it('forgets the file that was not asked for longest', async (t) => {
    const { reader, asked } = stage(ok);
    const folder = tempDir(t);
    const [a, b, c] = ['a', 'b', 'c'].map((name) => path.join(folder, name)) as [string, string, string];
    for (const file of [a, b, c]) writeFileSync(file, file);
    for (const file of [a, b, a, c, a, b]) await reader.read(file);
    expect(asked.map((line) => line.trim())).toEqual(['a', 'b', 'c', 'b']);
  });

  it('remembers what lies in the file, and no failure that may pass', async (t) => {
    const file = path.join(tempDir(t), 'a.mov');
    writeFileSync(file, 'x');
    const lasting = stage(() => refuse('input_unsupported'));
    await lasting.reader.read(file);
    expect(await lasting.reader.read(file)).toMatchObject({
      ok: false,
      error: { kind: 'input_unsupported' },
    });
    expect(lasting.asked).toHaveLength(1);
    const passing = stage(() => refuse('cancelled'));
    await passing.reader.read(file);
    await passing.reader.read(file);
    expect(passing.asked).toHaveLength(2);
    const gone = stage(() => refuse('input_not_found'));
    await gone.reader.read(`${file}.gone`);
    await gone.reader.read(`${file}.gone`);
    expect(gone.asked).toHaveLength(2);
  });
});

describe('standing still', () => {
  it('tells everybody who follows, also one who comes late', async () => {
    const still = createStandStill();
    const heard: string[] = [];
    const leave = still.follow((on) => heard.push(`first ${on}`));
    still.set(true);
    still.set(true);
    still.follow((on) => heard.push(`late ${on}`));
    leave();
    let over = false;
    const waited = still.over(new AbortController().signal).then(() => (over = true));
    await Promise.resolve();
    expect(over).toBe(false);
    still.set(false);
    await waited;
    expect(heard).toEqual(['first true', 'late true', 'late false']);
    expect(still.on).toBe(false);
  });

  it('does not keep what was told to stop', async () => {
    const still = createStandStill();
    still.set(true);
    const stop = new AbortController();
    const waited = still.over(stop.signal);
    stop.abort();
    await waited;
    await still.over(stop.signal);
    expect(still.on).toBe(true);
  });

  it('does not count as work', () => {
    const still = createStandStill();
    let now = 0;
    const clock = startWorkClock(still, () => now);
    now = 2_000;
    still.set(true);
    now = 10_000;
    expect(clock.seconds()).toBe(2);
    still.set(false);
    now = 11_000;
    expect(clock.seconds()).toBe(3);
    clock.stop();
    still.set(true);
    now = 12_000;
    expect(clock.seconds()).toBe(4);
  });
});

describe('progress', () => {
  function stage() {
    let now = 0;
    const events: EngineEvent[] = [];
    const phases: string[] = [];
    const feed = createProgressFeed({
      now: () => now,
      emit: (event) => events.push(event),
      phaseChanged: (id) => phases.push(`${id} ${feed.measures(id)}`),
    });
    return { feed, events, phases, at: (ms: number) => (now = ms) };
  }

  it('is known of what runs, and of nothing else', () => {
    const { feed, at } = stage();
    const job = jobRecord();
    at(1_000);
    expect(feed.reached(job.id)).toBeNull();
    feed.report(job, planOf({ labels: ['convert'] }), 0, 0.5, null);
    expect(feed.reached(job.id)).toBe(0.5);
    feed.end(job.id);
    expect(feed.reached(job.id)).toBeNull();
  });

  it('says when a job measures', () => {
    const { feed, phases } = stage();
    const job = jobRecord();
    const plan = planOf({ labels: ['find the colours', 'convert'] });
    feed.report(job, plan, 0, 0, null);
    feed.report(job, plan, 0, 0.5, null);
    feed.report(job, plan, 1, 0, null);
    expect(phases).toEqual([`${job.id} true`, `${job.id} false`]);
  });

  it('does not count the time that the queue stood still', () => {
    const { feed, events, at } = stage();
    const job = jobRecord();
    const plan = planOf({ labels: ['convert'] });
    at(1_000);
    feed.report(job, plan, 0, 0, null);
    at(5_000);
    feed.standStill(true);
    at(100_000);
    feed.standStill(false);
    at(101_000);
    feed.report(job, plan, 0, 0.5, null);
    expect(events.at(-1)).toMatchObject({ type: 'progress', progress: 0.5, eta: 5 });
  });
});

it('knows the phase of every state', () => {
  const { tasks } = jobRecord();
  const importing = tasks.map((task, n) => (n === 1 ? { ...task, status: 'processing' as const } : task));
  const phase = (state: JobState, measures = false) => phaseOf({ state, tasks, staged: null }, measures);
  expect([
    phase('queued'),
    phase('preparing'),
    phaseOf({ state: 'preparing', tasks: importing, staged: null }, false),
  ]).toEqual([...[null, 'reading', 'importing']]);
  // Read ahead of its turn, it does nothing until there is room in its lane.
  const read = tasks.map((task, n) => (n === 0 ? { ...task, status: 'succeeded' as const } : task));
  expect(phaseOf({ state: 'preparing', tasks: read, staged: null }, false)).toBeNull();
  expect([phase('running'), phase('running', true), phase('finalizing'), phase('exporting')]).toEqual([
    ...['converting', 'measuring', 'finishing', 'finishing'],
  ]);
  expect([
    phase('cancelling'),
    phase('succeeded'),
    phase('failed'),
    phase('cancelled'),
    phase('skipped'),
  ]).toEqual([...['stopping', null, null, null, null]]);
});
