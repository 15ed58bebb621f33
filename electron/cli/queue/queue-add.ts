import type { Job } from '../../../shared/model/job.ts';
import type { QueueLink } from '../../control/index.ts';
import type { AddRequest } from '../../engine/index.ts';
import { wantsJson } from '../print/choose-reporters.ts';
import type { Given } from '../flag-spec.ts';
import { allGood, someFailed } from '../exit-code.ts';
import { failure } from '../print/finished-lines.ts';
import { inkFor } from '../print/ink.ts';
import { readOrder, requestsOf } from '../convert/job-requests.ts';
import { jobLine } from '../print/json-lines.ts';
import { wholeOutput } from '../convert/output-target.ts';
import { presetAsked } from '../presets/preset-choice.ts';
import { readKind, readPriority, refuseOtherOptions } from './queue-flags.ts';
import { readRunFlags, type RunFlags } from '../run-flags.ts';
import { readState } from '../state-flag.ts';
import type { Surroundings } from '../surroundings.ts';
import { withQueue } from './with-queue.ts';
import { wrong } from '../wrong-command-line.ts';

/** Requests of one call: whoever else asks the queue has a turn between two. */
const together = 1000;

/** `convoy queue add`: accepts jobs and returns; they run when somebody works on the queue. */
export async function queueAddCommand(
  door: Surroundings,
  files: readonly string[],
  given: Given,
): Promise<number> {
  const flags = readRunFlags(given, door.cwd);
  const asked = readKind(given);
  const preset = await presetAsked(door, given, asked, flags);
  const kind = asked ?? preset?.kind ?? null;
  if (kind === null) {
    throw wrong('invalid_option', {
      field: 'kind',
      reason: 'it is not said what the files become',
      hint: 'Give --kind or --preset.',
    });
  }
  refuseOtherOptions(kind, given);
  const priority = readPriority(given);
  const order = readOrder(kind, files, given, door, preset);
  // Nothing of the queue is needed to find the files; whoever wants it meanwhile shall have it.
  const finder = await door.openEngine({});
  const requests = await requestsOf(order, finder).finally(() => finder.close());
  const settled = requests.map((one) => ({
    ...withWholeOutput(one, door.cwd),
    ...(priority === null ? {} : { priority }),
    ...(flags.whenLarger === null ? {} : { whenLarger: flags.whenLarger }),
  }));
  return withQueue(door, readState(given, door), flags, async (link) =>
    tellAdded(door, flags, await addAll(link, settled)),
  );
}

/** The queue may be worked on in another folder than this one. */
function withWholeOutput(one: AddRequest, cwd: string): AddRequest {
  const { output } = one.request;
  if (output === undefined) return one;
  return { ...one, request: { ...one.request, output: wholeOutput({ output, cwd }) } };
}

async function addAll(link: QueueLink, requests: readonly AddRequest[]): Promise<readonly Job[]> {
  const jobs: Job[] = [];
  for (let at = 0; at < requests.length; at += together) {
    const added = await link.ask('door:add', { requests: requests.slice(at, at + together) });
    jobs.push(...added.jobs);
  }
  return jobs;
}

/** Ids for people, whole jobs for programs; what was refused at once is told as an error. */
function tellAdded(door: Surroundings, flags: RunFlags, jobs: readonly Job[]): number {
  const json = wantsJson(door, flags);
  const failed = jobs.filter(({ status }) => status === 'failed');
  for (const job of jobs) door.stdout.write(json ? jobLine(job) : `${job.id}\n`);
  const ink = inkFor(door.colours);
  for (const { error } of failed) {
    if (error !== null) door.stderr.write(`${failure(error, ink.bad('✗'), flags.debug).join('\n')}\n`);
  }
  return failed.length > 0 ? someFailed : allGood;
}
