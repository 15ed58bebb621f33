import path from 'node:path';
import { builtInPreset } from '../../../shared/model/built-in-presets.ts';
import type { Job, JobRequest } from '../../../shared/model/job.ts';
import { optionSchemas } from '../../../shared/model/options.ts';
import type { Preset } from '../../../shared/model/preset.ts';
import { sizeOrigin } from '../../../shared/plan/preset-size.ts';
import { commandLine } from '../../../shared/plan/run/command-line.ts';
import type { QueueEntry } from '../../engine/index.ts';
import { filesOf, inputsOf } from './job-reading.ts';

/** Jobs as text that people take elsewhere. */

/** A job, and the connection that it was asked to use. */
export type AskedJob = Pick<QueueEntry, 'job' | 'connection'>;

/** A request with the built-in preset that its options began with: a size of it is a limit, which makes nothing larger. */
export type ExportedJob = JobRequest & { readonly preset?: string };

/** Every preset that is here, by its id. */
export type KnownPresets = (id: string) => Preset | null;

const comesWithConvoy: KnownPresets = (id) => builtInPreset(id) ?? null;

/** What was asked, as any door accepts it, also where nobody has the preset that it began with. */
export function requestOf(
  job: Job,
  connection: string | null = null,
  presets: KnownPresets = comesWithConvoy,
): ExportedJob {
  const output = outputOf(job);
  const preset = presetOf(job);
  return {
    input: job.input,
    kind: job.kind,
    ...(preset === null ? {} : { preset }),
    options: preset === null ? wholeOptions(job, presets) : job.options,
    ...(output === null ? {} : { output }),
    ...(connection === null ? {} : { connection }),
    ...(Object.keys(job.metadata).length === 0 ? {} : { metadata: job.metadata }),
  };
}

/**
 * Every Convoy has the built-in ones. Whoever reads a preset puts the options over its own: that gives the same again
 * as long as none of them was taken away.
 */
function presetOf({ preset: id, kind, options }: Job): string | null {
  const preset = id === null ? undefined : builtInPreset(id);
  if (preset?.kind !== kind) return null;
  return Object.keys(preset.options).every((option) => option in options) ? preset.id : null;
}

/** What a preset that is not named meant with its size is said with the options: nothing becomes larger. */
function wholeOptions({ preset: id, kind, options }: Job, presets: KnownPresets): Job['options'] {
  if ('enlarge' in options || !('enlarge' in optionSchemas[kind].shape)) return options;
  const preset = id === null ? null : presets(id);
  return sizeOrigin(kind, options, preset) === 'request' ? options : { ...options, enlarge: false };
}

/** A job that succeeded says where its result is, not what was asked: the folder of it is what still makes sense. */
function outputOf(job: Job): string | null {
  if (job.status !== 'succeeded') return job.output;
  const file = filesOf(job)[0];
  const primary = file?.path ?? job.output;
  if (primary === null) return null;
  const uploaded = [file?.url ?? '', primary].find((one) => /^s3:\/\//i.test(one));
  // A public address says nothing that a job could be asked again; the connection has a place of its own.
  if (uploaded === undefined && /^https?:/i.test(file?.url ?? '')) return null;
  if (uploaded !== undefined) return folderOfAddress(uploaded, job.kind === 'adaptive_video' ? 2 : 1);
  const folder = path.dirname(job.kind === 'adaptive_video' ? path.dirname(primary) : primary);
  const beside = path.dirname(inputsOf(job)[0] ?? '') === folder;
  return beside ? null : path.join(folder, path.sep);
}

/** The address of a folder in a bucket, so many names above a key. */
const folderOfAddress = (address: string, up: number): string =>
  `${address.split('/').slice(0, -up).join('/')}/`;

/** One job is an object, several are an array: `convoy jobs create` takes both. */
export function jobsAsJson(jobs: readonly AskedJob[], presets?: KnownPresets): string {
  const requests = jobs.map(({ job, connection }) => requestOf(job, connection, presets));
  return `${JSON.stringify(requests.length === 1 ? requests[0] : requests, null, 2)}\n`;
}

/** A job as a line for a shell, for steps that no command line of a tool stands for. */
export function jobAsCommand(
  { job, connection }: AskedJob,
  platform: NodeJS.Platform,
  presets?: KnownPresets,
): string {
  const shell = platform === 'win32' ? 'powershell' : 'posix';
  const line = commandLine(
    'convoy',
    ['jobs', 'create', '--body', JSON.stringify(requestOf(job, connection, presets))],
    shell,
  );
  return shell === 'powershell' ? line.replace(/^& /, '') : line;
}
