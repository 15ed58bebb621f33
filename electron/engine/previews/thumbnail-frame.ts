import type { Capabilities } from '../../../shared/model/capabilities.ts';
import { type Result, ok } from '../../../shared/model/error.ts';
import type { MediaFacts, VideoStream } from '../../../shared/model/media.ts';
import { globalArgs, inputArgs } from '../../../shared/plan/input-args.ts';
import { hdrOf } from '../../../shared/plan/picture/colour.ts';
import { displayedSize } from '../../../shared/plan/picture/geometry.ts';
import { isAnimation } from '../../../shared/plan/picture/picture-source.ts';
import { rgbFilters } from '../../../shared/plan/picture/rgb.ts';
import type { ArgGroup, Size } from '../../../shared/plan/plan.ts';

/** Which frame stands for a video, and the run of ffmpeg that takes it. */

/** Sides that small pictures have: a list row at one, two and three pixels a point, and an inspector's head. */
const sides = [96, 160, 480] as const;

/** The least of the sides that is not below what was asked, or the largest. */
export function sideFor(asked: number): number {
  return sides.find((side) => side >= asked) ?? 480;
}

/** The picture inside a square, in its own shape, never enlarged. */
export function insideSquare({ width, height }: Size, side: number): Size {
  const factor = Math.min(1, side / Math.max(width, height));
  const scaled = (length: number): number => Math.max(1, Math.round(length * factor));
  return { width: scaled(width), height: scaled(height) };
}

/** Seconds at which a video is looked at, in order, until a frame shows something. */
export function placesToLook({ duration }: MediaFacts, stream: VideoStream): readonly [number, ...number[]] {
  if (isAnimation(stream)) return [0];
  if (duration === null || duration <= 0) return [0.5, 0];
  const first = Math.min(Math.max(0.5, duration * 0.1), duration * 0.5);
  return [first, duration * 0.4, duration * 0.75];
}

/** Side of the grey picture that `isBlank` looks at. */
const lookSide = 16;

/** Least and most of a grey value, and how many of a hundred samples may be something else. */
const dark = 28;
const bright = 232;
const elsePercent = 2;

/** True for a frame that is as good as black or white; samples are grey values from 0 to 255. */
export function isBlank(samples: Uint8Array): boolean {
  const allowed = (samples.length * elsePercent) / 100;
  const others = (same: (value: number) => boolean): number => samples.filter((value) => !same(value)).length;
  return others((value) => value <= dark) <= allowed || others((value) => value >= bright) <= allowed;
}

/** Above so many pixels decoding from a key frame up to a place takes seconds. */
const quickPixels = 1920 * 1088;

/** True when the key frame before a place is to stand for it at the first try. */
export function wantsKeyframe({ width, height }: VideoStream): boolean {
  return width * height > quickPixels;
}

/** Files that the run leaves in the scratch folder: the frame, and its few grey samples. */
export const frameFile = 'frame.png';
export const lookFile = 'look.gray';

/**
 * Arguments that take one frame in a size, as a player shows it: turned, in square pixels and standard colour. Refusal
 * `encoder_missing` when this ffmpeg cannot map high dynamic range.
 *
 * @param place `keyframe`: the key frame at or before it, without decoding another one
 */
export function thumbnailArgs(
  stream: VideoStream,
  size: Size,
  place: { readonly at: number; readonly keyframe: boolean },
  capabilities: Capabilities,
): Result<readonly ArgGroup[]> {
  const hdr = hdrOf(stream) !== null;
  const asked = `${size.width}:${size.height}`;
  const rgb = rgbFilters(stream, capabilities, stream.alpha ? 'rgba' : 'rgb24', hdr ? '' : asked);
  if (!rgb.ok) return rgb;
  const chain = [
    // A key frame before the place has a negative time, and such frames are thrown away.
    'setpts=PTS-STARTPTS',
    ...(stream.interlaced ? ['bwdif=mode=send_frame:deint=interlaced'] : []),
    // Tone-mapping works in floats and is slow: not on pixels that nobody will see.
    ...(hdr ? [`scale=${asked}`] : []),
    ...rgb.value,
    'setsar=1',
  ].join(',');
  const look = `scale=${lookSide}:${lookSide},format=gray`;
  const graph = `[0:${stream.index}]${chain},split[frame][half];[half]${look}[look]`;
  const { at, keyframe } = place;
  const cut = { start: at > 0 ? at : null, length: null };
  return ok([
    ...globalArgs(capabilities),
    ...inputArgs({ input: 0 }, cut, keyframe ? ['-noaccurate_seek', '-skip_frame', 'nokey'] : []),
    ['-filter_complex', graph],
    [
      ...['-map', '[frame]', '-frames:v', '1', '-c:v', 'png', '-compression_level', '1'],
      ...['-f', 'image2pipe', { scratch: frameFile }],
    ],
    ['-map', '[look]', '-frames:v', '1', '-c:v', 'rawvideo', '-f', 'rawvideo', { scratch: lookFile }],
  ]);
}

/** Size of a stream as a player shows it. */
export function shownSize(stream: VideoStream): Size {
  return displayedSize(stream, stream.rotation, stream.sar);
}
