import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type TestContext, describe, expect, it } from 'vitest';
import type { StillRequest, StillWorkers } from '../../../electron/engine/ports.ts';
import { createUnpackedOriginals } from '../../../electron/engine/previews/unpacked-originals.ts';
import { type ErrorKind, fail } from '../../../shared/model/error.ts';
import { tempDir } from '../../support/media.ts';

const never = new AbortController().signal;

/** Two originals, and workers that write what they are asked to, or refuse it. */
async function place(t: TestContext, refuses: () => ErrorKind | null = () => null) {
  const folder = tempDir(t);
  const originals = ['a.HEIC', 'b.HEIC'].map((name) => path.join(folder, name)) as [string, string];
  for (const original of originals) await writeFile(original, original);
  const asked: string[] = [];
  const run = async (request: StillRequest): Promise<unknown> => {
    if (request.do !== 'unpack') throw new Error(`${request.do} was asked`);
    asked.push(path.basename(request.input));
    const kind = refuses();
    if (kind !== null) throw fail(kind, { file: path.basename(request.input) });
    await writeFile(request.output, 'png');
    return { do: 'unpack', bytes: 3 };
  };
  const workers = { run, close: () => Promise.resolve() } as unknown as StillWorkers;
  return { originals, asked, unpacked: createUnpackedOriginals(workers, path.join(folder, 'unpacked')) };
}

describe('an original that takes long to decode', () => {
  it('is unpacked once for all who need it, at the same time and later', async (t) => {
    const { originals, asked, unpacked } = await place(t);
    const [a] = originals;
    const use = () => unpacked.use(a, never, (file, is) => Promise.resolve([path.basename(file), is]));
    expect(await Promise.all([use(), use()])).toEqual([
      ['a.HEIC', true],
      ['a.HEIC', true],
    ]);
    await use();
    expect(asked).toEqual(['a.HEIC']);
    await writeFile(a, 'another picture by now');
    await use();
    expect(asked).toEqual(['a.HEIC', 'a.HEIC']);
  });

  it('goes when another one comes, but not while it is in use', async (t) => {
    const { originals, unpacked } = await place(t);
    const [a, b] = originals;
    let first = '';
    await unpacked.use(a, never, async (file) => {
      first = file;
      await unpacked.use(b, never, () => Promise.resolve());
      expect(existsSync(file)).toBe(true);
    });
    await expect.poll(() => existsSync(first)).toBe(false);
  });

  it('is used as it is where there is no room, and is refused for what is wrong with it', async (t) => {
    const kinds: ErrorKind[] = ['disk_full', 'input_truncated'];
    const { originals, unpacked } = await place(t, () => kinds.shift() ?? null);
    const use = () => unpacked.use(originals[0], never, (file, is) => Promise.resolve([file, is]));
    expect(await use()).toEqual([originals[0], false]);
    await expect(use()).rejects.toMatchObject({ error: { kind: 'input_truncated' } });
    expect((await use())[1]).toBe(true);
  });
});
