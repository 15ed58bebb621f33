import { lstat, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Warning } from '../../../shared/model/error.ts';
import type { BatchUndone, KeptInUndo } from '../doors/history-door.ts';
import { type JobRecord, type MovedOriginal, type PublishedResult, takenBackKind } from '../job-record.ts';
import { sameStamp, stampOf } from '../publish/file-stamp.ts';
import { systemCode } from '../publish/file-errors.ts';
import { moveToName } from '../publish/move-file.ts';
import { takeFromTrash } from '../trash/freedesktop-trash.ts';
import type { Trash } from '../trash/trash.ts';

/**
 * Taking conversions back: results go to the trash, originals come back to their places. Nothing is touched that is not
 * what Convoy left there, no file is replaced, and a result stays as long as its original is not back.
 */

export interface UndoDeps {
  readonly trash: Trash | null;
  /** How the trash is called in sentences. */
  readonly trashName: string;
  /** Absolute paths. */
  readonly inputsOf: (job: JobRecord) => readonly string[];
  /** A job that is still to run reads this file. */
  readonly isNeeded: (file: string, jobId: string) => boolean;
}

/** What became of one job, and what its record says from now on. */
export interface UndoneJob extends Omit<BatchUndone, 'cancelled'> {
  readonly results: JobRecord['results'];
  readonly originals: JobRecord['originals'];
  readonly warnings: readonly Warning[];
}

/** `away` comes back, `back` is at its place; else why it does not come back. */
type OriginalState = 'away' | 'back' | { readonly reason: string };

/**
 * Takes jobs back that have ended, one after the other, and says of each what became of it. Never rejects: what cannot
 * be done is told as kept.
 */
export async function undoJobs(
  deps: UndoDeps,
  jobs: readonly JobRecord[],
  done: (job: JobRecord, undone: UndoneJob) => void,
): Promise<void> {
  // One original may be that of several jobs, and a result may lie where an original was: all is looked at first.
  const results = new Set(jobs.flatMap((job) => job.results.map(({ path: file }) => file)));
  const states = new Map<MovedOriginal, OriginalState>();
  for (const original of jobs.flatMap((job) => job.originals)) {
    states.set(original, await stateOf(original, results, deps.trashName));
  }
  const filesIn = (is: (state: OriginalState) => boolean): ReadonlySet<string> =>
    new Set([...states].flatMap(([{ file }, state]) => (is(state) ? [file] : [])));
  const coming = filesIn((state) => state === 'away');
  const lost = filesIn((state) => state !== 'away' && state !== 'back');
  // Every result goes before the first original comes back.
  const gone = new Map<JobRecord, GoneResults>();
  for (const job of jobs) gone.set(job, await takeResults(deps, job, { coming, lost }));
  for (const job of jobs) {
    const { kept, ...rest } = gone.get(job) ?? { kept: [], trashed: 0, results: job.results };
    const back = await takeOriginals(job, states);
    const warnings = rest.trashed + back.restored === 0 ? job.warnings : [...job.warnings, takenBack];
    done(job, { ...rest, ...back, kept: [...kept, ...back.kept], warnings });
  }
}

type GoneResults = Pick<UndoneJob, 'kept' | 'trashed' | 'results'>;

async function takeResults(
  deps: UndoDeps,
  job: JobRecord,
  { coming, lost }: { readonly coming: ReadonlySet<string>; readonly lost: ReadonlySet<string> },
): Promise<GoneResults> {
  const kept: KeptInUndo[] = [];
  const keep = (file: string, reason: string): void =>
    void kept.push({ id: job.id, what: 'result', path: file, reason });
  const results = [...job.results];
  let trashed = 0;
  const isMade = job.state === 'succeeded' && job.kept !== 'in_place';
  if (isMade && results.length === 0 && job.files[0] !== undefined) {
    const [{ path: file }] = job.files;
    const wasTakenBack = job.warnings.some(({ kind }) => kind === takenBack.kind);
    if (!wasTakenBack) keep(file, 'it was made before Convoy took note of how it left its results');
  }
  // What is left of a recording whose original is gone is not thrown away.
  const inputs = deps.inputsOf(job);
  const isHere = await Promise.all(inputs.map(isThere));
  const isMissed = inputs.some((file, n) => lost.has(file) || (isHere[n] === false && !coming.has(file)));
  for (const result of job.results) {
    const reason = (await whyKeep(result, job, deps, isMissed)) ?? (await intoTrash(result.path, deps.trash));
    if (reason === null) trashed++;
    if (reason === null || reason === 'gone') results.splice(results.indexOf(result), 1);
    else keep(result.path, reason);
  }
  return { kept, trashed, results };
}

async function takeOriginals(
  job: JobRecord,
  states: ReadonlyMap<MovedOriginal, OriginalState>,
): Promise<Pick<UndoneJob, 'kept' | 'restored' | 'originals'>> {
  const kept: KeptInUndo[] = [];
  const originals: MovedOriginal[] = [];
  let restored = 0;
  for (const original of job.originals) {
    const state = states.get(original) ?? 'back';
    if (state === 'back') continue;
    const reason = state === 'away' ? await bringBack(original) : state.reason;
    if (reason === null) restored++;
    else {
      originals.push(original);
      kept.push({ id: job.id, what: 'original', path: original.file, reason });
    }
  }
  return { kept, restored, originals };
}

const takenBack: Warning = {
  kind: takenBackKind,
  message: 'This conversion was taken back: its result was put into the trash.',
};

async function stateOf(
  { file, stamp, to }: MovedOriginal,
  results: ReadonlySet<string>,
  trashName: string,
): Promise<OriginalState> {
  const isAtHome = sameStamp(stamp, await stampOf(file));
  if (to === null) {
    if (isAtHome) return 'back';
    return { reason: `it is in the ${trashName} under its name, from where only you can put it back` };
  }
  const there = await stampOf(to);
  if (there === null) {
    return isAtHome ? 'back' : { reason: 'it is not any more where it was put' };
  }
  if (!sameStamp(stamp, there)) return { reason: 'it was changed since it was put away' };
  if ((await isThere(file)) && !results.has(file)) {
    return { reason: 'another file has its name and place now' };
  }
  return 'away';
}

/** `gone` when there is nothing to take back any more. */
async function whyKeep(
  result: PublishedResult,
  job: JobRecord,
  deps: Pick<UndoDeps, 'isNeeded'>,
  isMissed: boolean,
): Promise<string | null> {
  const stats = await lstat(result.path).catch(() => null);
  if (stats === null) return 'gone';
  if (isMissed) return 'its original does not come back';
  if (stats.isSymbolicLink()) return 'it is a link now';
  for (const file of result.files) {
    if (!sameStamp(file, await stampOf(file.path))) return 'it was changed since';
  }
  const isFolder = result.files.every((file) => file.path !== result.path);
  if (isFolder !== stats.isDirectory()) return 'it was changed since';
  if (isFolder && (await holdsMore(result))) return 'other files came into its folder since';
  if (result.files.some((file) => deps.isNeeded(file.path, job.id))) {
    return 'another file of the queue is made from it';
  }
  return null;
}

async function holdsMore({ path: folder, files }: PublishedResult): Promise<boolean> {
  const known = new Set(files.map((file) => path.relative(folder, file.path)));
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.some(
    (entry) =>
      !entry.isDirectory() && !known.has(path.relative(folder, path.join(entry.parentPath, entry.name))),
  );
}

async function intoTrash(file: string, trash: Trash | null): Promise<string | null> {
  if (trash === null) return 'there is no trash here';
  try {
    await trash(file);
    return null;
  } catch (error) {
    return `the trash did not take it (${messageOf(error)})`;
  }
}

async function bringBack({ file, went, to }: MovedOriginal): Promise<string | null> {
  if (to === null) return 'it is not any more where it was put';
  try {
    if (went === 'trash') await takeFromTrash(to, file);
    else {
      await mkdir(path.dirname(file), { recursive: true });
      await moveToName(to, file);
    }
    return null;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return 'another file has its name and place now';
    return `it could not be moved back (${messageOf(error)})`;
  }
}

const isThere = (file: string): Promise<boolean> =>
  lstat(file).then(
    () => true,
    () => false,
  );

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
