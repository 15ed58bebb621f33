import { readdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFolderListings } from '../../../electron/engine/publish/folder-listing.ts';
import { tempDir } from '../../support/media.ts';

vi.mock('node:fs/promises', async (load) => {
  const real = await load<object & { readonly readdir: typeof readdir }>();
  return { ...real, readdir: vi.fn(real.readdir) };
});

let now: number;
beforeEach(() => {
  now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  vi.mocked(readdir).mockClear();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const long = new Date(Date.now() - 60_000);

it('a folder is read again when it changed, and not because time went by', async (t) => {
  const folder = tempDir(t);
  await writeFile(path.join(folder, 'a.webp'), '');
  await utimes(folder, long, long);
  const listings = createFolderListings('linux');
  expect((await listings.look(folder)).mayHold('a.webp')).toBe(true);
  now += 5000;
  expect((await listings.look(folder)).mayHold('b.webp')).toBe(false);
  expect(readdir).toHaveBeenCalledTimes(1);
  await writeFile(path.join(folder, 'b.webp'), '');
  // Younger than a second: what it misses is found out by `link`.
  expect((await listings.look(folder)).mayHold('b.webp')).toBe(false);
  now += 5000;
  expect((await listings.look(folder)).mayHold('b.webp')).toBe(true);
  expect(readdir).toHaveBeenCalledTimes(2);
});

it('a folder that changed a moment ago may change again at the same time', async (t) => {
  const folder = tempDir(t);
  const listings = createFolderListings('linux');
  await listings.look(folder);
  now += 5000;
  await listings.look(folder);
  expect(readdir).toHaveBeenCalledTimes(2);
});

it('a name that came into being is known without another look', async (t) => {
  const folder = tempDir(t);
  await utimes(folder, long, long);
  const listings = createFolderListings('linux');
  expect((await listings.look(folder)).mayHold('a.webp')).toBe(false);
  listings.add(folder, 'a.webp');
  now += 5000;
  expect((await listings.look(folder)).mayHold('a.webp')).toBe(true);
  expect(readdir).toHaveBeenCalledTimes(1);
});
