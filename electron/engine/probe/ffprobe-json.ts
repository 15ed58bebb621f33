import { z } from 'zod';

/**
 * ffprobe's JSON, read leniently: numbers come as numbers, as text or as "N/A", fields are left out, and builds add
 * new ones. What cannot be read is null and never an error, because a strange tag must not make a file unreadable.
 */

/** A finite number, from a number or from text; everything else is null. */
const number = z
  .unknown()
  .optional()
  .transform((value) => {
    const read =
      typeof value === 'number'
        ? value
        : typeof value === 'string' && value.trim() !== ''
          ? Number(value)
          : NaN;
    return Number.isFinite(read) ? read : null;
  });

/** Text, where "unknown" and "N/A" are ffprobe's words for nothing. */
const text = z
  .unknown()
  .optional()
  .transform((value) =>
    typeof value === 'string' && !/^(unknown|n\/a|reserved|)$/i.test(value) ? value : null,
  );

/** Tags as they come: keys in any case, values that are text. */
const tags = z
  .record(z.string(), z.unknown())
  .optional()
  .catch({})
  .transform(
    (all = {}) =>
      new Map(
        Object.entries(all).flatMap(([key, value]): [string, string][] =>
          typeof value === 'string' ? [[key.toLowerCase(), value]] : [],
        ),
      ),
  );

const flags = z.record(z.string(), z.unknown()).default({}).catch({});

const Stream = z.object({
  index: z.int().nonnegative(),
  codec_type: text,
  codec_name: text,
  codec_tag_string: text,
  profile: text,
  width: number,
  height: number,
  sample_aspect_ratio: text,
  pix_fmt: text,
  field_order: text,
  color_range: text,
  color_space: text,
  color_transfer: text,
  color_primaries: text,
  r_frame_rate: text,
  avg_frame_rate: text,
  nb_frames: number,
  bit_rate: number,
  duration: number,
  start_time: number,
  channels: number,
  channel_layout: text,
  sample_rate: number,
  bits_per_sample: number,
  bits_per_raw_sample: number,
  disposition: flags,
  tags,
  side_data_list: z
    .array(
      z.object({ side_data_type: text, rotation: number }).catch({ side_data_type: null, rotation: null }),
    )
    .default([])
    .catch([]),
});
export type FfprobeStream = z.infer<typeof Stream>;

const Format = z.object({
  format_name: text,
  duration: number,
  start_time: number,
  tags,
});

/** What `-show_format -show_streams -show_chapters` prints. */
export const FfprobeOutput = z.object({
  streams: z.array(Stream).default([]),
  chapters: z.array(z.unknown()).default([]),
  format: Format,
});
export type FfprobeOutput = z.infer<typeof FfprobeOutput>;

/** What `-show_entries packet=pts_time,dts_time,flags` prints. */
export const FfprobePackets = z.object({
  packets: z.array(z.object({ pts_time: number, dts_time: number, flags: text })).default([]),
});
export type FfprobePackets = z.infer<typeof FfprobePackets>;

/** Parses a text as one of the shapes above; null when it is not JSON of that shape. */
export function parseFfprobe<T>(schema: z.ZodType<T>, stdout: string): T | null {
  try {
    return schema.parse(JSON.parse(stdout));
  } catch {
    return null;
  }
}
