import type { ConvoyError, Warning } from '../../shared/model/error.ts';
import type { OutputFile, Task } from '../../shared/model/job.ts';
import type { JobState } from '../../shared/model/job-state.ts';
import type { Kind } from '../../shared/model/options.ts';

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
  readonly batchId: string;
  /** Folder that was named and in which the input was found; results mirror the tree below it. */
  readonly root: string | null;
  /** Position in its batch, from 1, and the batch's size. */
  readonly index: number;
  readonly of: number;
  readonly state: JobState;
  readonly attempt: number;
  readonly error: ConvoyError | null;
  readonly warnings: readonly Warning[];
  readonly files: readonly OutputFile[];
  readonly tasks: readonly Task[];
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly updatedAt: number;
}
