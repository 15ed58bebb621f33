import { knownLocale } from './numbers.ts';

/** Codes that name no language: not known, several, none. */
const noLanguage: ReadonlySet<string> = new Set(['und', 'mul', 'zxx', 'mis']);

/**
 * The language of a track as people call it: "English" for `eng`, as containers write it, in the language of the
 * locale. Null for what names none; a code that nobody knows stays as it is.
 */
export function languageText(code: string | null, locale: string): string | null {
  if (code === null || code.trim() === '') return null;
  let tag: string | undefined;
  try {
    [tag] = Intl.getCanonicalLocales(code.trim().replaceAll('_', '-'));
  } catch {
    return code;
  }
  if (tag === undefined || noLanguage.has(tag)) return null;
  const names = new Intl.DisplayNames([knownLocale(locale)], { type: 'language', fallback: 'none' });
  return names.of(tag) ?? code;
}
