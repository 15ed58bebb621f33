import type { ComponentType } from 'react';
import type { SettingsPage } from '../../store/app-state.ts';
import type { Words } from '../../words/words.tsx';

/** One setting, or one block of a page: where it stands, what it is called, and its control. */
export interface SettingEntry {
  readonly id: string;
  readonly page: SettingsPage;
  readonly label: (words: Words['settings']) => string;
  /** More that a search finds it by. */
  readonly also?: (words: Words['settings']) => readonly string[];
  readonly Control: ComponentType;
}

/** The entries that a search finds, all words of it somewhere in the label, the page or what else belongs to it. */
export function foundEntries(
  entries: readonly SettingEntry[],
  search: string,
  words: Words['settings'],
): readonly SettingEntry[] {
  const wanted = fold(search).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return entries;
  return entries.filter(({ label, also, page }) => {
    const text = fold([label(words), words.pages[page], ...(also?.(words) ?? [])].join(' '));
    return wanted.every((word) => text.includes(word));
  });
}

/** Lower case without accents. */
const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
