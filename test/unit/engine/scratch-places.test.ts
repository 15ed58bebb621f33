import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createScratchPlaces } from '../../../electron/engine/run/scratch-places.ts';
import { tempDir } from '../../support/media.ts';

describe('scratch places without a kept queue', () => {
  it('go with the engine, and those of a process that was killed with the next', async (t) => {
    const folder = tempDir(t);
    vi.spyOn(os, 'tmpdir').mockReturnValue(folder);
    t.onTestFinished(() => void vi.restoreAllMocks());
    // A process that has ended for sure.
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const [dead, living, strange] = [`${pid}-aB3dE6`, `${process.ppid}-aB3dE6`, 'x'].map((rest) =>
      path.join(folder, `convoy-transfer-${rest}`),
    );
    for (const one of [dead, living, strange]) mkdirSync(String(one));
    const places = createScratchPlaces(null);
    expect(existsSync(String(dead))).toBe(true);
    const own = places.importsOf('job_1');
    mkdirSync(own, { recursive: true });
    writeFileSync(path.join(own, 'a.mp4'), 'x');
    await expect.poll(() => existsSync(String(dead))).toBe(false);
    expect([living, strange].map((one) => existsSync(String(one)))).toEqual([true, true]);
    const before = process.listenerCount('exit');
    places.close();
    expect(existsSync(path.dirname(path.dirname(own)))).toBe(false);
    expect(process.listenerCount('exit')).toBe(before - 1);
  });
});

describe('scratch places of a kept queue', () => {
  it('lie beside it, and keep what jobs still need', async (t) => {
    const folder = tempDir(t);
    const places = createScratchPlaces(path.join(folder, 'queue.db'));
    expect([places.sent, createScratchPlaces(null).sent]).toEqual([path.join(folder, 'uploads'), null]);
    for (const id of ['job_1', 'job_2']) mkdirSync(places.importsOf(id), { recursive: true });
    await places.sweep({ jobs: new Set(['job_2']), staged: new Set() });
    expect(['job_1', 'job_2'].map((id) => existsSync(places.importsOf(id)))).toEqual([false, true]);
    await places.removeImports('job_2');
    expect(existsSync(places.importsOf('job_2'))).toBe(false);
    places.close();
  });
});
