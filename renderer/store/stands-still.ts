import type { Hello } from '../../shared/ipc/shell-calls.ts';
import type { QueueState } from '../../shared/ipc/row.ts';
import type { AppSettings } from '../../shared/model/app-settings.ts';

/** What it takes to know; the state of the window has it. */
interface Known {
  readonly hello: Pick<Hello, 'platform'> | null;
  readonly queue: Pick<QueueState, 'paused' | 'waits'>;
  readonly settings: Pick<AppSettings, 'atWindowEnd'>;
}

/**
 * True while files that are at work stand still in the middle of it: the queue was paused at once, the hours are over and
 * nothing is finished after them, or the battery is low. The engine decides alike. Windows cannot stop a program where it
 * is: there, such a file waits again from its beginning, and on battery it is finished.
 */
export function standsStill({ hello, queue, settings }: Known): boolean {
  if (hello?.platform === 'win32') return false;
  if (queue.paused !== 'no') return queue.paused === 'now';
  switch (queue.waits?.why) {
    case 'window':
      return settings.atWindowEnd === 'stand_still';
    case 'battery':
      return true;
    case 'disk':
    case undefined:
      return false;
  }
}
