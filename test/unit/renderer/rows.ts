import type { MediaBrief, PlanBrief, Row } from '../../../shared/ipc/row.ts';

/** Rows for tests of the window: each is complete, and a test says only what it is about. */

/** Digits of ids. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** The id of the n-th row: as an engine makes them, ids grow with n. */
export function jobId(n: number): string {
  let digits = '';
  for (let rest = n; rest > 0; rest = Math.floor(rest / 32)) digits = (alphabet[rest % 32] ?? '') + digits;
  return `job_01jd4z0k3vf1nt9s3c${digits.padStart(8, '0')}`;
}

export const video: MediaBrief = {
  class: 'video',
  format: 'mov',
  codec: 'hevc',
  audioCodec: 'aac',
  picture: true,
  width: 3840,
  height: 2160,
  fps: 50,
  bitDepth: 10,
  hdr: true,
  interlaced: false,
  channels: 2,
  sampleRate: 48_000,
  bitrate: 100_000_000,
  duration: 384,
  audioTracks: 1,
  subtitles: 0,
};

export const sound: MediaBrief = {
  ...video,
  class: 'audio',
  format: 'wav',
  codec: 'pcm_s24le',
  audioCodec: 'pcm_s24le',
  picture: true,
  width: null,
  height: null,
  fps: null,
  bitDepth: 24,
  hdr: false,
  sampleRate: 96_000,
  bitrate: 4_608_000,
};

export const photo: MediaBrief = {
  ...video,
  class: 'image',
  format: 'heic',
  codec: null,
  audioCodec: null,
  picture: true,
  width: 4032,
  height: 3024,
  fps: null,
  bitDepth: 8,
  hdr: false,
  channels: null,
  sampleRate: null,
  bitrate: null,
  duration: null,
  audioTracks: 0,
};

export const toMp4: PlanBrief = {
  mode: 'encode',
  format: 'mp4',
  codec: 'h264',
  audioCodec: 'aac',
  width: 1920,
  height: 1080,
  renditions: null,
  picture: 'encode',
  sound: 'copy',
  dropped: { audio: 0, subtitles: 0 },
  trim: null,
  toneMapped: false,
  low: 580_000_000,
  high: 640_000_000,
  seconds: 180,
  warnings: [],
};

export const toWebp: PlanBrief = {
  ...toMp4,
  format: 'webp',
  codec: null,
  audioCodec: null,
  width: 1600,
  height: 1200,
  sound: 'none',
  low: 300_000,
  high: 340_000,
  seconds: 1,
};

/** A row that waits for the start, with a plan; anything about it may be said otherwise. */
export function aRow(n: number, change: Partial<Row> = {}): Row {
  return {
    id: jobId(n),
    rank: n,
    batchId: null,
    name: `clip ${n}.mov`,
    folder: '/home/ada/Movies',
    root: null,
    more: 0,
    kind: 'video',
    presetId: null,
    status: 'queued',
    phase: null,
    hold: 'ready',
    progress: null,
    speed: null,
    eta: null,
    transfer: null,
    upload: null,
    bytesIn: 4_820_000_000,
    bytesOut: null,
    media: video,
    plan: toMp4,
    error: null,
    warnings: [],
    kept: null,
    stoppedAt: null,
    attempt: 1,
    resultName: null,
    createdAt: 1_750_000_000_000 + n,
    startedAt: null,
    finishedAt: null,
    pictureVersion: 1,
    ...change,
  };
}

/** A row that is being converted. */
export function running(n: number, change: Partial<Row> = {}): Row {
  return aRow(n, {
    status: 'processing',
    phase: 'converting',
    hold: null,
    progress: 0.62,
    speed: 1.8,
    eta: 120,
    startedAt: 1_750_000_100_000,
    ...change,
  });
}

/** A row whose result is published. */
export function done(n: number, change: Partial<Row> = {}): Row {
  return aRow(n, {
    status: 'succeeded',
    hold: null,
    progress: 1,
    bytesOut: 610_000_000,
    startedAt: 1_750_000_100_000,
    finishedAt: 1_750_000_141_000,
    resultName: `clip ${n}.mp4`,
    ...change,
  });
}

/** A row that ended badly. */
export function failed(n: number, change: Partial<Row> = {}): Row {
  return aRow(n, {
    status: 'failed',
    hold: null,
    error: {
      kind: 'input_truncated',
      message: `“clip ${n}.mov” is incomplete: the recording stops at 31:02.`,
    },
    startedAt: 1_750_000_100_000,
    finishedAt: 1_750_000_584_000,
    ...change,
  });
}
