import { knownLocale } from './numbers.ts';

/** Times of the schedule as the window writes them. */

/** A moment to come within a week: `22:00`, `Monday 22:00` when it is a day away. */
export function untilText(at: number, now: number, locale: string): string {
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const isSoon = at - now < 86_400_000;
  return new Intl.DateTimeFormat(knownLocale(locale), isSoon ? time : { weekday: 'long', ...time }).format(
    new Date(at),
  );
}

/** Short name of a day: `Mon`. 0 = Sunday. */
export function weekdayText(day: number, locale: string): string {
  // The fourth of January 1970 was a Sunday.
  const name = new Intl.DateTimeFormat(knownLocale(locale), { weekday: 'short', timeZone: 'UTC' });
  return name.format(new Date(Date.UTC(1970, 0, 4 + day)));
}
