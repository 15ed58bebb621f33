import { expect, test } from 'vitest';
import {
  channelsText,
  codecWord,
  formatWord,
  mediaSizeText,
  pixelsText,
  resultCodecWord,
  videoSizeText,
} from '../../../../renderer/words/media-words.ts';

test('codecs and formats as people write them', () => {
  expect(
    ['hevc', 'h264', 'av1', 'aac', 'pcm_s24le', 'prores', 'mpeg2video', 'cinepak'].map(codecWord),
  ).toEqual(['HEVC', 'H.264', 'AV1', 'AAC', 'PCM', 'ProRes', 'MPEG-2', 'CINEPAK']);
  expect(['hevc', 'h265', 'h264'].map(resultCodecWord)).toEqual(['H.265', 'H.265', 'H.264']);
  expect(['mp4', 'jpg', 'webp', 'webm', 'matroska', 'heic'].map(formatWord)).toEqual([
    'MP4',
    'JPEG',
    'WebP',
    'WebM',
    'MKV',
    'HEIC',
  ]);
});

test('sizes of videos have names where there is one', () => {
  expect(videoSizeText(3840, 2160)).toBe('4K');
  expect(videoSizeText(4096, 2160)).toBe('4K');
  expect(videoSizeText(1920, 1080)).toBe('1080p');
  expect(videoSizeText(1920, 1080, true)).toBe('1080i');
  expect(videoSizeText(640, 480)).toBe('480p');
  expect(videoSizeText(1080, 1920)).toBe('1080\u202f×\u202f1920');
  expect(videoSizeText(1920, 800)).toBe('1920\u202f×\u202f800');
  expect(videoSizeText(1440, 1080)).toBe(pixelsText(1440, 1080));
});

test('a file says its size in the way of its class', () => {
  const size = (
    what: 'video' | 'audio' | 'image' | 'animation',
    width: number | null,
    height: number | null,
  ) => mediaSizeText({ class: what, width, height, interlaced: false }, 'en');
  expect(size('image', 4032, 3024)).toBe('12 MP');
  expect(size('image', 1600, 1200)).toBe(pixelsText(1600, 1200));
  expect(size('animation', 1920, 1080)).toBe(pixelsText(1920, 1080));
  expect(size('video', 1920, 1080)).toBe('1080p');
  expect(size('audio', 600, 600)).toBeNull();
  expect(size('video', null, null)).toBeNull();
});

test('channels', () => {
  expect([1, 2, 6, 8, 4].map(channelsText)).toEqual(['mono', 'stereo', '5.1', '7.1', '4 ch']);
});
