import type { MediaBrief } from '../../../shared/ipc/row.ts';
import { type MediaFacts, type Still, type VideoStream, mediaClass } from '../../../shared/model/media.ts';
import { splitExtension } from '../../../shared/plan/names/file-name.ts';

/** Facts of a file as a row says them. Null when the file is nothing that can be converted. */
export function mediaBrief(facts: MediaFacts, name: string): MediaBrief | null {
  const what = mediaClass(facts);
  if (what === null) return null;
  const [video] = facts.video;
  const [audio] = facts.audio;
  const { still } = facts;
  const cover = what === 'image' ? facts.pictures[0] : undefined;
  const size = still !== null ? stillSize(still) : video !== undefined ? videoSize(video) : (cover ?? null);
  return {
    class: what,
    format: formatWord(facts, name),
    codec: still === null ? (video?.codec ?? cover?.codec ?? audio?.codec ?? null) : null,
    audioCodec: audio?.codec ?? null,
    picture: size !== null || facts.pictures.length > 0,
    width: size?.width ?? null,
    height: size?.height ?? null,
    fps: still === null ? (video?.fps ?? null) : stillRate(still),
    bitDepth: still?.bitDepth ?? video?.bitDepth ?? audio?.bitDepth ?? null,
    hdr: video !== undefined && hdrTransfers.has(video.colour.transfer ?? ''),
    interlaced: video?.interlaced ?? false,
    channels: audio?.channels ?? null,
    sampleRate: audio?.sampleRate ?? null,
    bitrate: still === null ? (facts.bitrate ?? null) : null,
    duration: still === null ? facts.duration : stillDuration(still),
    audioTracks: facts.audio.length,
    subtitles: facts.subtitles.length,
  };
}

/** Transfer functions of PQ and HLG. */
const hdrTransfers: ReadonlySet<string> = new Set(['smpte2084', 'arib-std-b67']);

interface Sides {
  readonly width: number;
  readonly height: number;
}

/** Turned upright, and the pixels square: the width takes up what the sample aspect says. */
function videoSize({ width, height, sar, rotation }: VideoStream): Sides {
  const shown = { width: Math.max(1, Math.round(width * sar)), height };
  return rotation === 90 || rotation === 270 ? { width: shown.height, height: shown.width } : shown;
}

/** EXIF orientations from 5 on lie on their side. */
function stillSize({ width, height, orientation }: Still): Sides {
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}

const delaysOf = (still: Still): number => still.delays.reduce((sum, ms) => sum + ms, 0);

function stillDuration(still: Still): number | null {
  const ms = delaysOf(still);
  return still.pages > 1 && ms > 0 ? ms / 1000 : null;
}

function stillRate(still: Still): number | null {
  const seconds = stillDuration(still);
  return seconds === null ? null : Math.round((still.pages / seconds) * 100) / 100;
}

/** Extensions that are one thing with the word they are shown by. */
const sameAs: Readonly<Record<string, string>> = {
  m4v: 'mp4',
  qt: 'mov',
  mpg: 'mpeg',
  mpe: 'mpeg',
  m2v: 'mpeg',
  m2t: 'ts',
  m2ts: 'ts',
  mts: 'ts',
  oga: 'ogg',
  wave: 'wav',
  aif: 'aiff',
  weba: 'webm',
  mka: 'mkv',
  divx: 'avi',
};

/** Words by which a file may call itself when ffprobe names its container so; the first one is said otherwise. */
const wordsOf: Readonly<Record<string, readonly string[]>> = {
  mov: ['mov', 'mp4', 'm4a', 'm4b', 'm4r', '3gp', '3g2', 'mj2', 'f4v', 'mp4'],
  matroska: ['mkv', 'webm'],
  mpegts: ['ts'],
  mpeg: ['mpeg', 'vob'],
  asf: ['wmv', 'wma', 'asf'],
  ogg: ['ogg', 'opus', 'spx', 'ogv'],
  aac: ['aac'],
  mxf: ['mxf'],
};

/** The word a person knows a file by: the extension when it fits what is inside, else what is inside. */
function formatWord({ formats, still }: MediaFacts, name: string): string {
  if (still !== null) return still.format;
  const inside = formats[0] ?? 'file';
  const ext = splitExtension(name).ext.toLowerCase();
  const word = sameAs[ext] ?? ext;
  const words = wordsOf[inside] ?? [inside];
  return words.includes(word) ? word : (words[0] ?? inside);
}
