import { describe, expect, it } from 'vitest';
import { requestOf } from '../../../electron/calls/jobs/export-jobs.ts';
import type { Job } from '../../../shared/model/job.ts';

const job = (
  more: Partial<Job>,
  file: { readonly url: string; readonly path: string } | null = null,
): Job => ({
  ...{ id: 'job_01jd4z0k3vf1nt9s3c00000001', object: 'job' },
  ...{ kind: 'image', input: '/in/a.jpg', options: {}, output: null, preset: null, batch_id: null },
  ...{ status: 'queued', progress: null, attempt: 1, error: null, warnings: [], metadata: {} },
  ...{ created_at: 0, started_at: null, finished_at: null, updated_at: 0 },
  tasks:
    file === null
      ? []
      : [
          {
            ...{ id: 'task_01jd4z0k3vf1nt9s3c00000001', object: 'task' },
            ...{ options: {}, progress: 1, created_at: 0, updated_at: 1 },
            ...{ kind: 'export', status: 'succeeded', input: null, error: null },
            output: {
              files: [{ ...file, bytes: 1, mime: 'image/webp', width: 1, height: 1, duration: null }],
            },
            ...{ started_at: 0, finished_at: 1 },
          },
        ],
  ...more,
});

describe('jobs whose results go to a bucket, as text', () => {
  it('keep their connection', () => {
    expect(requestOf(job({}), 'media')).toEqual({
      ...{ input: '/in/a.jpg', kind: 'image', options: {}, connection: 'media' },
    });
  });

  it('say the folder in the bucket once they have succeeded', () => {
    const file = { url: 's3://media-prod/a/b/x.webp', path: 's3://media-prod/a/b/x.webp' };
    const done = job({ status: 'succeeded' }, file);
    expect(requestOf(done, 'media').output).toBe('s3://media-prod/a/b/');
    // A copy that was kept is not where it goes.
    const kept = job({ status: 'succeeded' }, { ...file, path: '/out/x.webp' });
    expect(requestOf(kept, 'media').output).toBe('s3://media-prod/a/b/');
    const open = job({ status: 'succeeded' }, { url: 'https://cdn.example.org/x.webp', path: '/out/x.webp' });
    expect(requestOf(open, 'media').output).toBeUndefined();
  });

  it('say the folder of a package, not of its playlist', () => {
    const file = { url: 's3://media-prod/a/show/master.m3u8', path: 's3://media-prod/a/show/master.m3u8' };
    const done = job({ status: 'succeeded', kind: 'adaptive_video' }, file);
    expect(requestOf(done, 'media').output).toBe('s3://media-prod/a/');
  });
});
