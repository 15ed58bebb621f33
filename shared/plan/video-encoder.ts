import type { Capabilities } from '../model/capabilities.ts';
import { type Result, ok, refuse } from '../model/error.ts';
import type { VideoCodec, VideoFormat } from '../model/options.ts';
import { limitedRate, x265Passes } from './limit/limited-rate.ts';
import type { ArgGroup } from './plan.ts';
import { videoCrf } from './quality.ts';
import type { Steering } from './steering.ts';

export interface EncoderShape {
  /** Shorter side in pixels. */
  readonly shortSide: number;
  readonly format: VideoFormat | 'hls';
  /**
   * No B-frames: the 2018 mp4 muxer counts a track's length in decoding order and hides what lies behind it, which is
   * the last frames of a variable rate (measured: 26 of 28, more where the last frames stand long).
   */
  readonly noReordering?: boolean;
}

const encoders: Readonly<Record<VideoCodec, string>> = {
  h264: 'libx264',
  h265: 'libx265',
  vp9: 'libvpx-vp9',
  av1: 'libsvtav1',
};

/** True for encoders that can look at the whole picture first, and spend their bits in a second run. */
export const hasTwoPasses = (codec: VideoCodec): boolean => codec !== 'av1';

/** Refuses with `encoder_missing` and a remedy when this ffmpeg cannot write the codec. */
export function videoEncoder(codec: VideoCodec, capabilities: Capabilities): Result<string> {
  const encoder = encoders[codec];
  if (capabilities.encoders.includes(encoder)) return ok(encoder);
  return refuse('encoder_missing', {
    reason: `it has no working ${encoder}, which writes ${codec}`,
    ...(codec === 'av1'
      ? { hint: 'AV1 needs ffmpeg 5 or newer with SVT-AV1; H.264 and H.265 are built in.' }
      : {}),
  });
}

/** Bits a sample that a codec may have in what we write: h264 stays at 8, which is what players decode. */
export function codecDepth(codec: VideoCodec, sourceIsHdr: boolean): 8 | 10 {
  switch (codec) {
    case 'h264':
      return 8;
    case 'vp9':
      // Profile 2 is decoded by few devices: worth it for HDR only.
      return sourceIsHdr ? 10 : 8;
    case 'h265':
    case 'av1':
      return 10;
  }
}

/** Encoder, speed and rate control, one group each. */
export function videoEncoderArgs(
  codec: VideoCodec,
  steering: Steering,
  shape: EncoderShape,
  capabilities: Capabilities,
): Result<readonly ArgGroup[]> {
  const encoder = videoEncoder(codec, capabilities);
  if (!encoder.ok) return encoder;
  // A limit is spent on quality, up to where more would hardly be seen.
  const quality = steering.limit === undefined ? steering.quality : 'high';
  const crf = videoCrf(codec, quality, shape.shortSide);
  const head: ArgGroup = ['-c:v:0', encoder.value];
  switch (codec) {
    case 'h264':
      return ok([
        [...head, '-preset', 'medium', ...(steering.lossless ? [] : ['-profile:v:0', 'high'])],
        ...(steering.lossless ? [['-qp', '0']] : rate(codec, steering, crf)),
        ...(shape.noReordering === true ? [['-bf:v:0', '0']] : []),
      ]);
    case 'h265':
      return ok([
        [...head, '-preset', 'medium'],
        // QuickTime and Safari refuse the default tag hev1.
        ...(shape.format === 'mkv' ? [] : [['-tag:v:0', 'hvc1']]),
        [
          '-x265-params',
          [
            'log-level=error',
            ...(steering.lossless ? ['lossless=1'] : []),
            ...(shape.noReordering === true ? ['bframes=0'] : []),
            ...(steering.limit === undefined ? [] : x265Passes(steering.limit, crf)),
          ].join(':'),
        ],
        ...(steering.lossless ? [] : rate(codec, steering, crf)),
      ]);
    case 'vp9':
      return ok([
        [
          ...head,
          '-deadline',
          'good',
          '-cpu-used',
          '3',
          '-row-mt',
          '1',
          '-tile-columns',
          shape.shortSide >= 700 ? '2' : '1',
        ],
        ...(steering.lossless ? [['-lossless', '1']] : rate(codec, steering, crf)),
      ]);
    case 'av1':
      if (steering.lossless) {
        return refuse('invalid_option', {
          field: 'lossless',
          reason: 'the AV1 encoder at hand cannot be lossless; h264, h265 and vp9 can',
        });
      }
      return ok([[...head, '-preset', '8'], ...rate(codec, steering, crf)]);
  }
}

/**
 * Constant quality; with a bit rate as well, quality under a cap; a bit rate alone is constrained VBR: the average is
 * what was asked, peaks reach one and a half times as much.
 */
function rate(
  codec: VideoCodec,
  { bitrate, explicitQuality, limit }: Steering,
  crf: number,
): readonly ArgGroup[] {
  if (limit !== undefined) return limitedRate(codec, limit, crf);
  if (bitrate !== null && !explicitQuality) return [constrained(bitrate)];
  // libvpx: constant quality wants `-b:v 0`; a bit rate beside the CRF is the cap ("constrained quality").
  if (codec === 'vp9') return [['-crf', String(crf), '-b:v:0', String(bitrate ?? 0)]];
  if (bitrate === null) return [['-crf', String(crf)]];
  return [['-crf', String(crf), '-maxrate', String(bitrate), '-bufsize', String(2 * bitrate)]];
}

function constrained(bitrate: number): ArgGroup {
  return [
    '-b:v:0',
    String(bitrate),
    '-maxrate',
    String(Math.round(1.5 * bitrate)),
    '-bufsize',
    String(2 * bitrate),
  ];
}
