import type { VideoCodec } from '../../model/options.ts';

/** The hardware encoders that Convoy knows, in order of use: what the maker of a chip wrote for it before what is common to all. */

export type HardwareFamily = 'videotoolbox' | 'nvenc' | 'qsv' | 'amf' | 'vaapi' | 'mf';

export interface HardwareEncoder {
  /** ffmpeg's name. */
  readonly name: string;
  readonly family: HardwareFamily;
  readonly codec: VideoCodec;
  /** It may be asked for 10 bits a sample; whether the chip can is for the trial to say. */
  readonly mayTenBit: boolean;
}

const encoder = (
  name: string,
  family: HardwareFamily,
  codec: VideoCodec,
  mayTenBit = false,
): HardwareEncoder => ({ name, family, codec, mayTenBit });

/** h264 is written with 8 bits by every encoder of ours. The AMF and MF encoders of ffmpeg 5 know no 10 bits. */
export const hardwareEncoders: readonly HardwareEncoder[] = [
  encoder('h264_videotoolbox', 'videotoolbox', 'h264'),
  encoder('hevc_videotoolbox', 'videotoolbox', 'h265', true),
  encoder('h264_nvenc', 'nvenc', 'h264'),
  encoder('hevc_nvenc', 'nvenc', 'h265', true),
  encoder('av1_nvenc', 'nvenc', 'av1', true),
  encoder('h264_qsv', 'qsv', 'h264'),
  encoder('hevc_qsv', 'qsv', 'h265', true),
  encoder('vp9_qsv', 'qsv', 'vp9', true),
  encoder('av1_qsv', 'qsv', 'av1', true),
  encoder('h264_amf', 'amf', 'h264'),
  encoder('hevc_amf', 'amf', 'h265'),
  encoder('av1_amf', 'amf', 'av1'),
  encoder('h264_vaapi', 'vaapi', 'h264'),
  encoder('hevc_vaapi', 'vaapi', 'h265', true),
  encoder('vp9_vaapi', 'vaapi', 'vp9', true),
  encoder('av1_vaapi', 'vaapi', 'av1', true),
  encoder('h264_mf', 'mf', 'h264'),
  encoder('hevc_mf', 'mf', 'h265'),
];

/** What became of the wish to encode on the graphics chip. */
export type HardwareUse =
  | { readonly encoder: string; readonly family: HardwareFamily }
  /** The clause that says why the processor does it. */
  | { readonly encoder: null; readonly reason: string };

/** What a person calls the part of the chip that encodes. */
export const familyNames: Readonly<Record<HardwareFamily, string>> = {
  videotoolbox: 'VideoToolbox',
  nvenc: 'NVENC',
  qsv: 'Quick Sync',
  amf: 'AMD VCN',
  vaapi: 'VA-API',
  mf: 'Media Foundation',
};
