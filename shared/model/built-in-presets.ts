import type { Kind } from './options.ts';
import type { Preset, Purpose } from './preset.ts';

/**
 * The presets that come with Convoy, by purpose. Their ids never change: settings, jobs and scripts keep them.
 *
 * A preset sets no quality unless a small or a large result is its point, because a quality that was asked for is a
 * reason to encode: without one, a stream that already is what the preset asks is copied. A lone width or height is a
 * limit, not a wish: presets never enlarge, and for an upright picture the limit holds for its other side.
 */

const preset =
  (purpose: Purpose, kind: Kind) =>
  (id: string, name: string, options: Preset['options']): Preset => ({
    id,
    name,
    kind,
    options,
    output: null,
    purpose,
    builtIn: true,
    updatedAt: 0,
  });

const video = preset('video', 'video');
const share = preset('share', 'video');
const sharePhoto = preset('share', 'image');
const social = preset('social', 'video');
const socialPhoto = preset('social', 'image');
const edit = preset('edit', 'video');
const sound = preset('sound', 'audio');
const photo = preset('photo', 'image');
const shop = preset('shop', 'image');
const animation = preset('animation', 'animation');
const stream = preset('web_stream', 'adaptive_video');

export const builtInPresets: readonly Preset[] = [
  video('web_video', 'Web video', { format: 'mp4', codec: 'h264', height: 1080 }),
  video('web_video_small', 'Web video, small', { format: 'mp4', codec: 'h264', height: 720, quality: 'low' }),
  video('webm_video', 'WebM video', { format: 'webm', codec: 'vp9', height: 1080 }),
  video('av1_video', 'AV1 video', { format: 'mp4', codec: 'av1', height: 1080 }),
  // No codec and no quality: everything that MP4 or MKV can hold is copied.
  video('mp4_container', 'Into MP4, as it is', { format: 'mp4' }),
  video('mkv_container', 'Into MKV, as it is', { format: 'mkv' }),

  share('phone', 'Phone', { format: 'mp4', codec: 'h264', height: 720 }),
  // The bit rate caps: five minutes stay near 35 MB, one minute near 7 MB.
  share('email_video', 'Email video', {
    format: 'mp4',
    codec: 'h264',
    height: 480,
    quality: 'low',
    bitrate: 900_000,
  }),
  share('chat_video', 'Chat video', {
    format: 'mp4',
    codec: 'h264',
    height: 720,
    quality: 'low',
    bitrate: 2_000_000,
  }),
  // The size is all that a messenger asks for; how large the picture can be follows from the length.
  share('messaging_10mb', 'Messaging, under 10 MB', {
    format: 'mp4',
    codec: 'h264',
    height: 1080,
    target_bytes: 10_000_000,
  }),
  share('messaging_25mb', 'Messaging, under 25 MB', {
    format: 'mp4',
    codec: 'h264',
    height: 1080,
    target_bytes: 25_000_000,
  }),
  sharePhoto('photo_1mb', 'Photo under 1 MB', { format: 'jpeg', target_bytes: 1_000_000 }),
  sharePhoto('email_photo', 'Email photo', { format: 'jpeg', width: 1280, quality: 'medium' }),

  social('youtube', 'YouTube', { format: 'mp4', codec: 'h264', height: 2160, quality: 'high' }),
  social('instagram_reel', 'Instagram reel', {
    format: 'mp4',
    codec: 'h264',
    width: 1080,
    height: 1920,
    fit: 'cover',
    quality: 'high',
  }),
  social('tiktok', 'TikTok', {
    format: 'mp4',
    codec: 'h264',
    width: 1080,
    height: 1920,
    fit: 'cover',
    quality: 'high',
  }),
  social('square_video', 'Square video', {
    format: 'mp4',
    codec: 'h264',
    width: 1080,
    height: 1080,
    fit: 'cover',
  }),
  socialPhoto('instagram_post', 'Instagram post', {
    format: 'jpeg',
    width: 1080,
    height: 1080,
    fit: 'cover',
    quality: 'high',
  }),
  socialPhoto('linkedin_post', 'LinkedIn post', {
    format: 'jpeg',
    width: 1200,
    height: 628,
    fit: 'cover',
    quality: 'high',
  }),

  // 100 is one step above "very high": CRF 16 for H.264, which editors cut without visible loss.
  edit('editing_master', 'Editing master', { format: 'mov', codec: 'h264', compression: 100 }),
  edit('lossless_master', 'Lossless master', { format: 'mkv', codec: 'h264', lossless: true }),
  edit('archive_h265', 'Archive', { format: 'mkv', codec: 'h265', quality: 'high' }),

  // A bit rate instead of a quality: MP3 that is not above it is copied.
  sound('music', 'Music', { format: 'mp3', bitrate: 256_000 }),
  sound('music_aac', 'Music, AAC', { format: 'm4a', bitrate: 256_000 }),
  sound('podcast_voice', 'Podcast voice', { format: 'mp3', bitrate: 96_000 }),
  sound('voice_small', 'Voice, small', { format: 'opus', bitrate: 32_000 }),
  sound('extract_audio', 'Sound of a video', { format: 'm4a' }),
  sound('lossless_audio', 'Lossless sound', { format: 'flac' }),
  sound('wav_audio', 'WAV for editing', { format: 'wav' }),

  photo('web_photo', 'Web photo', { format: 'webp', width: 1600 }),
  photo('avif_photo', 'AVIF photo', { format: 'avif' }),
  photo('jpeg_photo', 'JPEG photo', { format: 'jpeg', quality: 'high' }),
  photo('png_picture', 'PNG picture', { format: 'png' }),
  photo('print_tiff', 'TIFF for print', { format: 'tiff', lossless: true }),
  photo('thumbnail', 'Thumbnail', { format: 'webp', width: 400, height: 400, fit: 'cover' }),

  shop('shop_square', 'Shop square', {
    format: 'jpeg',
    width: 1600,
    height: 1600,
    fit: 'contain',
    background: '#ffffff',
    quality: 'high',
  }),
  shop('shop_webp', 'Shop square, WebP', {
    format: 'webp',
    width: 1600,
    height: 1600,
    fit: 'contain',
    background: '#ffffff',
  }),
  shop('shop_preview', 'Shop preview', {
    format: 'webp',
    width: 600,
    height: 600,
    fit: 'contain',
    background: '#ffffff',
  }),

  // A video needs an end; ten seconds are what a chat shows without being asked.
  animation('gif_chat', 'GIF for chat', { format: 'gif', width: 480, fps: 12, end: 10 }),
  animation('gif_small', 'Small GIF', { format: 'gif', width: 320, fps: 10, quality: 'low', end: 6 }),
  animation('animation_webp', 'WebP animation', { format: 'webp', width: 640, fps: 15, end: 10 }),
  animation('apng_lossless', 'APNG, all colours', { format: 'apng', lossless: true, end: 10 }),

  stream('hls_web', 'HLS for the web', { format: 'hls', codec: 'h264' }),
  stream('hls_small', 'HLS, small', { format: 'hls', codec: 'h264', height: 720 }),
  stream('hls_h265', 'HLS, H.265', { format: 'hls', codec: 'h265' }),
];

const byId: ReadonlyMap<string, Preset> = new Map(builtInPresets.map((one) => [one.id, one]));

/** A preset that comes with Convoy; undefined for any other id. */
export function builtInPreset(id: string): Preset | undefined {
  return byId.get(id);
}
