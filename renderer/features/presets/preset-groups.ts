import type { Kind } from '../../../shared/model/options.ts';
import { type Preset, type Purpose, purposes } from '../../../shared/model/preset.ts';

/** How presets are ordered and found, for the picker and for the dialog. */

export interface PresetGroup {
  readonly name: 'recent' | 'mine' | Purpose;
  readonly presets: readonly Preset[];
}

/** Above so many presets of one kind the picker offers a search. */
export const searchFrom = 9;

/**
 * Groups of the picker for one kind: the recent ones, then by purpose, then the person's own. A recent preset stands
 * in its own group too, so that a place once learned stays.
 *
 * @param recent ids, newest first
 * @param limit how many recent ones are shown
 */
export function pickerGroups(
  presets: readonly Preset[],
  kind: Kind,
  recent: readonly string[],
  limit = 3,
): readonly PresetGroup[] {
  const usable = presets.filter((preset) => preset.kind === kind);
  const used = recent.flatMap((id) => usable.filter((preset) => preset.id === id)).slice(0, limit);
  return filled([{ name: 'recent', presets: used }, ...byPurpose(usable), own(usable)]);
}

/** Groups of the dialog, over all kinds: the person's own, then those that come with Convoy by purpose. */
export function dialogGroups(presets: readonly Preset[]): readonly PresetGroup[] {
  return filled([own(presets), ...byPurpose(presets)]);
}

/** The groups with only what the search matches; a preset that stands in two groups is found once. */
export function searchGroups(
  groups: readonly PresetGroup[],
  search: string,
  textOf: (preset: Preset) => string,
): readonly PresetGroup[] {
  const words = fold(search).split(/\s+/).filter(Boolean);
  if (words.length === 0) return groups;
  const matches = (preset: Preset): boolean => {
    const text = fold(textOf(preset));
    return words.every((word) => text.includes(word));
  };
  return filled(
    groups
      .filter(({ name }) => name !== 'recent')
      .map(({ name, presets }) => ({ name, presets: presets.filter(matches) })),
  );
}

/** A picked preset goes to the front of the recent ones; at most eight are kept, as the settings allow. */
export function withRecent(recent: readonly string[], id: string): string[] {
  return [id, ...recent.filter((one) => one !== id)].slice(0, 8);
}

/** A name that none of the others has: `Name`, `Name 2`, `Name 3` … */
export function freeName(wanted: string, taken: readonly string[]): string {
  const names = new Set(taken.map(fold));
  const room = wanted.slice(0, 70);
  for (let n = 1; ; n++) {
    const name = n === 1 ? wanted.slice(0, 80) : `${room} ${n}`;
    if (!names.has(fold(name))) return name;
  }
}

/** Lower case without accents, so that "cafe" finds "Café". */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}

const filled = (groups: readonly PresetGroup[]): readonly PresetGroup[] =>
  groups.filter((group) => group.presets.length > 0);

function own(presets: readonly Preset[]): PresetGroup {
  const mine = presets.filter((preset) => !preset.builtIn);
  return { name: 'mine', presets: mine.sort((a, b) => a.name.localeCompare(b.name)) };
}

function byPurpose(presets: readonly Preset[]): readonly PresetGroup[] {
  return purposes.map((name) => ({
    name,
    presets: presets.filter((preset) => preset.builtIn && preset.purpose === name),
  }));
}
