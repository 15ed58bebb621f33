import type { Kind } from '../../model/options.ts';

/**
 * Which files of a named folder belong to a kind, by extension. A file that is named itself is taken whatever it is
 * called: what it holds is decided by the probe.
 */

const video =
  'mp4 m4v mov qt mkv webm avi divx wmv asf flv f4v mpg mpeg mpe m2v vob ts mts m2t m2ts 3gp 3g2 ogv mxf dv rm rmvb';
const audio =
  'mp3 mp2 aac m4a m4b m4r ogg oga opus spx weba wav wave flac aif aiff aifc caf au wma ac3 eac3 dts amr ape wv tta mka';
const image = 'jpg jpeg jpe jfif png webp avif tif tiff gif heic heif hif svg bmp jxl jp2 ppm pgm tga';
const animated = 'gif webp apng';

const set = (...lists: readonly string[]): ReadonlySet<string> => new Set(lists.join(' ').split(' '));

const extensions: Readonly<Record<Kind, ReadonlySet<string>>> = {
  video: set(video),
  // Whoever points the audio kind at a folder of lectures wants their sound.
  audio: set(audio, video),
  image: set(image),
  animation: set(video, animated),
  adaptive_video: set(video),
};

/** Every extension that some kind takes, without the dot, sorted: what a dialog for files lists. */
export const inputExtensions: readonly string[] = [...set(video, audio, image, animated)].sort();

/** What a kind takes, in a few words, for "there is no … in this folder". */
export const inputWords: Readonly<Record<Kind, string>> = {
  video: 'video',
  audio: 'audio or video file',
  image: 'picture',
  animation: 'video or animated picture',
  adaptive_video: 'video',
};

/** True when a folder's file with this extension (without the dot, any case) belongs to the kind. */
export function takesExtension(kind: Kind, ext: string): boolean {
  return extensions[kind].has(ext.toLowerCase());
}

/**
 * Extensions that other things have as well, so that the first bytes must be looked at: TypeScript is not a transport
 * stream, and a still webp is no animation.
 */
export function needsSniff(kind: Kind, ext: string): boolean {
  const word = ext.toLowerCase();
  return word === 'ts' || word === 'mts' || (kind === 'animation' && word === 'webp');
}

/** How many first bytes `passesSniff` looks at. */
export const sniffBytes = 197;

/** Judges the first bytes of a file whose extension needs it. */
export function passesSniff(ext: string, head: Uint8Array): boolean {
  if (ext.toLowerCase() === 'webp') {
    // RIFF ???? WEBP VP8X: bit 1 of the flags says animation (WebP container specification, "Extended File Format").
    const isExtended = String.fromCharCode(...head.subarray(12, 16)) === 'VP8X';
    return isExtended && ((head[20] ?? 0) & 0x02) !== 0;
  }
  // Sync bytes of two packets, of 188 bytes (broadcast) or of 192 with a time stamp first (Blu-ray, AVCHD).
  const sync = 0x47;
  return (head[0] === sync && head[188] === sync) || (head[4] === sync && head[196] === sync);
}
