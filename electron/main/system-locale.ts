/**
 * The first of the system's languages that numbers and dates can be written in. A bare system says `C`, which is none.
 */
export function systemLocale(languages: readonly string[]): string {
  return languages.find(isKnown) ?? 'en';
}

function isKnown(language: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(language).length > 0;
  } catch {
    return false;
  }
}
