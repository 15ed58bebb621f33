import path from 'node:path';
import type { EngineHandlers } from '../../shared/ipc/contract.ts';
import type { HistoryRow } from '../../shared/ipc/history-calls.ts';
import type { Row } from '../../shared/ipc/row.ts';
import type { Preset } from '../../shared/model/preset.ts';
import type { Engine, HistoryEntry, QueueEntry, RefusedChange } from '../engine/index.ts';
import type { AllowedPlaces } from './allowed-places.ts';
import { readJobs } from './jobs/import-jobs.ts';
import { breathe } from './in-parallel.ts';
import { valueOf } from './library-calls.ts';
import type { RemovedJobs } from './jobs/removed-jobs.ts';

/** What was converted, jobs out of text, and taking a batch back. */

type HistoryCalls = Pick<
  EngineHandlers,
  Extract<keyof EngineHandlers, `${'history' | 'batches'}:${string}`> | 'jobs:import'
>;

export interface HistoryCallDeps {
  readonly engine: Pick<Engine, 'history' | 'add'>;
  readonly places: AllowedPlaces;
  readonly removed: RemovedJobs;
  readonly rowOf: (entry: QueueEntry) => Row;
  readonly presets: () => readonly Preset[];
}

/** Jobs that are queued again in one go; other calls have their turn in between. */
const together = 500;

export function createHistoryCalls(deps: HistoryCallDeps): HistoryCalls {
  const { engine, removed } = deps;
  const { history } = engine;

  const rowOf = (entry: HistoryEntry): HistoryRow[] => {
    const row = deps.rowOf(entry);
    // Only ended jobs are asked for; one that is tried again in this moment is none of them.
    return row.finishedAt === null
      ? []
      : [{ ...row, finishedAt: row.finishedAt, inQueue: entry.inQueue, mediaSeconds: entry.mediaSeconds }];
  };

  return {
    'history:page': ({ filter, after, limit }) => {
      // One more than is asked for says whether there are more.
      const entries = history.page({ filter, after, limit: limit + 1 });
      return { rows: entries.slice(0, limit).flatMap(rowOf), more: entries.length > limit };
    },
    'history:totals': ({ filter }) => history.totals(filter),
    'history:remove': async ({ ids }) => {
      const jobs = await history.remove(ids);
      return { removed: jobs.length, token: removed.keep(jobs) };
    },
    'history:run_again': async ({ ids }) => {
      const all = [...new Set(ids)];
      const refused: RefusedChange[] = [];
      for (let at = 0; at < all.length; at += together) {
        refused.push(...(await history.runAgain(all.slice(at, at + together))));
        await breathe();
      }
      return { queued: all.length - refused.length, refused };
    },
    'jobs:import': async ({ text }) => {
      const { requests, refused } = await readJobs(text, deps);
      const jobs = requests.length === 0 ? [] : await engine.add(requests, { ready: true });
      const [first] = jobs;
      return {
        batchId: first?.batch_id ?? null,
        firstId: first?.id ?? null,
        added: jobs.length,
        refused: [...refused],
      };
    },
    'batches:look': ({ batchId }) => valueOf(history.batch(batchId)),
    'batches:undo': async ({ batchId }) => {
      const { kept, ...undone } = valueOf(await history.undoBatch(batchId));
      return {
        ...undone,
        kept: kept.map(({ id, what, path: file, reason }) => ({
          ...{ id, what, reason },
          name: path.basename(file),
          folder: path.dirname(file),
        })),
      };
    },
  };
}
