import { type Capabilities, isModern } from '../../model/capabilities.ts';
import type { VideoCodec, VideoFormat } from '../../model/options.ts';
import type { PlanContext, Size } from '../plan.ts';
import type { Steering } from '../steering.ts';
import { type HardwareArgs, type HardwareRate, capsQuality, hardwareArgs } from './hardware-args.ts';
import { type HardwareEncoder, type HardwareUse, hardwareEncoders } from './hardware-encoders.ts';
import { hardwareQuality } from './hardware-quality.ts';

/** A picture that is to be encoded. */
export interface HardwareWish {
  readonly codec: VideoCodec;
  readonly format: VideoFormat;
  readonly size: Size;
  /** Bits a sample of the result. */
  readonly depth: 8 | 10;
  readonly steering: Steering;
  /** An exact number was asked, not a word. */
  readonly exactQuality: boolean;
  /** A size limit decides. */
  readonly limited: boolean;
}

/** The decision; `args` are there when the graphics chip does it. */
export interface HardwareDecision {
  readonly use: HardwareUse;
  readonly args: HardwareArgs | null;
}

/** Chips refuse pictures below these sides: 145 × 49 is the largest smallest size that a maker documents. */
const smallest: Size = { width: 160, height: 64 };
/** Longest side of H.264 and of the others. */
const longest = { h264: 4096, other: 8192 };

/**
 * Whether the graphics chip encodes a picture, and how. It does so where that was asked for, an encoder for the codec was
 * proved, and nothing was asked that chips are bad at. Null when it was not asked for.
 */
export function chooseHardware(wish: HardwareWish, context: PlanContext): HardwareDecision | null {
  if (context.settings.hardware === 'off') return null;
  const reason = notForChips(wish);
  if (reason !== null) return not(reason);
  const proved = provedFor(wish.codec, context.capabilities);
  if (typeof proved === 'string') return not(proved);
  const deep = wish.depth === 8 ? proved : proved.filter(({ tenBit }) => tenBit);
  if (deep.length === 0) return not('it cannot write 10 bits a sample');
  const { bitrate, explicitQuality } = wish.steering;
  const cap = explicitQuality ? bitrate : null;
  const [chosen] = cap === null ? deep : deep.filter(({ encoder }) => capsQuality.has(encoder.family));
  if (chosen === undefined) return not('it cannot keep a quality below a bit rate');
  const { encoder } = chosen;
  const { width, height } = wish.size;
  const rate: HardwareRate =
    bitrate !== null && !explicitQuality
      ? { bitrate }
      : { quality: hardwareQuality(encoder, wish.steering.quality, Math.min(width, height)), cap };
  return {
    use: { encoder: encoder.name, family: encoder.family },
    args: hardwareArgs(encoder, wish.depth, rate, wish.format),
  };
}

const not = (reason: string): HardwareDecision => ({ use: { encoder: null, reason }, args: null });

/** What was asked that only software does well; null when nothing was. */
function notForChips({ limited, steering, exactQuality, codec, size }: HardwareWish): string | null {
  if (limited) return 'it cannot keep a size limit';
  if (steering.lossless) return 'it cannot be lossless';
  if (exactQuality) return 'an exact quality was asked';
  const [short, long] = [Math.min(size.width, size.height), Math.max(size.width, size.height)];
  if (long < smallest.width || short < smallest.height) return 'the picture is too small for it';
  if (long > (codec === 'h264' ? longest.h264 : longest.other)) return 'the picture is too large for it';
  return null;
}

interface Proved {
  readonly encoder: HardwareEncoder;
  readonly tenBit: boolean;
}

/** Encoders of a codec that work, in order of use; the clause that says why there is none. */
function provedFor(codec: VideoCodec, capabilities: Capabilities): readonly Proved[] | string {
  const { hardware } = capabilities;
  if (!isModern(capabilities)) return 'it needs ffmpeg 5 or newer';
  if (hardware === undefined) return 'it was not tried yet';
  if (!hardware.some(({ works }) => works)) return 'none that works was found';
  const proved = hardwareEncoders.flatMap((encoder): Proved[] => {
    const trial = hardware.find(({ encoder: name, works }) => works && name === encoder.name);
    return trial === undefined || encoder.codec !== codec ? [] : [{ encoder, tenBit: trial.tenBit }];
  });
  return proved.length === 0 ? 'it cannot write this codec' : proved;
}
