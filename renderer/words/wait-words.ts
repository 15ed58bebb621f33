import type { QueueWait } from '../../shared/ipc/row.ts';
import type { Words } from './en/index.ts';
import { percentText, roughSizeText } from './numbers.ts';
import { untilText } from './schedule-times.ts';

/** Why the queue waits by itself. */
export interface WaitWords {
  /** Below "On hold" in a row: "until 22:00". */
  readonly row: string;
  /** In the bar at the foot. */
  readonly bar: string;
  /** A whole sentence. */
  readonly sentence: string;
}

export function waitWords(
  wait: QueueWait,
  locale: string,
  words: Pick<Words, 'queue' | 'app'>,
  now = Date.now(),
): WaitWords {
  const { row, convoy } = words.queue;
  const { live } = words.app;
  switch (wait.why) {
    case 'window': {
      if (wait.until === null)
        return { row: row.outsideHours, bar: convoy.waitsForHours, sentence: live.waitsForHours };
      const time = untilText(wait.until, now, locale);
      return { row: row.until(time), bar: convoy.waitsUntil(time), sentence: live.waitsUntil(time) };
    }
    case 'battery': {
      const percent = percentText(wait.percent / 100, locale);
      return {
        row: row.lowBattery,
        bar: convoy.waitsForPower(percent),
        sentence: live.waitsForPower(percent),
      };
    }
    case 'disk': {
      const disk = diskName(wait.folder);
      const size = roughSizeText(wait.needs, locale);
      return {
        row: row.diskFull,
        bar: convoy.waitsForDisk(disk, size),
        sentence: live.waitsForDisk(disk, size),
      };
    }
  }
}

/** What a person knows a disk by, from its topmost folder; null for the one disk that has no name. */
function diskName(folder: string): string | null {
  return /([^/\\]+)[/\\]*$/.exec(folder)?.[1] ?? null;
}
