import { chmod, mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOutputFolders } from '../../../electron/engine/publish/output-folders.ts';
import { partPath, removeParts } from '../../../electron/engine/publish/part-names.ts';
import { newId } from '../../../shared/model/id.ts';

let dir: string;
beforeEach(async () => {
  dir = await realpath(await mkdtemp(path.join(os.tmpdir(), 'convoy-folders-')));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const at = (...segments: string[]): string => path.join(dir, ...segments);
const put = async (file: string): Promise<void> => {
  await mkdir(path.dirname(at(file)), { recursive: true });
  await writeFile(at(file), '');
};

describe('parts', () => {
  it('are removed by their recorded names only', async () => {
    const [file, folder] = [partPath(dir, newId('job'), 1), partPath(dir, newId('job'), 2)];
    await put(path.relative(dir, file));
    await put(path.relative(dir, path.join(folder, 'master.m3u8')));
    await put('.convoy-somebody.part');
    await removeParts([file, folder, partPath(dir, newId('job'), 2)]);
    expect(await readdir(dir)).toEqual(['.convoy-somebody.part']);
    await expect(removeParts([at('.convoy-somebody.part')])).rejects.toThrow(
      'Something went wrong inside Convoy',
    );
    await expect(removeParts([partPath(dir, '*', 1)])).rejects.toThrow('Something went wrong inside Convoy');
    expect(await readdir(dir)).toEqual(['.convoy-somebody.part']);
  });
});

describe('output folders', () => {
  it('that were made for nothing are taken away, others stay', async () => {
    await mkdir(at('there'));
    const folders = createOutputFolders();
    await folders.prepare('a', at('there/new/deep/a.mp4'));
    await folders.prepare('b', at('there/new/other/b.mp4'));
    await put('there/new/deep/a.mp4');
    await folders.leave('b');
    expect(await readdir(at('there/new'))).toEqual(['deep']);
    await rm(at('there/new/deep/a.mp4'));
    await folders.leave('a');
    expect(await readdir(at('there'))).toEqual([]);
  });

  it('are neither made nor used outside of what a job may use', async () => {
    const within = [at('mine')];
    await mkdir(at('mine/real'), { recursive: true });
    await mkdir(at('theirs'));
    await symlink(at('theirs'), at('mine/out'));
    await symlink(at('mine/real'), at('in'));
    const folders = createOutputFolders();
    for (const out of ['mine/out/a.mp4', 'mine/out/new/a.mp4', 'theirs/a.mp4', 'mine-too/a.mp4', 'a.mp4']) {
      await expect(folders.prepare('a', at(out), within)).rejects.toMatchObject({
        error: { kind: 'invalid_option' },
      });
    }
    await folders.prepare('a', at('mine/new/a.mp4'), within);
    await folders.prepare('a', at('in/a.mp4'), within);
    expect([await readdir(at('theirs')), (await readdir(dir)).toSorted()]).toEqual([
      [],
      ['in', 'mine', 'theirs'],
    ]);
    await folders.leave('a');
    // The folder that the person who sits here chose for all results is none of the door's, and may be used.
    const chosen = createOutputFolders(() => at('theirs'));
    await chosen.prepare('a', at('theirs/a.mp4'), within);
    await chosen.check(at('mine/out/a.mp4'), within);
    await expect(chosen.check(at('a.mp4'), within)).rejects.toMatchObject({ error: { option: 'output' } });
  });

  it('stay while another job uses them', async () => {
    const folders = createOutputFolders();
    await Promise.all([folders.prepare('a', at('new/a.mp4')), folders.prepare('b', at('new/b.mp4'))]);
    await folders.leave('a');
    expect(await readdir(dir)).toEqual(['new']);
    await Promise.all([folders.leave('b'), folders.prepare('c', at('new/c.mp4'))]);
    expect(await readdir(dir)).toEqual(['new']);
    await folders.leave('c');
    expect(await readdir(dir)).toEqual([]);
  });

  it('that cannot be made are told', async () => {
    await put('file');
    const error = {
      kind: 'output_unwritable',
      message: '“a.mp4” cannot be written: “below” or a folder above it is a file, not a folder.',
    };
    await expect(createOutputFolders().prepare('a', at('file/below/a.mp4'))).rejects.toMatchObject({ error });
  });
});

describe('a folder that may not be written', () => {
  const isRoot = process.getuid?.() === 0;
  it.skipIf(!isRoot)('is told as that (as root: by giving up the rights of root)', async () => {
    await chmod(dir, 0o755);
    process.seteuid?.(65_534);
    try {
      await expect(createOutputFolders().prepare('a', at('new/a.mp4'))).rejects.toMatchObject({
        error: {
          kind: 'output_unwritable',
          message: '“a.mp4” cannot be written: you may not write in the folder “new”.',
        },
      });
    } finally {
      process.seteuid?.(0);
    }
  });
});
