import { type Result, type Warning, ok, refuse } from '../../model/error.ts';
import { type Fit, type Position, type Side, type VideoOptions, maxSide } from '../../model/options.ts';
import type { Box, FrameGeometry, Size } from '../plan.ts';

/**
 * How a picture becomes the asked size. Everything is computed on the displayed size (turned, square pixels), and the
 * planner gives numbers, not expressions, so that ffmpeg and libvips do the same and a test can compare them.
 */

/** What is asked of the frame; sides are pixels or a share of the displayed size. */
export interface GeometryRequest {
  readonly displayed: Size;
  readonly width?: Side | undefined;
  readonly height?: Side | undefined;
  readonly fit?: Fit | undefined;
  readonly position?: Position | undefined;
  /** Colour of the padding, `#rrggbb`. */
  readonly background?: string | undefined;
  /** 4:2:0 video: all sizes and offsets are even. */
  readonly even: boolean;
  /** The result can be transparent, so padding is, unless a background is given. */
  readonly alpha: boolean;
  /** Width when neither side is asked; it never enlarges. */
  readonly defaultWidth?: number | undefined;
  /** False for presets and HLS rungs: the asked box shrinks, in its own shape, until nothing is enlarged. */
  readonly mayEnlarge: boolean;
  /** Pixels as stored are not square: the picture is scaled even when its displayed size stays. */
  readonly anamorphic?: boolean | undefined;
  /** Longest side that the result may have; 16 383 when absent, as H.264 and WebP have it. */
  readonly longestSide?: number | undefined;
}

/** A frame on its way to the asked one (cover scales before it crops) may not be larger than this. */
const workingPixels = 16_383 * 16_383;

/**
 * Size of a picture as a player shows it, in pixels.
 *
 * @param rotation clockwise turn, as the container or EXIF says
 * @param sar width ÷ height of one stored pixel; it is folded into the stored width before turning
 */
export function displayedSize(stored: Size, rotation: 0 | 90 | 180 | 270, sar: number): Size {
  const width = Math.max(1, Math.round(stored.width * sar));
  const turned = rotation === 90 || rotation === 270;
  return turned ? { width: stored.height, height: width } : { width, height: stored.height };
}

/**
 * What a viewer does with an EXIF orientation (1 to 8, TIFF 6.0 tag 274): mirror left to right first, if so said, then
 * turn clockwise. Anything else counts as upright.
 */
export function exifTurn(orientation: number): {
  readonly rotation: 0 | 90 | 180 | 270;
  readonly mirrored: boolean;
} {
  const turns = [0, 0, 180, 180, 270, 90, 90, 270] as const;
  const rotation = turns[orientation - 1] ?? 0;
  return { rotation, mirrored: [2, 4, 5, 7].includes(orientation) };
}

/**
 * Decides scale, crop and padding.
 *
 * @returns the geometry with what a person should know about it; refusal `limits_exceeded` when the result or the
 * frame it is cut from would be too large
 */
export function planGeometry(
  r: GeometryRequest,
): Result<{ readonly geometry: FrameGeometry; readonly warnings: readonly Warning[] }> {
  const asked = {
    width: r.width === undefined ? null : pixels(r.width, r.displayed.width),
    height: r.height === undefined ? null : pixels(r.height, r.displayed.height),
  };
  const frame =
    asked.width !== null && asked.height !== null
      ? boxed(r, { width: asked.width, height: asked.height })
      : unboxed(r, asked);
  const limit = r.longestSide ?? maxSide;
  if (frame.output.width > limit || frame.output.height > limit) {
    return refuse('limits_exceeded', {
      reason: `the result would be ${text(frame.output)} pixels, and ${limit} a side is the most`,
      hint: 'Ask for a smaller width or height.',
    });
  }
  const working = frame.scale ?? r.displayed;
  if (working.width * working.height > workingPixels) {
    return refuse('limits_exceeded', {
      reason: `the picture would have to be scaled to ${text(working)} pixels on the way`,
      hint: 'Use fit: contain, or ask for a smaller width or height.',
    });
  }
  const same = sameSize(frame.scale ?? r.displayed, r.displayed);
  const scale = same && r.anamorphic !== true ? null : (frame.scale ?? r.displayed);
  // One pixel more is evening up, not enlarging.
  const slack = r.even ? 1 : 0;
  const enlarges =
    scale !== null && (scale.width > r.displayed.width + slack || scale.height > r.displayed.height + slack);
  const geometry: FrameGeometry = { source: r.displayed, ...frame, scale, enlarges };
  return ok({ geometry, warnings: warningsOf(r, geometry) });
}

type Frame = Pick<FrameGeometry, 'scale' | 'crop' | 'pad' | 'output'>;

/** None or one of the sides is asked: the whole picture in its own shape. */
function unboxed(r: GeometryRequest, asked: { width: number | null; height: number | null }): Frame {
  const { displayed } = r;
  const only = (scale: Size): Frame => ({ scale, crop: null, pad: null, output: scale });
  let factor: number | null = null;
  if (asked.width !== null) factor = asked.width / displayed.width;
  else if (asked.height !== null) factor = asked.height / displayed.height;
  else if (r.defaultWidth !== undefined && r.defaultWidth < displayed.width) {
    factor = r.defaultWidth / displayed.width;
  }
  if (factor === null || (factor > 1 && !r.mayEnlarge)) {
    return only({ width: roundDown(displayed.width, r.even), height: roundDown(displayed.height, r.even) });
  }
  return only({
    width: roundSide(asked.width ?? displayed.width * factor, r.even),
    height: roundSide(asked.height ?? displayed.height * factor, r.even),
  });
}

/** Both sides are asked: the result has exactly that box. */
function boxed(r: GeometryRequest, asked: Size): Frame {
  const fit = r.fit ?? 'contain';
  const box = shrunken(r, asked, fit);
  const { displayed } = r;
  const enlarged = box.width > displayed.width || box.height > displayed.height;
  if (fit === 'fill' || (sameShape(displayed, box, r.even) && (r.mayEnlarge || !enlarged))) {
    return { scale: box, crop: null, pad: null, output: box };
  }
  const across = box.width / displayed.width;
  const down = box.height / displayed.height;
  const factor = fit === 'contain' ? Math.min(across, down) : Math.max(across, down);
  const exact = { width: displayed.width * factor, height: displayed.height * factor };
  const rounded = { width: roundSide(exact.width, r.even), height: roundSide(exact.height, r.even) };
  const { width, height } = box;
  if (fit === 'contain') {
    const scale = { width: Math.min(rounded.width, width), height: Math.min(rounded.height, height) };
    const at = placed(r, { width: width - exact.width, height: height - exact.height }, rest(box, scale));
    const colour = r.background ?? (r.alpha ? 'transparent' : '#000000');
    const pad = sameSize(scale, box) ? null : { ...box, ...at, colour };
    return { scale, crop: null, pad, output: box };
  }
  const scale = { width: Math.max(rounded.width, width), height: Math.max(rounded.height, height) };
  const at = placed(r, { width: exact.width - width, height: exact.height - height }, rest(scale, box));
  const crop: Box | null = sameSize(scale, box) ? null : { ...box, ...at };
  return { scale, crop, pad: null, output: box };
}

/** The asked box in whole (even) pixels, made smaller in its own shape where nothing may be enlarged. */
function shrunken(r: GeometryRequest, asked: Size, fit: Fit): Size {
  const across = asked.width / r.displayed.width;
  const down = asked.height / r.displayed.height;
  const factor = fit === 'contain' ? Math.min(across, down) : Math.max(across, down);
  const by = factor <= 1 ? 1 : 1 / factor;
  const side = (n: number): number =>
    r.mayEnlarge ? roundSide(n, r.even) : roundDown(Math.round(n * by * 1e6) / 1e6, r.even);
  return { width: side(asked.width), height: side(asked.height) };
}

/**
 * True when the box has the picture's shape but for rounding; then it is only scaled, so that "50%" both ways never
 * makes a bar of one pixel.
 */
function sameShape(picture: Size, box: Size, even: boolean): boolean {
  const step = even ? 2 : 1;
  return (
    Math.abs((picture.height * box.width) / picture.width - box.height) < step ||
    Math.abs((picture.width * box.height) / picture.height - box.width) < step
  );
}

/**
 * Upper left corner by position. `free` is the exact room left over, `whole` the same in whole pixels: centring by
 * the exact one keeps the rounding of the size out of the offset.
 */
function placed(r: GeometryRequest, free: Size, whole: Size): { readonly x: number; readonly y: number } {
  const position = r.position ?? 'center';
  const offset = (exact: number, room: number, first: string, last: string): number => {
    if (position.includes(first)) return 0;
    if (position.includes(last)) return room;
    const middle = r.even ? 2 * Math.round(exact / 4) : Math.floor(exact / 2);
    return Math.min(room, Math.max(0, middle));
  };
  return {
    x: offset(free.width, whole.width, 'left', 'right'),
    y: offset(free.height, whole.height, 'top', 'bottom'),
  };
}

function warningsOf(r: GeometryRequest, geometry: FrameGeometry): readonly Warning[] {
  const warnings: Warning[] = [];
  const both = r.width !== undefined && r.height !== undefined;
  if (r.fit !== undefined && !both) {
    warnings.push(noEffect('fit', 'it needs both width and height'));
  }
  if (r.position !== undefined && (!both || r.fit === 'fill')) {
    warnings.push(noEffect('position', both ? 'fill leaves nothing over' : 'it needs both width and height'));
  }
  if (geometry.enlarges && geometry.scale !== null) {
    const { source, scale } = geometry;
    warnings.push({
      kind: 'enlarged',
      message: `The picture is enlarged from ${text(source)} to ${text(scale)}; that adds no detail.`,
    });
  }
  if (r.even) {
    // Without an asked size it is the source's own that had to change.
    const from = r.width === undefined && r.height === undefined ? r.displayed : r;
    const odd = [from.width, from.height].some((side) => typeof side === 'number' && side % 2 === 1);
    const byDefault = r.defaultWidth !== undefined && r.defaultWidth < r.displayed.width && from !== r;
    if (odd && !byDefault) {
      warnings.push({
        kind: 'even_size',
        message: `The result is ${text(geometry.output)}: this video format has even sizes only.`,
      });
    }
  }
  return warnings;
}

const noEffect = (option: string, reason: string): Warning => ({
  kind: 'no_effect',
  message: `${option} has no effect here: ${reason}.`,
});

/**
 * The geometry as ffmpeg filters, in order; empty when nothing is to be done. They end in `setsar=1`, because scale
 * alone keeps the sample aspect ratio that is no longer true.
 *
 * @param scaler swscale's flags, such as `lanczos`
 */
export function geometryFilters(g: FrameGeometry, scaler?: string): readonly string[] {
  const filters: string[] = [];
  if (g.scale !== null) {
    const flags = scaler === undefined ? '' : `:flags=${scaler}`;
    filters.push(`scale=${g.scale.width}:${g.scale.height}${flags}`);
  }
  if (g.crop !== null) {
    filters.push(`crop=${g.crop.width}:${g.crop.height}:${g.crop.x}:${g.crop.y}`);
  }
  if (g.pad !== null) {
    const colour = g.pad.colour === 'transparent' ? 'black@0' : g.pad.colour.replace('#', '0x');
    filters.push(`pad=${g.pad.width}:${g.pad.height}:${g.pad.x}:${g.pad.y}:color=${colour}`);
  }
  return filters.length === 0 ? [] : [...filters, 'setsar=1'];
}

const text = (size: Size): string => `${size.width}×${size.height}`;
const sameSize = (a: Size, b: Size): boolean => a.width === b.width && a.height === b.height;
const rest = (outer: Size, inner: Size): Size => ({
  width: outer.width - inner.width,
  height: outer.height - inner.height,
});

/** A side in pixels; a share is one of the displayed side. */
function pixels(side: Side, displayed: number): number {
  if (typeof side === 'number') return side;
  return Math.max(1, Math.round((displayed * Number.parseFloat(side)) / 100));
}

/** Nearest whole or even number, at least 1 or 2. */
function roundSide(n: number, even: boolean): number {
  return even ? Math.max(2, 2 * Math.round(n / 2)) : Math.max(1, Math.round(n));
}

/** The same, never above n where n allows it: for what must not be enlarged. */
function roundDown(n: number, even: boolean): number {
  return even ? Math.max(2, 2 * Math.floor(n / 2)) : Math.max(1, Math.floor(n));
}

/** The options that geometry is made of. */
export function frameOptions(
  options: Pick<VideoOptions, 'width' | 'height' | 'fit' | 'position' | 'background'>,
): Pick<GeometryRequest, 'width' | 'height' | 'fit' | 'position' | 'background'> {
  const { width, height, fit, position, background } = options;
  return { width, height, fit, position, background };
}
