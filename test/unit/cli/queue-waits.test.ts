import { describe, expect, it } from 'vitest';
import { type Counts, whyNothingRuns } from '../../../electron/cli/queue/queue-list.ts';
import { waitKey, waitSentence } from '../../../electron/cli/queue/queue-waits.ts';

const now = new Date(2024, 5, 14, 15, 0).getTime();
const tonight = new Date(2024, 5, 14, 22, 0).getTime();
const sunday = new Date(2024, 5, 16, 8, 5).getTime();
const goOn = '`convoy queue resume` makes it go on now.';

describe('why the queue waits', () => {
  it.each([
    [{ why: 'window', until: tonight }, `The queue waits until 22:00. ${goOn}`],
    [{ why: 'window', until: sunday }, `The queue waits until Sunday 08:05. ${goOn}`],
    [{ why: 'window', until: null }, `The queue waits for the hours set. ${goOn}`],
    [
      { why: 'battery', percent: 11.6 },
      `The battery is at 12%. The queue waits until it is charged. ${goOn}`,
    ],
    [
      { why: 'disk', folder: '/media/Me\u001bdia', needs: 3_140_000_000, free: 12_000_000 },
      'There is too little room on /media/Me␛dia. The queue goes on by itself when 3.14 GB are free, and now 12.0 MB are.',
    ],
  ] as const)('%o', (wait, sentence) => {
    expect(waitSentence(wait, now)).toBe(sentence);
  });

  it('is told once as long as it is the same', () => {
    const full = { why: 'disk', folder: '/a', needs: 2, free: 1 } as const;
    expect(waitKey(full)).toBe(waitKey({ ...full, free: 0 }));
    expect(waitKey(full)).not.toBe(waitKey({ ...full, folder: '/b' }));
    expect(waitKey({ why: 'battery', percent: 9 })).toBe(waitKey({ why: 'battery', percent: 8 }));
    expect(waitKey({ why: 'window', until: 1 })).not.toBe(waitKey({ why: 'window', until: 2 }));
    expect(waitKey(null)).toBe('');
  });
});

describe('why nothing runs', () => {
  const counts: Counts = {
    ...{ queued: 2, held: 0, processing: 0, succeeded: 0, failed: 0, cancelled: 0, skipped: 0 },
    ...{ paused: 'no', waits: null },
  };
  const nobody = 'Nobody works on it: start Convoy, or `convoy queue run`.';

  it.each([
    ['nobody is there', counts, false, nobody],
    ['somebody works', counts, true, null],
    ['everything is held', { ...counts, held: 2 }, false, null],
    ['nothing is there', { ...counts, queued: 0 }, false, null],
    ['it is paused, which the counts say', { ...counts, paused: 'after' as const }, true, null],
    [
      'the window is closed',
      { ...counts, waits: { why: 'window' as const, until: tonight } },
      true,
      `The queue waits until 22:00. ${goOn}`,
    ],
  ])('%s', (_, given, isHeld, sentence) => {
    expect(whyNothingRuns(given, isHeld, now)).toBe(sentence);
  });
});
