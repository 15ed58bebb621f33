import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * A parser of HLS playlists that accepts what RFC 8216 allows a finished presentation and nothing else. It shares no
 * code with what writes or verifies them.
 */

export interface StrictSegment {
  readonly uri: string;
  readonly duration: number;
  readonly range: { readonly bytes: number; readonly offset: number } | null;
  /** Bytes on disk, or of the range. */
  readonly bytes: number;
}
export interface StrictMedia {
  readonly uri: string;
  readonly target: number;
  readonly init: string;
  readonly iFramesOnly: boolean;
  readonly segments: readonly StrictSegment[];
  readonly duration: number;
}
type Attributes = Readonly<Record<string, string>>;
export interface StrictMaster {
  readonly variants: readonly { readonly attributes: Attributes; readonly media: StrictMedia }[];
  readonly audio: readonly { readonly attributes: Attributes; readonly media: StrictMedia }[];
  readonly iFrames: readonly { readonly attributes: Attributes; readonly media: StrictMedia }[];
}

class Invalid extends Error {}
function must(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Invalid(message);
}

/** How each attribute's value is written. */
const shapes: Readonly<Record<string, RegExp>> = {
  BANDWIDTH: /^[1-9]\d*$/,
  'AVERAGE-BANDWIDTH': /^[1-9]\d*$/,
  CODECS: /^"[a-z0-9]{4}\.[A-Za-z0-9.]+(,[a-z0-9]{4}\.[A-Za-z0-9.]+)*"$/,
  RESOLUTION: /^[1-9]\d*x[1-9]\d*$/,
  'FRAME-RATE': /^\d+\.\d{3}$/,
  'VIDEO-RANGE': /^(SDR|PQ|HLG)$/,
  AUDIO: /^"audio"$/,
  'CLOSED-CAPTIONS': /^NONE$/,
  TYPE: /^AUDIO$/,
  'GROUP-ID': /^"audio"$/,
  NAME: /^"[^"\r\n]+"$/,
  LANGUAGE: /^"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*"$/,
  DEFAULT: /^(YES|NO)$/,
  AUTOSELECT: /^(YES|NO)$/,
  CHANNELS: /^"[1-9]\d*"$/,
  URI: /^"[A-Za-z0-9/._-]+"$/,
};

function attributesOf(text: string): Attributes {
  const found: Record<string, string> = {};
  let rest = text;
  while (rest !== '') {
    const match = /^([A-Z][A-Z0-9-]*)=("[^"\r\n]*"|[^",\s]+)(,|$)/.exec(rest);
    must(match !== null, `bad attribute list: ${rest}`);
    const [whole, name = '', value = '', comma] = match;
    must(!(name in found), `attribute twice: ${name}`);
    must(shapes[name]?.test(value) === true, `bad attribute: ${name}=${value}`);
    must(comma === '' || rest.length > whole.length, 'a comma at the end');
    found[name] = value.replace(/^"|"$/g, '');
    rest = rest.slice(whole.length);
  }
  return found;
}

function linesOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  must(!text.startsWith('\ufeff') && !text.includes('\r'), 'BOM or CR');
  must(text.endsWith('\n'), 'no newline at the end');
  const [first, ...lines] = text.slice(0, -1).split('\n');
  must(first === '#EXTM3U', 'it does not begin with #EXTM3U');
  must(
    lines.every((line) => line !== '' && line === line.trim()),
    'an empty line or loose spaces',
  );
  return lines;
}

/** Takes the lines off the front that must stand there in this order. */
function head(lines: string[], ...patterns: RegExp[]): string[] {
  return patterns.map((pattern) => {
    const line = lines.shift() ?? '';
    const match = pattern.exec(line);
    must(match !== null, `expected ${String(pattern)}, found ${line}`);
    return match[1] ?? '';
  });
}

/** Reads a media playlist and looks at every file that it names. */
export function strictMedia(folder: string, uri: string): StrictMedia {
  const lines = linesOf(path.join(folder, uri));
  const home = path.dirname(path.join(folder, uri));
  const [target = ''] = head(
    lines,
    /^#EXT-X-VERSION:7$/,
    /^#EXT-X-TARGETDURATION:(\d+)$/,
    /^#EXT-X-MEDIA-SEQUENCE:0$/,
    /^#EXT-X-PLAYLIST-TYPE:VOD$/,
  ).slice(1);
  const iFramesOnly = lines[0] === '#EXT-X-I-FRAMES-ONLY';
  if (iFramesOnly) lines.shift();
  const [, init = ''] = head(lines, /^#EXT-X-INDEPENDENT-SEGMENTS$/, /^#EXT-X-MAP:URI="([a-z.0-9]+)"$/);
  must(lines.pop() === '#EXT-X-ENDLIST', 'no end');
  must(statSync(path.join(home, init)).size > 0, 'empty init');
  const segments: StrictSegment[] = [];
  while (lines.length > 0) {
    const [duration = ''] = head(lines, /^#EXTINF:(\d+\.\d+),$/);
    const range = /^#EXT-X-BYTERANGE:(\d+)@(\d+)$/.exec(lines[0] ?? '');
    if (range !== null) lines.shift();
    must((range !== null) === iFramesOnly, 'ranges belong to I-frames');
    const [name = ''] = head(lines, /^([a-z0-9-]+\.m4s)$/);
    const { size } = statSync(path.join(home, name));
    must(size > 0, `${name} is empty`);
    const parsed = range === null ? null : { bytes: Number(range[1]), offset: Number(range[2]) };
    must(parsed === null || parsed.offset + parsed.bytes <= size, 'range outside its file');
    must(Math.round(Number(duration)) <= Number(target), 'a segment is longer than the target');
    segments.push({ uri: name, duration: Number(duration), range: parsed, bytes: parsed?.bytes ?? size });
  }
  must(segments.length > 0, 'no segments');
  must(iFramesOnly || new Set(segments.map((s) => s.uri)).size === segments.length, 'a segment twice');
  const duration = segments.reduce((sum, segment) => sum + segment.duration, 0);
  return { uri, target: Number(target), init, iFramesOnly, segments, duration };
}

const needed = {
  variant: ['BANDWIDTH', 'AVERAGE-BANDWIDTH', 'CODECS', 'RESOLUTION', 'FRAME-RATE', 'VIDEO-RANGE'],
  audio: ['TYPE', 'GROUP-ID', 'NAME', 'DEFAULT', 'AUTOSELECT', 'CHANNELS', 'URI'],
  iFrames: ['BANDWIDTH', 'AVERAGE-BANDWIDTH', 'CODECS', 'RESOLUTION', 'URI'],
};

/** Reads a whole presentation. Throws naming the first rule that is broken. */
export function strictMaster(folder: string): StrictMaster {
  const lines = linesOf(path.join(folder, 'master.m3u8'));
  head(lines, /^#EXT-X-VERSION:7$/, /^#EXT-X-INDEPENDENT-SEGMENTS$/);
  const variants: StrictMaster['variants'][number][] = [];
  const audio: StrictMaster['audio'][number][] = [];
  const iFrames: StrictMaster['iFrames'][number][] = [];
  while (lines.length > 0) {
    const [, tag = '', list = ''] = /^(#EXT-X-[A-Z-]+):(.*)$/.exec(lines.shift() ?? '') ?? [];
    const attributes = attributesOf(list);
    const has = (names: readonly string[]): void => {
      for (const name of names) must(name in attributes, `${tag} lacks ${name}`);
    };
    if (tag === '#EXT-X-STREAM-INF') {
      has(needed.variant);
      const [uri = ''] = head(lines, /^([a-z0-9/.-]+\.m3u8)$/);
      variants.push({ attributes, media: strictMedia(folder, uri) });
    } else if (tag === '#EXT-X-MEDIA') {
      has(needed.audio);
      audio.push({ attributes, media: strictMedia(folder, attributes['URI'] ?? '') });
    } else if (tag === '#EXT-X-I-FRAME-STREAM-INF') {
      has(needed.iFrames);
      must(
        !('FRAME-RATE' in attributes) && !('AUDIO' in attributes),
        'an attribute that I-frames do not have',
      );
      iFrames.push({ attributes, media: strictMedia(folder, attributes['URI'] ?? '') });
    } else throw new Invalid(`unknown tag: ${tag}`);
  }
  group(variants, audio, iFrames);
  return { variants, audio, iFrames };
}

/** Rules between the parts (RFC 8216, 4.3.4 and 6.2.4). */
function group(
  variants: StrictMaster['variants'],
  audio: StrictMaster['audio'],
  iFrames: StrictMaster['iFrames'],
): void {
  must(variants.length > 0 && iFrames.length === variants.length, 'rungs and I-frame playlists differ');
  for (const { attributes } of variants) {
    must('AUDIO' in attributes === audio.length > 0, 'AUDIO without a group, or a group without AUDIO');
    must(attributes['CODECS']?.includes('mp4a') === audio.length > 0, 'CODECS and sound differ');
    must(Number(attributes['BANDWIDTH']) >= Number(attributes['AVERAGE-BANDWIDTH']), 'peak below average');
  }
  const names = audio.map(({ attributes }) => attributes['NAME']);
  must(new Set(names).size === names.length, 'two tracks of one name');
  const defaults = audio.filter(({ attributes }) => attributes['DEFAULT'] === 'YES');
  must(defaults.length === Math.min(1, audio.length), 'not exactly one default');
  must(
    defaults.every(({ attributes }) => attributes['AUTOSELECT'] === 'YES'),
    'the default cannot be selected',
  );
  const selectable = audio.filter(({ attributes }) => attributes['AUTOSELECT'] === 'YES');
  const languages = selectable.map(({ attributes }) => attributes['LANGUAGE']);
  must(new Set(languages).size === languages.length, 'two selectable tracks of one language');
  const targets = [...variants, ...audio].map(({ media }) => media.target);
  must(new Set(targets).size === 1, 'target durations differ');
  const cuts = variants.map(({ media }) => media.segments.map((segment) => segment.duration).join(' '));
  must(new Set(cuts).size === 1, 'rungs are cut at different times');
}
