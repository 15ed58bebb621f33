import { type Result, type Warning, ok } from '../../model/error.ts';
import type { MediaFacts } from '../../model/media.ts';
import type { AdaptiveOptions } from '../../model/options.ts';
import { type ColourPlan, hdrOf, planColour } from '../picture/colour.ts';
import { displayedSize, planGeometry, frameOptions } from '../picture/geometry.ts';
import type { RungPlan } from './hls-args.ts';
import { type FrameRate, frameRate } from './hls-frame-rate.ts';
import { ladder } from './hls-ladder.ts';
import type { PictureSource } from '../picture/picture-source.ts';
import type { FrameGeometry, PlanContext } from '../plan.ts';

/** The picture of an adaptive video: what all rungs share, and the rungs. */
export interface PicturePlan {
  readonly codec: 'h264' | 'h265';
  readonly rate: FrameRate;
  readonly colour: ColourPlan;
  readonly top: FrameGeometry;
  /** From the smallest up. */
  readonly rungs: readonly RungPlan[];
  readonly warnings: readonly Warning[];
}

/**
 * Decides codec, colour, rate and rungs. `width`, `height` and `fit` shape the top rung; every other one is the same
 * picture, smaller. Refusals: those of colour and geometry.
 */
export function planPicture(
  facts: MediaFacts,
  source: PictureSource,
  options: AdaptiveOptions,
  startsLate: boolean,
  context: PlanContext,
): Result<PicturePlan> {
  const { stream } = source;
  const codec = options.codec ?? 'h264';
  const turn = options.auto_orient ?? true;
  const hdr = hdrOf(stream);
  const colour = planColour(stream, codec === 'h265' ? 10 : 8, context.capabilities);
  if (!colour.ok) return colour;
  const frame = {
    displayed: displayedSize(stream, turn ? stream.rotation : 0, stream.sar),
    ...frameOptions(options),
    even: true,
    alpha: false,
    mayEnlarge: false,
    anamorphic: stream.sar !== 1,
  };
  const top = planGeometry(frame);
  if (!top.ok) return top;
  const { output } = top.value.geometry;
  const shortSide = Math.min(output.width, output.height);
  const rate = frameRate(stream, startsLate);

  const rungs: RungPlan[] = [];
  const steps = ladder({
    shortSide,
    codec,
    quality: options.quality ?? context.settings.quality,
    sourceCodec: stream.codec,
    sourceBitrate: pictureBitrate(facts, source),
  });
  const both = options.width !== undefined && options.height !== undefined;
  // Rungs are made of what is exact: the asked box, or the picture itself.
  const shape = both ? output : frame.displayed;
  for (const step of steps) {
    const by = step.shortSide / Math.min(shape.width, shape.height);
    const sized = planGeometry({
      ...frame,
      width: even(shape.width * by),
      height: even(shape.height * by),
      // Without a box there is nothing to pad or crop: the picture has the shape of its rung but for rounding.
      fit: both ? options.fit : 'fill',
    });
    if (!sized.ok) return sized;
    // The top keeps the numbers that were asked for; the others are made in its shape.
    const geometry = step.shortSide >= shortSide ? top.value.geometry : sized.value.geometry;
    rungs.push({
      rung: step,
      geometry,
      rendition: {
        name: `${step.shortSide}p`,
        scratch: `video-${step.shortSide}p.mp4`,
        width: geometry.output.width,
        height: geometry.output.height,
        frameRate: rate.value,
        maxrate: step.maxrate,
        videoRange: codec === 'h265' && hdr !== null ? hdr : 'SDR',
      },
    });
  }
  // Above 2160 lines the ladder ends before the source does.
  const largest = rungs.at(-1)?.geometry ?? top.value.geometry;
  const warnings = [
    ...top.value.warnings,
    ...notEnlarged(options, top.value.geometry),
    ...colour.value.warnings,
    ...(codec === 'h265' && hdr !== null ? [hdrOnly(hdr)] : []),
  ];
  return ok({ codec, rate, colour: colour.value, top: largest, rungs, warnings });
}

const even = (side: number): number => Math.max(2, 2 * Math.round(side / 2));

/** What the picture takes of the source, bits per second: as the stream says, or what is left of the whole. */
function pictureBitrate(facts: MediaFacts, { stream }: PictureSource): number | null {
  if (stream.bitrate !== null && stream.bitrate > 0) return stream.bitrate;
  if (facts.duration === null || facts.duration <= 0) return null;
  const whole = facts.bitrate ?? (8 * facts.bytes) / facts.duration;
  const sound = facts.audio.reduce((sum, track) => sum + (track.bitrate ?? 0), 0);
  return whole > sound ? whole - sound : null;
}

function notEnlarged(options: AdaptiveOptions, { source, output }: FrameGeometry): readonly Warning[] {
  const asked = (side: number | string | undefined, own: number): number =>
    typeof side === 'string' ? (own * Number.parseFloat(side)) / 100 : (side ?? 0);
  const larger =
    asked(options.width, source.width) >= output.width + 2 ||
    asked(options.height, source.height) >= output.height + 2;
  const message = `The largest version is ${output.width}×${output.height}: an adaptive video is never enlarged.`;
  return larger ? [{ kind: 'not_enlarged', message }] : [];
}

const hdrOnly = (hdr: string): Warning => ({
  kind: 'hdr_only',
  message: `All versions keep high dynamic range (${hdr}); on screens without it the colours look dull. H.264 makes standard colour.`,
});
