import { type ConvoyError, ConvoyFailure } from '../../../shared/model/error.ts';
import type { WatchRule, WatchRuleView } from '../../../shared/model/watch.ts';
import type { LedgerEntry, WatchStore } from '../ports.ts';
import { type Attention, FolderGone, createAttention } from './attention.ts';
import { whatNeedsAttention } from './compare.ts';
import { nameOf } from './decide.ts';
import { isInside } from './excluded.ts';
import { type FolderEvents, createFolderEvents } from './folder-events.ts';
import { isBareMountPoint, unmounted } from './folder-place.ts';
import type { FolderSystem } from './folder-system.ts';
import { isIgnoredFolder, isIgnoredPath } from './ignored-names.ts';
import type { Ledger } from './ledger.ts';
import { lookAgainIn, retryIn } from './look-interval.ts';
import { tooManyFolders, whyBroken } from './rule-problem.ts';
import { type TakenFile, settle } from './settled.ts';
import { createSettling } from './settling.ts';
import { createTimers } from './timers.ts';
import { fileOfRule, watchedFolder } from './watch-places.ts';
import { walk } from './walk.ts';

/** One rule at work: it hears of its folder, looks at it again and again, and hands over what has settled. */
export interface RuleRun {
  readonly rule: WatchRule;
  view(): Omit<WatchRuleView, 'rule' | 'counts'>;
  /** Looks at the whole folder now. Settles when that is done; gives why it could not be. */
  look(): Promise<ConvoyError | null>;
  /** True when the file (below the folder, with `/`) settles: it will be taken. */
  settles(path: string): boolean;
  /** The file was taken by another way. */
  drop(path: string): void;
  /** Does something while no pass is under way. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /** Stops; settles when nothing of it is under way any more. */
  stop(): Promise<void>;
}

export interface RuleRunDeps {
  readonly rule: WatchRule;
  readonly store: () => WatchStore;
  readonly ledger: Ledger;
  readonly system: FolderSystem;
  readonly now: () => number;
  readonly log: (line: string) => void;
  /** Absolute folders inside that are not watched. */
  readonly excluded: () => readonly string[];
  readonly letGo: (entry: LedgerEntry) => void;
  /** Why nothing can be made of any file now: its preset is gone, say. */
  readonly whyNot: () => ConvoyError | null;
  readonly mayFollow: (link: string) => Promise<boolean>;
  /** Makes jobs of files. Throws `ConvoyFailure` when the rule does not make sense any more. */
  readonly take: (files: readonly TakenFile[]) => Promise<void>;
  /** The view is another one. */
  readonly changed: () => void;
}

/** Milliseconds in which what happens to a folder is gathered. */
const gatherMs = 100;
/** So many names at once are too many to be sure of: the system may have dropped some. */
const burst = 500;
/** Milliseconds after a burst until the folder is looked at. */
const afterBurstMs = 2_000;
/** Milliseconds between two looks at files that settle in a folder of which nobody gives word. */
const sampleMs = 1_000;

export function createRuleRun(deps: RuleRunDeps): RuleRun {
  const { rule, ledger, system, now } = deps;
  const folder = watchedFolder(rule);
  const settling = createSettling(rule.stableSeconds * 1000);
  const abort = new AbortController();
  const timers = createTimers<'look' | 'due' | 'gather' | 'sample'>();
  const touched = new Set<string>();
  let state: 'starting' | 'watching' | 'broken' = 'starting';
  let problem: ConvoyError | null = null;
  /** Why the system gives no word although it could. */
  let note: ConvoyError | null = null;
  let tries = 0;
  let device: string | null = null;
  let events: FolderEvents | null = null;
  let polling: boolean | null = null;
  let lookedAt: number | null = null;
  let begun = false;
  let looking: Promise<ConvoyError | null> | null = null;
  let last: Promise<unknown> = Promise.resolve();

  const attention: Attention = createAttention({
    ...{ rule, ledger, settling, now },
    folderIsThere,
    letGo: deps.letGo,
  });

  async function folderIsThere(): Promise<boolean> {
    const place = await system.deviceOf(folder);
    return place.ok && (device === null || place.value === device);
  }

  function alone<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work).finally(schedule);
    last = turn.catch(() => undefined);
    return turn;
  }
  const stopped = (): boolean => abort.signal.aborted;

  /** One pass after the other: two that look at the same file would both take it. */
  function inTurn(pass: () => Promise<void>): Promise<void> {
    return alone(() => (abort.signal.aborted ? Promise.resolve() : pass()));
  }
  /** The same for a pass that nobody waits for. */
  function soon(pass: () => Promise<void>): void {
    void inTurn(pass).catch((error: unknown) => {
      if (error instanceof FolderGone || error instanceof ConvoyFailure) breakOff(error);
      else deps.log(`the watched folder ${folder}: ${String(error)}`);
    });
  }

  function schedule(): void {
    const next = state === 'broken' ? null : settling.next();
    if (next === null) return;
    // One millisecond more: timers come early by a fraction.
    timers.set('due', Math.max(0, next - now()) + 1, () => soon(takeDue));
    if (polling === true && !timers.waits('sample')) {
      timers.set('sample', Math.min(sampleMs, rule.stableSeconds * 1000), () => soon(sample));
    }
  }

  async function takeDue(): Promise<void> {
    const due = settling.due(now());
    if (due.length === 0) return;
    if (!(await folderIsThere())) throw new FolderGone();
    await settle({ ...deps, settling }, due);
  }

  async function sample(): Promise<void> {
    const waiting = settling.waiting(now()).map((one) => one.path);
    await attention.attend(waiting, false);
  }

  function hear(below: string | null): void {
    if (abort.signal.aborted || state === 'broken') return;
    if (below === null || touched.size >= 10 * burst) {
      lookIn(gatherMs);
      return;
    }
    if (isIgnoredPath(below) || (!rule.recursive && below.includes('/'))) return;
    touched.add(below);
    if (!timers.waits('gather')) timers.set('gather', gatherMs, () => soon(gather));
  }

  async function gather(): Promise<void> {
    const excluded = deps.excluded();
    const paths = [...touched].filter((one) => !isInside(excluded, fileOfRule(rule, one)));
    touched.clear();
    if (paths.length >= burst) lookIn(afterBurstMs);
    const { folders, missing } = await attention.attend(paths, false);
    if (!rule.recursive) return;
    await attention.attend(waitingBelow(missing), false);
    for (const from of folders) {
      if (isIgnoredFolder(nameOf(from))) continue;
      const { files } = await walkFrom(from);
      await attention.attend(
        files.map((one) => one.path),
        false,
      );
    }
  }

  /** A folder that went took the files in it along. */
  function waitingBelow(missing: readonly string[]): readonly string[] {
    missing.forEach((one) => events?.drop(one));
    const gone = missing.map((one) => `${one}/`);
    if (gone.length === 0) return [];
    return deps
      .store()
      .entriesIn(rule.id, ['settling', 'queued'])
      .flatMap((entry) => (gone.some((one) => entry.path.startsWith(one)) ? [entry.path] : []));
  }

  const walkFrom = (from: string): ReturnType<typeof walk> => {
    const excluded = deps.excluded();
    return walk({
      ...{ folder, from, recursive: rule.recursive, signal: abort.signal },
      isExcluded: (one) => isInside(excluded, one),
      entering: (below, inode) => events?.watch(below, inode),
    });
  };

  /** A look sooner than the next one would be. */
  function lookIn(ms: number): void {
    if (looking === null) timers.set('look', ms, () => void look());
    else void looking.then(() => timers.set('look', ms, () => void look()));
  }

  function breakOff(why: unknown): ConvoyError {
    tries += 1;
    problem = whyBroken(folder, why);
    state = 'broken';
    events?.close();
    events = null;
    polling = null;
    touched.clear();
    settling.clear();
    for (const name of ['due', 'gather', 'sample'] as const) timers.clear(name);
    timers.set('look', retryIn(tries) * 1000, () => void look());
    deps.changed();
    return problem;
  }

  async function lookOnce(): Promise<ConvoyError | null> {
    const began = now();
    const place = await system.deviceOf(folder);
    if (abort.signal.aborted) return null;
    if (!place.ok) throw new ConvoyFailure(place.error);
    const senseless = deps.whyNot();
    if (senseless !== null) throw new ConvoyFailure(senseless);
    const known = deps.store().folder(rule.id);
    const same = known?.folder === folder ? known : null;
    const hadFiles = (): boolean => deps.store().hasEntries(rule.id);
    if (await isBareMountPoint(folder, place.value, same?.device ?? null, hadFiles)) {
      throw new ConvoyFailure(unmounted(folder));
    }
    device = place.value;
    begun = same?.begun ?? false;
    if (polling === null) await beginEvents();
    const walked = await walkFrom('');
    const wanted = await whatNeedsAttention({ ...deps, settling, walked });
    await inTurn(async () => {
      await attention.attend(wanted, !begun);
    });
    if (stopped()) return null;
    // An empty list of files says nothing when the disk went while it was made.
    if (!(await folderIsThere())) throw new FolderGone();
    if (same?.device !== device || !begun) deps.store().saveFolder(rule.id, { folder, device, begun: true });
    begun = true;
    tries = 0;
    problem = null;
    state = 'watching';
    lookedAt = now();
    timers.set('look', lookAgainIn(polling === true, lookedAt - began), () => void look());
    schedule();
    deps.changed();
    return null;
  }

  async function beginEvents(): Promise<void> {
    note = null;
    polling = rule.poll === 'always' || (await system.isOnNetwork(folder));
    if (polling || stopped()) return;
    events = createFolderEvents({
      ...{ folder, recursive: rule.recursive, system, touched: hear },
      failed: (code) => {
        events = null;
        polling = true;
        note = tooManyFolders(folder, code);
        lookIn(gatherMs);
        deps.changed();
      },
    });
  }

  function look(): Promise<ConvoyError | null> {
    timers.clear('look');
    looking ??= lookOnce()
      .catch((error: unknown) => {
        if (abort.signal.aborted) return null;
        return breakOff(error);
      })
      .finally(() => {
        looking = null;
      });
    return looking;
  }

  void look();

  return {
    rule,
    view: () => ({
      state,
      problem: problem ?? note,
      retrySeconds: state === 'broken' ? retryIn(tries) : null,
      polling: polling === true,
      lookedAt,
    }),
    async look() {
      // One that is under way may have passed what somebody means by now.
      await looking;
      return look();
    },
    settles: (below) => settling.has(below),
    drop: (below) => settling.drop(below),
    alone,
    async stop() {
      abort.abort();
      timers.close();
      events?.close();
      events = null;
      await looking;
      await last;
    },
  };
}
