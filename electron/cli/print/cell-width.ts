import stringWidth from 'string-width';

/**
 * Text in terminal cells. A Chinese letter or an emoji takes two, a combining mark none, so a name is measured and cut
 * by what a person sees and never by code units.
 */

/** Made when it is first needed: making one takes ICU 25 ms. */
let segmenter: Intl.Segmenter | null = null;
const graphemes = (text: string): string[] => {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), (s) => s.segment);
};

/** Cells that the text takes. */
export function cells(text: string): number {
  return stringWidth(text);
}

/** As many whole letters from the front as fit. */
function front(letters: readonly string[], width: number): string {
  let taken = '';
  let used = 0;
  for (const letter of letters) {
    used += cells(letter);
    if (used > width) break;
    taken += letter;
  }
  return taken;
}

/** As many whole letters from the back as fit. */
function back(letters: readonly string[], width: number): string {
  let used = 0;
  let from = letters.length;
  for (const letter of [...letters].reverse()) {
    used += cells(letter);
    if (used > width) break;
    from -= 1;
  }
  return letters.slice(from).join('');
}

/** Cuts at the end with "…" when the text is wider than `width` cells. */
export function cutEnd(text: string, width: number): string {
  if (cells(text) <= width) return text;
  return width < 1 ? '' : `${front(graphemes(text), width - 1)}…`;
}

/**
 * Cuts a file name in the middle, so that its last word and its extension stay readable: `A7S3_0412 har…dawn.MOV`.
 * Where they would take more than two thirds, both halves get the same room.
 */
export function cutMiddle(name: string, width: number): string {
  if (cells(name) <= width) return name;
  if (width < 5) return cutEnd(name, width);
  const lastWord =
    /[^\s_-]*$/.exec(name.replace(/\.[^.]*$/, (ext) => '.'.repeat(ext.length)))?.[0].length ?? 0;
  const room = width - 1;
  const wanted = cells(name.slice(name.length - lastWord));
  const tail = wanted > 0 && wanted <= (room * 2) / 3 ? wanted : Math.floor(room / 2);
  const letters = graphemes(name);
  const end = back(letters, tail);
  return `${front(letters, room - cells(end))}…${end}`;
}

/** Fills up with spaces to `width` cells. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - cells(text)));
}

/** Fills up with spaces before the text to `width` cells. */
export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - cells(text))) + text;
}
