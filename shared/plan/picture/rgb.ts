import type { Capabilities } from '../../model/capabilities.ts';
import { type Result, ok } from '../../model/error.ts';
import type { VideoStream } from '../../model/media.ts';
import { hdrOf, sourceTags, toneMapFilters } from './colour.ts';

/** swscale's words for a matrix differ from ffprobe's. */
export const scaleMatrix: Readonly<Record<string, string>> = {
  bt709: 'bt709',
  fcc: 'fcc',
  bt470bg: 'bt470',
  smpte170m: 'smpte170m',
  smpte240m: 'smpte240m',
  bt2020nc: 'bt2020',
  bt2020c: 'bt2020',
};

/**
 * Filters that turn a stream's pixels into standard RGB for pictures and palettes: HDR is tone-mapped, and the matrix
 * is named, because swscale takes BT.601 for whatever does not say what it is.
 *
 * @param size `W:H` to scale to in the same pass, or empty
 */
export function rgbFilters(
  stream: VideoStream,
  capabilities: Capabilities,
  format: 'rgb24' | 'rgba' | 'bgra',
  size = '',
): Result<readonly string[]> {
  const hdr = hdrOf(stream) !== null;
  const tones = hdr ? toneMapFilters(stream, capabilities) : ok<readonly string[]>([]);
  if (!tones.ok) return tones;
  const tags = sourceTags(stream);
  const matrix = hdr ? 'bt709' : (scaleMatrix[tags.space] ?? 'bt709');
  // RGB has no matrix; naming one would be an error on newer builds.
  const meaning =
    stream.chroma === 'rgb' ? '' : `in_color_matrix=${matrix}:in_range=${hdr ? 'tv' : tags.range}`;
  const scale = [size, meaning].filter((part) => part !== '').join(':');
  return ok([...tones.value, ...(scale === '' ? [] : [`scale=${scale}`]), `format=${format}`]);
}
