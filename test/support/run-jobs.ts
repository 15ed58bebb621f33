import path from 'node:path';
import { type Engine, type EngineDeps, type EngineEvent, createEngine } from '../../electron/engine/index.ts';
import type { Job, JobRequest } from '../../shared/model/job.ts';
import type { Plan } from '../../shared/plan/plan.ts';
import { type ToolPair, root } from './found-tools.ts';

/** Runs real jobs through the engine's own door, with one ffmpeg or with all that are there. */

const stillWorkerPath = path.join(root, 'dist/still-worker.js');

/** An engine for tests; its capability cache is shared, as probing every binary for every test would take minutes. */
export function testEngine(pair: ToolPair | null = null, deps: Partial<EngineDeps> = {}): Engine {
  return createEngine({
    stillWorkerPath,
    ...(pair === null ? {} : { ffmpegPath: pair.ffmpeg, onlyFfmpegPath: true }),
    ...deps,
  });
}

/** Runs a batch to its end and gives its jobs, in order. */
export async function runBatch(
  requests: readonly JobRequest[],
  pair: ToolPair | null = null,
  deps: Partial<EngineDeps> = {},
  listener: (event: EngineEvent, engine: Engine) => void = () => undefined,
): Promise<readonly Job[]> {
  const engine = testEngine(pair, deps);
  const stop = engine.subscribe((event) => listener(event, engine));
  try {
    const jobs = await engine.add(requests.map((request) => ({ request })));
    await engine.idle();
    return jobs.map((job) => engine.job(job.id) ?? job);
  } finally {
    stop();
    await engine.close();
  }
}

/** Runs one job that must succeed, and gives it with the path of its result. */
export async function convert(
  request: JobRequest,
  pair: ToolPair | null = null,
  deps: Partial<EngineDeps> = {},
): Promise<{ readonly job: Job; readonly file: string; readonly mode: Plan['mode'] }> {
  const [job] = await runBatch([request], pair, deps);
  if (job?.status !== 'succeeded' || job.output === null) {
    throw new Error(`${job?.error?.message ?? 'no job'}\n${job?.error?.detail ?? ''}`);
  }
  const encode = job.tasks[2]?.output as { readonly plan: Plan['mode'] };
  return { job, file: job.output, mode: encode.plan };
}

/** The error of a job that must not succeed. */
export async function refused(request: JobRequest, deps: Partial<EngineDeps> = {}): Promise<Job> {
  const [job] = await runBatch([request], null, deps);
  if (job === undefined || job.status === 'succeeded') throw new Error('the job succeeded');
  return job;
}
