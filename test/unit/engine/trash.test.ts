import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { putIntoTrash, takeFromTrash } from '../../../electron/engine/trash/freedesktop-trash.ts';
import { trashOf } from '../../../electron/engine/trash/trash.ts';
import { tempDir } from '../../support/media.ts';

const day = new Date(2026, 0, 2, 3, 4, 5);

describe.runIf(process.platform === 'linux')('the trash of Linux desktops', () => {
  it('takes a file with a note of its place, and gives it back', async (t) => {
    const folder = tempDir(t);
    const home = path.join(folder, 'home/Trash');
    const file = path.join(folder, 'Über 100% #1.mov');
    writeFileSync(file, 'mine');
    const trashed = await putIntoTrash(file, home, day);
    expect(trashed).toBe(path.join(home, 'files', 'Über 100% #1.mov'));
    expect(existsSync(file)).toBe(false);
    const note = path.join(home, 'info', 'Über 100% #1.mov.trashinfo');
    expect(readFileSync(note, 'utf8')).toBe(
      `[Trash Info]\nPath=${folder}/%C3%9Cber%20100%25%20%231.mov\nDeletionDate=2026-01-02T03:04:05\n`,
    );
    expect(statSync(home).mode & 0o777).toBe(0o700);
    await takeFromTrash(trashed, file);
    expect([readFileSync(file, 'utf8'), existsSync(note), readdirSync(path.join(home, 'files'))]).toEqual([
      'mine',
      false,
      [],
    ]);
  });

  it('replaces nothing on either way', async (t) => {
    const folder = tempDir(t);
    const home = path.join(folder, 'Trash');
    const file = path.join(folder, 'a.mov');
    const put = async (text: string): Promise<string> => {
      writeFileSync(file, text);
      return putIntoTrash(file, home, day);
    };
    const [one, two] = [await put('one'), await put('two')];
    // A file that somebody put there without a note.
    writeFileSync(path.join(home, 'files', 'a 3.mov'), 'theirs');
    const four = await put('four');
    expect([one, two, four].map((name) => path.basename(name))).toEqual(['a.mov', 'a 2.mov', 'a 4.mov']);
    expect(readdirSync(path.join(home, 'info')).toSorted()).toEqual([
      ...['a 2.mov.trashinfo', 'a 4.mov.trashinfo', 'a.mov.trashinfo'],
    ]);
    writeFileSync(file, 'present');
    await expect(takeFromTrash(one, file)).rejects.toMatchObject({ code: 'EEXIST' });
    expect([readFileSync(file, 'utf8'), readFileSync(one, 'utf8')]).toEqual(['present', 'one']);
    await expect(takeFromTrash(path.join(home, 'files', 'gone'), path.join(folder, 'gone'))).rejects.toThrow(
      'ENOENT',
    );
  });

  it('takes folders whole, and makes the folder that a file comes back to', async (t) => {
    const folder = tempDir(t);
    const home = path.join(folder, 'Trash');
    mkdirSync(path.join(folder, 'film'));
    writeFileSync(path.join(folder, 'film', 'master.m3u8'), '#EXTM3U');
    const trashed = await putIntoTrash(path.join(folder, 'film'), home, day);
    expect(readdirSync(trashed)).toEqual(['master.m3u8']);
    writeFileSync(path.join(folder, 'b.mov'), 'b');
    const gone = await putIntoTrash(path.join(folder, 'b.mov'), home, day);
    await takeFromTrash(gone, path.join(folder, 'new/place/b.mov'));
    expect(readFileSync(path.join(folder, 'new/place/b.mov'), 'utf8')).toBe('b');
  });

  it('leaves no note of what is not there', async (t) => {
    const folder = tempDir(t);
    const home = path.join(folder, 'Trash');
    await expect(putIntoTrash(path.join(folder, 'none'), home, day)).rejects.toThrow('ENOENT');
    expect(existsSync(path.join(home, 'info')) ? readdirSync(path.join(home, 'info')) : []).toEqual([]);
  });
});

describe('the trash of a computer', () => {
  const around = { system: null, platform: 'linux', env: {}, home: '/home/a' } as const;

  it('is the one that was given, or that of the system', async () => {
    const taken: string[] = [];
    const system = (file: string): Promise<void> => Promise.resolve(void taken.push(file));
    expect(await trashOf({ ...around, system })?.('/x')).toBeNull();
    expect(taken).toEqual(['/x']);
    expect(trashOf({ ...around, platform: 'darwin' })).toBeNull();
    expect(trashOf({ ...around, platform: 'win32' })).toBeNull();
  });

  it.runIf(process.platform === 'linux')('lies where the person keeps data', async (t) => {
    const folder = tempDir(t);
    writeFileSync(path.join(folder, 'a'), '');
    const put = trashOf({ ...around, home: folder, env: { XDG_DATA_HOME: 'relative' } });
    expect(await put?.(path.join(folder, 'a'))).toBe(path.join(folder, '.local/share/Trash/files/a'));
    writeFileSync(path.join(folder, 'b'), '');
    const there = trashOf({ ...around, home: '/', env: { XDG_DATA_HOME: path.join(folder, 'data') } });
    expect(await there?.(path.join(folder, 'b'))).toBe(path.join(folder, 'data/Trash/files/b'));
  });
});
