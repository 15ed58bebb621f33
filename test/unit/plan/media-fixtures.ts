import type { Capabilities } from '../../../shared/model/capabilities.ts';
import type {
  AudioStream,
  MediaFacts,
  Still,
  SubtitleStream,
  VideoStream,
} from '../../../shared/model/media.ts';
import { defaultSettings } from '../../../shared/model/settings.ts';
import type { ArgGroup, PlanContext } from '../../../shared/plan/plan.ts';

/** Facts as the probe gives them, for planning without files. Each maker takes what differs from an ordinary file. */

export const video = (more: Partial<VideoStream> = {}): VideoStream => ({
  index: 0,
  codec: 'h264',
  profile: 'High',
  codecTag: 'avc1',
  width: 1920,
  height: 1080,
  sar: 1,
  rotation: 0,
  pixFmt: 'yuv420p',
  bitDepth: 8,
  chroma: '420',
  alpha: false,
  fps: 30,
  fpsFraction: '30/1',
  constantRate: true,
  frames: 1800,
  bitrate: 8_000_000,
  duration: 60,
  start: 0,
  interlaced: false,
  colour: { range: 'tv', space: 'bt709', transfer: 'bt709', primaries: 'bt709' },
  language: null,
  title: null,
  ...more,
});

export const audio = (more: Partial<AudioStream> = {}): AudioStream => ({
  index: 1,
  codec: 'aac',
  profile: 'LC',
  channels: 2,
  layout: 'stereo',
  sampleRate: 48_000,
  bitDepth: null,
  bitrate: 160_000,
  duration: 60,
  start: 0,
  language: null,
  title: null,
  isDefault: true,
  ...more,
});

export const subtitle = (more: Partial<SubtitleStream> = {}): SubtitleStream => ({
  index: 2,
  codec: 'subrip',
  form: 'text',
  language: 'eng',
  title: null,
  ...more,
});

export const still = (more: Partial<Still> = {}): Still => ({
  format: 'jpeg',
  reader: 'libvips',
  width: 4000,
  height: 3000,
  orientation: 1,
  alpha: false,
  bitDepth: 8,
  pages: 1,
  delays: [],
  loop: 0,
  hasIcc: false,
  ...more,
});

export const media = (more: Partial<MediaFacts> = {}): MediaFacts => ({
  formats: ['mov', 'mp4', 'm4a', '3gp', '3g2', 'mj2'],
  bytes: 61_200_000,
  duration: 60,
  start: 0,
  bitrate: 8_160_000,
  tags: {},
  chapters: 0,
  video: [video()],
  audio: [audio()],
  subtitles: [],
  pictures: [],
  otherStreams: 0,
  still: null,
  keyframeAtStart: null,
  ...more,
});

/** An ffmpeg that can do everything that Convoy uses. */
export const modern: Capabilities = {
  version: '5.1.9-0+deb12u1',
  libavcodec: 59,
  encoders: [
    'libx264',
    'libx265',
    'libvpx-vp9',
    'libsvtav1',
    'libmp3lame',
    'aac',
    'libopus',
    'libvorbis',
    'flac',
    'pcm_s16le',
    'pcm_s24le',
    'gif',
    'apng',
    'png',
    'libwebp',
    'libwebp_anim',
    'mov_text',
    'srt',
    'webvtt',
  ],
  decoders: [],
  muxers: [],
  demuxers: [],
  filters: ['zscale', 'tonemap', 'setparams', 'bwdif', 'palettegen', 'paletteuse'],
};

/** The bundled build of 2018: no SVT-AV1. */
export const old: Capabilities = {
  ...modern,
  version: 'N-47683-g0e8eb07980-static',
  libavcodec: 58,
  encoders: modern.encoders.filter((name) => name !== 'libsvtav1'),
};

export const context = (capabilities: Capabilities = modern): PlanContext => ({
  settings: defaultSettings,
  capabilities,
  inputName: 'clip.mov',
});

/** Arguments as a person reads them, one group a line; tokens in angle brackets. */
export function shown(groups: readonly ArgGroup[]): string {
  return groups
    .map((group) =>
      group
        .map((token) =>
          typeof token === 'string'
            ? token
            : 'input' in token
              ? `<input ${token.input}>`
              : 'scratch' in token
                ? `<scratch ${token.scratch}>`
                : '<output>',
        )
        .join(' '),
    )
    .filter((line) => line !== '')
    .map((line) => line.replace(/-format_whitelist \S+/, '-format_whitelist …'))
    .join('\n');
}
