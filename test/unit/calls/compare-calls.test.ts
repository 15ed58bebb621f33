import { describe, expect, it } from 'vitest';
import { createCompareCalls } from '../../../electron/calls/compare-calls.ts';
import type { ComparedFrame, RequestChange } from '../../../electron/engine/index.ts';
import { convoyError, fail, ok } from '../../../shared/model/error.ts';
import { newId } from '../../../shared/model/id.ts';

const id = newId('job');
const picture = { path: '/x.png', mime: 'image/png', width: 2, height: 1 };
const frame: ComparedFrame = {
  before: { ...picture, key: 'a' },
  after: { ...picture, key: 'b' },
  bytesBefore: 10,
  bytesAfter: 5,
  exact: true,
  at: null,
  took: 0,
};

/** Calls over an engine that compares at once; changes are read when the test says so. */
function calls() {
  const done: string[] = [];
  const readers: (() => void)[] = [];
  const handlers = createCompareCalls({
    previews: {
      compare: (job, at, change) => {
        done.push(`compare ${String(at)} ${JSON.stringify(change)}`);
        return Promise.resolve(job === id ? ok(frame) : { ok: false, error: convoyError('cancelled') });
      },
      original: (job) => {
        done.push('original');
        return Promise.resolve(
          job === id ? ok({ ...picture, key: 'o' }) : { ok: false, error: convoyError('cancelled') },
        );
      },
      cancelCompare: () => void done.push('cancel'),
    },
    check: (job) => {
      if (job !== id) throw fail('not_found', { given: 'This job' });
    },
    readChange: () =>
      new Promise<RequestChange>((resolve) =>
        readers.push(() => resolve({ setOptions: { quality: 'low' } })),
      ),
  });
  return { ...handlers, done, readOn: () => readers.splice(0).forEach((read) => read()) };
}

describe('comparing', () => {
  it('gives keys and sizes, never paths', async () => {
    const shown = { mime: 'image/png', width: 2, height: 1 };
    expect(await calls()['compare:render']({ id, at: 3 })).toEqual({
      ok: true,
      comparison: { ...frame, before: { ...shown, key: 'a' }, after: { ...shown, key: 'b' } },
    });
  });

  it('gives the original alone, and refuses that of a job that is gone', async () => {
    const own = calls();
    expect(await own['compare:original']({ id })).toEqual({
      ok: true,
      original: { key: 'o', mime: 'image/png', width: 2, height: 1 },
    });
    expect(own.done).toEqual(['original']);
    await expect(own['compare:original']({ id: newId('job') })).rejects.toMatchObject({
      error: { kind: 'not_found' },
    });
  });

  it('of a job that is gone is refused', async () => {
    await expect(calls()['compare:render']({ id: newId('job'), at: null })).rejects.toMatchObject({
      error: { kind: 'not_found' },
    });
  });

  it('is stopped in the engine', async () => {
    const own = calls();
    await own['compare:render']({ id, at: null });
    expect(await own['compare:cancel']({ id })).toBeNull();
    expect(own.done).toEqual(['compare null null', 'cancel']);
  });

  it('is stopped before the engine has heard of it', async () => {
    const own = calls();
    const change = { options: { quality: 'low' } };
    const first = own['compare:render']({ id, at: null, change });
    await own['compare:cancel']({ id: newId('job') });
    const second = own['compare:render']({ id, at: 1, change });
    await own['compare:cancel']({ id });
    const third = own['compare:render']({ id, at: 2, change });
    own.readOn();
    const answers = await Promise.all([first, second, third]);
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.error.kind))).toEqual([
      'cancelled',
      'cancelled',
      'ok',
    ]);
    expect(own.done).toEqual(['cancel', 'cancel', 'compare 2 {"setOptions":{"quality":"low"}}']);
  });
});
