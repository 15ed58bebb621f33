import type { EngineHandlers, Output } from '../../shared/ipc/contract.ts';
import type { Job } from '../../shared/model/job.ts';
import { type Engine, type QueueEntry, installHint } from '../engine/index.ts';
import { type ApiSwitch, createApiCalls } from './api-calls.ts';
import { type Uploads, addFiles } from './adding/add-files.ts';
import { createAllowedPlaces } from './allowed-places.ts';
import { createArrivals } from './adding/arrivals.ts';
import { createBroadcaster } from './rows/broadcaster.ts';
import { browseFiles } from './browse-files.ts';
import { createConnectionCalls, createConnectionNews } from './connection-calls.ts';
import { createHistoryCalls } from './history-calls.ts';
import { createJobCalls } from './jobs/job-calls.ts';
import { type Broadcast, allPresets, createLibraryCalls, presetOf } from './library-calls.ts';
import { type MediaLocator, createMediaLocator } from './media/media-locator.ts';
import { breathe } from './in-parallel.ts';
import { hasEnded } from './jobs/job-reading.ts';
import { createQueueNews, stateOf } from './rows/queue-news.ts';
import { createRemovedJobs } from './jobs/removed-jobs.ts';
import { createRowBook } from './rows/row-book.ts';
import { createSeenFiles } from './seen-files.ts';
import { toolsView } from './tools-view.ts';
import { usualTarget } from './adding/usual-target.ts';
import { createWatchCalls } from './watch-calls.ts';
import { createWatchNews } from './watch-news.ts';

export interface CallsDeps {
  readonly engine: Engine;
  /** Absolute folders that may be named; null = everything, for the window of the person who sits here. */
  readonly allowedRoots: readonly string[] | null;
  /** Folders that results may go to besides. */
  readonly outputRoots?: readonly string[];
  /** Where files lie that were sent, and where their results go. */
  readonly uploads?: Uploads;
  /** The person's home folder. */
  readonly home: string;
  /** Unix milliseconds; `Date.now` when absent. */
  readonly now?: () => number;
  /** False = nothing is read or planned before somebody asks: no window looks at the rows. True when absent. */
  readonly ahead?: boolean;
  /** The job API of this host; none when absent. */
  readonly api?: ApiSwitch;
  /** Tells all windows. */
  readonly broadcast: Broadcast;
}

export interface Calls {
  readonly handlers: EngineHandlers;
  readonly media: MediaLocator;
  /** Stops hearing and planning. The engine stays open. */
  close(): void;
}

const pageSize = 500;

/** The calls of the contract over an engine. Handlers throw `ConvoyFailure`; `dispatch` makes answers of it. */
export function createCalls(deps: CallsDeps): Calls {
  const { engine, home, broadcast } = deps;
  const { queue, library } = engine;
  const now = deps.now ?? Date.now;
  const arrivals = createArrivals();
  const uploads = deps.uploads ?? null;
  const places = createAllowedPlaces(
    deps.allowedRoots === null ? null : [...deps.allowedRoots, ...(uploads === null ? [] : [uploads.folder])],
    [...(deps.outputRoots ?? []), ...(uploads === null ? [] : [uploads.output])],
  );
  const shownPlaces = { ...places, roots: deps.allowedRoots };
  const broadcaster = createBroadcaster({
    row: (id) => book.row(id),
    send: (batch) => broadcast('rows:patched', batch),
  });
  const ahead = deps.ahead ?? true;
  const book = createRowBook({
    uploads: uploads?.folder ?? null,
    engine,
    ahead,
    changed: (id) => broadcaster.put(id),
  });
  const news = createQueueNews((state) => broadcast('queue:changed', state));
  // Links inside a watched folder may lead out of what is allowed.
  if (deps.allowedRoots !== null) engine.watch.followOnly((file) => places.holds(file));
  const watchNews = createWatchNews(() => broadcast('watch:changed', [...engine.watch.rules()]));
  const seenFiles = createSeenFiles((files) => broadcast('watch:seen', { files: [...files] }));
  const removed = createRemovedJobs(now);
  const historyNews = createWatchNews(() => broadcast('history:changed', null));
  const connectionNews = createConnectionNews(engine, broadcast);

  const unsubscribe = engine.subscribe((event) => {
    book.hear(event);
    switch (event.type) {
      case 'job':
        broadcaster.put(event.job.id);
        if (hasEnded(event.job) || event.job.attempt > 1) historyNews.changed();
        break;
      case 'progress':
        broadcaster.progress({
          id: event.id,
          progress: event.progress,
          speed: event.speed,
          transfer: event.transfer === null ? null : { ...event.transfer },
          eta: event.eta,
        });
        break;
      case 'removed':
        for (const id of event.ids) broadcaster.removed(id);
        historyNews.changed();
        break;
      case 'history':
        historyNews.changed();
        break;
      case 'queue':
        news.changed(event.queue);
        break;
      case 'tools':
        if (library.settings().hardware !== 'off') book.planAgain();
        broadcast('tools:changed', null);
        break;
      case 'connections':
        connectionNews.changed();
        break;
      case 'watch':
        watchNews.changed();
        break;
      case 'watched':
        seenFiles.changed(event.files);
        break;
      case 'log':
        break;
    }
  });
  // Rows are answered from the first moment on; what they lack comes as patches.
  if (ahead) void book.begin().catch(() => undefined);

  async function remove(ids: readonly string[]): Promise<Output<'jobs:remove'>> {
    const jobs = await queue.remove(ids);
    return { removed: jobs.length, token: removed.keep(jobs) };
  }

  async function tools(): Promise<Output<'tools:list'>> {
    const [reports, pictures] = await Promise.all([engine.tools(), engine.pictures()]);
    return toolsView(reports, pictures, installHint(process.platform));
  }

  const handlers: EngineHandlers = {
    'queue:add': (input) =>
      addFiles(
        {
          engine,
          places,
          uploads,
          settings: () => library.settings(),
          preset: (id) => presetOf(library, id),
          usual: () => usualTarget(engine, library.settings()),
          expect: (sizes) => book.expect(sizes),
          arrivals,
        },
        input,
      ),
    'queue:page': ({ after, limit }) => {
      const entries = queue.page({ after, limit });
      book.lookedAt(entries.map(({ job }) => job.id));
      return {
        revision: broadcaster.revision(),
        rows: entries.map((entry) => book.rowOf(entry)),
        more: entries.length === limit && queue.page({ after: lastId(entries), limit: 1 }).length > 0,
        total: queue.count(),
      };
    },
    'queue:state': () => stateOf(queue.state()),
    'queue:start': ({ ids }) => {
      queue.release(ids ?? 'ready');
      return null;
    },
    'queue:pause': async ({ mode }) => {
      await queue.pause(mode);
      return null;
    },
    'queue:resume': () => {
      queue.resume();
      return null;
    },
    'queue:clear_finished': async ({ all }) => {
      const finished = (job: Job): boolean => hasEnded(job) && (all || job.status !== 'failed');
      return remove(await idsWhere(finished));
    },
    ...createJobCalls({
      engine,
      book,
      broadcaster,
      places,
      remove,
      removed,
      presetOf: (id) => presetOf(library, id),
    }),
    ...createLibraryCalls({
      library,
      places,
      home,
      now,
      broadcast,
      settingsChanged: (change) => {
        if (plannedBy.some((key) => change[key] !== undefined)) book.planAgain();
        if (change.ffmpegPath !== undefined) broadcast('tools:changed', null);
      },
    }),
    'tools:list': tools,
    'tools:test': async () => {
      await engine.findToolsAgain();
      const view = await tools();
      book.planAgain();
      broadcast('tools:changed', null);
      return view;
    },
    'files:browse': ({ folder }) => browseFiles(shownPlaces, home, folder),
    ...createApiCalls(deps.api ?? null),
    ...createConnectionCalls(engine),
    ...createWatchCalls({ watch: engine.watch, places }),
    ...createHistoryCalls({
      engine,
      places,
      removed,
      rowOf: (entry) => book.rowOf(entry),
      presets: () => allPresets(library),
    }),
  };

  /** Ids of jobs of a certain sort, in queue order. */
  async function idsWhere(fits: (job: Job) => boolean): Promise<string[]> {
    const ids: string[] = [];
    let after: string | null = null;
    for (;;) {
      const entries: readonly QueueEntry[] = queue.page({ after, limit: pageSize });
      ids.push(...entries.flatMap(({ job }) => (fits(job) ? [job.id] : [])));
      after = lastId(entries);
      if (entries.length < pageSize) return ids;
      await breathe();
    }
  }

  return {
    handlers,
    media: createMediaLocator(engine, arrivals),
    close() {
      unsubscribe();
      book.close();
      news.close();
      watchNews.close();
      historyNews.close();
      seenFiles.close();
      broadcaster.close();
    },
  };
}

/** Settings that a plan is made of. */
const plannedBy = [
  ...(['outputFolder', 'keepTree', 'nameTemplate', 'collision'] as const),
  ...(['quality', 'ffmpegPath', 'hardware'] as const),
] as const;

const lastId = (entries: readonly QueueEntry[]): string | null => entries.at(-1)?.job.id ?? null;
