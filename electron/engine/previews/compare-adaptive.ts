import { isModern } from '../../../shared/model/capabilities.ts';
import { type Result, ok, refuse } from '../../../shared/model/error.ts';
import type { MediaFacts } from '../../../shared/model/media.ts';
import type { AdaptiveOptions } from '../../../shared/model/options.ts';
import { rungOutput, splitGraph } from '../../../shared/plan/hls/hls-args.ts';
import { planPicture } from '../../../shared/plan/hls/hls-picture.ts';
import { globalArgs, resolveCut } from '../../../shared/plan/input-args.ts';
import { pictureSource } from '../../../shared/plan/picture/picture-source.ts';
import type { FfmpegStep, Plan, PlanContext } from '../../../shared/plan/plan.ts';

/** The largest version of an adaptive video as a plan of its own. */
export interface TopRung {
  readonly steps: Plan['steps'];
  /** File in the scratch folder. */
  readonly scratch: string;
  /** How many times the bits of this version all versions together take, by what they were planned with. */
  readonly ofAll: number;
}

/** Seconds between key frames of an adaptive video. */
export const adaptiveKeySeconds = 2;

/**
 * Plans the largest version alone, with the picture, the filters and the encoder's arguments that the job has for it.
 *
 * @param options those of the job, with the part to encode as start and end
 */
export function topRung(facts: MediaFacts, options: AdaptiveOptions, context: PlanContext): Result<TopRung> {
  const { capabilities, settings, inputName } = context;
  const resolved = resolveCut(options, facts.duration);
  if (!resolved.ok) return resolved;
  const source = pictureSource(facts, resolved.value, options.auto_orient === false ? ['-noautorotate'] : []);
  if (source === null) return refuse('input_unsupported', { file: inputName });
  const picture = planPicture(facts, source, options, false, context);
  if (!picture.ok) return picture;
  const { rungs, codec, colour } = picture.value;
  const top = rungs.at(-1);
  if (top === undefined) return refuse('input_unsupported', { file: inputName });
  const { duration } = resolved.value;
  const step: FfmpegStep = {
    tool: 'ffmpeg',
    label: 'encode the largest size',
    args: [
      ...globalArgs(capabilities),
      ...(isModern(capabilities) ? [] : [['-vsync', 'cfr']]),
      ...source.input,
      ['-filter_complex', splitGraph(source.stream, { ...picture.value, rungs: [top] }, capabilities)],
      ...rungOutput(top, 0, {
        codec,
        quality: options.quality ?? settings.quality,
        colour,
        capabilities,
        perOutput: [],
      }),
    ],
    slowSeek: null,
    progress: { duration, frames: null, weight: 1 },
  };
  const planned = rungs.reduce((sum, { rung }) => sum + rung.bitrate, 0);
  return ok({
    steps: source.prepare === null ? [step] : [source.prepare, step],
    scratch: top.rendition.scratch,
    ofAll: planned / top.rung.bitrate,
  });
}
