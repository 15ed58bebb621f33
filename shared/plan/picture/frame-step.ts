import { type Result, ok, refuse } from '../../model/error.ts';
import type { MediaFacts, VideoStream } from '../../model/media.ts';
import { displayedSize } from './geometry.ts';
import { globalArgs, inputArgs, slowSeekArgs } from '../input-args.ts';
import type { ArgGroup, FfmpegStep, PlanContext } from '../plan.ts';
import { rgbFilters } from './rgb.ts';

/** Name of the frame in the scratch folder. */
export const frameScratch = 'frame.png';

/** Which frame, and how it stands. */
export interface FrameChoice {
  /** Seconds from the start of the input. */
  readonly at: number;
  /** False = as stored, whatever rotation the file asks for. */
  readonly turn: boolean;
}

/**
 * One frame, exactly as a player shows it (turned, square pixels, standard colour, 8 bit), as a PNG in the scratch
 * folder; libvips makes the asked picture of it. Works for a video at a time, for the cover of an audio file and for
 * picture formats that only ffmpeg opens.
 *
 * @returns refusal `input_unsupported` when there is no picture, `encoder_missing` when HDR cannot be mapped
 */
export function frameStep(
  facts: MediaFacts,
  { at, turn }: FrameChoice,
  context: PlanContext,
): Result<FfmpegStep> {
  const stream = facts.video[0];
  const index =
    stream?.index ?? facts.pictures[0]?.index ?? (facts.still?.reader === 'ffmpeg' ? 0 : undefined);
  if (index === undefined) {
    return refuse('input_unsupported', {
      file: context.inputName,
      reason: 'there is no picture in this file',
    });
  }
  const filters = stream === undefined ? ok(['format=rgba']) : videoFrameFilters(stream, turn, context);
  if (!filters.ok) return filters;

  const start = stream !== undefined && at > 0 ? at : null;
  const input = { input: 0 } as const;
  const cut = { start, length: null };
  const extra = turn ? [] : ['-noautorotate'];
  const formats = facts.still?.reader === 'ffmpeg' ? facts.formats : [];
  const output: readonly ArgGroup[] = [
    ['-map', `0:${index}`],
    ['-vf', filters.value.join(',')],
    // image2pipe takes the file's name as it is; image2 would read %d in it as a pattern.
    [
      '-frames:v',
      '1',
      '-c:v',
      'png',
      '-compression_level',
      '1',
      '-an',
      '-f',
      'image2pipe',
      { scratch: frameScratch },
    ],
  ];
  const args = (inputs: readonly ArgGroup[]): readonly ArgGroup[] => [
    ...globalArgs(context.capabilities),
    ...inputs,
    ...output,
  ];
  return ok({
    tool: 'ffmpeg',
    label: 'take the frame',
    args: args(inputArgs(input, cut, extra, formats)),
    slowSeek: start === null ? null : args(slowSeekArgs(input, cut, extra)),
    progress: { duration: null, frames: 1, weight: 1 },
  });
}

function videoFrameFilters(
  stream: VideoStream,
  turn: boolean,
  context: PlanContext,
): Result<readonly string[]> {
  const size = displayedSize(stream, turn ? stream.rotation : 0, stream.sar);
  const rgb = rgbFilters(
    stream,
    context.capabilities,
    stream.alpha ? 'rgba' : 'rgb24',
    `${size.width}:${size.height}`,
  );
  if (!rgb.ok) return rgb;
  return ok([
    ...(stream.interlaced ? ['bwdif=mode=send_frame:deint=interlaced'] : []),
    ...rgb.value,
    'setsar=1',
  ]);
}
