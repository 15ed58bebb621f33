import path from 'node:path';
import type { Job, JobRequest } from '../../shared/model/job.ts';
import { commandLine } from '../../shared/plan/run/command-line.ts';
import { filesOf, inputsOf } from './job-reading.ts';

/** Jobs as text that people take elsewhere. */

/** What was asked, as any door accepts it. */
export function requestOf(job: Job): JobRequest {
  const output = outputOf(job);
  return {
    input: job.input,
    kind: job.kind,
    options: job.options,
    ...(output === null ? {} : { output }),
    ...(Object.keys(job.metadata).length === 0 ? {} : { metadata: job.metadata }),
  };
}

/** A job that succeeded says where its result is, not what was asked: the folder of it is what still makes sense. */
function outputOf(job: Job): string | null {
  if (job.status !== 'succeeded') return job.output;
  const primary = filesOf(job)[0]?.path ?? job.output;
  if (primary === null) return null;
  const folder = path.dirname(job.kind === 'adaptive_video' ? path.dirname(primary) : primary);
  const beside = path.dirname(inputsOf(job)[0] ?? '') === folder;
  return beside ? null : path.join(folder, path.sep);
}

/** One job is an object, several are an array: `convoy jobs create` takes both. */
export function jobsAsJson(jobs: readonly Job[]): string {
  const requests = jobs.map(requestOf);
  return `${JSON.stringify(requests.length === 1 ? requests[0] : requests, null, 2)}\n`;
}

/** A job as a line for a shell, for steps that no command line of a tool stands for. */
export function jobAsCommand(job: Job, platform: NodeJS.Platform): string {
  const shell = platform === 'win32' ? 'powershell' : 'posix';
  const line = commandLine('convoy', ['jobs', 'create', '--body', JSON.stringify(requestOf(job))], shell);
  return shell === 'powershell' ? line.replace(/^& /, '') : line;
}
