import { describe, expect, it } from 'vitest';
import type { Row } from '../../../../shared/ipc/row.ts';
import { namedLevels } from '../../../../renderer/features/preview/hls-levels.ts';
import { previewFacts } from '../../../../renderer/features/preview/preview-facts.ts';
import {
  type Showing,
  comparedSide,
  showingOf,
  sideOf,
} from '../../../../renderer/features/preview/preview-of.ts';
import { en } from '../../../../renderer/words/en/index.ts';
import { aRow, done, failed, photo, running, sound, toMp4, toWebp } from '../rows.ts';

const image = { kind: 'image', plan: toWebp } as const;

describe('what is looked at', () => {
  it.each<[string, Row, Showing]>([
    ['a film', aRow(1), 'film'],
    ['sound', aRow(1, { media: sound, kind: 'audio' }), 'sound'],
    ['a photo that browsers read', aRow(1, { media: { ...photo, format: 'jpeg' } }), 'picture'],
    ['an animation', aRow(1, { media: { ...photo, class: 'animation', format: 'gif' } }), 'picture'],
    ['a photo that they do not', aRow(1, { media: photo }), 'made'],
    ['one that is not read yet', aRow(1, { media: null }), 'reading'],
    ['one that is being read', running(1, { media: null }), 'reading'],
    ['one that is no media', failed(1, { media: null }), 'unread'],
    ['one that cannot be read', aRow(1, { media: null, error: failed(1).error }), 'unread'],
    ['one of another computer', done(1, { remote: true }), 'elsewhere'],
    ['one that is being downloaded', running(1, { remote: true, media: null }), 'elsewhere'],
  ])('the original: %s', (_, row, showing) => expect(showingOf(row, 'input')).toBe(showing));

  it.each<[string, Row, Showing]>([
    ['a film', done(1), 'film'],
    ['sound of a film', done(1, { kind: 'audio', resultName: 'clip 1.mp3' }), 'sound'],
    ['a stream', done(1, { kind: 'adaptive_video', resultName: 'clip 1' }), 'stream'],
    ['a picture', done(1, { ...image, resultName: 'a.webp' }), 'picture'],
    ['a picture whose plan is not known', done(1, { ...image, plan: null, resultName: 'a.AVIF' }), 'picture'],
    ['a picture that browsers do not read', done(1, { ...image, resultName: 'a.tif' }), 'made'],
    ['an original that was kept', done(1, { ...image, resultName: 'a.heic', kept: 'copied' }), 'made'],
    ['an animation', done(1, { kind: 'animation', resultName: 'a (2).gif' }), 'picture'],
  ])('the result: %s', (_, row, showing) => expect(showingOf(row, 'result')).toBe(showing));

  it('is the result once there is one, unless the original is wanted', () => {
    expect(sideOf(done(1), null)).toBe('result');
    expect(sideOf(done(1), 'input')).toBe('input');
    expect(sideOf(running(1), 'result')).toBe('input');
    expect(sideOf(failed(1), 'result')).toBe('input');
  });

  it('a result that is the original is shown as the original', () => {
    const row = done(1, { ...image, resultName: 'a.heic', kept: 'copied' });
    expect([comparedSide(row, 'input'), comparedSide(row, 'result')]).toEqual(['before', 'before']);
    expect(comparedSide(done(1, { ...image, resultName: 'a.tif' }), 'result')).toBe('after');
  });
});

describe('what is said of it', () => {
  const facts = (row: Row, side: 'input' | 'result'): string =>
    previewFacts(row, side, en, 'en').join(' · ').replaceAll('\u202f', ' ');

  it.each<[string, string, string]>([
    ['a film', facts(aRow(1), 'input'), 'MOV HEVC · 3840 × 2160 · 6 min 24 s · 4.82 GB'],
    [
      'joined films',
      facts(aRow(1, { more: 2, bytesIn: null }), 'input'),
      'MOV HEVC · 3840 × 2160 · 6 min 24 s · first of 3 files',
    ],
    ['sound', facts(aRow(1, { media: sound, kind: 'audio' }), 'input'), 'WAV PCM · 6 min 24 s · 4.82 GB'],
    [
      'a photo',
      facts(aRow(1, { media: photo, bytesIn: 3_000_000 }), 'input'),
      'HEIC · 4032 × 3024 · 3.00 MB',
    ],
    ['what was not read', facts(failed(1, { media: null, bytesIn: 400 }), 'input'), '400 B'],
    ['a result', facts(done(1), 'result'), 'MP4 H.264 · 1920 × 1080 · 610 MB · 87% smaller'],
    ['a result without its plan', facts(done(1, { plan: null }), 'result'), 'MP4 · 610 MB · 87% smaller'],
    [
      'a stream',
      facts(
        done(1, { kind: 'adaptive_video', resultName: 'clip', plan: { ...toMp4, renditions: 4 } }),
        'result',
      ),
      'HLS H.264 · 4 sizes · 610 MB',
    ],
    [
      'an original that was kept',
      facts(done(1, { ...image, media: photo, resultName: 'a.heic', kept: 'copied' }), 'result'),
      'HEIC · 4032 × 3024 · 4.82 GB',
    ],
  ])('%s', (_, said, expected) => expect(said).toBe(expected));
});

describe('the sizes of a stream', () => {
  it('are named by the shorter side, the largest first', () => {
    const levels = [
      { index: 0, width: 1280, height: 720, bitrate: 3e6 },
      { index: 1, width: 416, height: 234, bitrate: 2e5 },
      { index: 2, width: 1920, height: 1080, bitrate: 6e6 },
      { index: 3, width: 1920, height: 1080, bitrate: 8e6 },
    ];
    expect(namedLevels(levels, 'en')).toEqual([
      { index: 3, label: '1080p, 8 Mb/s' },
      { index: 2, label: '1080p, 6 Mb/s' },
      { index: 0, label: '720p' },
      { index: 1, label: '234p' },
    ]);
    expect(namedLevels([{ index: 0, width: 720, height: 1280, bitrate: 1 }], 'en')).toEqual([
      { index: 0, label: '720p' },
    ]);
    expect(namedLevels([], 'en')).toEqual([]);
  });
});
