import type { VideoStream } from '../../../shared/model/media.ts';

/** What the name of an ffmpeg pixel format tells. */
export interface PixelFormat {
  /** Bits of one component. */
  readonly bitDepth: number;
  readonly chroma: VideoStream['chroma'];
  readonly alpha: boolean;
}

/** Formats whose names do not follow the pattern. */
const named: Readonly<Record<string, PixelFormat>> = {
  monow: { bitDepth: 1, chroma: 'gray', alpha: false },
  monob: { bitDepth: 1, chroma: 'gray', alpha: false },
  // A palette's entries have alpha, used or not.
  pal8: { bitDepth: 8, chroma: 'rgb', alpha: true },
  nv12: { bitDepth: 8, chroma: '420', alpha: false },
  nv21: { bitDepth: 8, chroma: '420', alpha: false },
  nv16: { bitDepth: 8, chroma: '422', alpha: false },
  nv20: { bitDepth: 10, chroma: '422', alpha: false },
  nv24: { bitDepth: 8, chroma: '444', alpha: false },
  nv42: { bitDepth: 8, chroma: '444', alpha: false },
  uyvy422: { bitDepth: 8, chroma: '422', alpha: false },
  yuyv422: { bitDepth: 8, chroma: '422', alpha: false },
  yvyu422: { bitDepth: 8, chroma: '422', alpha: false },
  vuya: { bitDepth: 8, chroma: '444', alpha: true },
  vuyx: { bitDepth: 8, chroma: '444', alpha: false },
  xv30: { bitDepth: 10, chroma: '444', alpha: false },
  xv36: { bitDepth: 12, chroma: '444', alpha: false },
  xyz12: { bitDepth: 12, chroma: 'other', alpha: false },
};

/**
 * Reads depth, subsampling and alpha from a pixel format's name (libavutil/pixdesc.c names them by these patterns).
 * An unknown name (hardware surfaces, Bayer) is 8 bit `other`.
 */
export function pixelFormat(name: string | null): PixelFormat {
  const plain = (name ?? '').replace(/(le|be)$/, '');
  const known = Object.hasOwn(named, plain) ? named[plain] : undefined;
  if (known !== undefined) return known;

  // yuv420p, yuvj422p, yuva444p10: planes of luma and chroma.
  const planar = /^yuv([aj]?)(\d{3})p(\d*)$/.exec(plain);
  if (planar !== null) {
    const [, kind, sampling, bits] = planar;
    return { bitDepth: depth(bits), chroma: chromaOf(sampling), alpha: kind === 'a' };
  }
  // p010, p216, p416: luma and interleaved chroma, the first digit says which chroma.
  const semi = /^p([024])(10|12|16)$/.exec(plain);
  if (semi !== null)
    return {
      bitDepth: depth(semi[2]),
      chroma: chromaOf(`4${semi[1] === '0' ? '2' : (semi[1] ?? '')}${semi[1] ?? ''}`),
      alpha: false,
    };
  const packed = /^y2(10|12|16)$/.exec(plain);
  if (packed !== null) return { bitDepth: depth(packed[1]), chroma: '422', alpha: false };
  if (plain === 'ayuv64') return { bitDepth: 16, chroma: '444', alpha: true };
  // gray, gray10, grayf32, ya8, ya16.
  const gray = /^(gray|ya)f?(\d*)$/.exec(plain);
  if (gray !== null) return { bitDepth: depth(gray[2]), chroma: 'gray', alpha: gray[1] === 'ya' };
  // gbrp, gbrap12, gbrpf32: planes of colours.
  const planes = /^gbr(a?)pf?(\d*)$/.exec(plain);
  if (planes !== null) return { bitDepth: depth(planes[2]), chroma: 'rgb', alpha: planes[1] === 'a' };
  return packedRgb(plain);
}

/** rgb24, bgra, argb, 0rgb, rgb48, rgba64, x2rgb10, rgb565: the digits count the bits of a whole pixel. */
function packedRgb(plain: string): PixelFormat {
  const tenBit = /^x2(rgb|bgr)10$/.test(plain);
  if (tenBit) return { bitDepth: 10, chroma: 'rgb', alpha: false };
  const rgb = /^(0?(?:rgb|bgr)0?|rgba|bgra|argb|abgr)(f?)(\d*)(?:_byte)?$/.exec(plain);
  if (rgb === null) return { bitDepth: 8, chroma: 'other', alpha: false };
  const [, order, float, bits] = rgb;
  const alpha = order?.includes('a') === true;
  if (float === 'f') return { bitDepth: depth(bits), chroma: 'rgb', alpha };
  const deep = bits === '48' || bits === '64' ? 16 : bits === '96' || bits === '128' ? 32 : 8;
  return { bitDepth: deep, chroma: 'rgb', alpha };
}

function depth(digits: string | undefined): number {
  return digits === undefined || digits === '' ? 8 : Number(digits);
}

function chromaOf(sampling: string | undefined): VideoStream['chroma'] {
  return sampling === '420' || sampling === '422' || sampling === '444' ? sampling : 'other';
}
