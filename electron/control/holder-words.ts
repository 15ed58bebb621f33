import { ConvoyFailure, fail } from '../../shared/model/error.ts';
import { livingHolder } from './control-file.ts';
import type { Holder } from './messages.ts';

/** Who holds a queue, as a clause: `the window (process 4711)`. */
export function holderWords({ what, pid }: Pick<Holder, 'what' | 'pid'>): string {
  return `${names[what]} (process ${pid})`;
}

const names: Readonly<Record<Holder['what'], string>> = {
  window: 'the window',
  server: '`convoy serve`',
  run: '`convoy queue run`',
  watch: '`convoy watch`',
};

/** Opens a queue; when somebody else holds it (`busy_elsewhere`), the failure says who, and what can be done. */
export function busyElsewhere<T>(state: string, hint: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof ConvoyFailure) || error.error.kind !== 'busy_elsewhere') throw error;
    const holder = livingHolder(state);
    // Who works on a queue says so in its folder. Another program does not, and does not have to be a Convoy.
    throw holder === null
      ? fail('busy_elsewhere', { given: 'The file of the queue', hint: 'Close the program that holds it.' })
      : fail('busy_elsewhere', { hint, reason: holderWords(holder) });
  }
}
