import type { Capabilities } from '../../model/capabilities.ts';
import { type Result, type Warning, ok, refuse } from '../../model/error.ts';
import type { VideoStream } from '../../model/media.ts';
import type { ArgGroup } from '../plan.ts';

/**
 * Colour: which pixel format a result has, how high dynamic range becomes standard, and the four tags that every
 * encode carries. Tags are written explicitly because the 2018 build writes none on a re-encode, and a re-encode that
 * keeps `smpte2084` on 8-bit pixels looks washed out everywhere (measured on both builds).
 */

export interface ColourTags {
  readonly range: 'tv' | 'pc';
  /** ffprobe's words: bt709, smpte170m, bt470bg, bt2020nc … */
  readonly space: string;
  readonly transfer: string;
  readonly primaries: string;
}

export interface ColourPlan {
  /** Filters that change the pixels' meaning; they stand behind scaling and before padding. */
  readonly filters: readonly string[];
  readonly pixFmt: string;
  readonly tags: ColourTags;
  readonly warnings: readonly Warning[];
}

/** High dynamic range by its transfer function (ITU-R BT.2100), or null. */
export function hdrOf(stream: VideoStream): 'PQ' | 'HLG' | null {
  if (stream.colour.transfer === 'smpte2084') return 'PQ';
  if (stream.colour.transfer === 'arib-std-b67') return 'HLG';
  return null;
}

const sdr709: ColourTags = { range: 'tv', space: 'bt709', transfer: 'bt709', primaries: 'bt709' };

const spaces = new Set(['bt709', 'fcc', 'bt470bg', 'smpte170m', 'smpte240m', 'bt2020nc', 'bt2020c']);
const transfers = new Set([
  'bt709',
  'bt470m',
  'bt470bg',
  'smpte170m',
  'smpte240m',
  'linear',
  'iec61966-2-4',
  'iec61966-2-1',
  'bt2020-10',
  'bt2020-12',
  'smpte2084',
  'arib-std-b67',
]);
const primaries = new Set([
  'bt709',
  'bt470m',
  'bt470bg',
  'smpte170m',
  'smpte240m',
  'film',
  'bt2020',
  'smpte428',
  'smpte431',
  'smpte432',
]);

/**
 * What the pixels of a stream mean. Where the file does not say, the picture's height decides, as it does in players:
 * high definition is BT.709, 576 lines are BT.470 BG, less is SMPTE 170M. The pixels are left as they are.
 */
export function sourceTags(stream: VideoStream): ColourTags {
  const guess =
    stream.height >= 620 || stream.width >= 1200 ? 'bt709' : stream.height === 576 ? 'bt470bg' : 'smpte170m';
  const { colour } = stream;
  const known = (value: string | null, names: ReadonlySet<string>, fallback: string): string =>
    value !== null && names.has(value) ? value : fallback;
  return {
    range: colour.range === 'pc' ? 'pc' : 'tv',
    space: known(colour.space, spaces, guess),
    transfer: known(colour.transfer, transfers, guess),
    primaries: known(colour.primaries, primaries, guess),
  };
}

/**
 * Decides the colour of an encoded video stream.
 *
 * `depth` is the largest number of bits a sample that the target may have. HDR is kept when it is 10 and tone-mapped
 * to BT.709 when it is 8; refusal `encoder_missing` when this ffmpeg has no filter for it.
 */
export function planColour(
  stream: VideoStream,
  depth: 8 | 10,
  capabilities: Capabilities,
): Result<ColourPlan> {
  const hdr = hdrOf(stream);
  const tags = sourceTags(stream);
  if (hdr !== null && depth === 8) {
    const filters = toneMapFilters(stream, capabilities);
    if (!filters.ok) return filters;
    return ok({
      filters: filters.value,
      pixFmt: 'yuv420p',
      tags: sdr709,
      warnings: [{ kind: 'hdr_to_sdr', message: `High dynamic range (${hdr}) becomes standard colour.` }],
    });
  }
  const pixFmt = depth === 10 && stream.bitDepth > 8 ? 'yuv420p10le' : 'yuv420p';
  if (stream.chroma === 'rgb') {
    // swscale would use the BT.601 matrix for RGB input whatever the size; say the matrix, then tag it.
    return ok({
      filters: ['scale=out_color_matrix=bt709:out_range=tv', `format=${pixFmt}`],
      pixFmt,
      tags: sdr709,
      warnings: [],
    });
  }
  const narrow = tags.range === 'pc' ? ['scale=in_range=pc:out_range=tv', `format=${pixFmt}`] : [];
  return ok({ filters: narrow, pixFmt, tags: { ...tags, range: 'tv' }, warnings: [] });
}

/**
 * The chain that maps PQ or HLG to BT.709, 8 bit. Input characteristics are given from the facts, because zscale
 * refuses frames whose tags are unspecified.
 */
export function toneMapFilters(stream: VideoStream, capabilities: Capabilities): Result<readonly string[]> {
  if (!capabilities.filters.includes('zscale') || !capabilities.filters.includes('tonemap')) {
    return refuse('encoder_missing', {
      reason: 'it has no zscale and tonemap filters, which turn high dynamic range into standard colour',
      hint: 'Or choose H.265, which keeps high dynamic range.',
    });
  }
  const tags = sourceTags(stream);
  const matrix = tags.space.startsWith('bt2020') ? tags.space : 'bt2020nc';
  const from = tags.primaries === 'bt2020' ? 'bt2020' : tags.primaries === 'bt709' ? 'bt709' : 'bt2020';
  return ok([
    `zscale=rin=${tags.range}:min=${matrix}:pin=${from}:tin=${tags.transfer}:t=linear:npl=100`,
    'format=gbrpf32le',
    'zscale=p=bt709',
    'tonemap=tonemap=hable:desat=0',
    'zscale=t=bt709:m=bt709:r=tv',
    'format=yuv420p',
  ]);
}

/** ffmpeg's option words differ from ffprobe's for two transfer functions. */
const transferOption: Readonly<Record<string, string>> = { bt470m: 'gamma22', bt470bg: 'gamma28' };

/** The four colour options of an encoder, one group. */
export function colourArgs(tags: ColourTags): ArgGroup {
  return [
    '-color_range',
    tags.range,
    '-colorspace',
    tags.space,
    '-color_trc',
    transferOption[tags.transfer] ?? tags.transfer,
    '-color_primaries',
    tags.primaries,
  ];
}

/**
 * Marks the frames as well as the encoder: newer ffmpegs take the tags from the frame that reaches the encoder. Empty
 * on builds without the filter.
 */
export function colourMark(tags: ColourTags, capabilities: Capabilities): readonly string[] {
  if (!capabilities.filters.includes('setparams')) return [];
  return [
    `setparams=range=${tags.range}:color_primaries=${tags.primaries}:color_trc=${tags.transfer}:colorspace=${tags.space}`,
  ];
}
