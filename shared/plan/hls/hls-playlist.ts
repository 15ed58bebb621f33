import type { Bandwidth } from './hls-segments.ts';

/**
 * Playlists as text (RFC 8216 with the attributes of its second edition that Apple's authoring specification asks
 * for). Version 7 is the one that allows fragmented MP4 everywhere. Durations are seconds, bandwidths bits per second.
 */

export interface PlaylistSegment {
  /** Relative to the playlist. */
  readonly uri: string;
  readonly duration: number;
  /** Part of the file, when it is not all of it. */
  readonly range?: { readonly bytes: number; readonly offset: number };
}

export interface MediaPlaylist {
  /** Relative to the playlist. */
  readonly init: string;
  readonly segments: readonly PlaylistSegment[];
  /** Seconds; the same in all playlists of a presentation but those of I-frames (RFC 8216, 6.2.4). */
  readonly targetDuration: number;
  readonly iFramesOnly?: boolean;
}

/** The smallest EXT-X-TARGETDURATION that fits: no duration, rounded, may be above it (RFC 8216, 4.3.3.1). */
export function targetDuration(durations: readonly number[]): number {
  return durations.reduce((most, duration) => Math.max(most, Math.round(duration)), 1);
}

/** The playlist of one rung or of one audio track. */
export function mediaPlaylist(playlist: MediaPlaylist): string {
  return lines([
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${playlist.targetDuration}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    ...(playlist.iFramesOnly === true ? ['#EXT-X-I-FRAMES-ONLY'] : []),
    '#EXT-X-INDEPENDENT-SEGMENTS',
    `#EXT-X-MAP:URI="${playlist.init}"`,
    ...playlist.segments.flatMap(({ uri, duration, range }) => [
      `#EXTINF:${duration.toFixed(6)},`,
      ...(range === undefined ? [] : [`#EXT-X-BYTERANGE:${range.bytes}@${range.offset}`]),
      uri,
    ]),
    '#EXT-X-ENDLIST',
  ]);
}

/** One rung in the master playlist. */
export interface MasterVariant {
  readonly uri: string;
  readonly iFramesUri: string;
  /** Picture and sound together. */
  readonly bandwidth: Bandwidth;
  readonly iFrames: Bandwidth;
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
  readonly codec: string;
  readonly videoRange: 'SDR' | 'PQ' | 'HLG';
}

/** One audio track in the master playlist. */
export interface MasterAudio {
  readonly uri: string;
  /** Name for listeners; it may come from a file and hold anything. */
  readonly title: string;
  /** As BCP 47 or as the file says; null when unknown. */
  readonly language: string | null;
  readonly channels: number;
  readonly isDefault: boolean;
  readonly codec: string;
}

const audioGroup = 'audio';

/** Bits per second of the rung that a player should try first: Apple's default for Wi-Fi. */
const firstChoice = 2_000_000;

/**
 * The master playlist. The rung nearest to 2 Mb/s stands first, because players begin with the first one; the others
 * follow from the smallest up.
 */
export function masterPlaylist(variants: readonly MasterVariant[], audio: readonly MasterAudio[]): string {
  const soundCodecs = [...new Set(audio.map((track) => track.codec))];
  return lines([
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    ...audioLines(audio),
    ...firstTried(variants).flatMap((variant) => [
      attributes('#EXT-X-STREAM-INF', [
        ['BANDWIDTH', variant.bandwidth.peak],
        ['AVERAGE-BANDWIDTH', variant.bandwidth.average],
        ['CODECS', quoted([variant.codec, ...soundCodecs].join(','))],
        ['RESOLUTION', `${variant.width}x${variant.height}`],
        ['FRAME-RATE', variant.frameRate.toFixed(3)],
        ['VIDEO-RANGE', variant.videoRange],
        ...(audio.length > 0 ? [['AUDIO', quoted(audioGroup)] as const] : []),
        ['CLOSED-CAPTIONS', 'NONE'],
      ]),
      variant.uri,
    ]),
    ...variants.map((variant) =>
      attributes('#EXT-X-I-FRAME-STREAM-INF', [
        ['BANDWIDTH', variant.iFrames.peak],
        ['AVERAGE-BANDWIDTH', variant.iFrames.average],
        ['CODECS', quoted(variant.codec)],
        ['RESOLUTION', `${variant.width}x${variant.height}`],
        ['VIDEO-RANGE', variant.videoRange],
        ['URI', quoted(variant.iFramesUri)],
      ]),
    ),
  ]);
}

function audioLines(audio: readonly MasterAudio[]): readonly string[] {
  const names = new Set<string>();
  const languages = new Set<string | null>();
  const isDefault = audio.find((track) => track.isDefault) ?? audio[0];
  // The default first: among tracks of one language it is the one that is chosen by itself.
  const ordered = [...audio].sort((a, b) => Number(b === isDefault) - Number(a === isDefault));
  return ordered.map((track) => {
    const language = languageTag(track.language);
    // Tracks that may be chosen by themselves must differ in language (RFC 8216, 4.3.4.1.1).
    const selectable = !languages.has(language);
    languages.add(language);
    return attributes('#EXT-X-MEDIA', [
      ['TYPE', 'AUDIO'],
      ['GROUP-ID', quoted(audioGroup)],
      ['NAME', quoted(uniqueName(track.title, names))],
      ...(language === null ? [] : [['LANGUAGE', quoted(language)] as const]),
      ['DEFAULT', track === isDefault ? 'YES' : 'NO'],
      ['AUTOSELECT', selectable ? 'YES' : 'NO'],
      ['CHANNELS', quoted(String(track.channels))],
      ['URI', quoted(track.uri)],
    ]);
  });
}

function firstTried(variants: readonly MasterVariant[]): readonly MasterVariant[] {
  const distance = (variant: MasterVariant): number => Math.abs(variant.bandwidth.average - firstChoice);
  const [first] = [...variants].sort((a, b) => distance(a) - distance(b));
  return first === undefined ? [] : [first, ...variants.filter((variant) => variant !== first)];
}

/** Two members of a group may not have the same name (RFC 8216, 4.3.4.1.1). */
function uniqueName(title: string, taken: Set<string>): string {
  const name = quotable(title) || 'Audio';
  let unique = name;
  for (let n = 2; taken.has(unique); n++) unique = `${name} (${n})`;
  taken.add(unique);
  return unique;
}

/**
 * A language as BCP 47 writes it: `deu` and `ger` are `de`. Null for what is no language (`und`, `mul`, `zxx`) or not
 * well formed.
 */
export function languageTag(language: string | null): string | null {
  if (language === null) return null;
  try {
    const [tag] = Intl.getCanonicalLocales(language.trim().replaceAll('_', '-'));
    return tag === undefined || /^(?:und|mul|mis|zxx)\b/.test(tag) ? null : tag;
  } catch {
    return null;
  }
}

/** Name of a language in itself ("Deutsch"), or null when it has none that is known. */
export function languageName(language: string | null): string | null {
  const tag = languageTag(language);
  if (tag === null) return null;
  return new Intl.DisplayNames([tag], { type: 'language', fallback: 'none' }).of(tag) ?? null;
}

/** Longest name of a track; more than that fits no menu. */
const longestName = 100;

/** A quoted string holds no double quote and no line break (RFC 8216, 4.2), and a name no control characters. */
function quotable(title: string): string {
  const plain = title
    .replace(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, ' ')
    .replaceAll('"', "'")
    .replace(/\s+/g, ' ')
    .trim();
  const characters = Array.from(new Intl.Segmenter().segment(plain), ({ segment }) => segment);
  return characters.slice(0, longestName).join('').trim();
}

/** For our own words, language tags and names that went through `quotable`. */
const quoted = (text: string): string => `"${text}"`;

function attributes(tag: string, list: readonly (readonly [string, string | number])[]): string {
  return `${tag}:${list.map(([name, value]) => `${name}=${value}`).join(',')}`;
}

const lines = (all: readonly string[]): string => `${all.join('\n')}\n`;
