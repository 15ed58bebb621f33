import sharp from 'sharp';

/** A picture of which every turn and crop can be told, and a look at single pixels. */

/** Red, green, blue and white quarters, 80×60, with an EXIF orientation. Gives the path back. */
export async function quarters(file: string, orientation = 1): Promise<string> {
  const quarter = (colour: string) =>
    sharp({ create: { width: 40, height: 30, channels: 3, background: colour } })
      .png()
      .toBuffer();
  const places = { '#ff0000': [0, 0], '#00ff00': [40, 0], '#0000ff': [0, 30], '#ffffff': [40, 30] } as const;
  const parts = await Promise.all(
    Object.entries(places).map(async ([colour, [left, top]]) => ({
      input: await quarter(colour),
      left,
      top,
    })),
  );
  await sharp({ create: { width: 80, height: 60, channels: 3, background: '#000000' } })
    .composite(parts)
    .withMetadata({ orientation })
    .png()
    .toFile(file);
  return file;
}

/** Channels of one pixel, 0 to 255 each: sRGB, and alpha when there is one. */
export async function pixel(file: string, x: number, y: number): Promise<readonly number[]> {
  const { data, info } = await sharp(file).toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  const at = (y * info.width + x) * info.channels;
  return [...data.subarray(at, at + info.channels)];
}

/** The nearest pure colour, alpha left out. */
export const near = (colour: readonly number[]) => colour.slice(0, 3).map((c) => Math.round(c / 255));

export const red = [1, 0, 0];
export const green = [0, 1, 0];
export const blue = [0, 0, 1];
export const white = [1, 1, 1];
export const black = [0, 0, 0];
