import { z } from 'zod';
import { ConvoyError, Warning } from './error.ts';
import { BatchId, JobId, TaskId } from './id.ts';
import { Kind } from './options.ts';

/** The job as every door speaks it: request, job and task, exactly one JSON shape for window, CLI, folder and HTTP. */

const unixMs = z.int().nonnegative();

/** What a door may ask for. `options` stay unknown here: they are parsed by the schema of the kind. */
export const JobRequest = z.strictObject({
  /** A path or `file://` address; an array joins its members, in order, into one result. */
  input: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(100)]),
  kind: z.preprocess((v) => (v === 'adaptive' ? 'adaptive_video' : v), Kind),
  options: z.unknown().optional(),
  /** File, folder (when it ends in a slash) or template; beside the input when absent. */
  output: z.string().min(1).optional(),
  connection: z.string().min(1).optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
});
export type JobRequest = z.infer<typeof JobRequest>;

export const jobStatuses = ['queued', 'processing', 'succeeded', 'failed', 'cancelled', 'skipped'] as const;
export type JobStatus = (typeof jobStatuses)[number];
const taskStatuses = ['waiting', 'processing', 'succeeded', 'failed', 'cancelled', 'skipped'] as const;
export type TaskStatus = (typeof taskStatuses)[number];

export const taskKinds = ['probe', 'import', ...Kind.options, 'export'] as const;

export const Task = z.strictObject({
  id: TaskId,
  object: z.literal('task'),
  kind: z.enum(taskKinds),
  input: z.unknown(),
  options: z.record(z.string(), z.unknown()),
  output: z.unknown(),
  status: z.enum(taskStatuses),
  progress: z.number().min(0).max(1).nullable(),
  error: ConvoyError.nullable(),
  created_at: unixMs,
  started_at: unixMs.nullable(),
  finished_at: unixMs.nullable(),
  updated_at: unixMs,
});
export type Task = z.infer<typeof Task>;

export const Job = z.strictObject({
  id: JobId,
  object: z.literal('job'),
  kind: Kind,
  input: z.union([z.string(), z.array(z.string())]),
  /** What was asked until the job succeeded, then the primary result's path. */
  output: z.string().nullable(),
  /** As given; defaults are not filled in. */
  options: z.record(z.string(), z.unknown()),
  metadata: z.record(z.string(), z.unknown()),
  status: z.enum(jobStatuses),
  progress: z.number().min(0).max(1).nullable(),
  error: ConvoyError.nullable(),
  warnings: z.array(Warning),
  tasks: z.array(Task),
  attempt: z.int().positive(),
  batch_id: BatchId.nullable(),
  preset: z.string().nullable(),
  created_at: unixMs,
  started_at: unixMs.nullable(),
  finished_at: unixMs.nullable(),
  updated_at: unixMs,
});
export type Job = z.infer<typeof Job>;

/** One published file of a job, as `export.output.files` lists it. */
export const OutputFile = z.strictObject({
  url: z.string(),
  path: z.string(),
  bytes: z.number(),
  mime: z.string(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  duration: z.number().nullable(),
});
export type OutputFile = z.infer<typeof OutputFile>;
