import { describe, expect, it } from 'vitest';
import type { MediaFacts } from '../../../shared/model/media.ts';
import type { KindOptions } from '../../../shared/model/options.ts';
import type { Plan, StreamDecision } from '../../../shared/plan/plan.ts';
import { formatName } from '../../../shared/plan/names/result-form.ts';
import { type FinishedResult, originalInstead } from '../../../shared/plan/run/original-instead.ts';
import { planOf } from '../../support/plans.ts';
import { audio, media, still, video } from './media-fixtures.ts';

/** A photo of 4000 × 3000 in 1 MB, of which a preset made a WebP of 2 MB. */

const photo = (more: Parameters<typeof still>[0] = {}, formats = ['jpeg']): MediaFacts =>
  media({ formats, bytes: 1e6, duration: null, video: [], audio: [], still: still(more) });

const size = { width: 4000, height: 3000 };

function plan(kind: Plan['kind'], format: string, more: Partial<Plan> = {}): Plan {
  const result = { ...formatName(kind, format), format, size };
  return planOf({ labels: ['convert'], kind, result, ...more });
}

function photoResult(
  options: Extract<KindOptions, { kind: 'image' }>['options'] = {},
  more: Partial<FinishedResult> = {},
): FinishedResult {
  return {
    rule: 'copy_original',
    options: { kind: 'image', options },
    formatFrom: 'preset',
    namedWithExtension: false,
    inputs: [photo()],
    inputName: 'IMG_0412.JPG',
    plan: plan('image', options.format ?? 'webp'),
    bytes: 2e6,
    ...more,
  };
}

describe('an original instead of a larger result', () => {
  it.each<[string, FinishedResult, string | null]>([
    ['a photo for the web', photoResult({ format: 'webp', width: 4000 }), 'jpeg'],
    ['a photo as AVIF', photoResult({ format: 'avif', quality: 'high' }), 'jpeg'],
    ['the same format', photoResult({ format: 'jpeg', quality: 'very_high' }), 'jpeg'],
    [
      'the same format, asked for itself and by name',
      photoResult({ format: 'jpeg' }, { formatFrom: 'request', namedWithExtension: true }),
      'jpeg',
    ],
    ['WebP that was asked for itself', photoResult({ format: 'webp' }, { formatFrom: 'request' }), null],
    ['a file that was named', photoResult({ format: 'webp' }, { namedWithExtension: true }), null],
    ['PNG is no way to save space', photoResult({ format: 'png' }), null],
    ['TIFF is larger on purpose', photoResult({ format: 'tiff' }), null],
    ['the setting says no', photoResult({ format: 'webp' }, { rule: 'keep_result' }), null],
    ['a smaller result', photoResult({ format: 'webp' }, { bytes: 999_999 }), null],
    ['a result as large', photoResult({ format: 'webp' }, { bytes: 1e6 }), null],
    [
      'another frame',
      photoResult(
        { format: 'webp', width: 1600 },
        {
          plan: plan('image', 'webp', {
            result: { ...formatName('image', 'webp'), format: 'webp', size: { width: 1600, height: 1200 } },
          }),
        },
      ),
      null,
    ],
    ['lossless', photoResult({ format: 'webp', lossless: true }), null],
    ['not lossless', photoResult({ format: 'webp', lossless: false }), 'jpeg'],
    ['a size limit', photoResult({ format: 'webp', target_bytes: 3_000_000 }), null],
    ['a colour below', photoResult({ format: 'webp', background: '#ffffff' }), null],
    [
      'a photo that lies on its side, and is shown upright',
      photoResult({ format: 'webp' }, { inputs: [photo({ width: 3000, height: 4000, orientation: 6 })] }),
      'jpeg',
    ],
    [
      'the same, left lying',
      photoResult(
        { format: 'webp', auto_orient: false },
        { inputs: [photo({ width: 3000, height: 4000, orientation: 6 })] },
      ),
      null,
    ],
    [
      'HEIC, which browsers do not show',
      photoResult(
        { format: 'webp' },
        { inputs: [photo({ format: 'heic', reader: 'libheif' })], inputName: 'IMG_0412.HEIC' },
      ),
      null,
    ],
    [
      'a name that says something else',
      photoResult({ format: 'webp' }, { inputs: [photo({ format: 'png' }, ['png'])] }),
      null,
    ],
    [
      'one picture of an animation',
      photoResult({ format: 'webp' }, { inputs: [photo({ format: 'gif', pages: 12 })], inputName: 'a.gif' }),
      null,
    ],
    ['several that were joined', photoResult({ format: 'webp' }, { inputs: [photo(), photo()] }), null],
  ])('%s', (_, finished, format) => expect(originalInstead(finished)).toBe(format));

  const gif = photo({ format: 'gif', pages: 12 }, ['gif']);
  const animated = (
    options: Extract<KindOptions, { kind: 'animation' }>['options'],
    format: string,
  ): FinishedResult => ({
    ...photoResult(),
    options: { kind: 'animation', options },
    inputs: [gif],
    inputName: 'a.gif',
    plan: plan('animation', format),
  });
  it.each<[string, FinishedResult, string | null]>([
    ['the same format', animated({ format: 'gif', quality: 'high' }, 'gif'), 'gif'],
    ['as WebP', animated({ format: 'webp' }, 'webp'), 'gif'],
    ['as APNG, which has more colours', animated({ format: 'apng' }, 'apng'), null],
    ['another rate', animated({ format: 'gif', fps: 12 }, 'gif'), null],
    ['a part', animated({ format: 'gif', end: 10 }, 'gif'), null],
  ])('an animation: %s', (_, finished, format) => expect(originalInstead(finished)).toBe(format));

  const track = (more: Partial<StreamDecision> = {}): StreamDecision => ({
    ...{ type: 'audio', index: 0, action: 'encode', from: 'mp3', to: 'mp3', reason: null },
    ...more,
  });
  const song = media({ formats: ['mp3'], bytes: 1e6, video: [], audio: [audio({ codec: 'mp3' })] });
  const sound = (format: string, streams: readonly StreamDecision[], more: object = {}): FinishedResult => ({
    ...photoResult(),
    options: { kind: 'audio', options: { quality: 'high', ...more } },
    inputs: [song],
    inputName: 'song.mp3',
    plan: plan('audio', format, { streams }),
  });
  it.each<[string, FinishedResult, string | null]>([
    ['the same format', sound('mp3', [track()]), 'mp3'],
    ['M4A, which a device may want', sound('m4a', [track({ to: 'aac' })]), null],
    ['WAV is larger on purpose', sound('wav', [track({ to: 'pcm_s16le' })]), null],
    ['a bit rate', sound('mp3', [track()], { bitrate: 320_000 }), null],
    ['copied, so nothing was to be saved', sound('mp3', [track({ action: 'copy' })]), null],
  ])('sound: %s', (_, finished, format) => expect(originalInstead(finished)).toBe(format));

  const picture = track({ type: 'video', from: 'h264', to: 'h264' });
  const aac = track({ index: 1, action: 'copy', from: 'aac', to: 'aac' });
  const film = (
    facts: Partial<MediaFacts>,
    streams: readonly StreamDecision[] = [picture, aac],
    more: Partial<FinishedResult> = {},
  ): FinishedResult => ({
    ...photoResult(),
    options: { kind: 'video', options: { format: 'mp4', quality: 'high' } },
    inputs: [media({ bytes: 1e6, ...facts })],
    inputName: 'clip.mp4',
    plan: planOf({ labels: ['convert'], streams }),
    ...more,
  });
  const hd = { width: 1920, height: 1080 };
  it.each<[string, FinishedResult, string | null]>([
    ['the same format and codecs', film({ video: [video(hd)] }), 'mp4'],
    ['AVI, where MP4 is what is wanted', film({ formats: ['avi'] }, undefined, { inputName: 'a.avi' }), null],
    ['MOV', film({ video: [video(hd)] }, undefined, { inputName: 'clip.mov' }), null],
    ['another codec', film({ video: [video(hd)] }, [track({ ...picture, from: 'hevc' }), aac]), null],
    ['sound that becomes AAC', film({ video: [video(hd)] }, [picture, { ...aac, from: 'ac3' }]), null],
    [
      'subtitles that are left out',
      film({}, [picture, aac, track({ type: 'subtitle', action: 'drop', to: null })]),
      null,
    ],
    ['interlaced', film({ video: [video({ ...hd, interlaced: true })] }), null],
    ['colours that few players decode', film({ video: [video({ ...hd, chroma: '422' })] }), null],
    ['a smaller picture', film({ video: [video({ width: 3840, height: 2160 })] }), null],
    ['copied', film({ video: [video(hd)] }, [track({ ...picture, action: 'copy' }), aac]), null],
  ])('a film: %s', (_, finished, format) => expect(originalInstead(finished)).toBe(format));
});
