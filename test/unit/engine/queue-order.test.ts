import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createQueueOrder } from '../../../electron/engine/queue/queue-order.ts';
import { rankStep, ranksBetween } from '../../../electron/engine/queue/ranks.ts';
import { priorityOfRank } from '../../../shared/model/priority.ts';

const letters = (text: string, from = 1) =>
  Array.from(text).map((id, n) => ({ id, rank: (n + from) * rankStep }));
const inOrder = (order: ReturnType<typeof createQueueOrder>): string => order.page(null, 100_000).join('');

describe('ranks', () => {
  it('lie between their neighbours, evenly', () => {
    expect(ranksBetween(1024, 2048, 3)).toEqual([1280, 1536, 1792]);
    expect(ranksBetween(null, 1024, 2)).toEqual([-1024, 0]);
    expect(ranksBetween(1024, null, 2)).toEqual([2048, 3072]);
    expect(ranksBetween(null, null, 2)).toEqual([1024, 2048]);
  });

  it('are not to be had where the neighbours are too close', () => {
    expect(ranksBetween(1, 1.001, 1)).toBeNull();
    expect(ranksBetween(1, 1, 1)).toBeNull();
  });
});

describe('the order of the queue', () => {
  it('is by rank, then by id, however jobs came', () => {
    const order = createQueueOrder([
      { id: 'b', rank: 5 },
      { id: 'a', rank: 5 },
    ]);
    order.add([{ id: 'c', rank: 1 }]);
    expect(inOrder(order)).toBe('cab');
    expect(order.next).toBe(5 + rankStep);
    expect(order.sorted(['b', 'x', 'c', 'b'])).toEqual(['c', 'b']);
  });

  it('is paged from behind a job', () => {
    const order = createQueueOrder(letters('abcdef'));
    expect(order.page(null, 2)).toEqual(['a', 'b']);
    expect(order.page('b', 3)).toEqual(['c', 'd', 'e']);
    expect(order.page('f', 3)).toEqual([]);
    expect(order.page('gone', 3)).toEqual([]);
  });

  it('moves jobs before another one, and changes no other rank', () => {
    const order = createQueueOrder(letters('abcdef'));
    const ranks = order.move(['e', 'b'], 'a');
    expect(inOrder(order)).toBe('beacdf');
    expect([...ranks.keys()].sort()).toEqual(['b', 'e']);
    order.move(['a'], null);
    expect(inOrder(order)).toBe('becdfa');
    order.move(['c', 'd'], 'c');
    expect(inOrder(order)).toBe('becdfa');
    order.move(['f'], 'gone');
    expect(inOrder(order)).toBe('becdaf');
    expect(order.move([], 'b').size).toBe(0);
  });

  it('numbers all anew when there is no room left', () => {
    const order = createQueueOrder(letters('abc'));
    let most = 0;
    for (let n = 0; n < 100; n++) {
      most = Math.max(most, order.move([n % 2 === 0 ? 'a' : 'b'], 'c').size);
      expect(inOrder(order)).toBe(n % 2 === 0 ? 'bac' : 'abc');
    }
    expect(most).toBeGreaterThan(1);
  });

  it('does what a list would do', () => {
    const ids = Array.from('abcdefgh');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.subarray(ids), fc.option(fc.constantFrom(...ids))), { maxLength: 60 }),
        (moves) => {
          const order = createQueueOrder(letters('abcdefgh'));
          let list = [...ids];
          for (const [moved, before] of moves) {
            order.move(moved, before);
            const stay = list.filter((id) => !moved.includes(id));
            const anchor =
              before === null
                ? undefined
                : list.slice(list.indexOf(before)).find((id) => !moved.includes(id));
            const at = anchor === undefined ? stay.length : stay.indexOf(anchor);
            const block = list.filter((id) => moved.includes(id));
            list = [...stay.slice(0, at), ...block, ...stay.slice(at)];
            if (inOrder(order) !== list.join('')) return false;
          }
          return true;
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('priorities', () => {
  const filled = () => {
    const order = createQueueOrder(letters('abc'));
    order.add([{ id: 'H', rank: order.nextOf('high') }]);
    order.add([{ id: 'I', rank: order.nextOf('high') }]);
    order.add([{ id: 'L', rank: order.nextOf('low') }]);
    order.add([{ id: 'd', rank: order.next }]);
    return order;
  };
  const priorityAfter = (ranks: ReadonlyMap<string, number>, id: string): string | null => {
    const rank = ranks.get(id);
    return rank === undefined ? null : priorityOfRank(rank);
  };

  it('go before ranks, and new jobs behind those of their own', () => {
    const order = filled();
    expect(inOrder(order)).toBe('HIabcdL');
    order.prioritize(['b', 'd', 'H'], 'high');
    expect(inOrder(order)).toBe('HIbdacL');
    order.prioritize(['H', 'a'], 'low');
    expect(inOrder(order)).toBe('IbdcLHa');
    expect(order.prioritize(['a', 'gone'], 'low').size).toBe(0);
    order.prioritize(['I', 'b', 'd', 'L', 'H', 'a'], 'normal');
    expect(inOrder(order)).toBe('cIbdLHa');
    expect([order.nextOf('high'), order.nextOf('low')].map(priorityOfRank)).toEqual(['high', 'low']);
  });

  it('are taken from the neighbours by a job that is moved', () => {
    const order = filled();
    expect(priorityAfter(order.move(['c'], 'I'), 'c')).toBe('high');
    expect(inOrder(order)).toBe('HcIabdL');
    // Last of its own priority, first of the next: it keeps its own.
    expect(priorityAfter(order.move(['c'], 'a'), 'c')).toBe('high');
    expect(priorityAfter(order.move(['b'], 'a'), 'b')).toBe('normal');
    expect(inOrder(order)).toBe('HIcbadL');
    expect(priorityAfter(order.move(['I', 'd'], null), 'd')).toBe('low');
    expect(inOrder(order)).toBe('HcbaLId');
  });

  it('stay apart when all is numbered anew', () => {
    const order = filled();
    for (let n = 0; n < 60; n++) {
      order.move([n % 2 === 0 ? 'a' : 'b'], 'c');
      order.move([n % 2 === 0 ? 'H' : 'I'], n % 2 === 0 ? 'I' : 'H');
    }
    expect(inOrder(order)).toBe('IHabcdL');
  });
});
