import { describe, expect, it } from 'vitest';
import {
  type BackgroundPlanner,
  type PlannedEntry,
  createBackgroundPlanner,
} from '../../../electron/calls/rows/background-planner.ts';
import { convoyError } from '../../../shared/model/error.ts';
import type { QueueEntry } from '../../../electron/engine/index.ts';
import { entry } from './rows.ts';

/** A planner over jobs by name; every plan waits until the test lets it go. */
function setup(names: readonly string[], together = 1) {
  const entries = new Map<string, QueueEntry>(names.map((id) => [id, entry({ status: 'queued', id })]));
  const begun: string[] = [];
  const told: string[] = [];
  const aborted: string[] = [];
  const waiting = new Map<string, () => void>();
  const planner: BackgroundPlanner = createBackgroundPlanner({
    entry: (id) => entries.get(id) ?? null,
    together: () => together,
    planned: (id) => told.push(id),
    plan: (id, signal) =>
      new Promise<PlannedEntry>((resolve) => {
        begun.push(id);
        signal?.addEventListener('abort', () => aborted.push(id));
        waiting.set(id, () =>
          resolve({
            request: { input: id, kind: 'video' },
            inputBytes: null,
            facts: null,
            result: { ok: false, skipped: false, error: convoyError('internal') },
          }),
        );
      }),
  });
  /** Lets what is possible now happen. */
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  const finish = async (id: string): Promise<void> => {
    waiting.get(id)?.();
    await settle();
  };
  return { planner, entries, begun, told, aborted, finish, settle };
}

describe('background planner', () => {
  it('plans in the order of the queue, so many at a time', async () => {
    const { planner, begun, told, finish, settle } = setup(['a', 'b', 'c', 'd'], 2);
    for (const id of ['a', 'b', 'c', 'd']) planner.want(id);
    await settle();
    expect(begun).toEqual(['a', 'b']);
    await finish('b');
    expect([begun, told]).toEqual([['a', 'b', 'c'], ['b']]);
    await finish('a');
    await finish('c');
    await finish('d');
    expect(told).toEqual(['b', 'a', 'c', 'd']);
    planner.close();
  });

  it('what is on the screen comes first, the newest look before older ones', async () => {
    const { planner, begun, finish, settle } = setup(['a', 'b', 'c', 'd', 'e']);
    for (const id of ['a', 'b', 'c', 'd', 'e']) planner.want(id);
    await settle();
    planner.lookedAt(['c']);
    planner.lookedAt(['e', 'a']);
    for (const id of ['a', 'e', 'c', 'b']) await finish(id);
    expect(begun).toEqual(['a', 'e', 'c', 'b', 'd']);
    planner.close();
  });

  it('passes over jobs that have ended', async () => {
    const { planner, entries, begun, settle } = setup(['a', 'b', 'c']);
    entries.set('a', entry({ status: 'failed', id: 'a' }));
    entries.delete('b');
    for (const id of ['a', 'b', 'c']) planner.want(id);
    await settle();
    expect(begun).toEqual(['c']);
    planner.close();
  });

  it('a job that is wanted again is planned again, and the older answer is not heard', async () => {
    const { planner, begun, told, aborted, finish, settle } = setup(['a']);
    planner.want('a');
    await settle();
    planner.want('a');
    await settle();
    expect([begun, aborted]).toEqual([['a', 'a'], ['a']]);
    await finish('a');
    expect(told).toEqual(['a']);
    planner.close();
  });

  it('an answer for a request that is another one now is not heard', async () => {
    const { planner, entries, told, finish, settle } = setup(['a']);
    planner.want('a');
    await settle();
    entries.set('a', entry({ status: 'queued', id: 'a', options: { width: 100 } }));
    await finish('a');
    expect(told).toEqual([]);
    planner.close();
  });

  it('lets go of jobs that are gone, and of all at the end', async () => {
    const { planner, told, aborted, finish, settle } = setup(['a', 'b', 'c'], 2);
    for (const id of ['a', 'b', 'c']) planner.want(id);
    await settle();
    planner.drop('a');
    planner.close();
    await finish('a');
    await finish('b');
    expect([aborted, told]).toEqual([['a', 'b'], []]);
  });
});
