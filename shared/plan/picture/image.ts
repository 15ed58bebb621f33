import { type Result, type Warning, ok } from '../../model/error.ts';
import type { MediaFacts } from '../../model/media.ts';
import type { ImageFormat, ImageOptions } from '../../model/options.ts';
import { exifTurn, planGeometry } from './geometry.ts';
import { type PictureOrigin, pictureOrigin } from './image-origin.ts';
import type { FrameGeometry, Plan, PlanContext, ResultForm, Size, StillRecipe, StillStep } from '../plan.ts';
import { stillLadder } from '../limit/still-ladder.ts';
import { withLimit } from '../limit/with-limit.ts';
import { longestSides } from './still-limits.ts';
import { estimateStill, stillEncode } from './still-quality.ts';

const forms: Readonly<Record<ImageFormat, Pick<ResultForm, 'ext' | 'mime'>>> = {
  jpeg: { ext: 'jpg', mime: 'image/jpeg' },
  png: { ext: 'png', mime: 'image/png' },
  webp: { ext: 'webp', mime: 'image/webp' },
  avif: { ext: 'avif', mime: 'image/avif' },
  tiff: { ext: 'tif', mime: 'image/tiff' },
  gif: { ext: 'gif', mime: 'image/gif' },
};

/** Colour under transparent pixels of a format without transparency, when no background is given. */
const paper = '#ffffff';

/**
 * Plans a still: of a picture, of one frame of a video or an animation, of the cover of an audio file. What libvips or
 * libheif open is one step; for the rest ffmpeg takes the frame first.
 *
 * Refusals: `input_unsupported` without a picture, `invalid_option` for a `start` that leads nowhere,
 * `limits_exceeded` for what is too large, `encoder_missing` for HDR that this ffmpeg cannot map.
 */
export function planImage(facts: MediaFacts, options: ImageOptions, context: PlanContext): Result<Plan> {
  const { target_bytes: target } = options;
  const found = pictureOrigin(facts, options, context);
  if (!found.ok) return found;
  const origin = found.value;
  const format = options.format ?? 'webp';
  const { width, height, fit, position, background } = options;
  const shape = planGeometry({
    displayed: origin.displayed,
    ...{ width, height, fit, position, background },
    even: false,
    alpha: format !== 'jpeg',
    mayEnlarge: context.neverEnlarge !== true,
    longestSide: longestSides[format],
  });
  if (!shape.ok) return shape;
  const { geometry } = shape.value;
  const ladder = target === undefined ? null : stillLadder(format, context);
  const encode = ladder?.[0] ?? stillEncode(format, options, context);
  const still: StillStep = {
    tool: 'still',
    label: 'convert',
    from: origin.from,
    recipe: {
      reader: origin.reader,
      page: origin.page,
      autoOrient: origin.turns,
      geometry,
      flatten: format === 'jpeg' ? (background ?? paper) : null,
      density: density(origin, geometry),
      encode,
      ...(target === undefined || ladder === null
        ? {}
        : { limit: { bytes: target, ladder, file: context.inputName } }),
    },
    progress: { duration: null, frames: 1, weight: 1 },
  };
  const size = storedSize(origin, format, geometry.output);
  const plan: Plan = {
    kind: 'image',
    mode: 'encode',
    lane: 'still',
    streams: [{ ...origin.stream, action: 'encode', to: format, reason: `${format} was asked` }],
    steps: origin.prepare === null ? [still] : [origin.prepare, still],
    result: { form: 'file', ...forms[format], format, size },
    expect: { streams: [{ type: 'picture', codec: format, ...size }], duration: null, tolerance: 0 },
    warnings: [...origin.warnings, ...shape.value.warnings, ...formatWarnings(origin, still.recipe)],
    estimate: estimateStill(encode, size, target === undefined ? options : { quality: 'high' }, context),
    note: noteOf(origin, format, size),
  };
  return ok(target === undefined ? plan : withLimit(plan, target, { way: 'still' }));
}

/** Dots per inch at which an SVG that grows is drawn; at 72, libvips' default, it has its own size. */
function density({ vector }: PictureOrigin, { source, scale }: FrameGeometry): number | null {
  if (!vector) return null;
  const factor = scale === null ? 1 : Math.max(scale.width / source.width, scale.height / source.height);
  return factor <= 1 ? 72 : Math.min(100_000, Math.ceil(72 * factor));
}

/**
 * Size as the result's file says it. AVIF keeps an orientation as a turn of its container, so its pixels count as
 * turned even when they were left alone.
 */
function storedSize({ keptOrientation }: PictureOrigin, format: ImageFormat, output: Size): Size {
  const { rotation } = exifTurn(keptOrientation);
  const turned = format === 'avif' && (rotation === 90 || rotation === 270);
  return turned ? { width: output.height, height: output.width } : output;
}

function formatWarnings(origin: PictureOrigin, { encode, flatten }: StillRecipe): readonly Warning[] {
  const name = encode.format.toUpperCase();
  const warnings: Warning[] = [];
  if (origin.alpha && flatten !== null) {
    warnings.push({
      kind: 'alpha_flattened',
      message: `${name} has no transparency: transparent parts become ${flatten}.`,
    });
  }
  const deep =
    (encode.format === 'png' && encode.palette === null) ||
    (encode.format === 'tiff' && encode.compression === 'deflate');
  if (origin.bitDepth > 8 && !deep) {
    warnings.push({
      kind: 'bit_depth_reduced',
      message: `${origin.bitDepth} bits a colour become 8 in this ${name}.`,
    });
  }
  if (encode.format === 'gif' && origin.keptOrientation !== 1) {
    warnings.push({
      kind: 'orientation_dropped',
      message:
        'GIF cannot say which side is up, and the picture was not to be turned: it may lie on its side.',
    });
  }
  return warnings;
}

function noteOf(origin: PictureOrigin, format: ImageFormat, size: Size): string {
  return `${origin.stream.from} to ${format}, ${size.width} × ${size.height}`;
}
