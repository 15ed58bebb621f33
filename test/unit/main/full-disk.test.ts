import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderToClear } from '../../../electron/main/full-disk.ts';
import { ConvoyFailure, convoyError } from '../../../shared/model/error.ts';

const lanes = { video: 1, still: 1, audio: 1, copy: 1, transfer: 1 };
const answer = (waits: unknown) => ({ ok: true, value: { paused: 'no', active: true, waits, lanes } });
const full = (folder: string) => answer({ why: 'disk', folder, needs: 2, free: 1 });

describe('the folder in which room can be made', () => {
  it('is the topmost one of the disk', async () => {
    expect(await folderToClear(full('/media/Media'), os.homedir())).toBe('/media/Media');
  });

  it('is the person’s own on the disk of the system, and the disk where home is on another', async (t) => {
    const home = mkdtempSync(path.join(os.tmpdir(), 'convoy-home-'));
    t.onTestFinished(() => rmSync(home, { recursive: true }));
    const { root } = path.parse(home);
    const gone = path.join(home, 'gone');
    expect(await folderToClear(full(root), root)).toBe(root);
    expect(await folderToClear(full(root), gone)).toBe(root);
    expect(await folderToClear(full(home), gone)).toBe(home);
  });

  it.each([
    ['nothing is waited for', answer(null), 'conflict'],
    ['something else is', answer({ why: 'battery', percent: 3 }), 'conflict'],
    ['the engine refuses', { ok: false, error: convoyError('internal') }, 'internal'],
  ])('is none when %s', async (_, given, kind) => {
    const error: unknown = await folderToClear(given, '/home').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConvoyFailure);
    expect((error as ConvoyFailure).error.kind).toBe(kind);
  });
});
