import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Selection } from '../../../../renderer/store/selection.ts';
import {
  type Move,
  afterChange,
  moveFocus,
  noSelection,
  selectAll,
  selectNone,
  selectOnly,
  selectTo,
  toggle,
} from '../../../../renderer/store/selection.ts';

const list = ['a', 'b', 'c', 'd', 'e'];
const of = (ids: string, anchor: string | null, focus: string | null): Selection => ({
  ids: new Set(ids),
  anchor,
  focus,
});

describe('selection', () => {
  it('selects one by a click', () => {
    expect(selectOnly('c')).toEqual(of('c', 'c', 'c'));
  });

  it('adds and takes out by a Mod click', () => {
    expect(toggle(selectOnly('a'), 'c')).toEqual(of('ac', 'c', 'c'));
    expect(toggle(of('ac', 'c', 'c'), 'a')).toEqual(of('c', 'a', 'a'));
  });

  it('selects from the anchor by a Shift click, in both directions', () => {
    expect(selectTo(selectOnly('b'), list, 'd')).toEqual(of('bcd', 'b', 'd'));
    expect(selectTo(of('bcd', 'b', 'd'), list, 'a')).toEqual(of('ab', 'b', 'a'));
    expect(selectTo(noSelection, list, 'd')).toEqual(of('d', 'd', 'd'));
    expect(selectTo(selectOnly('b'), list, 'x')).toEqual(selectOnly('b'));
  });

  it('selects all and none, and leaves the keyboard where it is', () => {
    expect(selectAll(selectOnly('c'), list)).toEqual(of('abcde', 'a', 'c'));
    expect(selectAll(noSelection, [])).toEqual(noSelection);
    expect(selectNone(of('abc', 'a', 'b'))).toEqual(of('', null, 'b'));
  });

  it.each<[Move, string | null, boolean, Selection]>([
    ['down', null, false, of('a', 'a', 'a')],
    ['up', null, false, of('e', 'e', 'e')],
    ['down', 'b', false, of('c', 'c', 'c')],
    ['down', 'e', false, of('e', 'e', 'e')],
    ['up', 'a', false, of('a', 'a', 'a')],
    ['home', 'c', false, of('a', 'a', 'a')],
    ['end', 'c', false, of('e', 'e', 'e')],
    ['page_down', 'b', false, of('d', 'd', 'd')],
    ['page_up', 'e', false, of('c', 'c', 'c')],
    ['page_up', 'b', false, of('a', 'a', 'a')],
    ['down', 'b', true, of('bc', 'b', 'c')],
    ['end', 'c', true, of('cde', 'c', 'e')],
    ['home', 'c', true, of('abc', 'c', 'a')],
  ])('moves %s from %s (extending: %s)', (move, from, extend, expected) => {
    const start = from === null ? noSelection : selectOnly(from);
    expect(moveFocus(start, list, move, 3, extend)).toEqual(expected);
  });

  it('does not move in an empty list', () => {
    expect(moveFocus(noSelection, [], 'down', 3, false)).toBe(noSelection);
  });

  it('passes the keyboard on to the next row when the focused one goes', () => {
    expect(afterChange(selectOnly('b'), list, ['a', 'c', 'd', 'e'])).toEqual(selectOnly('c'));
    expect(afterChange(of('bcd', 'b', 'c'), list, ['a', 'e'])).toEqual(selectOnly('e'));
    expect(afterChange(selectOnly('e'), list, ['a', 'b'])).toEqual(selectOnly('b'));
    expect(afterChange(selectOnly('e'), list, [])).toEqual(noSelection);
  });

  it('keeps what stays selected, and the keyboard where it is', () => {
    expect(afterChange(of('abc', 'a', 'c'), list, ['b', 'c', 'd'])).toEqual(of('bc', 'c', 'c'));
    const untouched = of('bc', 'b', 'c');
    expect(afterChange(untouched, list, ['b', 'c'])).toBe(untouched);
  });

  it('never selects or focuses a row that is not shown', () => {
    const subset = fc.subarray(list);
    const maybe = fc.option(fc.constantFrom(...list));
    fc.assert(
      fc.property(subset, maybe, maybe, subset, (ids, anchor, focus, visible) => {
        const after = afterChange({ ids: new Set(ids), anchor, focus }, list, visible);
        if (after.ids.size > 0) expect([...after.ids].every((id) => visible.includes(id))).toBe(true);
        if (after.focus !== null && focus !== null) expect(visible).toContain(after.focus);
        if (focus !== null && visible.length > 0) expect(after.focus).not.toBeNull();
      }),
    );
  });
});
