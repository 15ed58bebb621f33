import type { VideoFormat } from '../../model/options.ts';
import type { ArgGroup } from '../plan.ts';
import type { HardwareEncoder, HardwareFamily } from './hardware-encoders.ts';

/**
 * What an encode on the graphics chip is made of, for ffmpeg 5 and newer. The trial of an encoder and the plan of a job
 * are built by this one function, so that what was proved is what runs.
 */
export interface HardwareArgs {
  /** Opens the device; stands before the input. Empty where the encoder opens it by itself. */
  readonly device: readonly ArgGroup[];
  /** Filters behind all others that bring frames to the chip. */
  readonly upload: readonly string[];
  /** Encoder, profile, rate control and distance of key frames, one group each. */
  readonly encoder: readonly ArgGroup[];
  /** Pixel format of the frames that the encoder gets; null = frames on the chip have their own. */
  readonly pixFmt: string | null;
}

/** What steers the size, in the encoder's own numbers. */
export type HardwareRate =
  /** `cap`: bits per second that are not exceeded; only for families of `capsQuality`. */
  | { readonly quality: number; readonly cap: number | null }
  /** Bits per second on average; peaks reach one and a half times as much. */
  | { readonly bitrate: number };

/** Families whose encoders take a constant quality and a highest rate together. */
export const capsQuality: ReadonlySet<HardwareFamily> = new Set(['nvenc']);

/** As x264 and x265 have it: every encoder has another default, from 12 to never. */
const keyFrameDistance = 250;

export function hardwareArgs(
  encoder: HardwareEncoder,
  depth: 8 | 10,
  rate: HardwareRate,
  format: VideoFormat,
): HardwareArgs {
  const { family, codec, name } = encoder;
  const planar = depth === 10 ? 'p010le' : 'nv12';
  const tagged = codec === 'h265' && format !== 'mkv';
  const args: readonly ArgGroup[] = [
    ['-c:v:0', name, ...speed[family]],
    ...profileArgs(encoder, depth),
    // QuickTime and Safari refuse the default tag hev1.
    ...(tagged ? [['-tag:v:0', 'hvc1']] : []),
    ...('bitrate' in rate ? average(family, rate.bitrate) : constant(encoder, rate)),
    ['-g:v:0', String(keyFrameDistance)],
  ];
  if (family !== 'vaapi') return { device: [], upload: [], encoder: args, pixFmt: planar };
  return {
    // Without a path ffmpeg takes the first device that opens.
    device: [['-init_hw_device', 'vaapi=graphics', '-filter_hw_device', 'graphics']],
    upload: [`format=${planar}`, 'hwupload'],
    encoder: args,
    pixFmt: null,
  };
}

/** What is behind the encoder's name in its group: how much trouble it takes, and that no software may stand in. */
const speed: Readonly<Record<HardwareFamily, ArgGroup>> = {
  videotoolbox: ['-allow_sw', '0'],
  nvenc: ['-preset', 'p5', '-tune', 'hq'],
  qsv: ['-preset', 'medium'],
  amf: ['-usage', 'transcoding', '-quality', 'balanced'],
  vaapi: [],
  // Media Foundation offers Microsoft's software encoder first.
  mf: ['-hw_encoding', 'true'],
};

/** Most choose by the frames they get; these would choose less than the software encoders write. */
function profileArgs({ family, codec }: HardwareEncoder, depth: 8 | 10): readonly ArgGroup[] {
  if (family === 'mf') return [];
  if (codec === 'h264') return [['-profile:v:0', 'high']];
  if (codec === 'h265' && family === 'videotoolbox')
    return [['-profile:v:0', depth === 10 ? 'main10' : 'main']];
  return [];
}

function constant(
  { family, codec }: HardwareEncoder,
  { quality, cap }: Extract<HardwareRate, { quality: number }>,
): readonly ArgGroup[] {
  const value = String(quality);
  switch (family) {
    case 'videotoolbox':
      return [['-q:v:0', value]];
    case 'nvenc':
      return [
        ['-rc', 'vbr', '-cq', value, '-b:v:0', '0'],
        ...(cap === null ? [] : [['-maxrate', String(cap), '-bufsize', String(2 * cap)]]),
      ];
    case 'qsv':
      return [['-global_quality:v:0', value]];
    case 'amf':
      return [['-rc', 'cqp', '-qp_i', value, '-qp_p', value, ...(codec === 'h264' ? ['-qp_b', value] : [])]];
    case 'vaapi':
      return [['-rc_mode', 'CQP', '-global_quality:v:0', value]];
    case 'mf':
      return [['-rate_control', 'quality', '-quality', value]];
  }
}

const averageMode: Readonly<Record<HardwareFamily, ArgGroup>> = {
  videotoolbox: [],
  nvenc: ['-rc', 'vbr'],
  qsv: [],
  amf: ['-rc', 'vbr_peak'],
  vaapi: ['-rc_mode', 'VBR'],
  mf: ['-rate_control', 'pc_vbr'],
};

function average(family: HardwareFamily, bitrate: number): readonly ArgGroup[] {
  const peak = String(Math.round(1.5 * bitrate));
  return [
    [
      ...averageMode[family],
      ...['-b:v:0', String(bitrate), '-maxrate', peak, '-bufsize', String(2 * bitrate)],
    ],
  ];
}
