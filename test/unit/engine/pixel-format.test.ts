import { describe, expect, it } from 'vitest';
import { pixelFormat } from '../../../electron/engine/probe/pixel-format.ts';

describe('pixelFormat', () => {
  it.each([
    ['yuv420p', 8, '420', false],
    ['yuvj422p', 8, '422', false],
    ['yuv444p12le', 12, '444', false],
    ['yuva420p', 8, '420', true],
    ['yuva444p10le', 10, '444', true],
    ['yuv410p', 8, 'other', false],
    ['nv12', 8, '420', false],
    ['p010le', 10, '420', false],
    ['p016le', 16, '420', false],
    ['p210le', 10, '422', false],
    ['p416be', 16, '444', false],
    ['y210le', 10, '422', false],
    ['uyvy422', 8, '422', false],
    ['gray', 8, 'gray', false],
    ['gray12le', 12, 'gray', false],
    ['grayf32le', 32, 'gray', false],
    ['ya8', 8, 'gray', true],
    ['ya16be', 16, 'gray', true],
    ['monow', 1, 'gray', false],
    ['pal8', 8, 'rgb', true],
    ['rgb24', 8, 'rgb', false],
    ['bgra', 8, 'rgb', true],
    ['0rgb', 8, 'rgb', false],
    ['bgr0', 8, 'rgb', false],
    ['rgb48be', 16, 'rgb', false],
    ['rgba64le', 16, 'rgb', true],
    ['rgbf32le', 32, 'rgb', false],
    ['x2rgb10le', 10, 'rgb', false],
    ['gbrp', 8, 'rgb', false],
    ['gbrap12le', 12, 'rgb', true],
    ['gbrpf32le', 32, 'rgb', false],
    ['ayuv64le', 16, '444', true],
    ['bayer_rggb8', 8, 'other', false],
    ['vaapi', 8, 'other', false],
    [null, 8, 'other', false],
  ])('%s is %i bit %s, alpha %s', (name, bitDepth, chroma, alpha) => {
    expect(pixelFormat(name)).toEqual({ bitDepth, chroma, alpha });
  });
});
