import type { Capabilities } from '../../model/capabilities.ts';
import type { VideoStream } from '../../model/media.ts';
import { type ColourPlan, colourMark } from './colour.ts';
import { geometryFilters } from './geometry.ts';
import type { FrameGeometry } from '../plan.ts';

/**
 * The filters of one encoded picture, in the one order that is right: deinterlace, rate, flatten, scale and crop,
 * colour, pad, square pixels, colour mark. Scaling stands before tone-mapping, which works in floats and is slow on
 * large pictures; padding stands behind it, so that the bars have the colour that was asked.
 */
export function pictureChain(
  stream: VideoStream,
  geometry: FrameGeometry,
  colour: ColourPlan,
  capabilities: Capabilities,
  fps: number | null,
): string {
  const [shape, pad] = splitAtPad(geometryFilters(geometry));
  return [
    ...(stream.interlaced ? ['bwdif=mode=send_frame:deint=interlaced'] : []),
    ...(fps === null ? [] : [`fps=${fps}`]),
    // Without this the hidden colour of transparent pixels shows up; premultiplied they are black.
    ...(stream.alpha ? ['format=gbrap', 'premultiply=inplace=1', 'format=gbrp'] : []),
    ...shape,
    ...colour.filters,
    ...pad,
    ...colourMark(colour.tags, capabilities),
  ].join(',');
}

/** Geometry's filters before the padding, and from it on. */
export function splitAtPad(filters: readonly string[]): readonly [readonly string[], readonly string[]] {
  const isPad = (filter: string): boolean => filter.startsWith('pad=') || filter.startsWith('setsar=');
  return [filters.filter((filter) => !isPad(filter)), filters.filter(isPad)];
}
