import { z } from 'zod';
import { type Job, OutputFile, type Task } from '../../../shared/model/job.ts';

/**
 * What the tasks of a job tell, read through schemas: a task's output is `unknown` in the contract because each kind
 * of task has its own.
 */

const Sized = z.object({ bytes: z.number().nonnegative() });
const ProbeOutput = z.union([Sized.transform((one) => [one]), z.array(Sized).min(1)]);
const EncodeOutput = z.object({ command: z.union([z.string(), z.array(z.string())]) });
const Kept = z.enum(['copied', 'in_place']);
const ExportOutput = z.object({ files: z.array(OutputFile), kept: Kept.optional() });

const task = (job: Job, kind: Task['kind']): Task | undefined => job.tasks.find((t) => t.kind === kind);

/** Bytes of the original, or of all originals that were joined; null before it was probed. */
export function inputBytes(job: Job): number | null {
  const parsed = ProbeOutput.safeParse(task(job, 'probe')?.output);
  return parsed.success ? parsed.data.reduce((sum, one) => sum + one.bytes, 0) : null;
}

/** Bytes of all published files; null when nothing was published. */
export function outputBytes(job: Job): number | null {
  const parsed = ExportOutput.safeParse(task(job, 'export')?.output);
  return parsed.success ? parsed.data.files.reduce((sum, file) => sum + file.bytes, 0) : null;
}

/** How the original was published because the result came out larger; null when the result was. */
export function keptOf(job: Job): z.infer<typeof Kept> | null {
  const parsed = ExportOutput.safeParse(task(job, 'export')?.output);
  return (parsed.success ? parsed.data.kept : undefined) ?? null;
}

/** The exact commands that ran, or none. */
export function commandsOf(job: Job): readonly string[] {
  const parsed = EncodeOutput.safeParse(task(job, job.kind)?.output);
  if (!parsed.success) return [];
  const { command } = parsed.data;
  return typeof command === 'string' ? command.split('\n').filter((line) => line !== '') : command;
}

/** What a job is doing now, as its running task says. */
export type Phase = 'waiting' | 'reading' | 'downloading' | 'converting' | 'finishing' | 'uploading';

/** The phase of a job that has not ended. */
export function phaseOf(job: Job): Phase {
  if (job.status === 'queued') return 'waiting';
  const running = job.tasks.find((t) => t.status === 'processing')?.kind;
  // Read and planned, it waits for its turn.
  if (running === undefined) return task(job, 'probe')?.status === 'succeeded' ? 'waiting' : 'reading';
  if (running === 'probe') return 'reading';
  if (running === 'import') return 'downloading';
  return running === 'export' ? 'finishing' : 'converting';
}

/**
 * Unix ms at which converting began, or null. A job is read and planned ahead of its turn, so its own `started_at` may
 * lie long before.
 */
export function convertingSince(job: Job): number | null {
  return task(job, job.kind)?.started_at ?? null;
}

/** True when nothing more happens to the job. */
export function hasEnded(job: Job): boolean {
  return job.status !== 'queued' && job.status !== 'processing';
}

/** Name of the original without its folder; of several joined ones the first, `and 3 more`. */
export function nameOf(job: Pick<Job, 'input'>): string {
  const inputs = typeof job.input === 'string' ? [job.input] : job.input;
  const first = fileName(inputs[0] ?? '');
  return inputs.length > 1 ? `${first} and ${inputs.length - 1} more` : first;
}

/** Last part of a path of either kind of system. */
export function fileName(path: string): string {
  const parts = path.split(/[/\\]/).filter((part) => part !== '');
  return parts.at(-1) ?? path;
}
