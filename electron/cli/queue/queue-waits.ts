import type { QueueWait } from '../../../shared/ipc/row.ts';
import { sizeText } from '../print/bytes-and-times.ts';
import { printable } from '../print/printable.ts';

/** Why nothing of the queue is begun although it could be, as people read it. The window words it the same. */

const dayMs = 86_400_000;
const goOn = '`convoy queue resume` makes it go on now.';

/**
 * The sentences for one reason.
 *
 * @param now Unix milliseconds; times of another day are told with their day
 */
export function waitSentence(wait: QueueWait, now: number): string {
  switch (wait.why) {
    case 'window':
      return wait.until === null
        ? `The queue waits for the hours set. ${goOn}`
        : `The queue waits until ${timeText(wait.until, now)}. ${goOn}`;
    case 'battery':
      return `The battery is at ${Math.round(wait.percent)}%. The queue waits until it is charged. ${goOn}`;
    case 'disk':
      return (
        `There is too little room on ${printable(wait.folder)}. ` +
        `The queue goes on by itself when ${sizeText(wait.needs)} are free, and now ${sizeText(wait.free)} are.`
      );
  }
}

/** Two of one meaning need be told once: the charge falls, and the free space changes all the time. */
export function waitKey(wait: QueueWait | null): string {
  if (wait === null) return '';
  switch (wait.why) {
    case 'window':
      return `window ${wait.until}`;
    case 'battery':
      return 'battery';
    case 'disk':
      return `disk ${wait.folder}`;
  }
}

/** `22:00`, `Friday 22:00` beyond a day. Local time. */
function timeText(at: number, now: number): string {
  const date = new Date(at);
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (at - now < dayMs) return time;
  return `${date.toLocaleDateString('en', { weekday: 'long' })} ${time}`;
}

const two = (n: number): string => String(n).padStart(2, '0');
