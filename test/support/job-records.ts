import type { JobRecord } from '../../electron/engine/job-record.ts';
import { type NewJob, newRecord } from '../../electron/engine/queue/record-changes.ts';
import { newId } from '../../shared/model/id.ts';

/** Jobs as the engine keeps them, for tests that need some. */

export function newJob(more: Partial<NewJob> = {}): NewJob {
  return {
    kind: 'video',
    inputs: ['/media/clip.mov'],
    joined: false,
    options: { format: 'mp4' },
    output: null,
    metadata: {},
    connection: null,
    preset: null,
    batchId: newId('batch'),
    root: null,
    index: 1,
    of: 1,
    ...more,
  };
}

export function jobRecord(more: Partial<JobRecord> = {}): JobRecord {
  return { ...newRecord(newJob(), { rank: 1024, hold: null, at: 1_700_000_000_000 }), ...more };
}
