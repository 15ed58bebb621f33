/** A tail takes whole words as long as it stays this short. */
const tailLength = 12;
/** Letters that are kept of a last word that is too long to be kept whole. */
const lastLetters = 6;
/** A longer ending is a sentence with a dot in it, not an extension. */
const longestExtension = 8;

/**
 * Where a name is cut: the head may shrink, the tail (last word or words, and the extension) is kept. Characters that
 * would turn the direction of what follows, and control characters, are shown as what they are: nothing readable.
 */
export function cutName(text: string): {
  readonly head: string;
  readonly tail: string;
  readonly whole: string;
} {
  const whole = text.replaceAll(unprintable, '\u{fffd}');
  const letters = lettersOf(whole);
  if (letters.length <= tailLength) return { head: whole, tail: '', whole };
  const extension = /\.[^.\s/\\]+$/.exec(whole)?.[0] ?? '';
  const kept = extension.length <= longestExtension ? lettersOf(extension).length : 0;
  const stem = letters.slice(0, letters.length - kept);
  const start = tailStart(stem, tailLength - kept);
  return { head: letters.slice(0, start).join(''), tail: letters.slice(start).join(''), whole };
}

/** First letter of the tail in the stem: after the first gap that leaves at most `room` letters, or the last few. */
function tailStart(stem: readonly string[], room: number): number {
  const earliest = Math.max(1, stem.length - room);
  for (let at = earliest; at < stem.length; at += 1) {
    if (/[\s/\\]/.test(stem[at - 1] ?? '')) return at;
  }
  return Math.max(1, stem.length - lastLetters);
}

// Control characters, and the marks that embed, override or isolate a direction (the trick of "exe.txt" names).
// eslint-disable-next-line no-control-regex -- these are what it looks for
const unprintable = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** What a person sees as letters: an emoji or a letter with its marks is one. */
function lettersOf(text: string): readonly string[] {
  // Segmenting is slow, and most names have nothing to join.
  return /^[\u0020-\u02ff]*$/.test(text)
    ? text.split('')
    : Array.from(segmenter.segment(text), (one) => one.segment);
}
