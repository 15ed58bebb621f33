import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { imageFormats } from '../../shared/model/options.ts';
import { convertStills } from '../support/convert-still.ts';
import { clip, tempDir } from '../support/media.ts';
import { near, pixel, white } from '../support/quarters.ts';

/** What each format of stills keeps, and what is made of the rest. */

const { convert } = convertStills();

describe('converting stills', () => {
  it('puts white under what is transparent in JPEG, and keeps it elsewhere', async (t) => {
    const dir = tempDir(t);
    const input = await clip('png-transparent');
    await convert(input, path.join(dir, 'a.jpg'), { format: 'jpeg' });
    expect(near(await pixel(path.join(dir, 'a.jpg'), 4, 40))).toEqual(white);
    for (const format of ['png', 'webp', 'avif', 'tiff', 'gif'] as const) {
      const output = path.join(dir, `a.${format}`);
      await convert(input, output, { format });
      expect([(await pixel(output, 4, 40))[3], (await pixel(output, 60, 40))[3]]).toEqual([0, 255]);
    }
  });

  it('keeps camera data, colour profile, 16 bits and greys where the format can', async (t) => {
    const dir = tempDir(t);
    const input = path.join(dir, 'in.jpg');
    await sharp({ create: { width: 20, height: 10, channels: 3, background: '#c80' } })
      .withIccProfile('p3')
      .withExif({ IFD0: { Make: 'Convoy' }, IFD2: { DateTimeOriginal: '2020:01:02 03:04:05' } })
      .jpeg()
      .toFile(input);
    for (const format of imageFormats) {
      const output = path.join(dir, `a.${format}`);
      const { warnings } = await convert(input, output, { format });
      const { exif, icc } = await sharp(output).metadata();
      const kept = format !== 'tiff' && format !== 'gif';
      expect([format, exif?.includes('2020:01:02') ?? false, icc !== undefined]).toEqual([
        format,
        kept,
        format !== 'gif',
      ]);
      expect(warnings.map((w) => w.kind)).toEqual(kept ? [] : ['metadata_dropped']);
    }
    // As WebP wants it, or ffmpeg finds nothing in it: the TIFF header comes first.
    const webp = await readFile(path.join(dir, 'a.webp'));
    const camera = webp.indexOf('EXIF', 12, 'latin1') + 8;
    expect(webp.toString('latin1', camera, camera + 4)).toMatch(/^(?:II\*\0|MM\0\*)$/);
    await convert(await clip('png-16bit'), path.join(dir, 'deep.png'), { format: 'png' });
    await convert(await clip('png-16bit'), path.join(dir, 'deep.tif'), { format: 'tiff', width: 32 });
    const grey = path.join(dir, 'grey.png');
    await sharp(await clip('jpeg'))
      .toColourspace('b-w')
      .png()
      .toFile(grey);
    await convert(grey, path.join(dir, 'grey.jpg'), { format: 'jpeg' });
    const spaces = await Promise.all(
      ['deep.png', 'deep.tif', 'grey.jpg'].map(
        async (f) => (await sharp(path.join(dir, f)).metadata()).space,
      ),
    );
    expect(spaces).toEqual(['rgb16', 'rgb16', 'b-w']);
  });

  it('makes RGB of CMYK', async (t) => {
    const dir = tempDir(t);
    const input = path.join(dir, 'cmyk.jpg');
    await sharp({ create: { width: 8, height: 8, channels: 3, background: '#30a070' } })
      .toColourspace('cmyk')
      .withIccProfile('cmyk')
      .jpeg()
      .toFile(input);
    const output = path.join(dir, 'out.webp');
    await convert(input, output, { format: 'webp', lossless: true });
    const { icc, space } = await sharp(output).metadata();
    expect([space, icc]).toEqual(['srgb', undefined]);
    const [r = 0, g = 0, b = 0] = await pixel(output, 4, 4);
    expect(g > b && b > r).toBe(true);
  });
});
