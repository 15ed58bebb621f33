import type { ArgGroup, Plan, Step } from './plan.ts';

/** A plan whose video encoders keep to so many threads: for a computer that is to stay free for other work. */

/**
 * Limits the video encoders of a plan. x264 and libvpx take ffmpeg's own option; x265 and SVT-AV1 start threads of
 * their own, and have a word for it among their parameters (x265 `pools`, SVT-AV1 `lp`).
 *
 * @param threads 1 or more
 */
export function withEncoderThreads(plan: Plan, threads: number): Plan {
  const limited = (groups: readonly ArgGroup[]): readonly ArgGroup[] => limitedGroups(groups, threads);
  const step = (one: Step): Step =>
    one.tool === 'ffmpeg'
      ? { ...one, args: limited(one.args), slowSeek: one.slowSeek === null ? null : limited(one.slowSeek) }
      : one;
  const last = plan.steps.at(-1) ?? plan.steps[0];
  return { ...plan, steps: [...plan.steps.slice(0, -1).map(step), step(last)] };
}

function limitedGroups(groups: readonly ArgGroup[], threads: number): readonly ArgGroup[] {
  const option: ArgGroup = ['-threads:v', String(threads)];
  let done = false;
  return groups.flatMap((group): readonly ArgGroup[] => {
    const parameters = group.indexOf('-x265-params');
    const value = group[parameters + 1];
    if (parameters >= 0 && typeof value === 'string')
      return [group.with(parameters + 1, `${value}:pools=${String(threads)}`)];
    if (done) return [group];
    if (group.includes('libsvtav1')) {
      done = true;
      return [group, ['-svtav1-params', `lp=${String(threads)}`]];
    }
    if (group.includes('libx264') || group.includes('libvpx-vp9')) {
      done = true;
      return [group, option];
    }
    return [group];
  });
}
