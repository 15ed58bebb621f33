import { z } from 'zod';
import { type Job, OutputFile, type Task } from '../../../shared/model/job.ts';
import { MediaFacts } from '../../../shared/model/media.ts';

/** What a job's own tasks tell, so that nothing needs to be probed a second time. Parsed, because they are stored. */

const ProbeOutput = z.union([MediaFacts, z.array(MediaFacts).min(1)]);
const EncodeOutput = z.object({ plan: z.enum(['copy', 'encode', 'mixed']), command: z.string().nullable() });
const ExportOutput = z.object({
  files: z.array(OutputFile).min(1),
  kept: z.enum(['copied', 'in_place']).optional(),
});

/** Facts of every input, in order; null before they were read. */
export function factsOf(job: Job): readonly MediaFacts[] | null {
  const output = outputOf(job, 'probe');
  const parsed = output === null ? null : ProbeOutput.safeParse(output);
  if (parsed?.success !== true) return null;
  return Array.isArray(parsed.data) ? parsed.data : [parsed.data];
}

/** How the conversion went; null before it ended. */
export function encodeOf(job: Job): z.infer<typeof EncodeOutput> | null {
  const output = outputOf(job, job.kind);
  const parsed = output === null ? null : EncodeOutput.safeParse(output);
  return parsed?.success === true ? parsed.data : null;
}

/** Published files, the primary one first; none before the job succeeded. */
export function filesOf(job: Job): readonly OutputFile[] {
  const output = outputOf(job, 'export');
  const parsed = output === null ? null : ExportOutput.safeParse(output);
  return parsed?.success === true ? parsed.data.files : [];
}

/** How the original was published because the result came out larger; null when the result was. */
export function keptOf(job: Job): 'copied' | 'in_place' | null {
  const output = outputOf(job, 'export');
  const parsed = output === null ? null : ExportOutput.safeParse(output);
  return (parsed?.success === true ? parsed.data.kept : undefined) ?? null;
}

/** Absolute paths, or what was given instead. */
export function inputsOf(job: Pick<Job, 'input'>): readonly string[] {
  return typeof job.input === 'string' ? [job.input] : job.input;
}

/** What decides the plan of a job: when it is the same, the plan is the same. */
export function planKeyOf(job: Job): string {
  return JSON.stringify([job.kind, job.input, job.options, job.output]);
}

/** True for states that a job leaves only when it is told to run again. */
export function hasEnded({ status }: Pick<Job, 'status'>): boolean {
  return status !== 'queued' && status !== 'processing';
}

/** Null before the task has one: ten thousand waiting rows are told apart from others without a parser. */
function outputOf(job: Job, kind: Task['kind']): unknown {
  return job.tasks.find((task) => task.kind === kind)?.output ?? null;
}
