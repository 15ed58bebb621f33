import type { QueueFacts } from './queue-tally.ts';
import type { Words } from './words.ts';

/** The icon that stays when the window is away: it says how far the queue is and lets a person pause, look or quit. */

export interface TrayActions {
  readonly show: () => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly quit: () => void;
}

/** An entry of the tray's menu; null = a line. */
export type TrayItem = { readonly label: string; readonly does: keyof TrayActions } | null;

/** What the tray shows; null = no tray: nobody needs it while the window is there and nothing runs. */
export function trayLook(
  facts: QueueFacts,
  windowShown: boolean,
  words: Words['tray'],
): { readonly tip: string; readonly items: readonly TrayItem[] } | null {
  const busy = facts.open > 0 && (facts.active || facts.paused !== 'no');
  if (windowShown && !busy) return null;
  const percent = facts.progress === null ? null : Math.floor(facts.progress * 100);
  const paused = facts.paused !== 'no';
  const tip = !busy ? words.idle : paused ? words.paused(facts.open) : words.busy(facts.open, percent);
  const pausing: TrayItem[] = !busy
    ? []
    : [paused ? { label: words.resume, does: 'resume' } : { label: words.pause, does: 'pause' }];
  return {
    tip,
    items: [{ label: words.show, does: 'show' }, ...pausing, null, { label: words.quit, does: 'quit' }],
  };
}
