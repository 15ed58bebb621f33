import type { AudioFormat, VideoCodec, VideoFormat } from '../model/options.ts';

/**
 * What each container holds, as one table. "Plays" means that players expect the codec there without being asked:
 * a stream of such a codec may be copied. Sources: the muxers of both ffmpeg builds, and what browsers, QuickTime and
 * phones play; the integration tests measure it again.
 */

/** ffmpeg's codec name (as ffprobe prints it) of each codec word. */
export const codecNames: Readonly<Record<VideoCodec, string>> = {
  h264: 'h264',
  h265: 'hevc',
  vp9: 'vp9',
  av1: 'av1',
};

export interface VideoContainer {
  readonly format: VideoFormat;
  readonly muxer: string;
  /** Codecs that may be asked; the first is the default. */
  readonly codecs: readonly [VideoCodec, ...VideoCodec[]];
  /** Codec names that are copied when no codec is asked; `null` = whatever it is. */
  readonly plays: ReadonlySet<string> | null;
  readonly audioPlays: ReadonlySet<string> | null;
  /** What audio is encoded to. */
  readonly audio: 'aac' | 'opus';
  /** What text subtitles become; those already of a kept codec are copied. */
  readonly text: 'mov_text' | 'webvtt' | 'subrip';
  readonly keepsSubtitles: ReadonlySet<string>;
  /**
   * How a cover is kept: as a marked video stream, or as an attached file, which Matroska players look for. QuickTime
   * files written by ffmpeg lose it.
   */
  readonly cover: 'stream' | 'attachment' | null;
  /** The rotation matrix survives a copy. Matroska loses it on both builds. */
  readonly keepsRotation: boolean;
}

const mp4Audio = new Set(['aac']);
const none: ReadonlySet<string> = new Set();

export const videoContainers: Readonly<Record<VideoFormat, VideoContainer>> = {
  mp4: {
    format: 'mp4',
    muxer: 'mp4',
    codecs: ['h264', 'h265', 'av1', 'vp9'],
    plays: new Set(['h264', 'hevc', 'av1']),
    audioPlays: mp4Audio,
    audio: 'aac',
    text: 'mov_text',
    keepsSubtitles: new Set(['mov_text']),
    cover: 'stream',
    keepsRotation: true,
  },
  mov: {
    format: 'mov',
    muxer: 'mov',
    codecs: ['h264', 'h265'],
    plays: new Set(['h264', 'hevc']),
    audioPlays: mp4Audio,
    audio: 'aac',
    text: 'mov_text',
    keepsSubtitles: new Set(['mov_text']),
    cover: null,
    keepsRotation: true,
  },
  webm: {
    format: 'webm',
    muxer: 'webm',
    codecs: ['vp9', 'av1'],
    plays: new Set(['vp8', 'vp9', 'av1']),
    audioPlays: new Set(['opus', 'vorbis']),
    audio: 'opus',
    text: 'webvtt',
    keepsSubtitles: new Set(['webvtt']),
    cover: null,
    keepsRotation: false,
  },
  mkv: {
    format: 'mkv',
    muxer: 'matroska',
    codecs: ['h264', 'h265', 'vp9', 'av1'],
    plays: null,
    audioPlays: null,
    audio: 'aac',
    text: 'subrip',
    keepsSubtitles: new Set([
      'subrip',
      'ass',
      'ssa',
      'webvtt',
      'hdmv_pgs_subtitle',
      'dvd_subtitle',
      'dvb_subtitle',
    ]),
    cover: 'attachment',
    keepsRotation: false,
  },
};

/** Text subtitle codecs that both builds decode, so that they can be converted. */
export const convertibleText: ReadonlySet<string> = new Set([
  'subrip',
  'srt',
  'ass',
  'ssa',
  'webvtt',
  'mov_text',
  'text',
]);

/** Demuxers whose time stamps are too loose to be copied into another container. */
export const looseTimestamps: ReadonlySet<string> = new Set(['avi', 'asf', 'flv']);

export interface AudioContainer {
  readonly format: AudioFormat;
  readonly muxer: string;
  /** ffprobe's names of codecs that are copied. */
  readonly plays: ReadonlySet<string>;
  readonly encoder: AudioEncoder;
  readonly maxChannels: number;
  /** Largest sample rate in Hz. */
  readonly maxRate: number;
  readonly cover: boolean;
  readonly tags: boolean;
  /** Both builds write them there. */
  readonly chapters: boolean;
}

export type AudioEncoder = 'libmp3lame' | 'aac' | 'libvorbis' | 'libopus' | 'pcm' | 'flac';

/** ffprobe's name of what an encoder writes; pcm is decided by the depth. */
export const audioCodecOf: Readonly<Record<Exclude<AudioEncoder, 'pcm'>, string>> = {
  libmp3lame: 'mp3',
  aac: 'aac',
  libvorbis: 'vorbis',
  libopus: 'opus',
  flac: 'flac',
};

const audio = (
  format: AudioFormat,
  muxer: string,
  plays: readonly string[],
  encoder: AudioEncoder,
  more: Partial<AudioContainer> = {},
): AudioContainer => ({
  format,
  muxer,
  plays: plays.length === 0 ? none : new Set(plays),
  encoder,
  maxChannels: 6,
  maxRate: 48_000,
  cover: false,
  tags: true,
  chapters: false,
  ...more,
});

/** Layouts up to 5.1 are kept; MP3 knows two channels. FLAC and WAV keep the sample rate they get. */
export const audioContainers: Readonly<Record<AudioFormat, AudioContainer>> = {
  mp3: audio('mp3', 'mp3', ['mp3'], 'libmp3lame', { maxChannels: 2, cover: true, chapters: true }),
  aac: audio('aac', 'adts', ['aac'], 'aac', { maxRate: 96_000, tags: false }),
  m4a: audio('m4a', 'ipod', ['aac', 'alac'], 'aac', { maxRate: 96_000, cover: true, chapters: true }),
  ogg: audio('ogg', 'ogg', ['vorbis'], 'libvorbis', { maxRate: 192_000 }),
  opus: audio('opus', 'opus', ['opus'], 'libopus'),
  wav: audio('wav', 'wav', [], 'pcm', { maxRate: 384_000, maxChannels: 8 }),
  flac: audio('flac', 'flac', ['flac'], 'flac', {
    maxRate: 384_000,
    maxChannels: 8,
    cover: true,
  }),
};
