import type { ToolView, ToolsView } from '../../shared/ipc/contract.ts';
import type { Capabilities, ToolSet } from '../../shared/model/capabilities.ts';
import type { Result } from '../../shared/model/error.ts';
import type { AudioStream, MediaFacts, VideoStream } from '../../shared/model/media.ts';
import {
  type KindOptions,
  adaptiveCodecs,
  animationFormats,
  audioFormats,
  imageFormats,
  videoCodecs,
  videoFormats,
} from '../../shared/model/options.ts';
import { defaultSettings } from '../../shared/model/settings.ts';
import { planWithBest } from '../../shared/plan/plan-job.ts';
import type { StillAbilities, ToolReport } from '../engine/index.ts';

/** Which ffmpeg there are, what each can do, and what none of them can. */

/** `installHint` says how a newer ffmpeg is got on this system. */
export function toolsView(
  reports: readonly ToolReport[],
  pictures: Result<StillAbilities>,
  installHint: string,
): ToolsView {
  const usable = reports.flatMap((report): ToolSet[] => {
    const { place, ffmpeg, ffprobe, capabilities, problem } = report;
    return problem !== null || ffprobe === null || capabilities === null
      ? []
      : [{ place, ffmpeg, ffprobe, capabilities }];
  });
  const first = usable[0]?.ffmpeg ?? null;
  return {
    tools: reports.map((report) => toolView(report, report.ffmpeg === first)),
    missing: missingOptions(usable, pictures, installHint),
    pictures: pictures.ok
      ? { libvips: pictures.value.libvips, build: pictures.value.build, libheif: pictures.value.libheif }
      : null,
  };
}

function toolView({ place, ffmpeg, capabilities, problem }: ToolReport, first: boolean): ToolView {
  return {
    path: ffmpeg,
    place,
    version: capabilities?.version ?? null,
    first,
    features: capabilities === null ? [] : features.map(({ id, has }) => ({ id, can: has(capabilities) })),
    ...(capabilities?.hardware === undefined ? {} : { hardware: [...capabilities.hardware] }),
    problem,
  };
}

interface Feature {
  readonly id: string;
  readonly has: (capabilities: Capabilities) => boolean;
}

/** Encoders by ffmpeg's names; where several make the same, any of them will do. */
const encode = (id: string, ...any: readonly string[]): Feature => ({
  id: `encode:${id}`,
  has: ({ encoders }) => any.some((name) => encoders.includes(name)),
});

/** What people ask of a tool, in the order in which it is shown. */
const features: readonly Feature[] = [
  encode('h264', 'libx264'),
  encode('h265', 'libx265'),
  encode('vp9', 'libvpx-vp9'),
  encode('av1', 'libsvtav1', 'libaom-av1'),
  encode('aac', 'aac'),
  encode('mp3', 'libmp3lame'),
  encode('opus', 'libopus'),
  encode('vorbis', 'libvorbis'),
  encode('flac', 'flac'),
  encode('wav', 'pcm_s16le'),
  {
    id: 'encode:gif',
    has: ({ encoders, filters }) =>
      encoders.includes('gif') && filters.includes('palettegen') && filters.includes('paletteuse'),
  },
  encode('webp', 'libwebp', 'libwebp_anim'),
  encode('apng', 'apng'),
  encode('png', 'png'),
  {
    id: 'filter:tonemap',
    has: ({ filters }) => filters.includes('zscale') && filters.includes('tonemap'),
  },
];

/**
 * Codecs and formats that cannot be had, each with the way to get it. The planner itself is asked, with an ordinary
 * clip, so that what is offered here and what is refused there are one thing.
 */
function missingOptions(
  usable: readonly ToolSet[],
  pictures: Result<StillAbilities>,
  installHint: string,
): ToolsView['missing'] {
  const byTool = wishes.flatMap(({ option, options }) => {
    const planned = planWithBest(
      { facts: [clip], options, settings: defaultSettings, inputName: 'clip.mp4', installHint },
      usable,
    );
    if (planned.ok) return [];
    const isLack = planned.error.kind === 'encoder_missing' || planned.error.kind === 'tool_missing';
    return isLack ? [{ option, remedy: usable.length === 0 ? installHint : planned.error.hint }] : [];
  });
  const byLibrary = imageFormats.flatMap((format) => {
    if (pictures.ok && pictures.value.writes.includes(format)) return [];
    const remedy = pictures.ok ? 'The picture library at hand cannot write it.' : pictures.error.hint;
    return [{ option: `image.format.${format}`, remedy }];
  });
  return [...byTool, ...byLibrary];
}

interface Wish {
  readonly option: string;
  readonly options: KindOptions;
}

const wishes: readonly Wish[] = [
  ...videoFormats.map((format): Wish => ({
    option: `video.format.${format}`,
    // Only encoded streams say whether the format can be made of anything.
    options: { kind: 'video', options: { format, quality: 'medium' } },
  })),
  ...videoCodecs.map((codec): Wish => ({
    option: `video.codec.${codec}`,
    options: { kind: 'video', options: { format: 'mkv', codec, quality: 'medium' } },
  })),
  ...audioFormats.map((format): Wish => ({
    option: `audio.format.${format}`,
    options: { kind: 'audio', options: format === 'wav' ? { format } : { format, quality: 'medium' } },
  })),
  ...animationFormats.map((format): Wish => ({
    option: `animation.format.${format}`,
    options: { kind: 'animation', options: { format, end: 1 } },
  })),
  ...adaptiveCodecs.map((codec): Wish => ({
    option: `adaptive_video.codec.${codec}`,
    options: { kind: 'adaptive_video', options: { codec } },
  })),
];

const video: VideoStream = {
  index: 0,
  codec: 'mpeg4',
  profile: null,
  codecTag: null,
  width: 1280,
  height: 720,
  sar: 1,
  rotation: 0,
  pixFmt: 'yuv420p',
  bitDepth: 8,
  chroma: '420',
  alpha: false,
  fps: 30,
  fpsFraction: '30/1',
  constantRate: true,
  frames: 300,
  bitrate: 4_000_000,
  duration: 10,
  start: 0,
  interlaced: false,
  colour: { range: 'tv', space: 'bt709', transfer: 'bt709', primaries: 'bt709' },
  language: null,
  title: null,
};

const audio: AudioStream = {
  index: 1,
  codec: 'ac3',
  profile: null,
  channels: 2,
  layout: 'stereo',
  sampleRate: 48_000,
  bitDepth: null,
  bitrate: 192_000,
  duration: 10,
  start: 0,
  language: null,
  title: null,
  isDefault: true,
};

/** Streams that no container plays by default, so that all of them have to be encoded. */
const clip: MediaFacts = {
  formats: ['matroska', 'webm'],
  bytes: 5_000_000,
  duration: 10,
  start: 0,
  bitrate: 4_200_000,
  tags: {},
  chapters: 0,
  video: [video],
  audio: [audio],
  subtitles: [],
  pictures: [],
  otherStreams: 0,
  still: null,
  keyframeAtStart: null,
};
