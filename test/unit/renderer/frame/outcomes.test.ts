import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  noOutcomes,
  outcomesBetween,
  outcomesText,
  spokenName,
} from '../../../../renderer/features/live/outcomes.ts';
import { followQueue } from '../../../../renderer/features/live/use-live-messages.ts';
import { tableOf } from '../../../../renderer/store/apply-patches.ts';
import { createApp, emptyState } from '../../../../renderer/store/store.ts';
import * as live from '../../../../renderer/ui/live-region.tsx';
import { en } from '../../../../renderer/words/en/index.ts';
import type { Row } from '../../../../shared/ipc/row.ts';
import { fakeBridge } from '../../../support/fake-bridge.ts';
import { aRow, running } from '../rows.ts';

const done = (n: number, change: Partial<Row> = {}): Row =>
  aRow(n, {
    status: 'succeeded',
    hold: null,
    bytesIn: 1000,
    bytesOut: 130,
    name: `clip ${n}.mov`,
    ...change,
  });
const failed = (n: number): Row =>
  aRow(n, {
    status: 'failed',
    hold: null,
    name: `clip ${n}.mov`,
    error: { kind: 'input_truncated', message: `“clip ${n}.mov” is incomplete.` },
  });
const say = (outcomes: Parameters<typeof outcomesText>[0]) => outcomesText(outcomes, en, 'en', String);

describe('outcomes', () => {
  test('files that ended between two tables', () => {
    const before = tableOf([running(1), running(2), done(3), aRow(4)], 1);
    const after = tableOf([done(1), failed(2), done(3), running(4)], 2);
    const outcomes = outcomesBetween(before, after);
    expect(outcomes.done.map(({ name }) => name)).toEqual(['clip 1.mov']);
    expect(outcomes.failed.map(({ name }) => name)).toEqual(['clip 2.mov']);
    expect(outcomesBetween(before, before)).toBe(noOutcomes);
  });

  test('an original that was kept', () => {
    expect(say({ done: [done(1, { bytesOut: 1000, kept: 'copied' })], failed: [] })).toBe(
      'clip 1 done, original kept.',
    );
  });

  test('rows that come or go do not count, and do not hide those that end', () => {
    const before = tableOf([running(1), done(2)], 1);
    const after = tableOf([done(1), done(5)], 2);
    expect(outcomesBetween(before, after).done.map(({ id }) => id)).toEqual([done(1).id]);
  });

  test('are one sentence', () => {
    expect(say({ done: [done(1)], failed: [] })).toBe('clip 1 done, 87% smaller.');
    expect(say({ done: [done(1, { bytesOut: null })], failed: [] })).toBe('clip 1 done.');
    expect(say({ done: [done(1), done(2)], failed: [] })).toBe('2 files done.');
    expect(say({ done: [done(1), done(2)], failed: [failed(3)] })).toBe('2 files done, 1 failed.');
    expect(say({ done: [], failed: [failed(3)] })).toBe('1 file failed.');
    expect(say(noOutcomes)).toBeNull();
    expect([spokenName({ name: 'talk v1.2 final.mov' }), spokenName({ name: 'README' })]).toEqual([
      'talk v1.2 final',
      'README',
    ]);
  });
});

describe('followQueue', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  function start(rows: readonly Row[]) {
    const said = vi.spyOn(live, 'announce').mockImplementation(() => undefined);
    const app = createApp(fakeBridge(), {
      loaded: true,
      rows: tableOf(rows, 1),
      queue: { ...emptyState.queue, active: true },
    });
    const stop = followQueue(app);
    const show = (...next: readonly Row[]) => app.store.setState({ rows: tableOf(next, 2) });
    return {
      app,
      stop,
      show,
      heard: () => said.mock.calls.map((call) => call.filter((part) => part !== undefined)),
    };
  }

  test('gathers results for three seconds, and says the first failure at once', () => {
    const { show, stop, heard } = start([running(1), running(2), running(3), running(4)]);
    show(done(1), running(2), running(3), running(4));
    show(done(1), failed(2), running(3), running(4));
    show(done(1), failed(2), failed(3), running(4));
    expect(heard()).toEqual([['clip 2 failed. “clip 2.mov” is incomplete.', 'assertive']]);
    vi.advanceTimersByTime(3000);
    expect(heard().slice(1)).toEqual([['1 file done, 1 failed.']]);
    stop();
    show(done(1), failed(2), failed(3), done(4));
    vi.advanceTimersByTime(9000);
    expect(heard()).toHaveLength(2);
  });

  test('a queue that drains says so instead of its last files', () => {
    const { app, show, heard } = start([running(1), running(2)]);
    show(done(1), done(2));
    app.store.setState({ queue: { ...emptyState.queue, active: false } });
    vi.advanceTimersByTime(9000);
    expect(heard()).toEqual([['All 2 done.']]);
  });

  test('also when the end is told before the last files', () => {
    const { app, show, heard } = start([running(1), running(2)]);
    app.store.setState({ queue: { ...emptyState.queue, active: false } });
    show(done(1), failed(2));
    vi.advanceTimersByTime(9000);
    expect(heard().slice(1)).toEqual([['1 done, 1 failed.']]);
  });

  test('a single file is said by its name, drained or not', () => {
    const { app, show, heard } = start([running(1)]);
    show(done(1));
    app.store.setState({ queue: { ...emptyState.queue, active: false } });
    vi.advanceTimersByTime(9000);
    expect(heard()).toEqual([['clip 1 done, 87% smaller.']]);
  });

  test('why the queue waits, once', () => {
    const { app, heard } = start([running(1)]);
    const wait = (free: number) =>
      app.store.setState({
        queue: {
          ...emptyState.queue,
          ...{ active: true, waits: { why: 'disk', folder: '/media/Media', needs: 2_100_000_000, free } },
        },
      });
    wait(5);
    wait(6);
    expect(heard()).toEqual([
      ['The disk “Media” is full. The queue waits and goes on by itself when 2.1 GB are free.'],
    ]);
  });

  test('pausing and going on', () => {
    const { app, heard } = start([running(1)]);
    const pause = (paused: 'no' | 'after' | 'now') =>
      app.store.setState({ queue: { ...emptyState.queue, active: true, paused } });
    pause('now');
    pause('no');
    pause('after');
    expect(heard()).toEqual([['Paused.'], ['Going on.'], ['Pausing after the files that run.']]);
  });
});
