import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll } from 'vitest';
import type { JobRecord } from '../../electron/engine/job-record.ts';
import type { PictureFile, RequestChange } from '../../electron/engine/doors/queue-door.ts';
import type { FfmpegRun, FfmpegRunner, StillWorkers } from '../../electron/engine/ports.ts';
import { type Previews, createPreviews } from '../../electron/engine/previews/previews.ts';
import { createInputReader, probesOf } from '../../electron/engine/probe/read-input.ts';
import { spawnRunner } from '../../electron/engine/process/run-ffmpeg.ts';
import { createPromisedNames } from '../../electron/engine/publish/promised-names.ts';
import { readRequest } from '../../electron/engine/queue/requests.ts';
import { createStillWorkers } from '../../electron/engine/stills/still-processes.ts';
import { findTools, usable } from '../../electron/engine/tools/tools.ts';
import type { Result } from '../../shared/model/error.ts';
import type { OutputFile } from '../../shared/model/job.ts';
import type { Kind } from '../../shared/model/options.ts';
import { type Settings, defaultSettings } from '../../shared/model/settings.ts';
import { workerPath } from './convert-still.ts';
import { type ToolPair, tools } from './found-tools.ts';

/** Real previews of jobs that a test makes up, with a list of every run of a tool. */
export interface PreviewJobs {
  readonly previews: Previews;
  /** Adds a job and gives its id. */
  readonly job: (kind: Kind, input: string | readonly string[], more?: JobMore) => string;
  /** Commands of ffmpeg that ran, and requests to the still worker but probes. */
  readonly runs: string[];
}
interface JobMore {
  readonly options?: Readonly<Record<string, unknown>>;
  readonly files?: readonly OutputFile[];
}

/** Previews whose cache is in a folder; everything is ended after the tests of the file. */
export function previewJobs(cacheDir: string, pair: ToolPair | null = null): PreviewJobs {
  const settings: Settings = defaultSettings;
  const records = new Map<string, JobRecord>();
  const runs: string[] = [];
  const toolSets = once(async () => {
    const only = pair === null ? {} : { ffmpegPath: pair.ffmpeg, onlyFfmpegPath: true };
    const [first, ...others] = usable(await findTools(only));
    if (first === undefined) throw new Error('no ffmpeg');
    return [first, ...others] as const;
  });
  const real = createStillWorkers({ workerPath, size: 2 });
  const workers: StillWorkers = {
    close: () => real.close(),
    run: (request, options) => {
      if (request.do !== 'probe') runs.push(request.do);
      return real.run(request, options);
    },
  };
  const runner: FfmpegRunner = {
    name: 'noted',
    run: (run: FfmpegRun) => {
      runs.push(['ffmpeg', ...run.args].join(' '));
      return spawnRunner.run(run);
    },
  };
  const reader = createInputReader(workers, async () => probesOf(await toolSets()));
  const previews = createPreviews({
    entry: (id) => records.get(id) ?? null,
    planning: {
      ...{ reader, toolSets, settings, encoderThreads: null },
      ...{ names: createPromisedNames(), now: Date.now },
    },
    runner,
    workers,
    cacheDir,
    readRequestOf: (id, change) => {
      const record = records.get(id);
      if (record === undefined) throw new Error('no such job');
      const place = {
        ...{ root: null, cwd: process.cwd(), settings, results: null, preset: null, relativeToInputs: false },
        ...{ imports: '/', outgoing: '/', downloads: '/', connections: () => [] },
      };
      return readRequest(changed(record, change), place);
    },
  });
  afterAll(async () => {
    await previews.close();
    await workers.close();
  });
  return {
    previews,
    runs,
    job(kind, input, { options = {}, files = [] } = {}) {
      const id = `job_${records.size + 1}`;
      const inputs = typeof input === 'string' ? [input] : input;
      const asked = { id, kind, inputs, joined: typeof input !== 'string', options, files };
      records.set(id, { ...emptyRecord, ...asked } as JobRecord);
      return id;
    },
  };
}

function changed(
  { kind, inputs, joined, options }: JobRecord,
  change: RequestChange | null,
): Parameters<typeof readRequest>[0] {
  const merged = { ...(change?.options ?? options), ...change?.setOptions };
  const kept = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
  const [input = ''] = inputs;
  return { kind: change?.kind ?? kind, input: joined ? [...inputs] : input, options: kept };
}

/** What previews do not look at. */
const emptyRecord: object = {
  output: null,
  metadata: {},
  connection: null,
  preset: null,
  batchId: 'batch_1',
  root: null,
  index: 1,
  of: 1,
  state: 'queued',
  attempt: 1,
  error: null,
  warnings: [],
  tasks: [],
  createdAt: 0,
  startedAt: null,
  finishedAt: null,
  updatedAt: 0,
};

/** A result on disk as a job lists it. */
export function resultFile(file: string): OutputFile {
  return { path: file, url: '', bytes: 0, mime: '', width: null, height: null, duration: null };
}

/** Name and sizes of a picture, without its path. */
export const shapeOf = ({ mime, width, height }: PictureFile): object => ({ mime, width, height });

/** The value, or a failed test that says why there is none. */
export function good<T>(result: Result<T>): T {
  if (!result.ok)
    throw new Error(`${result.error.kind}: ${result.error.message}\n${result.error.detail ?? ''}`);
  return result.value;
}

/** What a call came to, in one word. */
export const kindOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.error.kind);

/** Mean of all pixels, 0 to 255. */
export async function brightness(file: string): Promise<number> {
  const { data } = await sharp(file).removeAlpha().greyscale().raw().toBuffer({ resolveWithObject: true });
  return data.reduce((sum, value) => sum + value, 0) / data.length;
}

/** Makes a file with the bundled ffmpeg and gives its path. */
export async function made(file: string, args: readonly string[]): Promise<string> {
  await promisify(execFile)(tools.bundled.ffmpeg, ['-nostdin', '-v', 'error', '-y', ...args, file], {
    timeout: 60_000,
  });
  return file;
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | null = null;
  return () => (answer ??= work());
}
