import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { ClipName } from '../support/clip-recipes.ts';
import { type MediaName, clip, mediaNames, probeJson } from '../support/media.ts';

/** The other integration tests rely on these files being what their names say. */

/** One line a stream with what tests rely on. */
async function summary(name: ClipName): Promise<string> {
  const { streams, chapters } = await probeJson(await clip(name));
  const lines = streams.map((s) => {
    const rotation = s.side_data_list?.find((entry) => 'rotation' in entry)?.['rotation'];
    const language = s.tags?.['language'] ?? 'und';
    const words = [
      s.codec_type,
      s.codec_name ?? null,
      s.width === undefined ? null : `${s.width}x${s.height ?? 0}`,
      s.sample_aspect_ratio === undefined || s.sample_aspect_ratio === '1:1' ? null : s.sample_aspect_ratio,
      s.pix_fmt ?? null,
      s.channels === undefined ? null : (s.channel_layout ?? `${s.channels} channels`),
      s.color_transfer ?? null,
      typeof rotation === 'number' ? `rotation ${rotation}` : null,
      s.codec_type === 'video' && s.nb_frames !== undefined ? `${s.nb_frames} frames` : null,
      language === 'und' ? null : language,
      s.disposition?.['attached_pic'] === 1 ? 'cover' : null,
    ];
    return words.filter((word) => word !== null).join(' ');
  });
  if (chapters.length > 0) lines.push(`${chapters.length} chapters`);
  return lines.join(' | ');
}

/** What every clip holds; the record's type keeps it complete. */
const clips: Record<ClipName, string> = {
  'h264-aac-mp4': 'video h264 320x240 yuv420p bt709 50 frames | audio aac stereo',
  'h264-aac-mov': 'video h264 320x240 yuv420p bt709 50 frames eng | audio aac stereo eng',
  'vp9-opus-webm': 'video vp9 320x240 yuv420p | audio opus stereo',
  'two-audio-mkv':
    'video h264 320x240 yuv420p bt709 | audio aac stereo eng | audio aac stereo deu | subtitle subrip deu | 2 chapters',
  'odd-size-webm': 'video vp9 321x241 yuv420p',
  'vfr-mp4': 'video h264 320x240 yuv420p bt709 30 frames',
  'rotated-90-mp4': 'video h264 320x240 yuv420p bt709 rotation -90 50 frames | audio aac stereo',
  'anamorphic-mp4': 'video h264 720x576 64:45 yuv420p bt470bg 25 frames',
  'hdr-pq-mp4': 'video hevc 320x240 yuv420p10le smpte2084 25 frames',
  'hdr-hlg-mp4': 'video hevc 320x240 yuv420p10le arib-std-b67 25 frames',
  'hevc-hev1-mp4': 'video hevc 320x240 yuv420p bt709 25 frames',
  'h264-10bit-mp4': 'video h264 320x240 yuv420p10le bt709 25 frames',
  'surround-mp4': 'video h264 320x240 yuv420p bt709 50 frames | audio aac 5.1',
  'no-audio-mp4': 'video h264 320x240 yuv420p bt709 50 frames',
  'cover-mp4':
    'video h264 320x240 yuv420p bt709 50 frames | audio aac stereo | video png 200x200 rgb24 cover',
  'timecode-mov': 'video h264 320x240 yuv420p bt709 50 frames eng | audio aac stereo eng | data eng',
  'mpeg4-mp3-avi': 'video mpeg4 320x240 yuv420p 50 frames | audio mp3 stereo',
  'mpeg2-ts': 'video mpeg2video 320x240 yuv420p | audio mp2 stereo',
  'long-gop-mp4': 'video h264 320x240 yuv420p bt709 50 frames | audio aac stereo',
  'short-gop-mp4': 'video h264 320x240 yuv420p bt709 100 frames | audio aac stereo',
  'flash-beep-mp4': 'video h264 320x240 yuv420p bt709 120 frames | audio aac stereo',
  wav: 'audio pcm_s16le 2 channels',
  'aac-adts': 'audio aac stereo',
  opus: 'audio opus stereo',
  'mp3-cover': 'audio mp3 stereo | video png 200x200 rgb24 cover',
  'flac-cover': 'audio flac stereo | video png 200x200 rgb24 cover',
  m4a: 'audio aac stereo',
  gif: 'video gif 160x120 bgra 20 frames',
  apng: 'video apng 160x120 rgb24',
  'cover-png': 'video png 200x200 rgb24',
  bmp: 'video bmp 160x120 bgr24',
};

describe('test media', () => {
  it('can all be made, each under its own path', async () => {
    const files = await Promise.all(mediaNames.map((name) => clip(name)));
    expect(new Set(files).size).toBe(mediaNames.length);
  });

  it('holds what the names of the clips say', async () => {
    const found = await Promise.all(
      Object.keys(clips).map(async (name) => [name, await summary(name as ClipName)] as const),
    );
    expect(Object.fromEntries(found)).toEqual(clips);
  });

  it('has pictures that are turned, transparent, deep, animated and huge', async () => {
    const read = async (name: MediaName) => {
      const m = await sharp(await clip(name), { limitInputPixels: false }).metadata();
      return [m.width, m.height, m.orientation ?? 1, m.hasAlpha, m.depth, m.pages ?? 1];
    };
    expect({
      turned: await read('jpeg-orientation-6'),
      transparent: await read('png-transparent'),
      deep: await read('png-16bit'),
      animated: await read('webp-animated'),
      huge: await read('png-30000'),
      tiny: await read('png-1x1'),
    }).toEqual({
      turned: [320, 240, 6, false, 'uchar', 1],
      transparent: [64, 48, 1, true, 'uchar', 1],
      deep: [64, 48, 1, false, 'ushort', 1],
      animated: [64, 48, 1, false, 'uchar', 5],
      huge: [30_000, 30_000, 1, false, 'uchar', 1],
      tiny: [1, 1, 1, false, 'uchar', 1],
    });
  });

  it('has an mp4 that opens and ends too early', async () => {
    const [whole, cut] = await Promise.all([
      readFile(await clip('h264-aac-mp4')),
      readFile(await clip('truncated-mp4')),
    ]);
    expect([cut.length, cut.equals(whole.subarray(0, cut.length))]).toEqual([
      Math.floor(whole.length * 0.6),
      true,
    ]);
    expect((await probeJson(await clip('truncated-mp4'))).streams).toHaveLength(2);
  });
});
