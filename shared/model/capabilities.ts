import { z } from 'zod';

/** What came of trying a hardware encoder, which works only with the right chip, driver and build. */
export const HardwareTrial = z.strictObject({
  /** ffmpeg's name: `h264_nvenc`, `hevc_vaapi` … */
  encoder: z.string(),
  /** It encoded a frame of 8 bits a sample. */
  works: z.boolean(),
  /** It encoded one of 10 bits as well. */
  tenBit: z.boolean(),
  /** Why it does not work, in one clause without a full stop; null when it does. */
  problem: z.string().nullable(),
});
export type HardwareTrial = z.infer<typeof HardwareTrial>;

/**
 * What one ffmpeg can do. It was probed, not guessed: lists come from the binary itself, and an encoder counts only
 * after it encoded a frame. Planning is gated by it.
 */
export const Capabilities = z.strictObject({
  /** As printed: `5.1.9-0+deb12u1`, `N-47683-g0e8eb07980-static`, `n7.1`. */
  version: z.string(),
  /** libavcodec's major version (58 = ffmpeg 4, 59 = 5, 60 = 6, 61 = 7, 62 = 8): the one number all builds share. */
  libavcodec: z.int(),
  encoders: z.array(z.string()),
  decoders: z.array(z.string()),
  muxers: z.array(z.string()),
  demuxers: z.array(z.string()),
  filters: z.array(z.string()),
  /** Hardware encoders that it was built with, in order of use; absent as long as they were not tried. */
  hardware: z.array(HardwareTrial).optional(),
});
export type Capabilities = z.infer<typeof Capabilities>;

/** Where a tool was found; earlier places win when both can do a job. */
const toolPlaces = ['setting', 'system', 'bundled'] as const;
export const ToolPlace = z.enum(toolPlaces);
export type ToolPlace = z.infer<typeof ToolPlace>;

/** One usable ffmpeg with its ffprobe. */
export const ToolSet = z.strictObject({
  place: ToolPlace,
  ffmpeg: z.string(),
  ffprobe: z.string(),
  capabilities: Capabilities,
});
export type ToolSet = z.infer<typeof ToolSet>;

/** ffmpeg 5 brought `-fps_mode` and `-stats_period`; on older builds the first is `-vsync`, the second unknown. */
export function isModern(c: Capabilities): boolean {
  return c.libavcodec >= 59;
}
