/**
 * The first of the system's languages that numbers and dates can be written in. A bare system says `C`, which is none.
 */
export function systemLocale(languages: readonly string[]): string {
  return languages.find(isKnown) ?? 'en';
}

/**
 * True for what has the form of a language. The page's own `Intl` falls back where it has no words for one; asking it
 * here (`supportedLocalesOf`) would load the list of all languages while the page waits for its first answer.
 */
function isKnown(language: string): boolean {
  try {
    return Intl.getCanonicalLocales(language).length > 0;
  } catch {
    return false;
  }
}
