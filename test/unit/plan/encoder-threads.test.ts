import { expect, it } from 'vitest';
import { withEncoderThreads } from '../../../shared/plan/encoder-threads.ts';
import type { ArgGroup, FfmpegStep, Plan } from '../../../shared/plan/plan.ts';
import { planOf } from '../../support/plans.ts';

const plan = planOf({ labels: ['measure', 'convert'] });
const withArgs = (args: readonly ArgGroup[], slowSeek: readonly ArgGroup[] | null = null): Plan => {
  const [first, ...rest] = plan.steps;
  return {
    ...plan,
    steps: [first, ...rest.map((step) => ({ ...step, args, slowSeek }) as FfmpegStep)] as never,
  };
};
const argsOf = (given: Plan): unknown => {
  const last = given.steps.at(-1);
  return last?.tool === 'ffmpeg' ? [last.args, last.slowSeek] : null;
};

it.each<[string, readonly ArgGroup[], readonly ArgGroup[]]>([
  [
    'x264, once for all renditions',
    [
      ['-i', { input: 0 }],
      ['-c:v:0', 'libx264'],
      ['-crf', '23'],
      ['-c:v:1', 'libx264'],
    ],
    [
      ['-i', { input: 0 }],
      ['-c:v:0', 'libx264'],
      ['-threads:v', '2'],
      ['-crf', '23'],
      ['-c:v:1', 'libx264'],
    ],
  ],
  [
    'VP9',
    [['-c:v:0', 'libvpx-vp9', '-row-mt', '1']],
    [
      ['-c:v:0', 'libvpx-vp9', '-row-mt', '1'],
      ['-threads:v', '2'],
    ],
  ],
  [
    'SVT-AV1',
    [['-c:v:0', 'libsvtav1']],
    [
      ['-c:v:0', 'libsvtav1'],
      ['-svtav1-params', 'lp=2'],
    ],
  ],
  [
    'x265, among its own parameters',
    [
      ['-c:v:0', 'libx265'],
      ['-x265-params', 'log-level=error'],
    ],
    [
      ['-c:v:0', 'libx265'],
      ['-x265-params', 'log-level=error:pools=2'],
    ],
  ],
  [
    'nothing of a copy',
    [
      ['-c:v:0', 'copy'],
      ['-c:a:0', 'aac'],
    ],
    [
      ['-c:v:0', 'copy'],
      ['-c:a:0', 'aac'],
    ],
  ],
])('limits %s', (_, given, limited) => {
  expect(argsOf(withEncoderThreads(withArgs(given, given), 2))).toEqual([limited, limited]);
  expect(argsOf(withEncoderThreads(withArgs(given), 2))).toEqual([limited, null]);
});

it('leaves the rest of the plan as it is', () => {
  expect(withEncoderThreads(plan, 1)).toEqual(plan);
});
