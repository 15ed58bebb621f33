import {
  type WatchDraft,
  type WatchRule,
  type WatchRuleView,
  type WatchTest,
  type WatchedFile,
  newWatchRule,
} from '../../../../shared/model/watch.ts';
import { noWatch } from '../../../../renderer/store/watch-state.ts';
import type { WatchState } from '../../../../renderer/store/watch-state.ts';

/** Rules and files for tests of the window: each is complete, and a test says only what it is about. */

export const watchId = (n: number): string => `watch_01jd4z0k3vf1nt9s3c${String(n).padStart(8, '0')}`;

/** 22 November 2025, 14:00 in the time of this computer. */
export const now = new Date(2025, 10, 22, 14, 0, 0).getTime();

export const aDraft = (change: Partial<WatchDraft> = {}): WatchDraft => ({
  ...newWatchRule,
  name: 'Camera import',
  folder: '/home/ada/Pictures/Import',
  ...change,
});

export const aRule = (n: number, change: Partial<WatchRule> = {}): WatchRule => ({
  ...aDraft(),
  id: watchId(n),
  createdAt: now - 86_400_000,
  updatedAt: now - 86_400_000,
  ...change,
});

export const noCounts: WatchRuleView['counts'] = {
  settling: 0,
  queued: 0,
  converting: 0,
  done: 0,
  doneToday: 0,
  failed: 0,
  leftAlone: 0,
};

export const aView = (
  n: number,
  rule: Partial<WatchRule> = {},
  change: Partial<WatchRuleView> = {},
): WatchRuleView => ({
  rule: aRule(n, rule),
  state: rule.on === false ? 'resting' : 'watching',
  problem: null,
  retrySeconds: null,
  polling: false,
  counts: noCounts,
  lookedAt: now,
  ...change,
});

/** The n-th file that the first rule saw: later ones changed later. */
export const aFile = (n: number, change: Partial<WatchedFile> = {}): WatchedFile => ({
  ruleId: watchId(1),
  path: `DSC_${String(n).padStart(4, '0')}.JPG`,
  bytes: 9_800_000,
  mtime: now - 1_000_000,
  state: 'done',
  reason: 'converted',
  detail: null,
  jobId: null,
  seenAt: now - 1_000_000 + n * 1000,
  changedAt: now - 1_000_000 + n * 1000,
  ...change,
});

/** The n files that were seen last come first. */
export const files = (count: number, from = 0): WatchedFile[] =>
  Array.from({ length: count }, (_, n) => aFile(from + count - 1 - n));

export const aTest: WatchTest = {
  files: 140,
  matches: 131,
  groups: [
    { matches: false, reason: 'class', count: 6, paths: ['notes.txt', 'talk.mp4'] },
    { matches: true, reason: 'waits', count: 3, paths: ['DSC_0931.JPG', 'DSC_0932.JPG', 'DSC_0933.JPG'] },
    { matches: true, reason: 'already_done', count: 128, paths: ['DSC_0001.JPG'] },
    { matches: false, reason: 'too_small', count: 3, paths: ['a.jpg', 'b.jpg', 'c.jpg'] },
  ],
  example: {
    from: '/home/ada/Pictures/Import/DSC_0931.JPG',
    to: '/home/ada/Pictures/Web/DSC_0931.webp',
  },
};

export const watchState = (change: Partial<WatchState>): WatchState => ({ ...noWatch, ...change });
