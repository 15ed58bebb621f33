import type { AppSettings } from '../../shared/model/app-settings.ts';
import type { ConvoyError } from '../../shared/model/error.ts';
import type { Capabilities, ToolSet } from '../../shared/model/capabilities.ts';
import type { JobState } from '../../shared/model/job-state.ts';
import type { MediaFacts } from '../../shared/model/media.ts';
import type { Kind } from '../../shared/model/options.ts';
import type { Preset } from '../../shared/model/preset.ts';
import type {
  WatchReason,
  WatchRule,
  WatchRuleView,
  WatchedFile,
  WatchedState,
} from '../../shared/model/watch.ts';
import type { StillRecipe } from '../../shared/plan/plan.ts';
import type { ProgressBlock } from '../../shared/plan/run/progress.ts';
import type { Connection } from '../../shared/model/connection.ts';
import type { ApiStore } from './doors/api-door.ts';
import type { JobRecord, RecordHold } from './job-record.ts';
import type { KeptLog } from './run/packed-log.ts';
import type { StandStill } from './process/stand-still.ts';

/**
 * What the engine needs from outside, each as small as it can be. Every port has one real implementation in this
 * folder and may have others; a conformance suite runs over all of them.
 */

/** Facts about a process that ended; the caller judges them. */
export interface ProcessFacts {
  /** Null when a signal ended it or it never started. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Set when the process could not be started (`ENOENT`, `EACCES` …). */
  readonly spawnError: { readonly code: string; readonly message: string } | null;
  /** Why we stopped it, if we did. */
  readonly stopped: 'no' | 'cancelled' | 'stalled' | 'timed_out';
  /** Last lines of standard error, oldest first, at most 200. */
  readonly stderrTail: readonly string[];
  readonly durationMs: number;
}

export type { ProgressBlock };

export interface FfmpegRun {
  readonly ffmpeg: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Bytes for standard input; without it standard input is closed. */
  readonly stdin?: NodeJS.ReadableStream;
  /** Abort = stop ladder: SIGTERM, then SIGKILL. The promise settles only when the process has closed. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (block: ProgressBlock) => void;
  /** Every line of standard error as it comes. */
  readonly onLine?: (line: string) => void;
  /** No progress for so long means stalled. Milliseconds, default 120 000. */
  readonly stallMs?: number;
  /** Makes it stand still while the queue does; that is no stall. */
  readonly standStill?: StandStill;
  /** It gets what all other programs leave (nice 19, idle), instead of a little less than they get. */
  readonly gentle?: boolean;
}

/** Runs ffmpeg. It never rejects: a missing binary is a fact like an exit code. */
export interface FfmpegRunner {
  readonly name: string;
  run(run: FfmpegRun): Promise<ProcessFacts>;
}

/** What was found out about the picture libraries. */
export interface StillAbilities {
  /** Version of libvips, and whether it is the native build or its WebAssembly stand-in. */
  readonly libvips: string;
  readonly build: 'native' | 'wasm';
  /** Formats that a small picture could be written in. */
  readonly writes: readonly string[];
  /** Version of libheif, which opens phone photos; null when it does not load. */
  readonly libheif: string | null;
}

/** A request to the still worker. Paths are absolute. */
export type StillRequest =
  /** What the picture libraries at hand can do, proved by doing it. */
  | { readonly do: 'about' }
  | { readonly do: 'probe'; readonly input: string }
  | {
      readonly do: 'convert';
      readonly input: string;
      readonly output: string;
      readonly recipe: StillRecipe;
    }
  /** Writes a HEIC as a PNG that is packed hardly at all, with all that stands beside its pixels. */
  | { readonly do: 'unpack'; readonly input: string; readonly output: string }
  /** Writes the frames of an animated webp as APNG with millisecond times, for ffmpeg to read. */
  | {
      readonly do: 'frames';
      readonly input: string;
      readonly output: string;
      readonly start: number;
      readonly end: number | null;
    };

export type StillReply =
  | ({ readonly do: 'about' } & StillAbilities)
  /** Facts of a picture, or null when neither libvips nor libheif reads the file. */
  | { readonly do: 'probe'; readonly facts: MediaFacts | null }
  | {
      readonly do: 'convert';
      readonly width: number;
      readonly height: number;
      readonly pages: number;
      readonly bytes: number;
      readonly warnings: readonly { readonly kind: string; readonly message: string }[];
      /** What was tried for a size limit, one line each, for the log. */
      readonly tries?: readonly string[] | undefined;
    }
  | { readonly do: 'unpack'; readonly bytes: number }
  | {
      readonly do: 'frames';
      readonly frames: number;
      readonly duration: number;
      readonly width: number;
      readonly height: number;
    };

/**
 * Warm worker processes for stills. A worker that dies costs one retry, in the WebAssembly build of libvips. Rejects
 * with a `ConvoyFailure`. Aborting kills the worker at once and rejects with kind `cancelled`.
 */
export interface StillWorkers {
  run<R extends StillRequest>(
    request: R,
    options?: { readonly signal?: AbortSignal; readonly timeoutMs?: number },
  ): Promise<Extract<StillReply, { do: R['do'] }>>;
  close(): Promise<void>;
}

/** Where jobs are kept. Synchronous, because its one lasting implementation is SQLite in this process. */
export interface JobStore {
  /** All or nothing; throws when an id is in use. */
  insert(jobs: readonly JobRecord[]): void;
  /**
   * Throws when there is no such job.
   *
   * @param log what is kept of its log from now on; null = what was kept stays
   */
  update(job: JobRecord, log?: KeptLog | null): void;
  /** Sets the hold of many jobs in one go. */
  hold(ids: readonly string[], hold: RecordHold | null): void;
  /** Sets the ranks of many jobs in one go. */
  place(ranks: ReadonlyMap<string, number>): void;
  get(id: string): JobRecord | null;
  /** Those that are there, in no special order. */
  many(ids: readonly string[]): readonly JobRecord[];
  /** Takes jobs out of the queue into the history, or back. */
  archive(ids: readonly string[], archived: boolean): void;
  /** Place and state of every job of the queue, in its order; of those in the history nothing is read. */
  places(): readonly JobPlace[];
  /** Jobs of the queue whose results wait on this computer for their upload, in no special order. */
  staged(): readonly JobRecord[];
  /** What of these jobs has to be known before any job begins; those that are there, in no special order. */
  needs(ids: readonly string[]): readonly JobNeed[];
  remove(ids: readonly string[]): void;
}
export type JobPlace = Pick<JobRecord, 'id' | 'rank' | 'state'>;
export type JobNeed = Pick<JobRecord, 'id' | 'state' | 'hold' | 'batchId' | 'inputs'>;

/** What the tools said of jobs that have ended. It goes with its job. */
export interface LogStore {
  /** Those that there are, by job. */
  many(ids: readonly string[]): ReadonlyMap<string, KeptLog>;
  /** Keeps them in the place of earlier ones; their jobs have to be there. */
  keep(logs: ReadonlyMap<string, KeptLog>): void;
}

/** Which ended jobs are meant; null and an empty text leave none out. Times are Unix milliseconds of the end. */
export interface HistoryQuery {
  /** Every word of it stands in the name or the folder of the first input, whatever its letter case. */
  readonly text: string;
  readonly kinds: readonly Kind[] | null;
  readonly states: readonly JobState[] | null;
  /** Inclusive. */
  readonly from: number | null;
  /** Exclusive. */
  readonly to: number | null;
}

/** Sums over ended jobs; all but `jobs` are over those that succeeded. */
export interface HistorySums {
  readonly jobs: number;
  readonly succeeded: number;
  readonly mediaSeconds: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Of the jobs whose sizes are known on both sides. */
  readonly saved: number;
}

/** A look at jobs that have ended, in the queue or not, without their records. */
export interface HistoryStore {
  /** The last to end first, then by id from the greatest; from behind the given place. */
  page(
    query: HistoryQuery,
    after: { readonly finishedAt: number; readonly id: string } | null,
    limit: number,
  ): readonly HistoryPlace[];
  sums(query: HistoryQuery): HistorySums;
  /** Jobs of a batch, ended or not, archived or not. */
  ofBatch(batchId: string): readonly string[];
  /** Archived jobs that ended before a moment, at most so many. */
  archivedBefore(finishedBefore: number, limit: number): readonly string[];
}
export interface HistoryPlace {
  readonly id: string;
  readonly mediaSeconds: number | null;
}

/** Where a person's own presets and the settings are kept. */
export interface LibraryStore {
  /** In no special order. */
  presets(): readonly Preset[];
  /** Adds it, or replaces the one with its id. */
  savePreset(preset: Preset): void;
  removePreset(id: string): void;
  settings(): AppSettings;
  saveSettings(settings: AppSettings): void;
  /** True when the queue was paused and not resumed since, in this run or an earlier one. */
  paused(): boolean;
  savePaused(paused: boolean): void;
}

/** An entry of the ledger, with what only the engine needs to know. */
export interface LedgerEntry extends WatchedFile {
  /** Absolute path that a failed original was moved to; null when it was not. */
  readonly movedTo: string | null;
}

/** What is remembered of the folder of a rule. */
export interface WatchedFolder {
  readonly folder: string;
  /** Device that it was on when it was last looked at; null before the first look. */
  readonly device: string | null;
  /** The files that were there at first are in the ledger: whatever else is there has come since. */
  readonly begun: boolean;
}

/** A file that Convoy wrote. */
export interface OwnResult {
  /** Real path. */
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  /** Unix milliseconds. */
  readonly mtime: number;
}

export type WatchCounts = WatchRuleView['counts'];

/** Where watch rules and their ledger are kept. The ledger of a rule outlives it. */
export interface WatchStore {
  rules(): readonly WatchRule[];
  saveRule(rule: WatchRule): void;
  removeRule(id: string): void;
  folder(ruleId: string): WatchedFolder | null;
  saveFolder(ruleId: string, folder: WatchedFolder): void;
  /** Entries of these paths, by path. */
  entries(ruleId: string, paths: readonly string[]): ReadonlyMap<string, LedgerEntry>;
  entriesIn(ruleId: string, states: readonly WatchedState[]): readonly LedgerEntry[];
  entriesFor(ruleId: string, reasons: readonly WatchReason[]): readonly LedgerEntry[];
  entryOfJob(jobId: string): LedgerEntry | null;
  /** Some entry has a job. */
  hasJobs(): boolean;
  /** Entries of all rules that have a job, or were going to have one, which is not over as far as the ledger knows. */
  entriesAtWork(): readonly LedgerEntry[];
  doneOfSize(ruleId: string, bytes: number): readonly LedgerEntry[];
  hasEntries(ruleId: string): boolean;
  /** Adds entries or replaces those of the same path, all or none. */
  put(entries: readonly LedgerEntry[]): void;
  forget(ruleId: string, paths: readonly string[]): void;
  /** Forgets what was left alone for one of the reasons, or all that a rule ever saw. */
  forgetReasons(ruleId: string, reasons: readonly WatchReason[]): void;
  forgetRule(ruleId: string): void;
  /** Newest change first, from behind the given place. */
  files(query: {
    readonly ruleIds: readonly string[];
    readonly states: readonly WatchedState[] | null;
    readonly after: { readonly changedAt: number; readonly ruleId: string; readonly path: string } | null;
    readonly limit: number;
  }): readonly LedgerEntry[];
  /** @param today Unix milliseconds of the last midnight */
  counts(ruleId: string, today: number): WatchCounts;
  addOwn(results: readonly OwnResult[]): void;
  ownNamed(name: string, bytes: number): readonly OwnResult[];
}

/** Where connections are kept; their keys are elsewhere (`SecretStore`). */
export interface ConnectionStore {
  /** In no special order. */
  all(): readonly Connection[];
  /** Adds it, or replaces the one with its id. Throws when another one has its name. */
  save(connection: Connection): void;
  remove(id: string): void;
}

/** Everything that outlives the engine. */
export interface Store extends JobStore, LibraryStore {
  readonly connections: ConnectionStore;
  readonly history: HistoryStore;
  readonly logs: LogStore;
  readonly watch: WatchStore;
  readonly api: ApiStore;
  /** Where an earlier file lies that could not be read when this one was made in its place; null = there was none. */
  readonly setAside: string | null;
  close(): void;
}

/** What was found out about one candidate ffmpeg. */
export interface ToolReport {
  readonly place: ToolSet['place'];
  readonly ffmpeg: string;
  readonly ffprobe: string | null;
  readonly capabilities: Capabilities | null;
  /** Why it cannot be used, with the remedy; null when it works. */
  readonly problem: ConvoyError | null;
}

/** What `runTool` of `run-tool.ts` takes: one short run of a tool whose output is kept. */
export interface ToolRun {
  readonly file: string;
  readonly args: readonly string[];
  /** Milliseconds after which the process is killed (`stopped: 'timed_out'`). */
  readonly timeoutMs: number;
  /** Bytes of standard output that are kept; more ends the run with `stopped: 'timed_out'`. Default 64 MiB. */
  readonly maxOutput?: number;
  readonly signal?: AbortSignal;
}
/** Its answer; like `FfmpegRunner`, `runTool(run): Promise<ToolFacts>` never rejects. */
export interface ToolFacts extends ProcessFacts {
  readonly stdout: string;
}
