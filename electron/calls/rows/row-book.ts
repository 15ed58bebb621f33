import { stat } from 'node:fs/promises';
import type { Row } from '../../../shared/ipc/row.ts';
import type { Job } from '../../../shared/model/job.ts';
import type { MediaFacts } from '../../../shared/model/media.ts';
import type { Engine, EngineEvent, QueueEntry } from '../../engine/index.ts';
import { type PlannedEntry, createBackgroundPlanner } from './background-planner.ts';
import { breathe, inParallel } from '../in-parallel.ts';
import { hasEnded, inputsOf, planKeyOf } from '../jobs/job-reading.ts';
import { mediaBrief } from './media-brief.ts';
import { planBrief } from './plan-brief.ts';
import { type KnownOfJob, nothingKnown, rowOf } from './row-of.ts';

/** Keeps what rows say besides what the queue knows: sizes, plans, progress. A kilobyte or so a job. */
export interface RowBook {
  row(id: string): Row | null;
  rowOf(entry: QueueEntry): Row;
  known(id: string): KnownOfJob;
  /** Facts of the first input, as far as they are at hand. */
  facts(id: string): MediaFacts | null;
  hear(event: EngineEvent): void;
  /** Sizes of files that are about to be added, by path, so that their rows have them from the start. */
  expect(sizes: ReadonlyMap<string, number>): void;
  lookedAt(ids: readonly string[]): void;
  /** Takes note of a plan that was made for another reason. */
  planned(id: string, answer: PlannedEntry): void;
  /** Plans are made of more than the jobs: settings or tools are others now. */
  planAgain(): void;
  /** Looks at all jobs that were there before; settles when each was seen. */
  begin(): Promise<void>;
  close(): void;
}

export interface RowBookDeps {
  readonly engine: Pick<Engine, 'queue'>;
  /** False = nothing is planned in the background. */
  readonly ahead?: boolean;
  /** Folder of sent files, when files are sent. */
  readonly uploads?: string | null;
  /** The row of a job looks different now. */
  readonly changed: (id: string) => void;
}

/** Files whose whole facts are kept, the last ones: `jobs:get` asks for them. */
const mostFacts = 300;
/** Jobs of one page while everything is gone through. */
const pageSize = 500;
/** Files looked up at once: enough to hide a network disk's delay. */
const statsTogether = 16;

interface Kept {
  known: KnownOfJob;
  /** Of the request that `known.plan` is for. */
  key: string;
}

export function createRowBook({ engine, changed, ahead = true, uploads = null }: RowBookDeps): RowBook {
  const kept = new Map<string, Kept>();
  const facts = new Map<string, MediaFacts>();
  let expected: ReadonlyMap<string, number> = new Map();
  let closed = false;

  const planner = createBackgroundPlanner({
    entry: (id) => engine.queue.entry(id),
    plan: (id, signal) => engine.queue.plan(id, signal),
    // While files come in, they come first.
    together: () => (!ahead || expected.size > 0 ? 0 : engine.queue.state().active ? 1 : 2),
    planned,
  });

  function know(id: string, more: Partial<KnownOfJob>): void {
    const one = kept.get(id);
    if (one !== undefined) one.known = { ...one.known, ...more };
  }

  /** Meets a job for the first time, or in another state. */
  function meet(job: Job): void {
    const key = `${job.attempt} ${planKeyOf(job)}`;
    const before = kept.get(job.id);
    if (before === undefined) {
      kept.set(job.id, { known: { ...nothingKnown, bytesIn: sizeExpected(job) }, key });
      if (!hasEnded(job)) planner.want(job.id);
    } else if (job.status === 'queued' && before.key !== key) {
      before.key = key;
      before.known = { ...nothingKnown, bytesIn: before.known.bytesIn, media: before.known.media };
      planner.want(job.id);
    } else if (hasEnded(job)) {
      before.known = { ...before.known, progress: nothingKnown.progress };
    }
  }

  function sizeExpected(job: Job): number | null {
    const sizes = inputsOf(job).map((input) => expected.get(input));
    return sizes.reduce<number | null>(
      (sum, size) => (sum === null || size === undefined ? null : sum + size),
      0,
    );
  }

  function planned(id: string, { result, inputBytes, facts: found }: PlannedEntry): void {
    const entry = engine.queue.entry(id);
    const one = kept.get(id);
    if (entry === null || one === undefined) return;
    const { job } = entry;
    const name = inputsOf(job)[0] ?? '';
    if (found !== null) keepFacts(id, found);
    const media = found === null ? one.known.media : mediaBrief(found, name);
    const more = { media, bytesIn: inputBytes ?? one.known.bytesIn };
    if (result.ok) {
      const plan = planBrief(result.plan, job.options, result.seconds);
      know(id, { ...more, refusal: null, path: result.path, plan });
    } else if (job.status === 'queued' && result.error.kind !== 'conflict') {
      // That its input is not downloaded yet is no reason against it.
      know(id, { ...more, refusal: result.error, plan: null, path: null });
    }
    changed(id);
  }

  function keepFacts(id: string, found: MediaFacts): void {
    facts.delete(id);
    facts.set(id, found);
    for (const oldest of facts.keys()) {
      if (facts.size <= mostFacts) break;
      facts.delete(oldest);
    }
  }

  function forget(id: string): void {
    kept.delete(id);
    facts.delete(id);
    planner.drop(id);
  }

  async function readSizes(entries: readonly QueueEntry[]): Promise<void> {
    await inParallel(entries, statsTogether, async ({ job }) => {
      const sizes = await Promise.all(inputsOf(job).map(sizeOf));
      const bytesIn = sizes.reduce<number | null>(
        (sum, size) => (sum === null || size === null ? null : sum + size),
        0,
      );
      if (bytesIn === null || kept.get(job.id)?.known.bytesIn !== null) return;
      know(job.id, { bytesIn });
      changed(job.id);
    });
  }

  const rowFor = (entry: QueueEntry): Row =>
    rowOf(entry, kept.get(entry.job.id)?.known ?? nothingKnown, uploads);

  return {
    row(id) {
      const entry = engine.queue.entry(id);
      return entry === null ? null : rowFor(entry);
    },
    rowOf: rowFor,
    known: (id) => kept.get(id)?.known ?? nothingKnown,
    facts: (id) => facts.get(id) ?? null,
    hear(event) {
      switch (event.type) {
        case 'job':
          meet(event.job);
          break;
        case 'progress': {
          const { progress, speed, eta, transfer } = event;
          know(event.id, { progress: { progress, speed, eta, transfer } });
          break;
        }
        case 'removed':
          event.ids.forEach(forget);
          break;
        case 'queue':
          planner.wake();
          break;
        case 'history':
        case 'connections':
        case 'tools':
        case 'watch':
        case 'watched':
        case 'log':
          break;
      }
    },
    expect(sizes) {
      expected = sizes;
      planner.wake();
    },
    lookedAt(ids) {
      planner.lookedAt(ids);
    },
    planned,
    planAgain() {
      for (const [id] of kept) {
        if (engine.queue.entry(id)?.job.status === 'queued') planner.want(id);
      }
    },
    async begin() {
      let after: string | null = null;
      while (!closed) {
        const entries: readonly QueueEntry[] = engine.queue.page({ after, limit: pageSize });
        const unseen = entries.filter(({ job }) => !kept.has(job.id));
        for (const { job } of unseen) meet(job);
        await readSizes(unseen.filter(({ job }) => !hasEnded(job)));
        after = entries.at(-1)?.job.id ?? null;
        if (entries.length < pageSize) return;
        await breathe();
      }
    },
    close() {
      closed = true;
      planner.close();
    },
  };
}

function sizeOf(file: string): Promise<number | null> {
  return stat(file).then(
    (stats) => stats.size,
    () => null,
  );
}
