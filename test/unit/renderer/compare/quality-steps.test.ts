import { describe, expect, it } from 'vitest';
import { qualityChange, qualityOf } from '../../../../renderer/features/compare/quality-steps.ts';

describe('qualityOf', () => {
  it('is the word that was asked, or the setting when nothing steers', () => {
    expect(qualityOf({ quality: 'high' }, 'medium', false)).toBe('high');
    expect(qualityOf({ quality: 'high', bitrate: 800_000 }, 'medium', false)).toBe('high');
    expect(qualityOf({ format: 'mp4', lossless: false }, 'low', false)).toBe('low');
  });

  it('is none when the picture is copied, unless it was asked', () => {
    expect(qualityOf({ format: 'mp4' }, 'medium', true)).toBeNull();
    expect(qualityOf({ quality: 'high' }, 'medium', true)).toBe('high');
  });

  it('is none when something else steers', () => {
    expect(qualityOf({ compression: 80 }, 'medium', false)).toBeNull();
    expect(qualityOf({ bitrate: 800_000 }, 'medium', false)).toBeNull();
    expect(qualityOf({ lossless: true }, 'medium', false)).toBeNull();
  });
});

describe('qualityChange', () => {
  it('puts back to its default what steered before', () => {
    expect(qualityChange('video', {}, 'low')).toEqual({ options: { quality: 'low' } });
    expect(qualityChange('video', { bitrate: 800_000 }, 'low')).toEqual({
      options: { quality: 'low', bitrate: null },
    });
    expect(qualityChange('image', { compression: 80, lossless: false }, 'high')).toEqual({
      options: { quality: 'high', compression: null, lossless: null },
    });
  });

  it('keeps a bit rate that caps a quality, and names nothing that the kind has not', () => {
    expect(qualityChange('video', { quality: 'low', bitrate: 800_000 }, 'high')).toEqual({
      options: { quality: 'high' },
    });
    expect(qualityChange('adaptive_video', { bitrate: 1, compression: 2 }, 'high')).toEqual({
      options: { quality: 'high' },
    });
  });
});
