import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { imageFormats } from '../../shared/model/options.ts';
import { convertStills } from '../support/convert-still.ts';
import { clip, tempDir } from '../support/media.ts';
import { black, blue, green, near, pixel, quarters, red, white } from '../support/quarters.ts';

/** Stills are turned and fitted as asked. */

const { convert } = convertStills();

describe('converting stills', () => {
  it.for(imageFormats)('turns a picture upright in %s and says so', async (format, t) => {
    const input = await clip('jpeg-orientation-6');
    const output = path.join(tempDir(t), 'out');
    await convert(input, output, { format });
    const metadata = await sharp(output).metadata();
    expect([metadata.width, metadata.height, metadata.orientation ?? 1]).toEqual([240, 320, 1]);
    const expected = await sharp(input).autoOrient().resize(12).raw().toBuffer();
    const found = await sharp(output).resize(12).removeAlpha().raw().toBuffer();
    const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - (found[i] ?? 0))), 0);
    expect(worst).toBeLessThan(40);
  });

  it('turns by all eight orientations', async (t) => {
    const dir = tempDir(t);
    const corners: unknown[] = [];
    for (let orientation = 1; orientation <= 8; orientation++) {
      const input = await quarters(path.join(dir, `${String(orientation)}.png`), orientation);
      const output = path.join(dir, 'out.png');
      await convert(input, output, { format: 'png' });
      const { width, height } = await sharp(output).metadata();
      corners.push([width, height, near(await pixel(output, 1, 1)), near(await pixel(output, width - 2, 1))]);
    }
    expect(corners).toEqual([
      [80, 60, red, green],
      [80, 60, green, red],
      [80, 60, white, blue],
      [80, 60, blue, white],
      [60, 80, red, blue],
      [60, 80, blue, red],
      [60, 80, white, green],
      [60, 80, green, white],
    ]);
  });

  it('leaves a picture unturned when asked, and keeps its orientation', async (t) => {
    const dir = tempDir(t);
    const input = await quarters(path.join(dir, 'in.png'), 6);
    const output = path.join(dir, 'out.jpg');
    await convert(input, output, { format: 'jpeg', auto_orient: false });
    const { width, height, orientation } = await sharp(output).metadata();
    expect([width, height, orientation]).toEqual([80, 60, 6]);
    expect(near(await pixel(output, 1, 1))).toEqual(red);
    await convert(input, path.join(dir, 'out.avif'), { format: 'avif', auto_orient: false });
  });

  it('contains, covers and fills', async (t) => {
    const dir = tempDir(t);
    const input = await quarters(path.join(dir, 'in.png'));
    const output = path.join(dir, 'out.png');
    const box = { format: 'png', width: 40, height: 60 } as const;
    await convert(input, output, { ...box, background: '#000000' });
    // 40×30 in the middle: y 15 to 45.
    expect(near(await pixel(output, 1, 13))).toEqual(black);
    expect(near(await pixel(output, 1, 17))).toEqual(red);
    expect(near(await pixel(output, 38, 42))).toEqual(white);
    expect(near(await pixel(output, 38, 46))).toEqual(black);
    await convert(input, output, box);
    expect(await pixel(output, 1, 1)).toEqual([0, 0, 0, 0]);
    await convert(input, output, { ...box, fit: 'cover', position: 'left' });
    expect([near(await pixel(output, 1, 1)), near(await pixel(output, 38, 58))]).toEqual([red, blue]);
    await convert(input, output, { ...box, fit: 'cover', position: 'right' });
    expect([near(await pixel(output, 1, 1)), near(await pixel(output, 38, 58))]).toEqual([green, white]);
    await convert(input, output, { ...box, fit: 'fill' });
    expect([near(await pixel(output, 1, 1)), near(await pixel(output, 38, 58))]).toEqual([red, white]);
    await convert(input, path.join(dir, 'out.jpg'), { ...box, format: 'jpeg' });
    expect(near(await pixel(path.join(dir, 'out.jpg'), 1, 5))).toEqual(black);
  });
});
