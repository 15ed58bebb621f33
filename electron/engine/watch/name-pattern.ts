/** Patterns of file names: `*` stands for any text, `?` for one character; letter case does not count. */

/** True when the whole name fits. Takes time in proportion to both lengths at worst, whatever the pattern. */
export function fitsPattern(pattern: string, name: string): boolean {
  const wanted = Array.from(folded(pattern));
  const given = Array.from(folded(name));
  let at = 0;
  let n = 0;
  /** The last `*`, and where the text that it stands for ends so far. */
  let star = -1;
  let end = 0;
  while (n < given.length) {
    const one = wanted[at];
    if (one === '*') {
      star = at;
      end = n;
      at += 1;
    } else if (one === '?' || (one !== undefined && one === given[n])) {
      at += 1;
      n += 1;
    } else if (star >= 0) {
      at = star + 1;
      end += 1;
      n = end;
    } else return false;
  }
  while (wanted[at] === '*') at += 1;
  return at === wanted.length;
}

/** One of the patterns fits (none = every name does), and none of those that may not. */
export function fitsNames(
  name: string,
  { names, notNames }: { readonly names: readonly string[]; readonly notNames: readonly string[] },
): boolean {
  const fits = (pattern: string): boolean => fitsPattern(pattern, name);
  return (names.length === 0 || names.some(fits)) && !notNames.some(fits);
}

/** Macs write “é” as two characters, other systems as one. */
const folded = (text: string): string => text.normalize('NFC').toLowerCase();
