import { utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFolderListings } from '../../../electron/engine/publish/folder-listing.ts';
import { tempDir } from '../../support/media.ts';

let now: number;
beforeEach(() => {
  now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const long = new Date(Date.now() - 60_000);
const put = (folder: string, name: string): Promise<void> => writeFile(path.join(folder, name), '');

it('a folder is read again when it changed, and not because time went by', async (t) => {
  const folder = tempDir(t);
  await put(folder, 'a.webp');
  await utimes(folder, long, long);
  const listings = createFolderListings('linux');
  expect((await listings.look(folder)).mayHold('a.webp')).toBe(true);
  await put(folder, 'b.webp');
  // As if it had not changed: what was read counts.
  await utimes(folder, long, long);
  now += 5000;
  expect((await listings.look(folder)).mayHold('b.webp')).toBe(false);
  await put(folder, 'c.webp');
  // Younger than a second: what it misses is found out by `link`.
  expect((await listings.look(folder)).mayHold('c.webp')).toBe(false);
  now += 5000;
  expect((await listings.look(folder)).mayHold('c.webp')).toBe(true);
});

it('a folder that changed a moment ago may change again at the same time', async (t) => {
  const folder = tempDir(t);
  const just = new Date();
  await utimes(folder, just, just);
  const listings = createFolderListings('linux');
  expect((await listings.look(folder)).mayHold('a.webp')).toBe(false);
  await put(folder, 'a.webp');
  await utimes(folder, just, just);
  now += 5000;
  expect((await listings.look(folder)).mayHold('a.webp')).toBe(true);
});

it('a name that came into being is known without another look', async (t) => {
  const folder = tempDir(t);
  await utimes(folder, long, long);
  const listings = createFolderListings('linux');
  expect((await listings.look(folder)).mayHold('a.webp')).toBe(false);
  listings.add(folder, 'a.webp');
  now += 5000;
  expect((await listings.look(folder)).mayHold('a.webp')).toBe(true);
});
