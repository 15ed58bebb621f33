import type { JobStatus } from '../../../shared/model/job.ts';
import type { QueueLink } from '../../control/index.ts';
import { countText } from '../print/bytes-and-times.ts';
import { wantsJson } from '../print/choose-reporters.ts';
import type { Given } from '../flag-spec.ts';
import { allGood, someFailed } from '../exit-code.ts';
import { queueChangeLine } from '../print/json-lines.ts';
import { type Chosen, type JobAction, readChosen } from './queue-flags.ts';
import { readRunFlags, type RunFlags } from '../run-flags.ts';
import { readState } from '../state-flag.ts';
import type { Surroundings } from '../surroundings.ts';
import { errorLines } from '../tell-error.ts';
import { withQueue } from './with-queue.ts';
import { convoyError, type ConvoyError } from '../../../shared/model/error.ts';

/** Commands that change the queue: of the queue as a whole, and of jobs. */

/** Ids of one call. */
const together = 50_000;

/** What is done with chosen jobs, and to which of them `all` means. */
const actions = {
  cancel: { all: ['queued', 'processing'], done: 'cancelled' },
  retry: { all: ['failed', 'cancelled'], done: 'queued again' },
  hold: { all: ['queued'], done: 'held' },
  release: { all: ['queued'], done: 'released' },
  remove: { all: null, done: 'removed' },
} as const satisfies Record<JobAction, { readonly all: readonly JobStatus[] | null; readonly done: string }>;

/** What came of it. */
interface Changed {
  readonly count: number;
  readonly errors: readonly ConvoyError[];
}

/** `convoy queue cancel|retry|hold|release|remove <ids|all|failed>` */
export async function queueJobsCommand(
  door: Surroundings,
  action: JobAction,
  named: readonly string[],
  given: Given,
): Promise<number> {
  const flags = readRunFlags(given, door.cwd);
  const chosen = readChosen(named);
  return withQueue(door, readState(given, door), flags, async (link) => {
    const { ids, errors } = await idsOf(link, action, chosen);
    const changed = await inParts(ids, (part) => doIt(link, action, part));
    return tell(door, flags, action, actions[action].done, {
      count: changed.count,
      errors: [...errors, ...changed.errors],
    });
  });
}

/** `convoy queue clear [--all]`: what has ended goes, failed jobs only with `--all`. */
export async function queueClearCommand(door: Surroundings, given: Given): Promise<number> {
  const flags = readRunFlags(given, door.cwd);
  const all = given['all'] === true;
  const statuses: JobStatus[] = ['succeeded', 'cancelled', 'skipped', ...(all ? (['failed'] as const) : [])];
  return withQueue(door, readState(given, door), flags, async (link) => {
    const { ids } = await link.ask('door:ids', { statuses, held: false });
    const changed = await inParts(ids, (part) => doIt(link, 'remove', part));
    return tell(door, flags, 'clear', actions.remove.done, changed);
  });
}

/** `convoy queue pause [--now]` and `resume`: kept until it is said otherwise, over restarts too. */
export async function queuePauseCommand(
  door: Surroundings,
  what: 'pause' | 'resume',
  given: Given,
): Promise<number> {
  const flags = readRunFlags(given, door.cwd);
  return withQueue(door, readState(given, door), flags, async (link) => {
    if (what === 'resume') await link.ask('queue:resume', null);
    else await link.ask('queue:pause', { mode: given['now'] === true ? 'now' : 'after' });
    const { paused } = await link.ask('door:counts', null);
    if (wantsJson(door, flags)) door.stdout.write(queueChangeLine(what, null));
    else door.stderr.write(paused === 'no' ? 'The queue goes on.\n' : 'The queue is paused.\n');
    return allGood;
  });
}

/** The jobs that are meant, and an error for each named one that this cannot be done to. */
async function idsOf(
  link: QueueLink,
  action: JobAction,
  chosen: Chosen,
): Promise<{ readonly ids: readonly string[]; readonly errors: readonly ConvoyError[] }> {
  const { all } = actions[action];
  const possible = all === null || action === 'retry' ? null : [...all];
  const held = action === 'release';
  if (chosen.which !== 'ids') {
    const statuses: JobStatus[] | null =
      chosen.which === 'failed' ? ['failed'] : all === null ? null : [...all];
    return { ids: (await link.ask('door:ids', { statuses, held })).ids, errors: [] };
  }
  const there = new Set((await link.ask('door:ids', { statuses: null, held: false })).ids);
  const fit = new Set((await link.ask('door:ids', { statuses: possible, held })).ids);
  const errorOf = (id: string): ConvoyError =>
    there.has(id)
      ? convoyError('conflict', { reason: `the job ${id} cannot be ${actions[action].done} as it is now` })
      : convoyError('not_found', { given: `The job ${id}` });
  return {
    ids: chosen.ids.filter((id) => fit.has(id)),
    errors: chosen.ids.filter((id) => !fit.has(id)).map(errorOf),
  };
}

async function inParts(ids: readonly string[], work: (part: string[]) => Promise<Changed>): Promise<Changed> {
  let [count, errors]: [number, readonly ConvoyError[]] = [0, []];
  for (let at = 0; at < ids.length; at += together) {
    const done = await work(ids.slice(at, at + together));
    count += done.count;
    errors = [...errors, ...done.errors];
  }
  return { count, errors };
}

async function doIt(link: QueueLink, action: JobAction, ids: string[]): Promise<Changed> {
  const all = { count: ids.length, errors: [] };
  switch (action) {
    case 'cancel':
      await link.ask('jobs:cancel', { ids });
      return all;
    case 'hold':
      await link.ask('jobs:hold', { ids });
      return all;
    case 'release':
      await link.ask('jobs:release', { ids });
      // Those that wait for the start as well as those that a person held.
      await link.ask('queue:start', { ids });
      return all;
    case 'retry': {
      const { retried, refused } = await link.ask('jobs:retry', { ids });
      return { count: retried, errors: refused.map(({ error }) => error) };
    }
    case 'remove':
      return { count: (await link.ask('jobs:remove', { ids })).removed, errors: [] };
  }
}

function tell(
  door: Surroundings,
  flags: RunFlags,
  action: string,
  done: string,
  { count, errors }: Changed,
): number {
  if (wantsJson(door, flags)) door.stdout.write(queueChangeLine(action, count));
  else door.stderr.write(`${countText(count)} ${done}.\n`);
  for (const error of errors) door.stderr.write(`convoy: ${errorLines(error, flags.debug).join('\n')}\n`);
  return errors.length > 0 ? someFailed : allGood;
}
