import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { volumesOf } from '../../../electron/calls/jobs/free-space.ts';
import { tempDir } from '../../support/found-tools.ts';

describe('where the results of many files go', () => {
  it('names the folder itself, also while it is not there yet', async (t) => {
    const folder = tempDir(t);
    mkdirSync(path.join(folder, 'day 1'));
    const places = ['day 1/web', 'day 2/web'].map((name) => path.join(folder, name));
    const [volume, ...rest] = await volumesOf(places.map((place) => ({ folder: place, bytes: 1000 })));
    expect(rest).toEqual([]);
    expect(volume).toEqual({
      folder: places[0],
      folders: 2,
      needs: 2000,
      free: expect.any(Number) as number,
    });
  });
});
