/**
 * Reads playlists back, so that a finished folder can be checked by what a player will see. It knows the tags that we
 * write and takes everything else for a fault.
 */

/** A playlist that is not what we write; the message is one clause. */
export class PlaylistError extends Error {
  override readonly name = 'PlaylistError';
}

export type Attributes = ReadonlyMap<string, string>;

export interface ReadMaster {
  /** Rungs in the order of the file. */
  readonly variants: readonly { readonly uri: string; readonly attributes: Attributes }[];
  readonly audio: readonly Attributes[];
  readonly iFrames: readonly Attributes[];
}

export interface ReadSegment {
  readonly uri: string;
  readonly duration: number;
  readonly range: { readonly bytes: number; readonly offset: number } | null;
}

export interface ReadMedia {
  readonly targetDuration: number;
  readonly init: string;
  readonly segments: readonly ReadSegment[];
}

/** A line as its tag and value, or as the URI that it is. */
type Line = { readonly tag: string; readonly value: string } | { readonly uri: string };

function linesOf(text: string): readonly Line[] {
  const lines = text.split('\n').filter((line) => line !== '');
  if (lines[0] !== '#EXTM3U') throw new PlaylistError('a playlist does not begin as one');
  return lines.slice(1).map((line) => {
    if (!line.startsWith('#')) return { uri: line };
    const colon = line.indexOf(':');
    return colon < 0 ? { tag: line, value: '' } : { tag: line.slice(0, colon), value: line.slice(colon + 1) };
  });
}

/** Attributes by name, quotes taken off. */
function attributesOf(value: string): Attributes {
  const attributes = new Map<string, string>();
  for (const [, name = '', quoted, plain] of value.matchAll(/([A-Z0-9-]+)=(?:"([^"]*)"|([^",]*))(?:,|$)/g)) {
    attributes.set(name, quoted ?? plain ?? '');
  }
  return attributes;
}

const plainTags: ReadonlySet<string> = new Set(['#EXT-X-VERSION', '#EXT-X-INDEPENDENT-SEGMENTS']);

/** Reads a master playlist. @throws PlaylistError */
export function readMaster(text: string): ReadMaster {
  const variants: { uri: string; attributes: Attributes }[] = [];
  const audio: Attributes[] = [];
  const iFrames: Attributes[] = [];
  let open: Attributes | null = null;
  for (const line of linesOf(text)) {
    if ('uri' in line) {
      if (open === null)
        throw new PlaylistError('the master playlist names a file without saying what it is');
      variants.push({ uri: line.uri, attributes: open });
      open = null;
    } else if (line.tag === '#EXT-X-STREAM-INF') open = attributesOf(line.value);
    else if (line.tag === '#EXT-X-MEDIA') audio.push(attributesOf(line.value));
    else if (line.tag === '#EXT-X-I-FRAME-STREAM-INF') iFrames.push(attributesOf(line.value));
    else if (!plainTags.has(line.tag))
      throw new PlaylistError(`the master playlist has an unknown ${line.tag}`);
  }
  if (variants.length === 0) throw new PlaylistError('the master playlist names no version');
  return { variants, audio, iFrames };
}

const headTags: ReadonlySet<string> = new Set([
  ...plainTags,
  '#EXT-X-MEDIA-SEQUENCE',
  '#EXT-X-PLAYLIST-TYPE',
  '#EXT-X-I-FRAMES-ONLY',
]);

/** Reads the playlist of one track. @throws PlaylistError */
export function readMedia(text: string): ReadMedia {
  const segments: ReadSegment[] = [];
  let init = '';
  let target = 0;
  let duration: number | null = null;
  let range: ReadSegment['range'] = null;
  let ended = false;
  for (const line of linesOf(text)) {
    if (ended) throw new PlaylistError('a playlist goes on behind its end');
    if ('uri' in line) {
      if (duration === null) throw new PlaylistError('a segment has no duration');
      segments.push({ uri: line.uri, duration, range });
      [duration, range] = [null, null];
    } else if (line.tag === '#EXTINF') duration = Number.parseFloat(line.value);
    else if (line.tag === '#EXT-X-BYTERANGE') range = rangeOf(line.value);
    else if (line.tag === '#EXT-X-TARGETDURATION') target = Number.parseInt(line.value, 10);
    else if (line.tag === '#EXT-X-MAP') init = attributesOf(line.value).get('URI') ?? '';
    else if (line.tag === '#EXT-X-ENDLIST') ended = true;
    else if (!headTags.has(line.tag)) throw new PlaylistError(`a playlist has an unknown ${line.tag}`);
  }
  if (!ended) throw new PlaylistError('a playlist has no end');
  if (init === '') throw new PlaylistError('a playlist names no init segment');
  if (segments.length === 0) throw new PlaylistError('a playlist names no segments');
  if (segments.some((segment) => !(segment.duration >= 0 && Math.round(segment.duration) <= target))) {
    throw new PlaylistError('a segment is longer than its playlist says');
  }
  return { targetDuration: target, init, segments };
}

function rangeOf(value: string): { readonly bytes: number; readonly offset: number } {
  const match = /^(\d+)@(\d+)$/.exec(value);
  if (match === null) throw new PlaylistError('a byte range cannot be read');
  return { bytes: Number(match[1]), offset: Number(match[2]) };
}
