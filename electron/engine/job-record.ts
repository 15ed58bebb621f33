import type { WhenLarger } from '../../shared/model/app-settings.ts';
import type { ConvoyError, Warning } from '../../shared/model/error.ts';
import type { OutputFile, Task } from '../../shared/model/job.ts';
import type { JobState } from '../../shared/model/job-state.ts';
import type { Kind } from '../../shared/model/options.ts';
import type { UploadTarget } from './export/upload-target.ts';
import type { FileStamp } from './publish/file-stamp.ts';
import type { FileIdentity } from './publish/same-file.ts';

/** A job as the engine keeps it: what was asked, where it is in its life, and what came of it. */
export interface JobRecord {
  readonly id: string;
  readonly kind: Kind;
  readonly inputs: readonly string[];
  /** True when the request named an array, so that the echo has the same shape. */
  readonly joined: boolean;
  /** As given, echoed as given. */
  readonly options: Readonly<Record<string, unknown>>;
  /** As asked: file, folder or template; null = beside the input. */
  readonly output: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly connection: string | null;
  readonly preset: string | null;
  /** What was asked for this job alone; null = as the engine or the settings say. */
  readonly whenLarger: WhenLarger | null;
  readonly batchId: string;
  /**
   * Real paths of the folders that its results and its originals may be put into, because the door that it came through
   * may use no others; null = anywhere.
   */
  readonly within: readonly string[] | null;
  /** Folder that was named and in which the input was found; results mirror the tree below it. */
  readonly root: string | null;
  /** Position in its batch, from 1, and the batch's size. */
  readonly index: number;
  readonly of: number;
  readonly state: JobState;
  /** Order in the queue: by rank, then by id. */
  readonly rank: number;
  /** Why a queued job is not taken although its turn may have come; null in every other state. */
  readonly hold: RecordHold | null;
  /** It was cleared from the queue, and only the history has it. Such a job has ended. */
  readonly archived: boolean;
  readonly attempt: number;
  /** How often this attempt was cut off because the engine ended under it. */
  readonly interrupted: number;
  /** 0 to 1 that a cancelled job had reached, as far as it was known. */
  readonly stoppedAt: number | null;
  /** It was skipped because a finished result is there, and a person said: convert anyway. */
  readonly anyway: boolean;
  /** What a crash would leave on the disk, told before it is made. */
  readonly leftovers: Leftovers;
  readonly error: ConvoyError | null;
  readonly warnings: readonly Warning[];
  readonly files: readonly OutputFile[];
  readonly kept: KeptOriginal | null;
  /** A checked result that lies on this computer until it is uploaded; an attempt that finds it only uploads. */
  readonly staged: StagedResult | null;
  /** Every result that any attempt put on the disk, as it was then. */
  readonly results: readonly PublishedResult[];
  /** Originals that are not where they were, because a person wanted that after the conversion. */
  readonly originals: readonly MovedOriginal[];
  readonly tasks: readonly Task[];
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly updatedAt: number;
}

/**
 * The result came out larger than the original, which is published instead: as a copy where results go, or, when that
 * is its own folder, by leaving it where it is.
 */
export const keptOriginals = ['copied', 'in_place'] as const;
export type KeptOriginal = (typeof keptOriginals)[number];

/** Names that are in use while a job runs and that nobody but the job may have: swept after a crash, by these very names. */
export interface Leftovers {
  /** Partial files and folders. */
  readonly parts: readonly string[];
  /** A final name that is held by an empty file for the moment of publishing. */
  readonly reserved: string | null;
  /** A folder that was put aside to be replaced. */
  readonly aside: { readonly target: string; readonly aside: string } | null;
  /** What is about to get its final name: found there after a crash, it is the result. */
  readonly placing: Placing | null;
}

/** A checked result just before it is published, with all that is needed to end its job. */
export interface Placing {
  /** Absolute final path: a file, or the folder of a package. */
  readonly target: string;
  /** Of the part, which keeps it under the new name. */
  readonly identity: FileIdentity;
  readonly files: readonly OutputFile[];
  /** What is placed is a copy of the original; never `in_place`, where nothing is placed. */
  readonly kept: KeptOriginal | null;
  /** Inputs as they were when the job read them. */
  readonly inputs: readonly { readonly file: string; readonly stamp: FileStamp | null }[];
}

/** A result that is done but for its upload. */
export interface StagedResult {
  /** Absolute path below the folder that stands for the bucket: a file, or the folder of a package. */
  readonly target: string;
  /** With their paths on this computer. */
  readonly files: readonly OutputFile[];
  readonly kept: KeptOriginal | null;
  /** What is to be known of the result, whichever attempt uploads it. */
  readonly warnings: readonly Warning[];
  /** Inputs as they were when the job read them. */
  readonly inputs: readonly { readonly file: string; readonly stamp: FileStamp | null }[];
  readonly upload: UploadTarget;
  /** Multipart uploads that a crash may have left in the bucket. */
  readonly partial: readonly { readonly key: string; readonly uploadId: string }[];
}

export const noLeftovers: Leftovers = { parts: [], reserved: null, aside: null, placing: null };

/**
 * Why a queued job waits: for the start of the queue, because a person held it, or for both, and then lifting the hold
 * leaves it waiting for the start.
 */
export const recordHolds = ['ready', 'user', 'user_ready'] as const;
export type RecordHold = (typeof recordHolds)[number];

/** Kind of the warning of a job whose results were taken back. */
export const takenBackKind = 'taken_back';

/** A result under its final name. */
export interface PublishedResult {
  /** Absolute: the file, or the folder of a package. */
  readonly path: string;
  /** All its files, absolute; a result that is one file is that file. */
  readonly files: readonly (FileStamp & { readonly path: string })[];
}

/** An original that was put away. */
export interface MovedOriginal {
  /** Absolute path at which it was. */
  readonly file: string;
  readonly stamp: FileStamp;
  readonly went: 'folder' | 'trash';
  /** Absolute path at which it lies now; null = in a trash that does not tell. */
  readonly to: string | null;
}
