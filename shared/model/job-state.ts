import { type JobStatus } from './job.ts';

/**
 * The life of a job as data. One function changes a state; the table says what may follow what, and every pair that
 * is not in it is refused.
 */

export const jobStates = [
  'queued',
  'preparing',
  'running',
  'finalizing',
  'exporting',
  'cancelling',
  'succeeded',
  'failed',
  'cancelled',
  'skipped',
] as const;
export type JobState = (typeof jobStates)[number];

export const jobEvents = [
  'take',
  'planned',
  'encoded',
  'verified',
  'published',
  'skip',
  'fail',
  'cancel',
  'stopped',
  'interrupt',
  'retry',
] as const;
export type JobEvent = (typeof jobEvents)[number];

/**
 * `cancelling` exists because ffmpeg needs up to two seconds to stop: the slot is still taken. A job that was told to
 * stop may still publish, when the cancel came after the commit point, or fail, when it failed at the same moment.
 */
export const transitions: Readonly<Record<JobState, Readonly<Partial<Record<JobEvent, JobState>>>>> = {
  queued: { take: 'preparing', skip: 'skipped', fail: 'failed', cancel: 'cancelled' },
  preparing: {
    planned: 'running',
    skip: 'skipped',
    fail: 'failed',
    cancel: 'cancelling',
    interrupt: 'queued',
  },
  running: { encoded: 'finalizing', fail: 'failed', cancel: 'cancelling', interrupt: 'queued' },
  finalizing: {
    verified: 'exporting',
    skip: 'skipped',
    fail: 'failed',
    cancel: 'cancelling',
    interrupt: 'queued',
  },
  exporting: {
    published: 'succeeded',
    skip: 'skipped',
    fail: 'failed',
    cancel: 'cancelling',
    interrupt: 'queued',
  },
  cancelling: { stopped: 'cancelled', published: 'succeeded', fail: 'failed', interrupt: 'cancelled' },
  succeeded: { retry: 'queued' },
  failed: { retry: 'queued' },
  cancelled: { retry: 'queued' },
  skipped: { retry: 'queued' },
};

/** The state that follows, or null when the event is not possible now. */
export function nextState(state: JobState, event: JobEvent): JobState | null {
  return transitions[state][event] ?? null;
}

const terminal: ReadonlySet<JobState> = new Set(['succeeded', 'failed', 'cancelled', 'skipped']);

/** True when nothing more happens to the job by itself. */
export function isTerminal(state: JobState): boolean {
  return terminal.has(state);
}

/** The word for an inner state on the wire. */
export function wireStatus(state: JobState): JobStatus {
  switch (state) {
    case 'queued':
    case 'succeeded':
    case 'failed':
    case 'cancelled':
    case 'skipped':
      return state;
    case 'preparing':
    case 'running':
    case 'finalizing':
    case 'exporting':
    case 'cancelling':
      return 'processing';
  }
}
