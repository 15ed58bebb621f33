import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { type ConvoyError, type Result, convoyError, ok, refuse } from '../../../shared/model/error.ts';
import { newId } from '../../../shared/model/id.ts';
import type { Job, OutputFile } from '../../../shared/model/job.ts';
import type { WatchDraft, WatchRule, WatchRuleView } from '../../../shared/model/watch.ts';
import type { AddRequest, EngineDeps, EngineEvent } from '../doors/door.ts';
import type { PlannedJob } from '../doors/planned.ts';
import { errorOf } from '../error-of.ts';
import type { JobRecord } from '../job-record.ts';
import type { OwnResult, WatchStore } from '../ports.ts';
import type { OriginalsChoice, SettledJob } from '../publish/originals.ts';
import type { Bounds } from '../publish/within.ts';
import type { WatchDoor } from '../doors/watch-door.ts';
import { forgotten } from './changed-rule.ts';
import { checkDraft } from './draft-check.ts';
import { excludedFolders } from './excluded.ts';
import { folderSystem } from './folder-system.ts';
import { type BroughtBack, createJobLinks } from './job-links.ts';
import { asFile, createLedger } from './ledger.ts';
import { type RuleRun, createRuleRun } from './rule-run.ts';
import { takeFiles } from './take.ts';
import { takeAgain } from './take-again.ts';
import { tryDraft } from './try-draft.ts';
import { watchedFolder } from './watch-places.ts';
import { type Taste, wishOf } from './wish.ts';

/** Folders that convert by themselves: all rules, each with its run, and what the rest of the engine asks of them. */
export interface Watch extends WatchDoor {
  /** Takes the rules up, after the queue was. */
  begin(): Promise<void>;
  /** Hears of jobs. */
  hear(event: EngineEvent): void;
  /** Files were published: no rule takes them. */
  published(files: readonly OutputFile[]): Promise<void>;
  /** A job has succeeded, and its originals were seen to. */
  settled(jobId: string): void;
  /** `followOnly` was called: whoever works on this engine may use some folders only. */
  isBound(): boolean;
  /** What its rule says about the originals of a job; null for a job that no rule made. */
  choiceFor(jobId: string): OriginalsChoice | null;
  /** A rule is going to read the file, other than the one that the job was made by. */
  wants(file: string): boolean;
  /** Jobs are going to run once more. */
  bringBack(ids: readonly string[]): Promise<readonly BroughtBack[]>;
  /** How many of these jobs have an original that was put aside. */
  putAside(ids: readonly string[]): number;
  close(): Promise<void>;
}

export interface WatchDeps {
  readonly store: () => WatchStore;
  /** The store outlives the engine: it is worth opening it although no rule was made in this run. */
  readonly lasting: boolean;
  readonly rules: NonNullable<EngineDeps['watchRules']>;
  readonly taste: Taste;
  readonly now: () => number;
  readonly emit: (event: EngineEvent) => void;
  readonly log: (line: string) => void;
  readonly job: (id: string) => JobRecord | null;
  readonly add: (requests: readonly AddRequest[]) => Promise<readonly Job[]>;
  readonly cancel: (ids: readonly string[]) => Promise<void>;
  readonly plan: (requests: readonly AddRequest[]) => Promise<readonly PlannedJob[]>;
  readonly settleOriginals: (job: SettledJob) => Promise<void>;
  readonly isNeeded: (file: string, jobId: string) => boolean;
}

export function createWatch(deps: WatchDeps): Watch {
  const { store, now, log, taste } = deps;
  const rules = new Map<string, WatchRule>();
  const runs = new Map<string, RuleRun>();
  /** Rules that were given for this run and make no sense. */
  const senseless = new Map<string, ConvoyError>();
  const stored = deps.rules === 'stored' || deps.rules === 'none';
  let follows: ((link: string) => Promise<boolean>) | null = null;
  const mayFollow = async (link: string): Promise<boolean> => follows === null || follows(link);
  let opened = deps.lasting;
  let begun = false;
  let closed = false;
  let last: Promise<unknown> = Promise.resolve();

  const changed = (): void => {
    if (!closed) deps.emit({ type: 'watch' });
  };
  const ledger = createLedger({
    ...{ store, now, log },
    changed: (files) => {
      if (closed || files.length === 0) return;
      deps.emit({ type: 'watched', files });
      changed();
    },
  });
  const ruleOf = (id: string): WatchRule | null => rules.get(id) ?? null;
  const links = createJobLinks({
    ...{ ledger, now, log, ruleOf },
    store: () => (opened && !closed ? store() : null),
    job: deps.job,
    cancel: deps.cancel,
    settleOriginals: deps.settleOriginals,
    isNeeded: (file, jobId) => deps.isNeeded(file, jobId) || wants(file),
  });
  const excluded = (rule: WatchRule): readonly string[] =>
    excludedFolders(rule, [...rules.values()], taste.settings().outputFolder);

  function start(rule: WatchRule): void {
    if (!begun || closed || !rule.on || senseless.has(rule.id) || deps.rules === 'none') return;
    const run = createRuleRun({
      ...{ rule, store, ledger, now, log, changed, system: folderSystem },
      excluded: () => excluded(rule),
      letGo: (entry) => links.letGo(entry),
      mayFollow,
      whyNot: () => {
        const wish = wishOf(rule, 'video', taste);
        return wish.ok ? null : wish.error;
      },
      take: (files) => takeFiles({ rule, ledger, links, taste, now, add: deps.add }, files),
    });
    runs.set(rule.id, run);
  }

  async function stop(id: string): Promise<void> {
    const run = runs.get(id);
    runs.delete(id);
    await run?.stop();
  }

  /** One change of rules after the other. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  }

  async function save(draft: WatchDraft, within: Bounds): Promise<Result<WatchRule>> {
    const before = draft.id === null ? null : ruleOf(draft.id);
    const checked = await checkDraft(draft, before, taste);
    if (!checked.ok) return checked;
    opened = true;
    const at = now();
    const id = draft.id ?? newId('watch');
    const bounds = within === null ? {} : { within: [...within] };
    const rule: WatchRule = { ...draft, ...bounds, id, createdAt: before?.createdAt ?? at, updatedAt: at };
    await stop(id);
    if (stored) store().saveRule(rule);
    senseless.delete(id);
    rules.set(id, rule);
    const reasons = forgotten(before, rule, store().folder(id)?.folder ?? null);
    if (reasons === 'all') {
      store().forgetRule(id);
      store().saveFolder(id, { folder: watchedFolder(rule), device: null, begun: false });
    } else store().forgetReasons(id, reasons);
    ledger.forget(id, []);
    start(rule);
    changed();
    return ok(rule);
  }

  const viewOf = (rule: WatchRule): WatchRuleView => {
    const problem = senseless.get(rule.id) ?? null;
    const still = {
      state: 'resting',
      problem: null,
      retrySeconds: null,
      polling: false,
      lookedAt: null,
    } as const;
    const waits = rule.on && deps.rules !== 'none' && !begun;
    const doing =
      problem !== null
        ? { ...still, state: 'broken' as const, problem }
        : (runs.get(rule.id)?.view() ?? (waits ? { ...still, state: 'starting' as const } : still));
    return { rule, ...doing, counts: ledger.counts(rule.id) };
  };

  function wants(file: string): boolean {
    for (const [id, run] of runs) {
      const rule = ruleOf(id);
      if (rule === null) continue;
      const below = path.relative(watchedFolder(rule), file);
      if (run.settles(below.split(path.sep).join('/'))) return true;
    }
    return false;
  }

  async function given(drafts: readonly WatchDraft[]): Promise<void> {
    for (const draft of drafts) {
      const at = now();
      const rule: WatchRule = { ...draft, id: draft.id ?? newId('watch'), createdAt: at, updatedAt: at };
      rules.set(rule.id, rule);
      const checked = await checkDraft(draft, rule, taste);
      if (!checked.ok) senseless.set(rule.id, checked.error);
    }
  }

  return {
    rules: () =>
      [...rules.values()].sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1)).map(viewOf),
    save: (draft, within = null) => inTurn(() => save(draft, within)),
    remove: (id) =>
      inTurn(async () => {
        const rule = ruleOf(id);
        if (rule === null) return refuse('not_found', { given: 'This watched folder' });
        await stop(id);
        if (stored) store().removeRule(id);
        rules.delete(id);
        changed();
        return ok(rule);
      }),
    files({ ruleId, states, after, limit }) {
      const ruleIds = [...rules.keys()].filter((id) => ruleId === null || id === ruleId);
      return ruleIds.length === 0 ? [] : store().files({ ruleIds, states, after, limit }).map(asFile);
    },
    async test(draft, signal) {
      const before = draft.id === null ? null : ruleOf(draft.id);
      const checked = await checkDraft(draft, before, taste);
      if (!checked.ok) return checked;
      const { id } = draft;
      const isKnown =
        id !== null && opened && store().folder(id)?.folder === watchedFolder(draft) && before !== null;
      const placed = { ...draft, id: id ?? '' };
      try {
        return ok(
          await tryDraft({
            ...{ draft, store, taste, signal },
            entries: (paths) => (isKnown ? ledger.entries(id, paths) : new Map()),
            isFirst: !isKnown,
            excluded: excludedFolders(
              placed,
              [...rules.values()].filter((rule) => rule.id !== id),
              taste.settings().outputFolder,
            ),
            plan: async (request) => (await deps.plan([request]))[0],
          }),
        );
      } catch (error) {
        if (signal?.aborted === true) return { ok: false, error: convoyError('cancelled') };
        return { ok: false, error: errorOf(error) };
      }
    },
    async rescan(id) {
      if (ruleOf(id) === null) return refuse('not_found', { given: 'This watched folder' });
      const run = runs.get(id);
      if (run === undefined) return refuse('conflict', { reason: 'this watched folder is switched off' });
      const problem = await run.look();
      return problem === null ? ok(null) : { ok: false, error: problem };
    },
    async again(ruleId, file) {
      const rule = ruleOf(ruleId);
      if (rule === null) return refuse('not_found', { given: 'This watched folder' });
      const run = runs.get(ruleId);
      const work = (): Promise<Result<null>> =>
        takeAgain({ rule, ledger, links, taste, now, add: deps.add, mayFollow }, file, () =>
          run?.drop(file),
        ).catch((error: unknown) => ({ ok: false, error: errorOf(error) }));
      return run === undefined ? work() : run.alone(work);
    },

    followOnly(may) {
      follows = may;
    },
    isBound: () => follows !== null,

    async begin() {
      if (closed) return;
      if (typeof deps.rules === 'string') {
        if (deps.lasting)
          for (const rule of store().rules()) if (!rules.has(rule.id)) rules.set(rule.id, rule);
      } else {
        opened ||= deps.rules.length > 0;
        await given(deps.rules);
      }
      if (opened) await links.reconcile();
      begun = true;
      for (const rule of rules.values()) if (!runs.has(rule.id)) start(rule);
      if (rules.size > 0) changed();
    },
    hear(event) {
      if (closed || !opened) return;
      if (event.type === 'job') links.hear(event.job);
      else if (event.type === 'removed') links.removed(event.ids);
    },
    async published(files) {
      if (closed || !opened) return;
      try {
        store().addOwn(await Promise.all(files.map(ownResult)));
      } catch (error) {
        log(`it cannot be kept what was written: ${String(error)}`);
      }
    },
    settled: (jobId) => {
      if (opened && !closed) links.settled(jobId);
    },
    choiceFor: (jobId) => (opened ? links.choiceFor(jobId) : null),
    wants,
    bringBack: async (ids) => (opened ? links.bringBack(ids) : []),
    putAside: (ids) => (opened ? links.putAside(ids) : 0),
    async close() {
      await last;
      await Promise.all([...runs.keys()].map(stop));
      await links.idle();
      closed = true;
    },
  };
}

async function ownResult({ path: file }: OutputFile): Promise<OwnResult> {
  const [real, stats] = await Promise.all([realpath(file), stat(file)]);
  return { path: real, name: path.basename(real), bytes: stats.size, mtime: stats.mtimeMs };
}
