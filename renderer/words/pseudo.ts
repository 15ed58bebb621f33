/**
 * A catalogue as no language has it: every text with accents, in brackets, and 40 % longer. What is not in brackets on
 * the screen does not come from the catalogue; what loses its closing bracket is cut off.
 */

const accents: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from('aáeéiíoóuúyýAÁEÉIÍOÓUÚYÝnñNÑcčCČsšSŠzžZŽgğ').flatMap((letter, at, all) =>
    at % 2 === 0 ? [[letter, all[at + 1] ?? letter]] : [],
  ),
);

/** One text of the pseudo-locale. */
export function pseudoText(text: string): string {
  if (text === '') return '';
  const accented = text.replaceAll(/[a-z]/gi, (letter) => accents[letter] ?? letter);
  // What was put into the text is longer already.
  const own = text.replaceAll(/\[[^\]]*\]/g, '').length;
  return `[${accented} ${'·'.repeat(Math.max(1, Math.ceil(own * 0.4) - 3))}]`;
}

/** The same catalogue with every text replaced; functions go on taking what they take. */
export function pseudo<T>(catalogue: T): T {
  return replaced(catalogue) as T;
}

function replaced(value: unknown): unknown {
  if (typeof value === 'string') return pseudoText(value);
  if (typeof value === 'function') {
    const make = value as (...given: unknown[]) => unknown;
    return (...given: unknown[]) => replaced(make(...given));
  }
  if (Array.isArray(value)) return value.map(replaced);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaced(one)]));
  return value;
}
