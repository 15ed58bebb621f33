import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { wantedFrames } from '../../../electron/engine/stills/apng-frames.ts';
import { endsTooEarly } from '../../../electron/engine/stills/heic.ts';
import { uprightExif, wrapAsPng } from '../../../electron/engine/stills/png-chunks.ts';

describe('wantedFrames', () => {
  const delays = [300, 40, 100, 40, 120];
  it('keeps every frame with its time', () => {
    expect(wantedFrames(delays, 0, null)).toEqual(
      delays.map((milliseconds, page) => ({ page, milliseconds })),
    );
  });
  it('cuts the first and the last to what is inside', () => {
    expect(wantedFrames(delays, 0.1, 0.35)).toEqual([
      { page: 0, milliseconds: 200 },
      { page: 1, milliseconds: 40 },
      { page: 2, milliseconds: 10 },
    ]);
    expect(wantedFrames(delays, 0.34, 0.44)).toEqual([{ page: 2, milliseconds: 100 }]);
    expect(wantedFrames(delays, 9, null)).toEqual([]);
  });
});

describe('endsTooEarly', () => {
  const box = (size: number, type: string, body: number) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(size);
    head.write(type, 4, 'latin1');
    return Buffer.concat([head, Buffer.alloc(body)]);
  };
  const whole = Buffer.concat([box(24, 'ftyp', 16), box(108, 'mdat', 100)]);
  it('sees a box that reaches beyond the end', () => {
    expect(endsTooEarly(whole)).toBe(false);
    expect(endsTooEarly(whole.subarray(0, -1))).toBe(true);
  });
  it('reads 64-bit sizes and boxes without an end', () => {
    const long = Buffer.concat([box(1, 'mdat', 8), Buffer.alloc(50)]);
    long.writeBigUInt64BE(66n, 8);
    expect(endsTooEarly(long)).toBe(false);
    expect(endsTooEarly(long.subarray(0, 60))).toBe(true);
    expect(endsTooEarly(Buffer.concat([box(24, 'ftyp', 16), box(0, 'mdat', 9)]))).toBe(false);
    expect(endsTooEarly(Buffer.alloc(40))).toBe(false);
  });
});

describe('wrapAsPng', () => {
  it('makes a picture that libvips reads with all of its metadata', async () => {
    const tagged = await sharp({ create: { width: 6, height: 4, channels: 3, background: '#c80' } })
      .jpeg()
      .withMetadata({ orientation: 6 })
      .withExifMerge({ IFD0: { Make: 'Convoy' } })
      .withIccProfile('p3')
      .toBuffer();
    const from = await sharp(tagged).metadata();
    if (from.exif === undefined || from.icc === undefined) throw new Error('the test picture lacks metadata');
    const xmp = Buffer.from('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>');
    const data = Buffer.from(Array.from({ length: 6 * 4 * 4 }, (_, i) => i * 2));
    const png = await wrapAsPng(
      { data, width: 6, height: 4, channels: 4 },
      { icc: from.icc, exif: uprightExif(from.exif), xmp },
    );
    const metadata = await sharp(png).metadata();
    expect({
      size: [metadata.width, metadata.height, metadata.channels],
      orientation: metadata.orientation,
      make: metadata.exif?.includes('Convoy'),
      icc: metadata.icc?.equals(from.icc),
      xmp: metadata.xmp?.equals(xmp),
    }).toEqual({ size: [6, 4, 4], orientation: 1, make: true, icc: true, xmp: true });
    expect(await sharp(png).raw().toBuffer()).toEqual(data);
  });

  it('leaves EXIF that it cannot follow as it is', () => {
    for (const exif of [Buffer.alloc(3), Buffer.from('Exif\0\0II*\0\xff\xff\xff\0', 'latin1')]) {
      expect(uprightExif(exif)).toEqual(exif);
    }
  });
});
