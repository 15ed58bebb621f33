import { describe, expect, it } from 'vitest';
import { builtInPresets } from '../../../../shared/model/built-in-presets.ts';
import type { Kind } from '../../../../shared/model/options.ts';
import {
  type FactSpeech,
  presetFacts,
  presetNote,
} from '../../../../renderer/features/presets/preset-facts.ts';
import { presetValues } from '../../../../renderer/features/presets/preset-values.ts';
import { en } from '../../../../renderer/words/en/index.ts';
import { formatWord, resultCodecWord } from '../../../../renderer/words/media-words.ts';

const speech: FactSpeech = {
  words: en.presets.facts,
  locale: 'en',
  format: formatWord,
  codec: resultCodecWord,
};

describe('what the built-in presets make', () => {
  it('in one line, and as the note beside the name', () => {
    const told = builtInPresets.map(
      (preset) => `${preset.name} · ${presetFacts(preset, speech)} · ${presetNote(preset, speech)}`,
    );
    // Thin spaces cannot be told from others in a source file.
    expect(told.map((line) => line.replaceAll('\u202f', ' '))).toMatchInlineSnapshot(`
      [
        "Web video · MP4, H.264, up to 1080p · up to 1080p",
        "Web video, small · MP4, H.264, up to 720p, low quality · up to 720p",
        "WebM video · WebM, VP9, up to 1080p · VP9, up to 1080p",
        "AV1 video · MP4, AV1, up to 1080p · AV1, up to 1080p",
        "Into MP4, as it is · MP4, copied where possible · MP4",
        "Into MKV, as it is · MKV, copied where possible · MKV",
        "Phone · MP4, H.264, up to 720p · up to 720p",
        "Email video · MP4, H.264, up to 480p, low quality, at most 900 kb/s · up to 480p",
        "Chat video · MP4, H.264, up to 720p, low quality, at most 2 Mb/s · up to 720p",
        "Messaging, under 10 MB · MP4, H.264, up to 1080p, under 10 MB · up to 1080p",
        "Messaging, under 25 MB · MP4, H.264, up to 1080p, under 25 MB · up to 1080p",
        "Photo under 1 MB · JPEG, under 1 MB · under 1 MB",
        "Email photo · JPEG, up to 1280 px, medium quality · up to 1280 px",
        "YouTube · MP4, H.264, up to 2160p, high quality · up to 2160p",
        "Instagram reel · MP4, H.264, 1080 × 1920, high quality · 1080 × 1920",
        "TikTok · MP4, H.264, 1080 × 1920, high quality · 1080 × 1920",
        "Square video · MP4, H.264, 1080 × 1080 · 1080 × 1080",
        "Instagram post · JPEG, 1080 × 1080, high quality · 1080 × 1080",
        "LinkedIn post · JPEG, 1200 × 628, high quality · 1200 × 628",
        "Editing master · MOV, H.264, nearly lossless · nearly lossless",
        "Lossless master · MKV, H.264, lossless · lossless",
        "Archive · MKV, H.265, high quality · H.265",
        "Music · MP3, 256 kb/s · 256 kb/s",
        "Music, AAC · M4A, 256 kb/s · 256 kb/s",
        "Podcast voice · MP3, 96 kb/s · 96 kb/s",
        "Voice, small · Opus, 32 kb/s · 32 kb/s",
        "Sound of a video · M4A, copied where possible · M4A",
        "Lossless sound · FLAC, lossless · FLAC",
        "WAV for editing · WAV, lossless · WAV",
        "Web photo · WebP, up to 1600 px · up to 1600 px",
        "AVIF photo · AVIF, own size · AVIF",
        "JPEG photo · JPEG, high quality · high quality",
        "PNG picture · PNG, lossless · PNG",
        "TIFF for print · TIFF, lossless · lossless",
        "Thumbnail · WebP, 400 × 400 · 400 × 400",
        "Shop square · JPEG, 1600 × 1600, high quality · 1600 × 1600",
        "Shop square, WebP · WebP, 1600 × 1600 · 1600 × 1600",
        "Shop preview · WebP, 600 × 600 · 600 × 600",
        "GIF for chat · GIF, up to 480 px, 12 fps, first 10 s · up to 480 px",
        "Small GIF · GIF, up to 320 px, low quality, 10 fps, first 6 s · up to 320 px",
        "WebP animation · WebP, up to 640 px, 15 fps, first 10 s · up to 640 px",
        "APNG, all colours · APNG, lossless, first 10 s · lossless",
        "HLS for the web · HLS, H.264 · HLS",
        "HLS, small · HLS, H.264, up to 720p · up to 720p",
        "HLS, H.265 · HLS, H.265 · H.265",
      ]
    `);
  });
});

describe('presetFacts', () => {
  it.each<[Kind, Record<string, unknown>, string]>([
    ['video', {}, ''],
    ['video', { format: 'webm' }, 'WebM, copied where possible'],
    ['video', { width: 640, height: 480, fit: 'fill' }, '640\u202f×\u202f480 stretched'],
    ['video', { width: '50%' }, '50% of the size'],
    ['video', { width: 1280 }, 'up to 1280 px'],
    ['image', { height: 1080 }, 'up to 1080 px'],
    ['video', { compression: 60 }, 'quality 60'],
    ['video', { quality: 'low', bitrate: 900_000 }, 'low quality, at most 900 kb/s'],
    ['video', { start: 62, end: 75.5 }, '1:02 to 1:16'],
    ['video', { start: 62 }, 'from 1:02'],
    ['animation', { fps: 12.5, end: 4 }, '12.5 fps, first 4 s'],
  ])('%s %o: %s', (kind, options, line) => {
    expect(presetFacts({ kind, options }, speech)).toBe(line);
  });
});

describe('presetValues', () => {
  it('names every option that is set, in the order of the schema, and leaves out what the kind has not', () => {
    const options = {
      lossless: false,
      height: '50%',
      width: 1280,
      format: 'mp4',
      codec: 'h265',
      quality: 'very_high',
      bitrate: 2_500_000,
      fit: 'cover',
      position: 'top_left',
      background: '#ffffff',
      fps: 29.97,
      start: 1.5,
      end: 90,
      nonsense: 1,
    };
    expect(
      presetValues({ kind: 'video', options }, en.inspector, 'en').map(
        ({ label, value }) => `${label}: ${value}`,
      ),
    ).toEqual([
      'Format: MP4',
      'Codec: H.265',
      'Quality: Very high',
      'Lossless: Off',
      'Bit rate: 2.5 Mb/s',
      'Width: 1280 px',
      'Height: 50%',
      'Shape: Crop',
      'Keep which part: Top left',
      'Bar colour: #ffffff',
      'Frame rate: 29.97 fps',
      'Start: 0:01.500',
      'End: 1:30',
    ]);
  });

  it('says "At" for the time of a still', () => {
    expect(presetValues({ kind: 'image', options: { start: 5 } }, en.inspector, 'en')).toEqual([
      { option: 'start', label: 'At', value: '0:05' },
    ]);
  });
});
