import { describe, expect, it } from 'vitest';
import type { JobRecord } from '../../../electron/engine/job-record.ts';
import { recordOfRow, storedText } from '../../../electron/engine/store/stored-record.ts';
import { newId } from '../../../shared/model/id.ts';
import { jobRecord } from '../../support/job-records.ts';

const rowOf = (job: JobRecord): Record<string, unknown> => ({
  ...{ id: job.id, rank: job.rank, state: job.state, hold: job.hold, archived: job.archived ? 1 : 0 },
  record: storedText(job),
});

describe('the text of a record', () => {
  it('says of a job that waits only what is its own', () => {
    const job = jobRecord({ inputs: ['/media/a.mov'], index: 3, of: 7 });
    expect(JSON.parse(storedText(job))).toEqual({
      ...{ kind: job.kind, inputs: job.inputs, batchId: job.batchId, index: 3, of: 7 },
      options: { format: 'mp4' },
      ...{ tasks: job.tasks.map(({ id }) => id), createdAt: job.createdAt },
    });
    expect(recordOfRow(rowOf(job))).toEqual(job);
  });

  it('says everything that is not as usual', () => {
    const stamp = { size: 1, mtimeMs: 2 };
    const file = { url: 'file:///out/a.mp4', path: '/out/a.mp4', bytes: 4, mime: 'video/mp4' };
    const files = [{ ...file, width: 2, height: 4, duration: 1 }];
    const inputs = [{ file: '/media/a.mov', stamp }];
    const job = jobRecord({
      ...{ joined: true, options: { height: 720 }, output: '/out/', metadata: { order: 7 } },
      ...{ connection: 'archive', preset: 'web_video', whenLarger: 'copy_original', root: '/media' },
      within: ['/media', '/out'],
      ...{ attempt: 2, interrupted: 1, stoppedAt: 0.5, anyway: true, kept: 'copied' },
      error: { kind: 'encode_failed', message: 'It failed.', hint: 'Try again.', detail: 'x' },
      warnings: [{ kind: 'odd_size', message: 'One pixel less.' }],
      leftovers: { parts: ['/out/.a.part'], reserved: '/out/a.mp4', aside: null, placing: null },
      files,
      staged: {
        ...{ target: '/tmp/a.mp4', files, kept: null, warnings: [], inputs, partial: [] },
        upload: { connection: 'archive', bucket: 'b', folder: '' },
      },
      results: [{ path: '/out/a.mp4', files: [{ path: '/out/a.mp4', ...stamp }] }],
      originals: [{ file: '/media/a.mov', stamp, went: 'trash', to: null }],
      ...{ startedAt: 20, finishedAt: 30, updatedAt: 40 },
    });
    expect(recordOfRow(rowOf(job))).toEqual(job);
  });

  it('keeps an hour of the clock that is not that of the beginning', () => {
    const job = jobRecord({ updatedAt: jobRecord().createdAt + 1 });
    expect(recordOfRow(rowOf(job))?.updatedAt).toBe(job.updatedAt);
  });

  it('makes no sense without what every job has of its own', () => {
    const job = jobRecord();
    for (const member of ['kind', 'inputs', 'batchId', 'index', 'of', 'tasks', 'createdAt']) {
      const text = JSON.stringify({ ...JSON.parse(storedText(job)), [member]: undefined });
      expect(recordOfRow({ ...rowOf(job), record: text }), member).toBeNull();
    }
    expect(recordOfRow({ ...rowOf(job), id: newId('batch') })).toBeNull();
  });
});
