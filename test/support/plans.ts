import type { FfmpegStep, Plan } from '../../shared/plan/plan.ts';

/** Plans for tests that only need one, without planning anything. */
export function planOf({
  labels,
  ...more
}: Partial<Plan> & { readonly labels: readonly [string, ...string[]] }): Plan {
  const step = (label: string): FfmpegStep => ({
    tool: 'ffmpeg',
    label,
    args: [],
    slowSeek: null,
    progress: { duration: 10, frames: 250, weight: 1 },
  });
  const before = labels.slice(0, -1).map(step);
  return {
    kind: 'video',
    mode: 'encode',
    lane: 'video',
    streams: [{ type: 'video', index: 0, action: 'encode', from: 'h264', to: 'h264', reason: null }],
    steps: [...before, step(labels.at(-1) ?? '')],
    result: {
      ...{ form: 'file', ext: 'mp4', format: 'mp4', mime: 'video/mp4' },
      size: { width: 1920, height: 1080 },
    },
    expect: { streams: [], duration: 10, tolerance: 0.5 },
    warnings: [],
    estimate: { low: 1_000_000, high: 2_000_000 },
    note: '',
    ...more,
  };
}
