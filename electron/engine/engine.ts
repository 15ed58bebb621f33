import os from 'node:os';
import path from 'node:path';
import { type ConvoyError, ConvoyFailure, convoyError } from '../../shared/model/error.ts';
import { newId } from '../../shared/model/id.ts';
import type { Job } from '../../shared/model/job.ts';
import type { Kind } from '../../shared/model/options.ts';
import { type Lane, type Settings, defaultSettings, lanesFor } from '../../shared/model/settings.ts';
import { needsPlan } from '../../shared/plan/names/output-path.ts';
import { createBook } from './book.ts';
import type { JobRecord } from './job-record.ts';
import type { AddRequest, Engine, EngineDeps, EngineEvent } from './door.ts';
import { expandInputs } from './inputs/inputs.ts';
import { createMemoryStore } from './store/memory-store.ts';
import { createOutputFolders } from './publish/output-folders.ts';
import { createPipeline, errorOf } from './pipeline.ts';
import { createProgressFeed } from './progress-feed.ts';
import { type NameAnswer, createPromisedNames } from './publish/promised-names.ts';
import { type Probes, createInputReader, probesOf } from './probe/read-input.ts';
import { type ReadRequest, readRequest } from './requests.ts';
import { createRunner } from './process/run-ffmpeg.ts';
import { type Planning, promiseName } from './plan-request.ts';
import { createDryRun } from './dry-run.ts';
import { createScheduler } from './scheduler.ts';
import { createStillWorkers } from './stills/still-processes.ts';
import { findTools, noneUsable, usable } from './tools/tools.ts';
import { wireJob } from './wire-job.ts';

/** The lane that a kind usually needs; only the plan knows for sure. */
const usualLane: Readonly<Record<Kind, Lane>> = {
  video: 'video',
  audio: 'audio',
  image: 'still',
  animation: 'video',
  adaptive_video: 'video',
};

/** Makes an engine. Nothing is started or probed before it is needed. */
export function createEngine(deps: EngineDeps): Engine {
  const now = Date.now;
  const cwd = process.cwd();
  const cores = os.availableParallelism();
  const lanes = { ...lanesFor(cores), ...deps.lanes };
  const parallel = deps.parallel ?? Number.POSITIVE_INFINITY;
  const settings: Settings = { ...defaultSettings, collision: deps.collision ?? defaultSettings.collision };
  const listeners = new Set<(event: EngineEvent) => void>();
  const emit = (event: EngineEvent): void => {
    for (const listener of listeners) listener(event);
  };

  const reports = once(() =>
    findTools({
      ...(deps.ffmpegPath === undefined ? {} : { ffmpegPath: deps.ffmpegPath }),
      ...(deps.onlyFfmpegPath === undefined ? {} : { onlyFfmpegPath: deps.onlyFfmpegPath }),
      ...(deps.cacheDir === undefined ? {} : { cacheDir: deps.cacheDir }),
    }),
  );
  const toolSets = once(async () => {
    const found = await reports();
    const [first, ...others] = usable(found);
    if (first === undefined) throw new ConvoyFailure(noneUsable(found));
    return [first, ...others] as const;
  });
  const probes = async (): Promise<Probes> => probesOf(await toolSets());

  // One worker more than the lane has slots: without a video encode the lane takes one more job.
  const workers = createStillWorkers({
    workerPath: deps.stillWorkerPath,
    size: Math.min(lanes.still + 1, parallel),
    log: (line) => emit({ type: 'log', id: null, line }),
  });
  const reader = createInputReader(workers, probes);
  const names = createPromisedNames();
  const folders = createOutputFolders();
  const planning: Planning = { reader, toolSets, names, settings, now };
  const feed = createProgressFeed({ now, emit });

  /** Unfinished jobs of each batch: its inputs stay protected until the last one ends. */
  const openJobs = new Map<string, number>();
  const requests = new Map<string, Accepted>();
  const book = createBook({
    store: createMemoryStore(),
    now,
    changed: (job) => {
      emit({ type: 'job', job: wireJob(job) });
      if (job.finishedAt !== null) closeJob(job);
    },
  });
  const pipeline = createPipeline({
    ...planning,
    book,
    runner: createRunner(deps.runner),
    workers,
    folders,
    probes,
    onProgress: (job, plan, step, fraction, block) => feed.report(job, plan, step, fraction, block),
    log: (id, line) => emit({ type: 'log', id, line }),
  });
  const scheduler = createScheduler({
    lanes,
    parallel,
    prepare: async (id, signal) => {
      const accepted = requests.get(id);
      if (accepted === undefined) return null;
      return pipeline.prepare({ id, request: accepted.request, promised: accepted.promised }, signal);
    },
  });

  function closeJob(job: JobRecord): void {
    feed.end(job.id);
    requests.delete(job.id);
    const left = (openJobs.get(job.batchId) ?? 1) - 1;
    if (left > 0) openJobs.set(job.batchId, left);
    else {
      openJobs.delete(job.batchId);
      names.endBatch(job.batchId);
    }
  }

  /** Reads a request in the light of its batch. */
  const read = (one: AddRequest): ReturnType<typeof readRequest> =>
    readRequest(one.request, { root: one.root ?? null, cwd, settings }).catch((error: unknown) => ({
      ok: false as const,
      error: errorOf(error),
    }));

  async function add(added: readonly AddRequest[]): Promise<readonly Job[]> {
    const batchId = newId('batch');
    const understood = await Promise.all(added.map(read));
    await names.protect(
      batchId,
      understood.flatMap((one) => (one.ok ? one.value.inputs : [])),
    );
    openJobs.set(batchId, added.length);
    const records = book.accept(
      added.map(({ request, root, preset }, n) => ({
        kind: request.kind,
        inputs: typeof request.input === 'string' ? [request.input] : request.input,
        joined: typeof request.input !== 'string',
        options: (request.options ?? {}) as Readonly<Record<string, unknown>>,
        output: request.output ?? null,
        metadata: request.metadata ?? {},
        connection: request.connection ?? null,
        preset: preset ?? null,
        batchId,
        root: root ?? null,
        index: n + 1,
        of: added.length,
      })),
    );
    const runnable: { id: string; guess: Lane }[] = [];
    for (const [n, job] of records.entries()) {
      const request = understood[n];
      if (request === undefined) continue;
      const refusal = await admit(job, request);
      if (refusal === null) runnable.push({ id: job.id, guess: usualLane[job.kind] });
      else book.apply(job.id, refusal.skipped ? 'skip' : 'fail', { error: refusal.error });
    }
    scheduler.add(runnable);
    return records.map((job) => wireJob(book.get(job.id) ?? job));
  }

  interface Refusal {
    readonly skipped: boolean;
    readonly error: ConvoyError;
  }

  /** Promises a name to an accepted job; the refusal when it cannot run. */
  async function admit(job: JobRecord, request: Awaited<ReturnType<typeof read>>): Promise<Refusal | null> {
    if (!request.ok) return { skipped: false, error: request.error };
    // A name with the picture's size in it waits for the plan.
    const owner = { jobId: job.id, batchId: job.batchId, index: job.index, count: job.of };
    const early = !needsPlan(request.value.target);
    const answer = early ? await promiseName(planning, request.value, owner, null) : null;
    if (answer?.outcome === 'refuse') return { skipped: false, error: answer.error };
    if (answer?.outcome === 'skip') return { skipped: true, error: answer.error };
    requests.set(job.id, { request: request.value, promised: answer });
    return null;
  }

  async function cancel(ids: readonly string[]): Promise<void> {
    await Promise.all(
      ids.map(async (id) => {
        const waited = scheduler.remove(id);
        const file = path.basename(requests.get(id)?.request.inputs[0] ?? '');
        book.apply(id, 'cancel', { error: convoyError('cancelled', file === '' ? {} : { file }) });
        if (waited) names.release(id);
        else await scheduler.stop(id);
      }),
    );
  }

  return {
    tools: reports,
    pictures: () =>
      workers.run({ do: 'about' }, { timeoutMs: 30_000 }).then(
        (reply) => ({ ok: true, value: reply }),
        (error: unknown) => ({ ok: false, error: errorOf(error) }),
      ),
    probe: (file) =>
      reader.read(path.resolve(cwd, file)).catch((error: unknown) => ({ ok: false, error: errorOf(error) })),
    expand: (inputs, kind) => expandInputs(inputs, kind, { cwd }),
    plan: createDryRun(planning, read),
    add,
    job: (id) => {
      const job = book.get(id);
      return job === null ? null : wireJob(job);
    },
    cancel: (ids) => cancel(ids === 'all' ? [...requests.keys()] : ids),
    idle: () => scheduler.idle(),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      await cancel([...requests.keys()]);
      await scheduler.idle();
      await workers.close();
    },
  };
}

interface Accepted {
  readonly request: ReadRequest;
  readonly promised: Extract<NameAnswer, { outcome: 'use' }> | null;
}

/** Calls once, and gives everybody the same answer; a failure is asked again. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | null = null;
  return () => {
    answer ??= work().catch((error: unknown) => {
      answer = null;
      throw error;
    });
    return answer;
  };
}
