import type { Preset } from '../../../shared/model/preset.ts';
import type { AllowedPlaces, MediaLocator } from '../../calls/index.ts';
import type { Engine } from '../../engine/index.ts';
import type { Uploads } from '../uploads.ts';
import type { Idempotency } from './idempotency.ts';
import type { LiveJobs } from './live-jobs.ts';
import type { RequestLimits } from './request-limits.ts';
import type { Webhooks } from './webhooks.ts';

/** What all routes of the API work with. */
export interface ApiParts {
  readonly engine: Engine;
  readonly live: LiveJobs;
  readonly limits: RequestLimits;
  /** Where jobs may read and write. */
  readonly places: AllowedPlaces;
  /** Where results go whose inputs were sent; absolute. */
  readonly output: string;
  readonly presets: () => readonly Preset[];
  readonly webhooks: Webhooks;
  readonly idempotency: Idempotency;
  readonly media: MediaLocator;
  readonly uploads: Uploads;
  readonly version: string;
  /** Address that requests start with, without a slash at its end. */
  readonly url: () => string;
}
