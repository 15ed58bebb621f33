import type { Result } from '../../../shared/model/error.ts';
import type { JobRecord } from '../job-record.ts';
import type { Planning } from '../planning/plan-request.ts';
import type { FfmpegRunner, StillWorkers } from '../ports.ts';
import type { RequestChange } from '../doors/queue-door.ts';
import type { ReadRequest } from '../queue/requests.ts';
import type { HardwareRefusal } from '../run/run-in-hardware.ts';

/** What previews need of the engine. */
export interface PreviewDeps {
  /** The job, wherever it is in its life; null when there is none. */
  readonly entry: (id: string) => JobRecord | null;
  /** What jobs are planned with; a preview promises no name. */
  readonly planning: Planning;
  readonly runner: FfmpegRunner;
  readonly workers: StillWorkers;
  /** Absolute folder for what can be made again; made when it is needed. */
  readonly cacheDir: string;
  /** The job's request as it would run now, with a change on top. */
  readonly readRequestOf: (id: string, change: RequestChange | null) => Promise<Result<ReadRequest>>;
  /** Hears that a hardware encoder failed with files. */
  readonly hardwareRefused?: HardwareRefusal;
  /** Hears the commands that run and what the tools say. */
  readonly log?: (id: string, line: string) => void;
}
