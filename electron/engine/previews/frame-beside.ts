import type { ToolSet } from '../../../shared/model/capabilities.ts';
import { secondsText } from '../../../shared/plan/input-args.ts';
import type { ArgGroup, FfmpegStep, Plan } from '../../../shared/plan/plan.ts';
import type { PictureChoice } from './picture-plan.ts';

/** When a frame stands, in seconds: on the clock of its file, and from where the encoded part begins. */
export interface FramePlace {
  readonly inFile: number;
  readonly inPart: number;
}

/**
 * The plan of a part, with the frame of the source that is shown as a second result of the same run, in its scratch folder:
 * what lies between the key frame and the part is then decoded once and not twice. Null where the two do not fit into one run,
 * and the frame has to be taken by itself.
 *
 * @param choice how the frame is taken by itself
 */
export function withFrameBeside(
  plan: Plan,
  tools: ToolSet,
  choice: PictureChoice,
  place: FramePlace,
): Plan | null {
  const [step, ...others] = plan.steps;
  const [taking] = choice.plan.steps;
  if (step.tool !== 'ffmpeg' || taking.tool !== 'ffmpeg' || others.length > 0) return null;
  if (plan.limit !== undefined || step.inScratch === true) return null;
  if (choice.tools.ffmpeg !== tools.ffmpeg) return null;
  // The inputs are opened once, so both have to open them alike; several are a joined film.
  if (opensItsOwnWay(step.args) || opensItsOwnWay(taking.args)) return null;
  const frame = (from: number): readonly ArgGroup[] => frameOf(taking, from);
  const beside: FfmpegStep = {
    ...step,
    args: [...step.args, ...frame(place.inPart)],
    // There the seek is the result's own, and the frame's clock is that of the file.
    slowSeek: step.slowSeek === null ? null : [...step.slowSeek, ...frame(place.inFile)],
  };
  return { ...plan, steps: [beside] };
}

function opensItsOwnWay(args: readonly ArgGroup[]): boolean {
  const tokens = args.flat();
  const inputs = tokens.filter((token) => token === '-i').length;
  return inputs !== 1 || tokens.includes('-noautorotate') || tokens.includes('-hwaccel');
}

/** What a run that takes a frame writes, from the first frame at or behind a time on. */
function frameOf(taking: FfmpegStep, from: number): readonly ArgGroup[] {
  const input = taking.args.findIndex((group) => group.includes('-i'));
  return taking.args
    .slice(input + 1)
    .map((group) =>
      group[0] === '-vf' && typeof group[1] === 'string'
        ? ['-vf', `select='gte(t,${secondsText(from)})',${group[1]}`]
        : group,
    );
}
