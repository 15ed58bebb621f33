/**
 * What a file may be called, how long its name may be and when two names are the same. Decided per operating system,
 * because a name that is legal on Linux may be a device on Windows.
 */

/** Whose rules a name follows. Every POSIX system but macOS counts as linux. */
export type NamePlatform = 'linux' | 'darwin' | 'win32';

/** What is published under a name: a file, or a folder (HLS), which has no extension. */
export type NameForm = 'file' | 'folder';

/**
 * Longest name: 255 bytes of UTF-8 on ext4, XFS, Btrfs and APFS, 255 UTF-16 units on NTFS.
 */
const maxNameLength = 255;

/** Room that a shortened name leaves, so that " (2)" to " (999)" fit behind it. */
const roomForNumber = ' (999)'.length;

/** Device names of Windows, reserved with any extension (learn.microsoft.com, "Naming Files, Paths, and Namespaces"). */
const windowsDevice = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(?:\.|$)/i;

/** Where one segment of a path ends: both slashes on Windows; a backslash is an ordinary character elsewhere. */
export function separatorOf(platform: NamePlatform): RegExp {
  return platform === 'win32' ? /[\\/]/ : /\//;
}

/** An extension is one to five letters and digits with a letter among them: "mp4", but not the 2 of "v1.2". */
export function isExtension(text: string): boolean {
  return /^(?=.*[a-z])[a-z0-9]{1,5}$/i.test(text);
}

/** Splits a name before its extension; `ext` is without the dot and empty when there is none. */
export function splitExtension(name: string): { readonly stem: string; readonly ext: string } {
  const dot = name.lastIndexOf('.');
  const ext = name.slice(dot + 1);
  return dot > 0 && isExtension(ext) ? { stem: name.slice(0, dot), ext } : { stem: name, ext: '' };
}

/**
 * Makes one path segment out of any text: nothing in it can lead to another folder. Beyond that, POSIX keeps every
 * character (emoji, newline, colon, leading hyphen); Windows loses what it forbids, and its device names get a `_`.
 */
export function cleanSegment(text: string, platform: NamePlatform): string {
  let clean = text.replace(platform === 'win32' ? forbiddenOnWindows : forbiddenOnPosix, '_');
  if (platform === 'win32') {
    // Windows drops these silently, and the file would be found under another name than the one announced.
    clean = clean.replace(/[. ]+$/, '');
    if (windowsDevice.test(clean)) clean = `_${clean}`;
  }
  return clean === '' || clean === '.' || clean === '..' ? '_' : clean;
}

const forbiddenOnPosix = /[/\0]/g;
/** Everything before the space, and what Windows gives a meaning. */
const forbiddenOnWindows = /[^ -\uffff]|[<>:"|?*\\/]/g;

export interface FittedName {
  readonly name: string;
  /** True when graphemes were cut from the end of the stem. */
  readonly shortened: boolean;
}

/** Shortens a name to what file systems hold, by whole graphemes of its stem; the extension stays. */
export function fitName(name: string, form: NameForm, platform: NamePlatform): FittedName {
  return fit(name, '', form, platform);
}

/** `clip.mp4`, 2 → `clip (2).mp4`, shortened as far as the number needs it. Different numbers give different names. */
export function numberedName(name: string, n: number, form: NameForm, platform: NamePlatform): FittedName {
  return fit(name, ` (${n})`, form, platform);
}

function fit(name: string, suffix: string, form: NameForm, platform: NamePlatform): FittedName {
  const { stem, ext } = form === 'file' ? splitExtension(name) : { stem: name, ext: '' };
  const tail = ext === '' ? suffix : `${suffix}.${ext}`;
  const length = platform === 'win32' ? utf16Length : utf8Length;
  if (length(stem) + length(tail) <= maxNameLength) return { name: stem + tail, shortened: false };
  const room = maxNameLength - length(tail) - (suffix === '' ? roomForNumber : 0);
  return { name: cleanSegment(cut(stem, room, length) + tail, platform), shortened: true };
}

/** Kept, because making one costs milliseconds. */
let segmenter: Intl.Segmenter | undefined;

/** As many whole graphemes as fit; code points only where one grapheme alone is too long. */
function cut(text: string, room: number, length: (text: string) => number): string {
  segmenter ??= new Intl.Segmenter();
  const graphemes = Array.from(segmenter.segment(text), (part) => part.segment);
  for (const pieces of [graphemes, Array.from(text)]) {
    let kept = '';
    let used = 0;
    for (const piece of pieces) {
      used += length(piece);
      if (used > room) break;
      kept += piece;
    }
    if (kept !== '') return kept.trimEnd() === '' ? kept : kept.trimEnd();
  }
  return '_';
}

const utf16Length = (text: string): number => text.length;

/** Length in bytes as a file system stores it. A lone surrogate is written as U+FFFD: three bytes. */
function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
  }
  return bytes;
}

/**
 * Two names or paths with one key are one file. macOS and Windows compare without case, and macOS without regard to
 * how an accent is composed. Upper and then lower case folds a little more than they do (ß and ss), which numbers a
 * name too many rather than losing a file.
 */
export function nameKey(path: string, platform: NamePlatform): string {
  return platform === 'linux' ? path : path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}
