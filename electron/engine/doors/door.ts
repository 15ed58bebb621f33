import type { WhenLarger } from '../../../shared/model/app-settings.ts';
import type { Connection } from '../../../shared/model/connection.ts';
import type { ConvoyError, Result } from '../../../shared/model/error.ts';
import type { Job, JobRequest } from '../../../shared/model/job.ts';
import type { MediaFacts } from '../../../shared/model/media.ts';
import type { Kind } from '../../../shared/model/options.ts';
import type { Priority } from '../../../shared/model/priority.ts';
import type { Collision, HardwareChoice, Lanes } from '../../../shared/model/settings.ts';
import type { WatchDraft, WatchedFile } from '../../../shared/model/watch.ts';
import type { ApiDoor } from './api-door.ts';
import type { ConnectionsDoor } from './connections-door.ts';
import type { Environment } from '../connections/environment-keys.ts';
import type { SecretStore } from '../connections/secret-store.ts';
import type { HistoryDoor } from './history-door.ts';
import type { StillAbilities, ToolReport } from '../ports.ts';
import type { FileIdentity } from '../publish/same-file.ts';
import type { Bounds } from '../publish/within.ts';
import type { StartWorker } from '../stills/still-pool.ts';
import type { PlannedJob } from './planned.ts';
import type { LibraryDoor, PreviewDoor, QueueDoor, QueueFacts } from './queue-door.ts';
import type { Patience } from '../export/with-retries.ts';
import type { TransferRate } from '../run/transfer.ts';
import type { WatchDoor } from './watch-door.ts';

/** The engine's only door. Window, command line, watch folders and HTTP all speak to this interface. */
export interface Engine {
  /**
   * Every ffmpeg that was found, in order of use, with what it can do or why it cannot be used. Hardware encoders are
   * tried in the background, and told as far as they are known; with `hardware` the answer waits for them.
   */
  tools(hardware?: boolean): Promise<readonly ToolReport[]>;
  /** What the picture libraries can do; an error when no worker starts. */
  pictures(): Promise<Result<StillAbilities>>;
  /** What a file holds. */
  probe(path: string): Promise<Result<MediaFacts>>;
  /**
   * Turns what a person named (files, folders, globs) into files, in a stable order, folders walked and filtered by
   * the kind, or by several of them. A name that leads nowhere is an error entry; a folder without a fitting file is
   * one too.
   *
   * @param passed hears each file of a folder that is of none of the kinds
   */
  expand(
    inputs: readonly string[],
    kind: Kind | readonly Kind[],
    passed?: (file: string) => void,
  ): Promise<readonly ExpandedInput[]>;
  /** Decides everything and runs nothing: what `--dry-run` and the window's plan show. Same order as the requests. */
  plan(requests: readonly AddRequest[]): Promise<readonly PlannedJob[]>;
  /**
   * Accepts jobs as one batch. A bad entry becomes one failed job, the rest goes on. Output names are promised for
   * the whole batch before the first job starts.
   */
  add(requests: readonly AddRequest[], how?: AddHow): Promise<readonly Job[]>;
  /**
   * Accepts jobs as one batch, part by part. Each part is in the queue, and told, before the next one is asked for;
   * names are promised when all of them are there. When `parts` fails, the batch is what came until then, and this
   * rejects with why.
   */
  addInParts(batch: BatchInParts, parts: AsyncIterable<BatchPart>): Promise<AddedBatch>;
  job(id: string): Job | null;
  /** Stops jobs. Settles when their processes have closed and their partial files are gone. */
  cancel(ids: readonly string[] | 'all'): Promise<void>;
  /** Settles when nothing is queued or running; of an engine that does not work, when what was kept is at hand. */
  idle(): Promise<void>;
  /** Hears every state change and progress; returns the way to stop hearing. */
  subscribe(listener: (event: EngineEvent) => void): () => void;
  /** The queue as a thing that a person works on. */
  readonly queue: QueueDoor;
  /** What was converted. */
  readonly history: HistoryDoor;
  /** Presets and settings. */
  readonly library: LibraryDoor;
  /** Thumbnails, and before and after. */
  readonly previews: PreviewDoor;
  /** Folders that convert by themselves. */
  readonly watch: WatchDoor;
  /** Where results are sent. */
  readonly connections: ConnectionsDoor;
  /** What the job API needs besides. */
  readonly api: ApiDoor;
  /** Forgets what is known of the tools, looks for them again and tries their hardware encoders. */
  findToolsAgain(): Promise<readonly ToolReport[]>;
  /**
   * Ends the workers and whatever runs: cancelled, or with a `stateFile` queued again for the next start. The engine
   * is of no use after it.
   */
  close(): Promise<void>;
}

/** How jobs are accepted. */
export interface AddHow {
  /** They are planned and wait for the start of the queue (`QueueDoor.release`). */
  readonly ready?: boolean;
  /** Nothing is added when a request makes no sense: rejects with why. Otherwise it becomes a job that failed. */
  readonly strict?: boolean;
  /** What `identityOf` says of inputs that were looked at just now; links are not among them. */
  readonly looked?: ReadonlyMap<string, FileIdentity>;
}

/** A batch that comes piece by piece, so that its first jobs are seen before its last. */
export interface BatchInParts {
  /** As in `AddHow`. */
  readonly ready: boolean;
  /** Jobs of the whole batch. */
  readonly of: number;
  /** Absolute paths of all its inputs: no result takes the name of one. */
  readonly inputs: readonly string[];
}

export interface BatchPart {
  readonly requests: readonly AddRequest[];
  /** As in `AddHow`, for the inputs of this part. */
  readonly looked: ReadonlyMap<string, FileIdentity>;
}

/** What came of a batch. */
export interface AddedBatch {
  readonly batchId: string;
  /** Null when no part came. */
  readonly firstId: string | null;
  /** Jobs that are in the queue, and how many of them cannot run. */
  readonly added: number;
  readonly refused: number;
}

export interface AddRequest {
  /** Id that the job is to have (`newId('job')`); a new one when absent. */
  readonly id?: string;
  readonly request: JobRequest;
  /** Folder that the input was found in, when a folder was named: results mirror the tree below it. */
  readonly root?: string;
  readonly preset?: string;
  /** Normal when absent. */
  readonly priority?: Priority;
  /** Real paths of the folders that the door may use: nothing is put anywhere else for the job. Anywhere when absent. */
  readonly within?: Bounds;
  /** Goes before what the engine or the settings say: `queue add --when-larger`. */
  readonly whenLarger?: WhenLarger;
  /** Set by a door that knows that nothing can come of it (no media): the job is skipped for this reason. */
  readonly refused?: ConvoyError;
}

export type ExpandedInput =
  /** `isLink` null = nobody has looked. */
  | {
      readonly ok: true;
      readonly path: string;
      readonly root: string | null;
      readonly isLink: boolean | null;
    }
  | { readonly ok: false; readonly given: string; readonly error: ConvoyError };

export type EngineEvent =
  /** A job came into being, changed its state, phase, request, hold or place; `queue.entry` says the rest. */
  | { readonly type: 'job'; readonly job: Job }
  /** The history is another one, without a job of the queue having changed. */
  | { readonly type: 'history' }
  /** Jobs were taken out of the queue. */
  | { readonly type: 'removed'; readonly ids: readonly string[] }
  | { readonly type: 'queue'; readonly queue: QueueFacts }
  /** At most every 100 ms a job. */
  | {
      readonly type: 'progress';
      readonly id: string;
      /** 0 to 1; null while it cannot be known. */
      readonly progress: number | null;
      /** Multiple of real time, or null. */
      readonly speed: number | null;
      /** Seconds left, after 3 s and 2 %; else null. */
      readonly eta: number | null;
      /** Bytes written so far, or null. */
      readonly bytes: number | null;
      /** Set while something is downloaded or uploaded for it: then `progress` is that of the transfer alone. */
      readonly transfer: TransferRate | null;
    }
  /** A connection was saved, tested or removed: `connections.list` says them. */
  | { readonly type: 'connections' }
  /** A watch rule was changed, or what it is doing: `watch.rules` says it. */
  | { readonly type: 'watch' }
  /** What is known of the tools has changed. */
  | { readonly type: 'tools' }
  /** Entries of a watch rule's ledger that changed. */
  | { readonly type: 'watched'; readonly files: readonly WatchedFile[] }
  /** For `--debug`: commands that run and the raw lines of the tools. */
  | { readonly type: 'log'; readonly id: string | null; readonly line: string };

/** What an engine is made from; everything has a default but the place of the still worker. */
export interface EngineDeps {
  /** Built `still-worker.js`. */
  readonly stillWorkerPath: string;
  /** Starts a process of the still worker; `child_process.fork` when absent. Electron gives a utility process. */
  readonly startStillProcess?: StartWorker;
  /** File of the queue, the presets and the settings; kept in memory when absent. */
  readonly stateFile?: string;
  /**
   * False = jobs are added, changed and looked at, and none begins: for a look at a queue that nobody works on. What
   * was at work when an earlier engine died is queued again all the same. True when absent.
   */
  readonly work?: boolean;
  /**
   * True = jobs wait for the hours, the charge and the room that the settings ask for; false = they run at once, and
   * fail when the volume is full. True with a `stateFile` when absent. Never without `work`.
   */
  readonly waits?: boolean;
  /**
   * Whose folders are watched: the rules in the state file, these ones alone (they are not stored; their ids, which
   * must not be null, find their ledger again), or none. `stored` when absent, and `none` without `work`.
   */
  readonly watchRules?: readonly WatchDraft[] | 'stored' | 'none';
  /**
   * Puts a file into the system's trash, from which only a person takes it out again. Without it the engine uses the
   * trash of Linux desktops itself, and takes files out of it again; elsewhere nothing can be trashed then.
   */
  readonly trash?: (path: string) => Promise<void>;
  /** `--ffmpeg` or the setting: a binary or its folder, ranked before all others. */
  readonly ffmpegPath?: string;
  /** Only this ffmpeg, whatever else is found: `--ffmpeg`. */
  readonly onlyFfmpegPath?: boolean;
  readonly lanes?: Partial<Lanes>;
  /** At most so many jobs at once, whatever the lanes say: `--parallel`. */
  readonly parallel?: number;
  readonly collision?: Collision;
  /** Goes before the setting: `--when-larger`. */
  readonly whenLarger?: WhenLarger;
  /** Goes before the setting: `--allow-private`. */
  readonly allowPrivateAddresses?: boolean;
  /** Goes before the setting: `--hardware`. */
  readonly hardware?: HardwareChoice;
  /**
   * Folder for results of inputs that are fetched and so lie beside nothing, when neither the job nor the settings name
   * one; the current folder when absent.
   */
  readonly downloads?: string;
  /**
   * True where there is no current folder that a person could know of, as in a window: a relative output is a folder
   * beside each original then.
   */
  readonly relativeToInputs?: boolean;
  /** Connections that an engine without a `stateFile` knows of. */
  readonly connections?: readonly Connection[];
  /** Keeps the keys of connections; without it this process has no keychain, and reads them from elsewhere. */
  readonly secrets?: SecretStore;
  /** Where keys are looked for otherwise; the environment of this process when absent. */
  readonly env?: Environment;
  /** How long an upload is tried; up to some fifteen seconds a request when absent. */
  readonly uploadPatience?: Patience;
  /** Folder for the capability cache; the user's cache folder when absent. */
  readonly cacheDir?: string;
  /** Which runner starts ffmpeg; fluent-ffmpeg when absent and able. */
  readonly runner?: 'fluent' | 'spawn';
}
