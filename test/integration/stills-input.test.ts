import { copyFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { planImage } from '../../shared/plan/picture/image.ts';
import { convertStills, failure } from '../support/convert-still.ts';
import { clip, tempDir } from '../support/media.ts';
import { black, near, pixel, quarters, white } from '../support/quarters.ts';
import { context } from '../unit/plan/media-fixtures.ts';

/** Pictures with odd names, hostile content or no content at all. */

const { convert, facts, recipeFor, run } = convertStills();

describe('converting stills', () => {
  it('draws an SVG sharp at the asked size, and opens nothing that it names', async (t) => {
    const dir = tempDir(t);
    await quarters(path.join(dir, 'secret.png'));
    const image = (href: string) => `<image href="${href}" xlink:href="${href}" width="10" height="10"/>`;
    const secret = path.join(dir, 'secret.png');
    const svg = path.join(dir, 'in.svg');
    await writeFile(
      svg,
      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="10" height="10">
      <rect width="10" height="10" fill="#fff"/>${image(`file://${secret}`)}${image(secret)}${image('secret.png')}
      ${image('file:///etc/passwd')}<rect x="5" width="5" height="10" fill="#000"/></svg>`,
    );
    const output = path.join(dir, 'out.png');
    await convert(svg, output, { format: 'png', width: 400 });
    expect([near(await pixel(output, 198, 5)), near(await pixel(output, 202, 5))]).toEqual([white, black]);
    expect(near(await pixel(output, 20, 20))).toEqual(white);
  });

  it('does not mind names', async (t) => {
    const dir = tempDir(t);
    const names = [
      'ü 🎬.jpg',
      'a[1].jpg',
      'x[page=2]',
      '-v.jpg',
      "it's%03d.jpg",
      'a:b\n"c".jpg',
      'no-extension',
    ];
    for (const name of names) {
      const input = path.join(dir, name);
      await copyFile(await clip('jpeg'), input);
      await convert(input, path.join(dir, '.convoy-job_1-1.part'), { format: 'webp', width: 20 });
    }
    await convert(await clip('png-1x1'), path.join(dir, 'one.avif'), { format: 'avif' });
  });
});

describe('bad stills', () => {
  it('are recognised by what is in them', async (t) => {
    const dir = tempDir(t);
    const asked = async (name: string, from: string) => {
      await copyFile(from, path.join(dir, name));
      return (await run({ do: 'probe', input: path.join(dir, name) })).facts;
    };
    expect((await asked('picture.mp4', await clip('jpeg')))?.still?.format).toBe('jpeg');
    expect(await asked('film.jpg', await clip('h264-aac-mp4'))).toBeNull();
    expect(await asked('text.png', await clip('text-mp4'))).toBeNull();
    expect(await asked('empty.webp', await clip('empty-mp4'))).toBeNull();
  });

  it('are refused when they end too early', async (t) => {
    const dir = tempDir(t);
    const formats = { jpeg: 'jpeg', png: 'png-transparent', webp: 'webp-still', avif: 'avif' } as const;
    for (const [format, name] of Object.entries(formats)) {
      const whole = await readFile(await clip(name));
      const input = path.join(dir, `cut.${format}`);
      await writeFile(input, whole.subarray(0, Math.floor(whole.length * 0.8)));
      const recipe = await recipeFor(await clip(name), { format: 'webp' });
      const output = path.join(dir, 'out');
      expect(await failure(run({ do: 'convert', input, output, recipe }))).toMatchObject({
        kind: 'input_truncated',
        message: `“cut.${format}” is incomplete: the picture data ends too early or is damaged.`,
      });
    }
  });

  it('are seen by their header alone, however large they are', async () => {
    const huge = await facts(await clip('png-30000'));
    expect(huge.still).toMatchObject({ width: 30_000, height: 30_000 });
    expect(planImage(huge, { width: 10 }, context())).toMatchObject({
      ok: false,
      error: { kind: 'limits_exceeded' },
    });
  });

  it('name the reason when the result cannot be written or the input is gone', async (t) => {
    const dir = tempDir(t);
    const input = await clip('jpeg');
    const recipe = await recipeFor(input, { format: 'webp' });
    const output = path.join(dir, 'no/such/folder/out.webp');
    expect(await failure(run({ do: 'convert', input, output, recipe }))).toMatchObject({
      kind: 'output_unwritable',
    });
    const gone = path.join(dir, 'gone.jpg');
    expect(await failure(run({ do: 'probe', input: gone }))).toMatchObject({
      kind: 'input_not_found',
    });
  });
});
