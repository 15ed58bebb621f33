import type { Output, PlanView } from '../../../../shared/ipc/contract.ts';
import type { MediaBrief, PlanBrief, Row } from '../../../../shared/ipc/row.ts';
import type { Job, Task } from '../../../../shared/model/job.ts';
import type { Preset } from '../../../../shared/model/preset.ts';

/** Values of the contract for tests of the inspector. */

export const idOf = (n: number): string => `job_${String(n).padStart(26, '0')}`;

export const brief = (more: Partial<MediaBrief> = {}): MediaBrief => ({
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
  ...more,
});

export const planBrief = (more: Partial<PlanBrief> = {}): PlanBrief => ({
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
  toneMapped: true,
  low: 580_000_000,
  high: 640_000_000,
  seconds: 180,
  warnings: [{ kind: 'hdr_to_sdr', message: 'High dynamic range (PQ) becomes standard colour.' }],
  ...more,
});

export const planView = (more: Partial<PlanView> = {}): PlanView => ({
  brief: planBrief(),
  path: '/home/ada/Movies/Web/A7S3_0412 harbour dawn.mp4',
  ffmpeg: '/usr/bin/ffmpeg',
  commands: ["ffmpeg -nostdin -i 'file:A7S3_0412 harbour dawn.MOV' -map 0:v:0 -c:v libx264 -crf 23"],
  groups: [
    ['-hide_banner', '-nostdin', '-y'],
    ['-i', 'file:A7S3_0412 harbour dawn.MOV'],
    ['-map', '0:0', '-map', '0:1'],
    ['-c:v', 'libx264', '-crf', '23'],
  ],
  streams: [
    { type: 'video', action: 'encode', from: 'hevc', to: 'h264', reason: 'another codec' },
    { type: 'audio', action: 'copy', from: 'aac', to: 'aac', reason: null },
  ],
  ...more,
});

export const row = (more: Partial<Row> = {}): Row => ({
  id: idOf(1),
  rank: 1,
  batchId: null,
  name: 'A7S3_0412 harbour dawn.MOV',
  folder: '/home/ada/Movies',
  more: 0,
  kind: 'video',
  presetId: 'web_video',
  status: 'queued',
  phase: null,
  hold: 'ready',
  progress: null,
  speed: null,
  eta: null,
  transfer: null,
  upload: null,
  bytesIn: 4_820_113_002,
  bytesOut: null,
  media: brief(),
  plan: planBrief(),
  error: null,
  warnings: [],
  kept: null,
  stoppedAt: null,
  attempt: 1,
  resultName: 'A7S3_0412 harbour dawn.mp4',
  createdAt: 1_770_000_000_000,
  startedAt: null,
  finishedAt: null,
  root: null,
  pictureVersion: 1,
  ...more,
});

const task = (kind: Task['kind'], n: number, more: Partial<Task> = {}): Task => ({
  id: `task_${String(n).padStart(26, '0')}`,
  object: 'task',
  kind,
  input: null,
  options: {},
  output: null,
  status: 'waiting',
  progress: null,
  error: null,
  created_at: 1_770_000_000_000,
  started_at: null,
  finished_at: null,
  updated_at: 1_770_000_000_000,
  ...more,
});

export const tasks = (kind: Task['kind'], more: readonly Partial<Task>[] = []): Task[] =>
  (['probe', 'import', kind, 'export'] as const).map((one, n) => task(one, n, more[n]));

export const job = (more: Partial<Job> = {}): Job => ({
  id: idOf(1),
  object: 'job',
  kind: 'video',
  input: '/home/ada/Movies/A7S3_0412 harbour dawn.MOV',
  output: null,
  options: { format: 'mp4', width: 1920 },
  metadata: {},
  status: 'queued',
  progress: null,
  error: null,
  warnings: [],
  tasks: tasks('video'),
  attempt: 1,
  batch_id: null,
  preset: 'web_video',
  created_at: 1_770_000_000_000,
  started_at: null,
  finished_at: null,
  updated_at: 1_770_000_000_000,
  ...more,
});

export const got = (more: Partial<Output<'jobs:get'>> = {}): Output<'jobs:get'> => {
  const found = more.job ?? job();
  return { job: found, row: row(), facts: null, options: found.options, ...more };
};

export const preset = (more: Partial<Preset> = {}): Preset => ({
  id: 'web_video',
  name: 'Web video',
  kind: 'video',
  options: { format: 'mp4', width: 1920 },
  output: null,
  purpose: 'video',
  builtIn: true,
  updatedAt: 0,
  ...more,
});

export const hello: Output<'shell:hello'> = {
  host: 'electron',
  platform: 'linux',
  version: '0.1.0',
  locale: 'en',
  home: '/home/ada',
  downloads: '/home/ada/Downloads',
  abilities: {
    choose: true,
    browse: false,
    upload: false,
    show: true,
    drag: true,
    trash: true,
    notify: true,
    quit: true,
    sleep: true,
    shutDown: true,
  },
  links: ['report', 'source'],
};
