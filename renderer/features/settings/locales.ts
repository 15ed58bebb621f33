/** Languages that numbers, sizes and dates can be written in. */

/** Tags that are offered, beside the system's own and the one that is set. */
const offered = [
  'en-GB',
  'en-US',
  'en-IN',
  'ar-EG',
  'bn-BD',
  'cs-CZ',
  'da-DK',
  'de-CH',
  'de-DE',
  'el-GR',
  'es-ES',
  'es-MX',
  'fi-FI',
  'fr-CH',
  'fr-FR',
  'he-IL',
  'hi-IN',
  'hu-HU',
  'id-ID',
  'it-IT',
  'ja-JP',
  'ko-KR',
  'nb-NO',
  'nl-NL',
  'pl-PL',
  'pt-BR',
  'pt-PT',
  'ro-RO',
  'ru-RU',
  'sv-SE',
  'th-TH',
  'tr-TR',
  'uk-UA',
  'vi-VN',
  'zh-CN',
  'zh-TW',
] as const;

export interface LocaleChoice {
  readonly tag: string;
  /** Name of the language in itself, with an example of a number. */
  readonly label: string;
}

/**
 * Choices by name, each with a number as it would be written. A tag that the platform does not know is left out.
 *
 * @param current the tag that is set, offered even when it is none of ours
 */
export function localeChoices(current: string | null): readonly LocaleChoice[] {
  const tags = [...new Set([...offered, ...(current === null ? [] : [current])])];
  return tags
    .flatMap((tag) => {
      const name = nameOf(tag);
      return name === null ? [] : [{ tag, label: `${name}, ${sampleNumber(tag)}` }];
    })
    .sort((a, b) => a.label.localeCompare(b.label));
}

/** A number with a group and a fraction: what differs between languages. */
export function sampleNumber(tag: string): string {
  return new Intl.NumberFormat(tag, { maximumFractionDigits: 1 }).format(12_345.6);
}

function nameOf(tag: string): string | null {
  try {
    const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag);
    return name === undefined ? null : name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
  } catch {
    // No BCP 47 tag.
    return null;
  }
}
