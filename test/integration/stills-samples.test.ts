import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { imageFormats } from '../../shared/model/options.ts';
import { convertStills, failure } from '../support/convert-still.ts';
import { samplesDir, tempDir } from '../support/media.ts';

/** Real pictures of cameras and programs. */

const { convert, recipeFor, run } = convertStills();

describe.skipIf(samplesDir === null)('real pictures (skipped without the samples folder)', () => {
  const folder = path.join(samplesDir ?? '', 'image');

  it('become every format, two of them each', async (t) => {
    const output = path.join(tempDir(t), 'out');
    for (const [index, name] of (await readdir(folder)).entries()) {
      for (const step of [index, index + 3]) {
        const format = imageFormats[step % imageFormats.length] ?? 'webp';
        const { bytes } = await convert(path.join(folder, name), output, { format, width: 160 });
        expect(bytes).toBeGreaterThan(100);
      }
    }
  });

  it('take smaller palettes for lower words', async (t) => {
    const output = path.join(tempDir(t), 'out');
    for (const format of ['gif', 'png'] as const) {
      const sizes: number[] = [];
      for (const quality of ['very_low', 'low', 'medium'] as const) {
        const options = { format, quality, width: 300 } as const;
        sizes.push((await convert(path.join(folder, 'kodim03.png'), output, options)).bytes);
      }
      expect([sizes, new Set(sizes).size]).toEqual([sizes.toSorted((a, b) => a - b), 3]);
    }
  });

  it('come whole and upright out of HEIC, with their camera data and profile', async (t) => {
    const dir = tempDir(t);
    const input = path.join(folder, 'IMG_5195.HEIC');
    const output = path.join(dir, 'out.jpg');
    await convert(input, output, { format: 'jpeg', width: 800 });
    const metadata = await sharp(output).metadata();
    const source = await sharp(input).metadata();
    expect([metadata.width, metadata.height, metadata.orientation ?? 1]).toEqual([800, 1033, 1]);
    expect(metadata.icc).toEqual(source.icc);
    expect(metadata.exif?.includes('Apple')).toBe(source.exif?.includes('Apple'));
    // A picture of which only one tile was decoded has large black or even areas.
    const { entropy } = await sharp(output).extract({ left: 600, top: 800, width: 200, height: 200 }).stats();
    expect(entropy).toBeGreaterThan(5);

    const cut = path.join(dir, 'cut.heic');
    await writeFile(cut, (await readFile(input)).subarray(0, 400_000));
    const recipe = await recipeFor(input, { format: 'jpeg' });
    const half = failure(run({ do: 'convert', input: cut, output, recipe }));
    expect(await half).toMatchObject({ kind: 'input_truncated' });
  });
});
