import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRankedWaiting } from '../../../electron/engine/queue/ranked-waiting.ts';
import { type Ranked, byRank } from '../../../electron/engine/queue/ranks.ts';

describe('jobs that wait in a lane', () => {
  it('come in the order of the queue, whatever happens to the others', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
    const step = fc.oneof(
      fc.record({ do: fc.constant('add' as const), id, rank: fc.integer({ min: 0, max: 9 }) }),
      fc.record({ do: fc.constant('remove' as const), id, rank: fc.constant(0) }),
      fc.record({ do: fc.constant('place' as const), id, rank: fc.integer({ min: 0, max: 9 }) }),
      fc.record({ do: fc.constant('take' as const), id, rank: fc.constant(0) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const waiting = createRankedWaiting<Ranked>();
        const model = new Map<string, Ranked>();
        const next = (): Ranked | null => [...model.values()].toSorted(byRank)[0] ?? null;
        for (const { do: what, ...job } of steps) {
          if (what === 'add') {
            waiting.add(job);
            model.set(job.id, job);
          } else if (what === 'place') {
            waiting.place(new Map([[job.id, job.rank]]));
            if (model.has(job.id)) model.set(job.id, job);
          } else {
            const gone = what === 'take' ? waiting.first?.id : job.id;
            if (gone === undefined) continue;
            expect(waiting.remove(gone)?.id).toBe(model.get(gone)?.id);
            model.delete(gone);
          }
          expect(waiting.first).toEqual(next());
          expect(waiting.size).toBe(model.size);
        }
      }),
      { numRuns: 300 },
    );
  });
});
