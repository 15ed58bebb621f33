import os from 'node:os';
import path from 'node:path';
import type { AppSettings } from '../../shared/model/app-settings.ts';
import type { Lanes } from '../../shared/model/settings.ts';
import { createAdmission } from './queue/admission.ts';
import { createAlterJobs } from './queue/alter-jobs.ts';
import { createBook } from './queue/book.ts';
import type { Concluding } from './run/conclude.ts';
import { concludePlaced } from './run/conclude-placed.ts';
import { createDryRun } from './planning/dry-run.ts';
import { requestOf } from './queue/change-request.ts';
import type { Engine, EngineDeps } from './doors/door.ts';
import { errorOf } from './error-of.ts';
import { expandInputs } from './inputs/inputs.ts';
import { createIntake } from './queue/intake.ts';
import { createHistory } from './history.ts';
import { createJobLog } from './run/job-log.ts';
import type { JobRecord } from './job-record.ts';
import { lanesOf } from './queue/lanes.ts';
import { createLibrary } from './library.ts';
import { createListeners } from './listeners.ts';
import { createPace } from './run/pace.ts';
import { queueEntry } from './queue/phase.ts';
import { createPipeline } from './run/pipeline.ts';
import { createPlanning } from './planning/create-planning.ts';
import { previewsOnDemand } from './previews/previews-on-demand.ts';
import { createRunner } from './process/run-ffmpeg.ts';
import { canStandStill, createStandStill } from './process/stand-still.ts';
import { createProgressFeed } from './queue/progress-feed.ts';
import { choiceOfSettings, createOriginals } from './publish/originals.ts';
import { createOutputFolders } from './publish/output-folders.ts';
import { createQueue } from './queue/queue.ts';
import { putBackAll, recover } from './queue/recover.ts';
import { powerNow } from './power/power.ts';
import { createDiskRoom } from './schedule/disk-room.ts';
import { createGate } from './schedule/gate.ts';
import { createKeepCopy } from './export/keep-copy.ts';
import { localInputs } from './inputs/addresses.ts';
import { createTransfers } from './run/create-transfers.ts';
import { createScratchPlaces } from './run/scratch-places.ts';
import { createScheduler } from './queue/scheduler.ts';
import { createStillWorkers } from './stills/still-processes.ts';
import { openStore, openStoreInMemory } from './store/open-store.ts';
import { createToolFinder } from './tools/tool-finder.ts';
import { defaultCacheDir, thisHost } from './tools/tool-places.ts';
import { trashName, trashOf } from './trash/trash.ts';
import { createWatch } from './watch/watch.ts';
import { wireJob } from './wire-job.ts';

/**
 * Makes an engine. Nothing is started or probed before it is needed; a queue that was kept goes on by itself. Throws a
 * `ConvoyFailure` when its state file cannot be opened: `busy_elsewhere`, `output_unwritable`.
 */
export function createEngine(deps: EngineDeps): Engine {
  const now = Date.now;
  const cwd = process.cwd();
  const cores = os.availableParallelism();
  const parallel = deps.parallel ?? Number.POSITIVE_INFINITY;
  const works = deps.work ?? true;
  const { emit, subscribe } = createListeners();
  const log = (line: string): void => emit({ type: 'log', id: null, line });

  const store =
    deps.stateFile === undefined
      ? openStoreInMemory()
      : // Whoever made the engine hears from the first line on.
        openStore(deps.stateFile, (line) => void setImmediate(log, line));
  if (deps.stateFile === undefined) deps.connections?.forEach((one) => store.connections.save(one));
  const places = createScratchPlaces(deps.stateFile ?? null);
  const library = createLibrary({ store, now, changed: settingsChanged });
  const lanes = (): Lanes => ({
    ...lanesOf(library.settings(), cores),
    ...deps.lanes,
  });

  const finder = createToolFinder(
    () => {
      const ffmpegPath = deps.ffmpegPath ?? library.settings().ffmpegPath;
      return {
        ...(ffmpegPath === null ? {} : { ffmpegPath }),
        ...(deps.onlyFfmpegPath === undefined ? {} : { onlyFfmpegPath: deps.onlyFfmpegPath }),
        ...(deps.cacheDir === undefined ? {} : { cacheDir: deps.cacheDir }),
      };
    },
    () => emit({ type: 'tools' }),
  );
  // One worker more than the lane has slots: without a video encode the lane takes one more job.
  const workers = createStillWorkers({
    workerPath: deps.stillWorkerPath,
    start: deps.startStillProcess,
    size: () => Math.min(lanes().still + 1, parallel),
    log,
  });
  const { planning, probes, reader, cached } = createPlanning({
    ...{ given: deps, finder, workers, cores, now },
    settings: () => library.settings(),
  });
  const runner = createRunner(deps.runner);
  const standStill = createStandStill();
  const pace = createPace(cores);
  const jobLog = createJobLog(deps.stateFile === undefined ? null : store.logs, (id) => feed.reached(id));
  const logOf = (id: string, line: string): void => {
    jobLog.add(id, line);
    emit({ type: 'log', id, line });
  };

  const tell = (job: JobRecord): void => emit({ type: 'job', job: wireJob(job) });
  const book = createBook({
    store,
    now,
    endedLog: (id) => jobLog.ended(id),
    changed: (job) => {
      if (job.state === 'queued' || job.finishedAt !== null) feed.end(job.id);
      queue.heard(job);
      stagedFiles.heard(job);
      tell(job);
      if (job.finishedAt !== null) {
        admission.close(job);
        transfers.over(job);
      }
    },
  });
  const feed = createProgressFeed({
    now,
    emit,
    phaseChanged: (id) => {
      const job = book.get(id);
      if (job !== null) tell(job);
    },
  });
  const folders = createOutputFolders(() => (watch.isBound() ? null : library.settings().outputFolder));
  const transfers = createTransfers({
    ...{ given: deps, store, places, standStill, now, log, logOf, planning, folders },
    settings: () => library.settings(),
    job: (id) => book.find(id),
    changed: () => emit({ type: 'connections' }),
  });
  const { uploads, stagedFiles, importer } = transfers;
  const admission = createAdmission({
    ...{ planning, cwd, relativeToInputs: deps.relativeToInputs ?? false },
    results: () => {
      const { outputFolder, keepTree } = library.settings();
      return outputFolder === null ? null : { folder: outputFolder, keepTree };
    },
    preset: (id) => library.preset(id),
    connections: () => uploads.known(),
    places: {
      importsOf: (id) => places.importsOf(id),
      get outgoing() {
        return places.outgoing;
      },
      downloads: path.resolve(deps.downloads ?? cwd),
    },
  });
  const trash = trashOf({
    ...{ system: deps.trash ?? null, platform: process.platform },
    ...{ env: process.env, home: os.homedir() },
  });
  const originals = createOriginals({
    choiceFor: (jobId) => watch.choiceFor(jobId) ?? choiceOfSettings(library.settings()),
    ...{ trash, sent: places.sent },
    moved: (id, original) => {
      const job = book.find(id);
      if (job !== null) book.noteFiles(id, { originals: [...job.originals, original] });
    },
    needOf: (file, jobId) => (watch.wants(file) ? 'open' : admission.needOf(file, jobId)),
  });
  // A queue that is kept may wait; one that lives as long as its command runs at once, or fails.
  const waits = works && (deps.waits ?? deps.stateFile !== undefined);
  const room = !waits
    ? null
    : createDiskRoom({
        parked: () => scheduler.parked(),
        unpark: (ids) => scheduler.unpark(ids),
        changed: () => queue.tellFacts(),
      });
  const gate = !waits
    ? null
    : createGate({
        settings: () => library.settings(),
        now,
        power: () => powerNow(),
        changed: () => queue.gateChanged(),
      });
  const concluding: Concluding = {
    book,
    originals: {
      async settle(job) {
        try {
          return await originals.settle(job);
        } finally {
          watch.settled(job.jobId);
        }
      },
    },
    published: (files) => watch.published(files),
  };
  const pipeline = createPipeline({
    room,
    isGentle: () => library.settings().gentle,
    ...{ planning, resultReader: reader, runner, workers, probes, standStill },
    ...{ ...concluding, importer, exporter: uploads.exporter, folders },
    keepCopy: createKeepCopy({
      wanted: () => library.settings().keepUploaded,
      ...{ book, admission, planning, folders },
    }),
    onTransfer: (id, what, progress) => feed.transfer(id, what, progress),
    onProgress: (job, plan, step, fraction, block) => feed.report(job, plan, step, fraction, block),
    reached: (id) => feed.reached(id),
    hardwareRefused: finder.refused,
    learn: (plan, facts, seconds) => pace.learn(plan, facts, seconds),
    whenLarger: () => deps.whenLarger ?? library.settings().whenLarger,
    log: logOf,
  });
  const scheduler = createScheduler({
    ...{ lanes: lanes(), parallel },
    prepare: async (id, signal) => {
      const accepted = admission.accepted(id);
      // Put on hold while it was being accepted.
      if (accepted === null || book.get(id)?.hold !== null) return 'over';
      return pipeline.prepare({ id, ...accepted }, signal);
    },
    givenBack: (id) => void book.apply(id, 'interrupt'),
    parkedChanged: (id) => {
      const job = book.get(id);
      if (job !== null) tell(job);
      room?.follow();
    },
    changed: () => queue.tellFacts(),
  });
  const intake = createIntake({ book, admission, scheduler });
  const alter = createAlterJobs({ book, admission, intake, scheduler, tell });
  const queue = createQueue({
    ...{ book, admission, intake, alter, scheduler, planning, pace, feed, standStill, canStandStill },
    ...{ lanes, emit, log: jobLog, store, works, gate, room },
    standsAtWindowEnd: () => library.settings().atWindowEnd === 'stand_still',
  });
  if (!works || store.paused() || (gate !== null && gate.closed !== null)) scheduler.pause();
  const dryRun = createDryRun(planning, pace, (one) => admission.read(one));
  const watch = createWatch({
    store: () => store.watch,
    lasting: deps.stateFile !== undefined,
    rules: deps.watchRules ?? (works ? 'stored' : 'none'),
    taste: { settings: () => library.settings(), preset: (id) => library.preset(id) },
    ...{ now, emit, log, plan: dryRun },
    job: (id) => book.find(id),
    add: (requests) => intake.add(requests),
    cancel: (ids) => intake.cancel(ids),
    settleOriginals: async (job) => book.warn(job.jobId, await originals.settle(job)),
    isNeeded: (file, jobId) => admission.needOf(file, jobId) === 'open',
  });
  subscribe((event) => watch.hear(event));
  subscribe((event) => event.type === 'removed' && stagedFiles.gone(event.ids));
  const previews = previewsOnDemand({
    ...{ planning, runner, workers, hardwareRefused: finder.refused, log: logOf },
    entry: (id) => book.find(id),
    cacheDir: deps.cacheDir ?? defaultCacheDir(thisHost(os.homedir())),
    readRequestOf: (id, change) => alter.read(id, change),
  });

  const retry: Engine['queue']['retry'] = async (ids, change) => {
    await watch.bringBack(ids);
    return queue.retry(ids, change);
  };
  const history = createHistory({
    ...{ store: store.history, logs: store.logs, book, intake, scheduler, queue, retry, now, emit },
    failures: watch,
    entryOf: (job) => queueEntry(job, feed.measures(job.id), scheduler.isParked(job.id)),
    undo: {
      trash,
      trashName: trashName(process.platform),
      inputsOf: (job) => localInputs(requestOf(job), cwd),
      isNeeded: (file, jobId) => admission.needOf(file, jobId) === 'open',
    },
    days: () => library.settings().historyDays,
  });

  let closing: Promise<void> | null = null;
  const recovered =
    deps.stateFile === undefined
      ? Promise.resolve()
      : takeUp().catch((error: unknown) => log(`the queue could not be taken up again: ${String(error)}`));

  function takeUp(): Promise<void> {
    const putBack = { book, log, logOf, conclude: concludePlaced(concluding, admission) };
    if (!works) return intake.inTurn(() => putBackAll(putBack, store));
    // Before anything begins: what is there then belongs to nobody that is still to come.
    void intake
      .inTurn(async () => void uploads.abort(await stagedFiles.sweep()))
      .catch((error: unknown) => log(`what earlier uploads left cannot be removed: ${String(error)}`));
    return recover({
      ...{ ...putBack, admission, intake, scheduler },
      heard: (job) => queue.heard(job),
      closing: () => closing !== null,
    });
  }

  let tidying: Promise<void> = Promise.resolve();
  const daily = setInterval(tidyHistory, 86_400_000);
  daily.unref();
  void recovered.then(tidyHistory);

  const watching = recovered
    .then(() => (closing === null ? watch.begin() : undefined))
    .catch((error: unknown) => log(`folders cannot be watched: ${String(error)}`));

  async function settingsChanged(settings: AppSettings, before: AppSettings): Promise<void> {
    scheduler.setLanes(lanes());
    gate?.refresh();
    queue.gateChanged();
    if (settings.ffmpegPath !== before.ffmpegPath) await findAgain(false);
    if (settings.hardware !== before.hardware) finder.readyHardware();
    if (settings.historyDays !== before.historyDays) tidyHistory();
    const names = ['nameTemplate', 'collision', 'outputFolder', 'keepTree', 'quality'] as const;
    if (names.some((name) => settings[name] !== before[name])) await alter.renameAll();
  }

  /** What is too old goes while nobody waits for it. */
  function tidyHistory(): void {
    if (closing !== null || deps.stateFile === undefined || !works) return;
    tidying = tidying
      .then(() => history.tidy())
      .catch((error: unknown) => log(`the history cannot be tidied: ${String(error)}`));
  }

  async function findAgain(refresh: boolean): ReturnType<typeof finder.again> {
    cached.forget();
    return finder.again(refresh);
  }

  return {
    tools: finder.reports,
    findToolsAgain: () => findAgain(true),
    pictures: () =>
      workers.run({ do: 'about' }, { timeoutMs: 30_000 }).then(
        (reply) => ({ ok: true, value: reply }),
        (error: unknown) => ({ ok: false, error: errorOf(error) }),
      ),
    probe: (file) =>
      cached.read(path.resolve(cwd, file)).catch((error: unknown) => ({ ok: false, error: errorOf(error) })),
    expand: (inputs, kind, passed) => expandInputs(inputs, kind, { cwd, passed }),
    plan: dryRun,
    ...{ add: intake.add, addInParts: intake.addInParts },
    job: (id) => {
      const job = book.get(id);
      return job === null ? null : wireJob(job);
    },
    cancel: (ids) => intake.cancel(ids === 'all' ? admission.ids() : ids),
    async idle() {
      await recovered;
      if (works) await scheduler.idle();
    },
    subscribe,
    queue: { ...queue, retry },
    history,
    library,
    previews,
    watch,
    connections: uploads.door,
    api: { ...store.api, ...transfers.lone },
    close: () => (closing ??= close()),
  };

  async function close(): Promise<void> {
    clearInterval(daily);
    gate?.close();
    room?.close();
    await recovered;
    await watching;
    await tidying;
    await watch.close();
    if (deps.stateFile === undefined) {
      await intake.cancel(admission.ids());
      await scheduler.idle();
    } else {
      scheduler.pause();
      await scheduler.interrupt();
    }
    await previews.close();
    await workers.close();
    await finder.close();
    uploads.close();
    places.close();
    store.close();
  }
}
