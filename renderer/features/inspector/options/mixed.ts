/** Values of one option over several files. */

export interface Counted {
  /** Undefined = the file leaves the option at its default. */
  readonly value: unknown;
  readonly count: number;
}

export type OptionState =
  | { readonly is: 'same'; readonly value: unknown }
  /** Most frequent first. */
  | { readonly is: 'mixed'; readonly values: readonly Counted[] };

const same = (value: unknown): OptionState => ({ is: 'same', value });

/**
 * What the files have in common. Files that are missing in the counts leave the option at its default.
 *
 * @param effective what a value amounts to, so that a default and the same value said aloud are one
 */
export function optionState(
  counted: readonly Counted[],
  total: number,
  effective: (value: unknown) => unknown = (value) => value,
): OptionState {
  const said = counted.reduce((sum, one) => sum + one.count, 0);
  const all = total > said ? [...counted, { value: undefined, count: total - said }] : counted;
  const merged = new Map<string, { value: unknown; count: number }>();
  for (const one of all) {
    if (one.count <= 0) continue;
    const value = effective(one.value);
    const key = value === undefined ? 'unset' : JSON.stringify(value);
    const before = merged.get(key);
    if (before === undefined) merged.set(key, { value, count: one.count });
    else before.count += one.count;
  }
  const values = [...merged.values()].sort((a, b) => b.count - a.count);
  if (values.length <= 1) return same(values[0]?.value);
  return { is: 'mixed', values };
}

/** The value, or undefined when there is none or there are several. */
export const valueOf = (state: OptionState): unknown => (state.is === 'same' ? state.value : undefined);

export const isMixed = (state: OptionState): boolean => state.is === 'mixed';

/** True when at least one file says a value. */
export const isSaid = (state: OptionState): boolean =>
  state.is === 'same' ? state.value !== undefined : state.values.some(({ value }) => value !== undefined);

/** "Medium 36, High 4"; empty when all agree. */
export function mixLine(state: OptionState, nameOf: (value: unknown) => string): string {
  if (state.is === 'same') return '';
  return state.values.map(({ value, count }) => `${nameOf(value)} ${count}`).join(', ');
}
