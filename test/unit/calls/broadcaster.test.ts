import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type Broadcaster,
  batchBytes,
  batchesOf,
  createBroadcaster,
  progressDelay,
  stateDelay,
} from '../../../electron/calls/rows/broadcaster.ts';
import { eventText } from '../../../electron/calls/rows/event-text.ts';
import type { EventOf } from '../../../shared/ipc/contract.ts';
import type { Row, RowPatch } from '../../../shared/ipc/row.ts';
import { row } from './rows.ts';

type Batch = EventOf<'rows:patched'>;

describe('broadcaster', () => {
  let rows: Map<string, Row>;
  let sent: Batch[];
  let made: number;
  let broadcaster: Broadcaster;

  beforeEach(() => {
    vi.useFakeTimers();
    rows = new Map();
    sent = [];
    made = 0;
    broadcaster = createBroadcaster({
      row: (id) => {
        made += 1;
        return rows.get(id) ?? null;
      },
      send: (batch) => sent.push(batch),
    });
  });
  afterEach(() => {
    broadcaster.close();
    vi.useRealTimers();
  });

  const progressOf = (id: string, progress: number) => ({ id, progress, speed: 2, eta: 3, transfer: null });

  it('tells a change of state in the next tick, as it is then', () => {
    rows.set('a', row('a', { name: 'first' }));
    broadcaster.put('a');
    rows.set('a', row('a', { name: 'second' }));
    broadcaster.put('a');
    vi.advanceTimersByTime(stateDelay - 1);
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(sent).toEqual([{ revision: 1, patches: [{ op: 'put', row: row('a', { name: 'second' }) }] }]);
    expect([made, broadcaster.revision()]).toEqual([1, 1]);
  });

  it('keeps the JSON that it measured, so that it is made once', () => {
    for (const id of ['a', 'b']) {
      rows.set(id, row(id, { name: `"${id}" \u2028 ü` }));
      broadcaster.put(id);
    }
    broadcaster.removed('gone');
    vi.advanceTimersByTime(stateDelay);
    expect(sent).toHaveLength(1);
    const stringify = vi.spyOn(JSON, 'stringify');
    const text = eventText(sent[0]);
    expect(stringify).not.toHaveBeenCalled();
    stringify.mockRestore();
    expect(text).toBe(JSON.stringify(sent[0]));
    expect(eventText({ other: 1 })).toBe('{"other":1}');
  });

  it('tells progress ten times a second, the last one only', () => {
    broadcaster.progress(progressOf('a', 0.1));
    broadcaster.progress(progressOf('b', 0.5));
    vi.advanceTimersByTime(60);
    broadcaster.progress(progressOf('a', 0.2));
    vi.advanceTimersByTime(progressDelay - 60);
    expect(sent).toEqual([
      {
        revision: 1,
        patches: [
          { op: 'progress', ...progressOf('a', 0.2) },
          { op: 'progress', ...progressOf('b', 0.5) },
        ],
      },
    ]);
    vi.advanceTimersByTime(1000);
    expect(sent).toHaveLength(1);
  });

  it('tells no progress of a row that is told whole or is gone', () => {
    rows.set('a', row('a'));
    broadcaster.progress(progressOf('a', 0.1));
    broadcaster.progress(progressOf('b', 0.1));
    broadcaster.put('a');
    broadcaster.removed('b');
    vi.advanceTimersByTime(progressDelay * 2);
    expect(sent).toEqual([
      {
        revision: 1,
        patches: [
          { op: 'put', row: row('a') },
          { op: 'removed', id: 'b' },
        ],
      },
    ]);
  });

  it('a removal takes the place of a change, and a row that came back the place of a removal', () => {
    rows.set('b', row('b'));
    broadcaster.put('a');
    broadcaster.removed('a');
    broadcaster.removed('b');
    broadcaster.put('b');
    vi.advanceTimersByTime(stateDelay);
    expect(sent[0]?.patches).toEqual([
      { op: 'removed', id: 'a' },
      { op: 'put', row: row('b') },
    ]);
  });

  it('a new place is told alone unless the row is told whole', () => {
    rows.set('a', row('a'));
    broadcaster.put('a');
    broadcaster.rank('a', 7);
    broadcaster.rank('b', 7);
    broadcaster.rank('b', 8);
    vi.advanceTimersByTime(stateDelay);
    expect(sent[0]?.patches).toEqual([
      { op: 'put', row: row('a') },
      { op: 'rank', id: 'b', rank: 8 },
    ]);
  });

  it('splits ten thousand rows into batches below 48 KB, in order, each with the next revision', () => {
    const ids = Array.from({ length: 10_000 }, (_, n) => `job_${n}`);
    for (const id of ids) {
      rows.set(id, row(id, { name: 'ä'.repeat(100) }));
      broadcaster.put(id);
    }
    vi.advanceTimersByTime(5000);
    expect(sent.map(({ revision }) => revision)).toEqual(sent.map((_, n) => n + 1));
    const told = sent.flatMap(({ patches }) =>
      patches.map((patch) => (patch.op === 'put' ? patch.row.id : '')),
    );
    expect(told).toEqual(ids);
    const largest = Math.max(...sent.map((batch) => Buffer.byteLength(JSON.stringify(batch))));
    expect(largest).toBeLessThan(batchBytes);
    expect(largest).toBeGreaterThan(batchBytes * 0.8);
  });

  it('tells nothing any more once it is closed', () => {
    rows.set('a', row('a'));
    broadcaster.put('a');
    broadcaster.progress(progressOf('a', 0.5));
    broadcaster.close();
    broadcaster.put('a');
    vi.advanceTimersByTime(1000);
    expect(sent).toEqual([]);
  });

  it('a patch that is too large goes alone', () => {
    const small: RowPatch = { op: 'removed', id: 'a' };
    const large: RowPatch = { op: 'put', row: row('b', { name: 'x'.repeat(60_000) }) };
    expect(batchesOf([small, large, small])).toEqual([[small], [large], [small]]);
  });
});
