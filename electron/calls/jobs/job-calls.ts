import type { EngineHandlers, JobChange, Output } from '../../../shared/ipc/contract.ts';
import type { MediaFacts } from '../../../shared/model/media.ts';
import type { Preset } from '../../../shared/model/preset.ts';
import { fail } from '../../../shared/model/error.ts';
import type { Engine, QueueEntry, RefusedChange, RequestChange } from '../../engine/index.ts';
import type { AllowedPlaces } from '../allowed-places.ts';
import type { PlannedEntry } from '../rows/background-planner.ts';
import type { Broadcaster } from '../rows/broadcaster.ts';
import { createCompareCalls } from '../compare-calls.ts';
import { jobAsCommand, jobsAsJson } from './export-jobs.ts';
import { volumesOf } from './free-space.ts';
import { breathe } from '../in-parallel.ts';
import { encodeOf, factsOf, hasEnded, inputsOf } from './job-reading.ts';
import { type CountedJob, needsOf, totalsOf } from './job-totals.ts';
import { valueOf } from '../library-calls.ts';
import { planBrief } from '../rows/plan-brief.ts';
import { planView } from './plan-view.ts';
import type { RemovedJobs } from './removed-jobs.ts';
import { requestChange } from './request-change.ts';
import type { RowBook } from '../rows/row-book.ts';

/** What is done with jobs that are in the queue. */

export interface JobDeps {
  readonly engine: Engine;
  readonly book: RowBook;
  readonly broadcaster: Broadcaster;
  readonly places: AllowedPlaces;
  readonly removed: RemovedJobs;
  readonly remove: (ids: readonly string[]) => Promise<Output<'jobs:remove'>>;
  readonly presetOf: (id: string) => Preset | null;
}

type JobCalls = Omit<
  Pick<EngineHandlers, Extract<keyof EngineHandlers, `${'jobs' | 'compare'}:${string}`>>,
  'jobs:import' | 'jobs:link'
>;

/** Jobs that are changed in one go; other calls have their turn in between. */
const changedTogether = 1000;

/** Of a job that ended before a tool was at work on it, what its error kept of the words of the tool that read it. */
const said = (log: ReturnType<Engine['queue']['log']>, detail: string | null): typeof log =>
  log.first + log.lines.length > 0 || detail === null ? log : { first: 0, lines: detail.split('\n') };

export function createJobCalls(deps: JobDeps): JobCalls {
  const { engine, book, broadcaster, removed } = deps;
  const { queue } = engine;

  /** In the queue or in the history: looked at are both, and what changes a job refuses those of the history itself. */
  const entryOf = (id: string): QueueEntry => {
    const entry = engine.history.entry(id);
    if (entry === null) throw fail('not_found', { given: 'This job' });
    return entry;
  };
  /** Jobs that are gone meanwhile are passed over: somebody else may have removed them. */
  const entriesOf = (ids: readonly string[]): QueueEntry[] =>
    ids.flatMap((id) => {
      const entry = engine.history.entry(id);
      return entry === null ? [] : [entry];
    });

  async function readChange(change: JobChange): Promise<RequestChange> {
    const read = valueOf(requestChange(change, deps.presetOf));
    if (read.output === undefined) return read;
    if (read.output !== null) await deps.places.checkOutput(read.output);
    return { ...read, within: await deps.places.within() };
  }

  async function inParts(
    ids: readonly string[],
    work: (part: readonly string[]) => Promise<readonly RefusedChange[]>,
  ): Promise<RefusedChange[]> {
    const refused: RefusedChange[] = [];
    for (let at = 0; at < ids.length; at += changedTogether) {
      refused.push(...(await work(ids.slice(at, at + changedTogether))));
      await breathe();
    }
    return refused;
  }

  /** The plan of a job as it would run now, or as it ran; the row hears of it too. */
  async function planOf(entry: QueueEntry): Promise<PlannedEntry> {
    const planned = await queue.plan(entry.job.id);
    if (!hasEnded(entry.job)) book.planned(entry.job.id, planned);
    return planned;
  }

  async function factsFor(entry: QueueEntry): Promise<MediaFacts | null> {
    const known = factsOf(entry.job)?.[0] ?? book.facts(entry.job.id);
    if (known !== null || entry.job.status !== 'queued') return known;
    return (await planOf(entry)).facts;
  }

  const counted = (id: string): CountedJob[] => {
    const entry = queue.entry(id);
    if (entry === null) return [];
    const row = book.rowOf(entry);
    // Of ended jobs the row knows more than was known before: its own tasks.
    return [{ job: entry.job, known: { ...book.known(id), plan: row.plan }, bytesIn: row.bytesIn }];
  };

  async function commandOf(entry: QueueEntry): Promise<string> {
    const ran = encodeOf(entry.job)?.command ?? null;
    if (ran !== null) return ran;
    // What only the history has is not planned any more.
    if (queue.entry(entry.job.id) === null) return jobAsCommand(entry, process.platform, deps.presetOf);
    const { result } = await planOf(entry);
    if (!result.ok || result.commands.length === 0)
      return jobAsCommand(entry, process.platform, deps.presetOf);
    return result.commands.join(process.platform === 'win32' ? '; ' : ' && ');
  }

  return {
    'jobs:get': async ({ id }) => {
      const entry = entryOf(id);
      const facts = await factsFor(entry);
      const now = entryOf(id);
      return { job: now.job, row: book.rowOf(now), facts, options: now.job.options };
    },
    'jobs:plan': async ({ id }) => {
      const entry = entryOf(id);
      const { result } = await planOf(entry);
      if (!result.ok) return { ok: false, error: result.error };
      const brief = planBrief(result.plan, entry.job.options, result.seconds);
      return { ok: true, plan: planView(result, brief, inputsOf(entry.job)) };
    },
    'jobs:totals': async ({ ids }) => {
      const jobs: CountedJob[] = [];
      for (let at = 0; at < ids.length; at += changedTogether) {
        jobs.push(...ids.slice(at, at + changedTogether).flatMap(counted));
        await breathe();
      }
      return { ...totalsOf(jobs), volumes: await volumesOf(needsOf(jobs)) };
    },
    'jobs:edit': async ({ ids, change }) => {
      const read = await readChange(change);
      const refused = await inParts(ids, (part) => queue.edit(part, read));
      return { changed: ids.length - refused.length, refused };
    },
    'jobs:cancel': async ({ ids }) => {
      await engine.cancel(ids);
      return null;
    },
    'jobs:retry': async ({ ids, change }) => {
      const read = change === undefined ? undefined : await readChange(change);
      const refused = await inParts(ids, (part) => queue.retry(part, read));
      return { retried: ids.length - refused.length, refused };
    },
    'jobs:hold': ({ ids }) => {
      queue.hold(ids);
      return null;
    },
    'jobs:release': ({ ids }) => {
      queue.release(ids);
      return null;
    },
    'jobs:remove': ({ ids }) => deps.remove(ids),
    'jobs:restore': ({ token }) => {
      const jobs = removed.take(token);
      if (jobs === null) {
        throw fail('not_found', {
          given: 'What was removed',
          hint: 'It can be brought back for ten minutes.',
        });
      }
      return { restored: queue.restore(jobs) };
    },
    'jobs:move': ({ ids, before }) => {
      for (const [id, rank] of queue.move(ids, before)) broadcaster.rank(id, rank);
      return null;
    },
    'jobs:prioritize': ({ ids, priority }) => {
      for (const [id, rank] of queue.prioritize(ids, priority)) broadcaster.rank(id, rank);
      return null;
    },
    'jobs:log': ({ id, from }) => {
      const { job } = entryOf(id);
      const { first, lines } = said(queue.log(id), job.error?.detail ?? null);
      return { lines: lines.slice(Math.max(0, from - first)), next: first + lines.length };
    },
    'jobs:export': ({ ids }) => ({ text: jobsAsJson(entriesOf(ids), deps.presetOf) }),
    'jobs:command': async ({ ids }) => {
      const lines: string[] = [];
      for (const entry of entriesOf(ids)) lines.push(await commandOf(entry));
      return { text: `${lines.join('\n')}\n` };
    },
    ...createCompareCalls({ previews: engine.previews, check: entryOf, readChange }),
  };
}
