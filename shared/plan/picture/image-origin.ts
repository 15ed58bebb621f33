import { type Result, type Warning, ok, refuse } from '../../model/error.ts';
import type { MediaFacts, Still } from '../../model/media.ts';
import type { ImageOptions } from '../../model/options.ts';
import { hdrOf } from './colour.ts';
import { frameScratch, frameStep } from './frame-step.ts';
import { displayedSize, exifTurn } from './geometry.ts';
import { resolveCut, secondsText } from '../input-args.ts';
import { isAnimation } from './picture-source.ts';
import type { FfmpegStep, PlanContext, Size, StillRecipe, StillStep, StreamDecision } from '../plan.ts';
import { heicPixelLimit, pixelLimit } from './still-limits.ts';

/** Where the one picture of an image job comes from, and what is known about it. */
export interface PictureOrigin {
  /** Run first, when libvips cannot open the input. */
  readonly prepare: FfmpegStep | null;
  readonly from: StillStep['from'];
  readonly reader: StillRecipe['reader'];
  readonly page: number;
  /** Turn by EXIF orientation. */
  readonly turns: boolean;
  /** EXIF orientation that the result still has, because it was asked not to turn. */
  readonly keptOrientation: number;
  /** Size that the asked size refers to. */
  readonly displayed: Size;
  /** Known to have transparency. */
  readonly alpha: boolean;
  readonly bitDepth: number;
  /** Drawn at whatever size is asked. */
  readonly vector: boolean;
  readonly stream: Pick<StreamDecision, 'type' | 'index' | 'from'>;
  readonly warnings: readonly Warning[];
}

/** A still that libvips or libheif open, else what ffmpeg sees: a frame, a cover, a rarer picture format. */
export function pictureOrigin(
  facts: MediaFacts,
  options: ImageOptions,
  context: PlanContext,
): Result<PictureOrigin> {
  const { still } = facts;
  if (still !== null && still.reader !== 'ffmpeg') return stillOrigin(still, options, context);
  return frameOrigin(facts, options, context);
}

function stillOrigin(still: Still, options: ImageOptions, context: PlanContext): Result<PictureOrigin> {
  const limit = still.reader === 'libheif' ? heicPixelLimit : pixelLimit;
  if (still.width * still.height > limit) return tooLarge(still, limit, context);
  const page = pageAt(still, options.start);
  if (!page.ok) return page;
  // libheif turns while it decodes; there is no unturned picture to be had.
  const heic = still.reader === 'libheif';
  const turns = !heic && (options.auto_orient ?? true);
  const { rotation } = exifTurn(turns ? still.orientation : 1);
  return ok({
    prepare: null,
    from: { input: 0 },
    reader: heic ? 'libheif' : 'libvips',
    page: page.value,
    turns,
    keptOrientation: turns ? 1 : still.orientation,
    displayed: displayedSize(still, rotation, 1),
    alpha: still.alpha,
    bitDepth: still.bitDepth,
    vector: still.format === 'svg',
    stream: { type: 'picture', index: 0, from: still.format },
    warnings: [
      ...onlyOneOf(still),
      ...(heic && options.auto_orient === false
        ? [noTurnBack('HEIC says in its container which side is up, and that is applied on opening')]
        : []),
    ],
  });
}

function tooLarge({ width, height }: Size, limit: number, context: PlanContext): Result<never> {
  const megapixels = (pixels: number): string => (pixels / 1e6).toFixed(0);
  return refuse('limits_exceeded', {
    file: context.inputName,
    reason: `${width}×${height} are ${megapixels(width * height)} megapixels, and ${megapixels(limit)} are the most`,
    hint: 'Make a smaller copy with the program that the picture comes from.',
  });
}

/** The page that is shown at `start`; without one, or without times, the first. */
function pageAt({ delays }: Still, start: number | undefined): Result<number> {
  if (start === undefined) return ok(0);
  if (delays.length === 0) return startOnStill();
  const total = delays.reduce((sum, delay) => sum + delay, 0);
  let end = 0;
  // Rounded, because 0.3 s are 299.999… ms.
  const page = delays.findIndex((delay) => (end += delay) > Math.round(start * 1000));
  if (page >= 0) return ok(page);
  return refuse('invalid_option', {
    field: 'start',
    given: `${secondsText(start)} s`,
    allowed: `0 to less than ${secondsText(total / 1000)} s, the length of the input`,
  });
}

function startOnStill(): Result<never> {
  return refuse('invalid_option', {
    field: 'start',
    reason: 'it chooses a frame of a video or an animation, and this is a single picture',
    hint: 'Leave it out.',
  });
}

function onlyOneOf({ pages, delays }: Still): readonly Warning[] {
  if (pages === 1) return [];
  if (delays.length > 0) return [oneFrameOf(pages)];
  return [{ kind: 'one_picture_kept', message: `Only the first of ${pages} pages is kept.` }];
}

const oneFrameOf = (frames: number | null): Warning => ({
  kind: 'one_picture_kept',
  message: `Only one of ${frames === null ? 'its' : frames} frames is kept. The animation kind keeps them all.`,
});

function frameOrigin(facts: MediaFacts, options: ImageOptions, context: PlanContext): Result<PictureOrigin> {
  const [stream, cover] = [facts.video[0], facts.pictures[0]];
  const moves = stream !== undefined && facts.still === null;
  if (!moves && options.start !== undefined) {
    if (cover !== undefined || facts.still !== null) return startOnStill();
  }
  const resolved = resolveCut({ start: options.start }, facts.duration);
  if (!resolved.ok) return resolved;
  const size = stream ?? facts.still ?? cover;
  if (size === undefined) {
    return refuse('input_unsupported', {
      file: context.inputName,
      reason: 'there is no picture in it',
      hint: 'Convert it as audio.',
    });
  }
  if (size.width * size.height > pixelLimit) return tooLarge(size, pixelLimit, context);
  const rotation = (options.auto_orient ?? true) ? (stream?.rotation ?? 0) : 0;
  const frame = frameStep(facts, { at: options.start ?? 0, turn: options.auto_orient ?? true }, context);
  if (!frame.ok) return frame;
  const hdr = stream === undefined ? null : hdrOf(stream);
  return ok({
    prepare: frame.value,
    from: { scratch: frameScratch },
    reader: 'libvips',
    page: 0,
    turns: false,
    keptOrientation: 1,
    displayed: displayedSize(size, rotation, stream?.sar ?? 1),
    alpha: stream?.alpha ?? facts.still?.alpha ?? false,
    // The frame is written with 8 bits a colour, whatever it was.
    bitDepth: 8,
    vector: false,
    stream: {
      type: moves ? 'video' : 'picture',
      index: stream?.index ?? cover?.index ?? 0,
      from: stream?.codec ?? facts.still?.format ?? cover?.codec ?? 'picture',
    },
    warnings: [
      ...(moves && isAnimation(stream) && stream.frames !== 1 ? [oneFrameOf(stream.frames)] : []),
      ...(hdr === null
        ? []
        : [{ kind: 'hdr_to_sdr', message: `High dynamic range (${hdr}) becomes standard colour.` }]),
    ],
  });
}

const noTurnBack = (reason: string): Warning => ({
  kind: 'no_effect',
  message: `auto_orient: false has no effect here: ${reason}.`,
});
