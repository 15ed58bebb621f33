import { expect, it } from 'vitest';
import type { QueueWait } from '../../../../shared/ipc/row.ts';
import { en as words } from '../../../../renderer/words/en/index.ts';
import { waitWords } from '../../../../renderer/words/wait-words.ts';

const now = new Date(2026, 5, 10, 12).getTime();
const at = (day: number): number => new Date(2026, 5, day, 22).getTime();

it.each<[QueueWait, string, string, string]>([
  [
    { why: 'window', until: at(10) },
    ...(['until 22:00', 'Waits until 22:00', 'The queue waits until 22:00.'] as const),
  ],
  [
    { why: 'window', until: at(12) },
    ...(['until Friday 22:00', 'Waits until Friday 22:00', 'The queue waits until Friday 22:00.'] as const),
  ],
  [
    { why: 'window', until: null },
    ...(['outside the hours set', 'Waits for the hours set', 'The queue waits for the hours set.'] as const),
  ],
  [
    { why: 'battery', percent: 12 },
    ...([
      'low battery',
      'Waits, battery at 12%',
      'The battery is at 12%. The queue waits until it is charged.',
    ] as const),
  ],
  [
    { why: 'disk', folder: '/Volumes/Media', needs: 2_100_000_000, free: 8 },
    ...([
      'disk full',
      '“Media” is full, goes on when 2.1 GB are free',
      'The disk “Media” is full. The queue waits and goes on by itself when 2.1 GB are free.',
    ] as const),
  ],
  [
    { why: 'disk', folder: '/', needs: 61_400_000, free: 8 },
    ...([
      'disk full',
      'The disk is full, goes on when 61 MB are free',
      'The disk is full. The queue waits and goes on by itself when 61 MB are free.',
    ] as const),
  ],
])('%j', (wait, row, bar, sentence) => {
  expect(waitWords(wait, 'en-GB', words, now)).toEqual({ row, bar, sentence });
});
