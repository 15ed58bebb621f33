import type { ConvoyError } from '../../../shared/model/error.ts';
import type { JobRequest } from '../../../shared/model/job.ts';
import type { Plan } from '../../../shared/plan/plan.ts';

/** What would become of a request, and how. */
export interface PlannedJob {
  readonly request: JobRequest;
  readonly inputBytes: number | null;
  readonly result:
    | {
        readonly ok: true;
        readonly plan: Plan;
        /** Absolute path under which the result would be published. */
        readonly path: string;
        /** `s3://bucket/key` under which it would be uploaded; absent when it stays. */
        readonly address?: string;
        /** Which ffmpeg would run it. */
        readonly ffmpeg: string;
        /** The exact commands, one a step that runs a tool, ready to be shown. */
        readonly commands: readonly string[];
        /** Seconds of work when it runs alone, as far as this computer is known; null when it cannot be told. */
        readonly seconds: number | null;
      }
    | { readonly ok: false; readonly skipped: boolean; readonly error: ConvoyError };
}
