import { describe, expect, it } from 'vitest';
import { afterwards, hasDrained, noticeOf, needsTheComputer } from '../../../electron/main/queue-moments.ts';
import { type QueueFacts, createQueueTally } from '../../../electron/main/queue-tally.ts';
import { trayLook } from '../../../electron/main/tray-look.ts';
import { words } from '../../../electron/main/words.ts';

const ids = ['a', 'b', 'c'].map((letter) => `job_${letter.repeat(26)}`);
const row = (n: number, status: string, more: object = {}) => ({
  id: ids[n],
  name: `${n}.mov`,
  status,
  phase: status === 'processing' ? 'converting' : null,
  hold: null,
  progress: null,
  error: null,
  // Rows carry much more; it is passed over.
  pictureVersion: 3,
  ...more,
});
const put = (n: number, status: string, more?: object) => ({ op: 'put', row: row(n, status, more) });
const patches = (...list: unknown[]) => ({ revision: 1, patches: list });
const idle = { done: 0, failed: 0, skipped: 0, failure: null };

describe('what the shell knows of the queue', () => {
  it('counts what runs, waits and has ended since the queue began', () => {
    const tally = createQueueTally();
    tally.patched(patches(put(0, 'queued'), put(1, 'queued'), put(2, 'queued', { hold: 'user' })));
    tally.changed({ active: true, paused: 'no', lanes: {} });
    tally.patched(
      patches(put(0, 'processing'), { op: 'progress', id: ids[0], progress: 0.5, speed: 1, eta: 3 }),
    );
    expect(tally.facts()).toEqual({
      active: true,
      paused: 'no',
      waits: null,
      running: 1,
      open: 2,
      progress: 0.25,
      run: idle,
    });
    tally.patched(patches(put(0, 'succeeded', { progress: 1 }), { op: 'rank', id: ids[1], rank: 2 }));
    tally.patched(patches(put(1, 'failed', { error: { kind: 'disk_full', message: 'It is full.' } })));
    expect(tally.active()).toBe(true);
    tally.changed({ active: false, paused: 'no' });
    expect(tally.active()).toBe(false);
    const failure = { name: '1.mov', message: 'It is full.' };
    const run = { done: 1, failed: 1, skipped: 0, failure };
    expect(tally.facts()).toEqual({
      ...{ active: false, paused: 'no', waits: null, running: 0 },
      ...{ open: 0, progress: null, run },
    });
  });

  it('a file that was read ahead of its turn does not run, and nothing of it is lost with the engine', () => {
    const tally = createQueueTally();
    tally.patched(patches(put(0, 'processing'), put(1, 'processing', { phase: null })));
    expect(tally.facts()).toMatchObject({ running: 1, open: 2 });
  });

  it('begins anew with each run, and does not count what was there before', () => {
    const tally = createQueueTally();
    const rows = [row(0, 'succeeded'), row(1, 'queued')];
    expect(tally.page({ revision: 1, rows, more: true, total: 3 })).toBe(ids[1]);
    expect(tally.page({ revision: 1, rows: [row(2, 'failed')], more: false, total: 3 })).toBeNull();
    tally.changed({ active: true, paused: 'no' });
    tally.patched(patches(put(1, 'succeeded'), { op: 'removed', id: ids[2] }));
    expect(tally.facts().run).toEqual({ ...idle, done: 1 });
    tally.changed({ active: false, paused: 'no' });
    tally.changed({ active: true, paused: 'no' });
    expect(tally.facts().run).toEqual(idle);
  });

  it('passes over what makes no sense', () => {
    const tally = createQueueTally();
    for (const nonsense of [null, 1, {}, { patches: [{ op: 'explode' }] }, { rows: 1 }]) {
      tally.patched(nonsense);
      tally.changed(nonsense);
      expect(tally.page(nonsense)).toBeNull();
    }
    expect(tally.facts()).toEqual({
      active: false,
      paused: 'no',
      waits: null,
      running: 0,
      open: 0,
      progress: null,
      run: idle,
    });
  });
});

const facts = (more: Partial<QueueFacts> = {}): QueueFacts => ({
  active: true,
  paused: 'no',
  waits: null,
  running: 1,
  open: 2,
  progress: 0.5,
  run: idle,
  ...more,
});
const failure = { name: 'talk.mp4', message: 'It stops at 31:02.' };
const ended = (run: Partial<QueueFacts['run']>): QueueFacts =>
  facts({ active: false, running: 0, open: 0, progress: null, run: { ...idle, ...run } });
const all = { notifyDone: true, notifyFailed: true };

describe('the computer is kept awake', () => {
  it.each([
    ['while files are converted', facts(), true],
    ['not in a pause', facts({ paused: 'after' }), false],
    ['not when nothing is left', facts({ active: false }), false],
    ['not until the night', facts({ waits: 'window', running: 0 }), false],
    ['for the last files before the day', facts({ waits: 'window' }), true],
    ['not on low battery', facts({ waits: 'battery' }), false],
    ['for files that fit', facts({ waits: 'disk' }), true],
  ])('%s', (_, queue, answer) => {
    expect(needsTheComputer(queue, { atWindowEnd: 'finish' })).toBe(answer);
  });

  it('not for files that stand still until the night', () => {
    expect(needsTheComputer(facts({ waits: 'window' }), { atWindowEnd: 'stand_still' })).toBe(false);
  });

  it('is told why the queue waits', () => {
    const tally = createQueueTally();
    tally.changed({ active: true, paused: 'no', waits: { why: 'battery', percent: 9 } });
    expect(tally.facts().waits).toBe('battery');
  });
});

describe('moments', () => {
  it.each([
    ['all done', facts(), ended({ done: 24 }), all, { title: 'All 24 done', body: '' }],
    ['one done', facts(), ended({ done: 1 }), all, { title: '1 file done', body: '' }],
    [
      'some failed',
      facts({ run: { ...idle, failed: 1, failure } }),
      ended({ done: 23, failed: 1, failure }),
      all,
      { title: '23 files done, 1 failed', body: 'It stops at 31:02.' },
    ],
    [
      'only failures are to be told',
      facts(),
      ended({ failed: 2, failure }),
      { notifyDone: false, notifyFailed: true },
      { title: '2 files failed', body: 'It stops at 31:02.' },
    ],
    ['done is not to be told', facts(), ended({ done: 2 }), { notifyDone: false, notifyFailed: true }, null],
    [
      'the first failure while the rest goes on',
      facts(),
      facts({ run: { ...idle, failed: 1, failure } }),
      all,
      { title: '“talk.mp4” failed', body: 'It stops at 31:02.' },
    ],
    [
      'the second one',
      facts({ run: { ...idle, failed: 1, failure } }),
      facts({ run: { ...idle, failed: 2, failure } }),
      all,
      null,
    ],
    ['everything was cancelled', facts(), ended({}), all, null],
    ['it was paused', facts(), { ...ended({ done: 1 }), paused: 'after' as const }, all, null],
  ])('%s', (_, before, after, settings, notice) => {
    expect(noticeOf(before, after, settings, words.notices)).toEqual(notice);
  });

  it('what comes after the queue is only done when it came to its end with a result', () => {
    expect(afterwards(facts(), ended({ done: 1 }), { whenDone: 'shut_down' })).toBe('shut_down');
    expect(afterwards(facts(), ended({ done: 1 }), { whenDone: 'nothing' })).toBeNull();
    expect(afterwards(facts(), ended({}), { whenDone: 'shut_down' })).toBeNull();
    expect(hasDrained(ended({ done: 1 }), ended({ done: 1 }))).toBe(false);
  });
});

describe('the tray', () => {
  it.each([
    ['is not there while the window is and nothing runs', ended({ done: 3 }), true, null],
    [
      'leads back to a window that is away',
      ended({}),
      false,
      {
        tip: 'Convoy',
        items: [{ label: 'Show Convoy', does: 'show' }, null, { label: 'Quit', does: 'quit' }],
      },
    ],
    [
      'says how far it is, and pauses',
      facts({ progress: 0.629 }),
      true,
      {
        tip: 'Convoy: 2 files left, 62%',
        items: [
          { label: 'Show Convoy', does: 'show' },
          { label: 'Pause After These Files', does: 'pause' },
          null,
          { label: 'Quit', does: 'quit' },
        ],
      },
    ],
    [
      'goes on',
      facts({ paused: 'now', active: false, open: 1, progress: null }),
      false,
      {
        tip: 'Convoy: paused, 1 file left',
        items: [
          { label: 'Show Convoy', does: 'show' },
          { label: 'Go On', does: 'resume' },
          null,
          { label: 'Quit', does: 'quit' },
        ],
      },
    ],
  ])('%s', (_, now, shown, look) => expect(trayLook(now, shown, words.tray)).toEqual(look));
});
