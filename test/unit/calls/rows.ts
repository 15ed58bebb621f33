import type { Row } from '../../../shared/ipc/row.ts';
import type { Job } from '../../../shared/model/job.ts';
import type { QueueEntry } from '../../../electron/engine/index.ts';
import { jobOf } from '../cli/stand-ins.ts';

/** Rows and entries as the calls see them. */

export const row = (id: string, more: Partial<Row> = {}): Row => ({
  id,
  rank: 1,
  batchId: null,
  name: 'holiday.mov',
  folder: '/media',
  root: null,
  more: 0,
  kind: 'video',
  presetId: null,
  status: 'queued',
  phase: null,
  hold: null,
  progress: null,
  speed: null,
  eta: null,
  transfer: null,
  upload: null,
  bytesIn: null,
  bytesOut: null,
  media: null,
  plan: null,
  error: null,
  warnings: [],
  kept: null,
  stoppedAt: null,
  attempt: 1,
  resultName: null,
  createdAt: 0,
  startedAt: null,
  finishedAt: null,
  pictureVersion: 2,
  ...more,
});

export const entry = (
  job: Partial<Job> & Pick<Job, 'status'>,
  more: Partial<QueueEntry> = {},
): QueueEntry => ({
  job: jobOf(job),
  rank: 1,
  priority: 'normal',
  phase: null,
  hold: null,
  root: null,
  connection: null,
  stoppedAt: null,
  interrupted: 0,
  ...more,
});
