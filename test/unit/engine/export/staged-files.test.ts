import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createStagedFiles } from '../../../../electron/engine/export/staged-files.ts';
import { createScratchPlaces } from '../../../../electron/engine/run/scratch-places.ts';
import type { JobState } from '../../../../shared/model/job-state.ts';
import { tempDir } from '../../../support/media.ts';

it('what was fetched for a job stays as long as the job has not ended', async (t) => {
  const places = createScratchPlaces(path.join(tempDir(t), 'queue.db'));
  const states: Readonly<Record<string, JobState>> = {
    job_waits: 'queued',
    job_runs: 'running',
    job_done: 'succeeded',
    job_failed: 'failed',
    job_off: 'cancelled',
  };
  for (const id of [...Object.keys(states), 'job_gone']) {
    mkdirSync(places.importsOf(id), { recursive: true });
    writeFileSync(path.join(places.importsOf(id), 'a.mp4'), 'x');
  }
  const staged = createStagedFiles({
    store: {
      staged: () => [],
      places: () => Object.entries(states).map(([id, state], rank) => ({ id, state, rank })),
      get: () => null,
    },
    places,
    log: () => undefined,
  });
  expect(await staged.sweep()).toEqual([]);
  const left = [...Object.keys(states), 'job_gone'].filter((id) => existsSync(places.importsOf(id)));
  expect(left).toEqual(['job_waits', 'job_runs']);
});
