import { units } from './en/units.ts';
import { type UnitWords, countText, knownLocale } from './numbers.ts';

/** Times as the window writes them; the rules of `numbers.ts`. */

/** Work that is still to do: `about 6 s`, `about 5 min`, `about 1 h 20 min`, `about 2 days`. */
export function todoText(seconds: number, locale: string, w: UnitWords = units): string {
  return w.about(roughTimeText(seconds, locale, w));
}

/** Work that runs: `40 s left`, `2 min left`, `1 h 20 min left`, `about 2 days left`. */
export function leftText(seconds: number, locale: string, w: UnitWords = units): string {
  const text = roughTimeText(seconds, locale, w);
  return w.left(seconds >= 86_400 ? w.about(text) : text);
}

/** A length of time without more digits than it is known by: `6 s`, `21 min`, `1 h 20 min`, `2 days`. */
export function roughTimeText(seconds: number, locale: string, w: UnitWords = units): string {
  const whole = Math.max(1, Math.round(seconds));
  // Under a minute in steps that the eye can follow: 40 s, not 37 s, once it is more than ten.
  if (whole < 60)
    return w.seconds(countText(whole <= 10 ? whole : Math.min(55, Math.round(whole / 5) * 5), locale));
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return w.minutes(countText(minutes, locale));
  if (whole < 86_400) {
    const fives = minutes < 600 ? Math.round(minutes / 5) * 5 : Math.round(minutes / 60) * 60;
    const [h, min] = [Math.floor(fives / 60), fives % 60];
    return min === 0
      ? w.hours(countText(h, locale))
      : w.hoursMinutes(countText(h, locale), countText(min, locale));
  }
  return w.days(Math.round(whole / 86_400));
}

/** Work that was done: `41 s`, `8 min 04 s`, `1 h 02 min`. */
export function takenText(seconds: number, locale: string, w: UnitWords = units): string {
  if (seconds < 1) return w.underOneSecond;
  const whole = Math.round(seconds);
  if (whole < 60) return w.seconds(countText(whole, locale));
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return w.minutesSeconds(countText(minutes, locale), two(whole % 60));
  return w.hoursMinutes(countText(Math.floor(minutes / 60), locale), two(minutes % 60));
}

/** A position in a file: `31:02`, `1:02:03`; with thousandths `2:03.480`. */
export function positionText(seconds: number, thousandths = false): string {
  const ms = Math.max(0, Math.round(seconds * 1000));
  const whole = thousandths ? Math.floor(ms / 1000) : Math.round(ms / 1000);
  const [h, min, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const clock = h > 0 ? `${h}:${two(min)}:${two(s)}` : `${min}:${two(s)}`;
  return thousandths ? `${clock}.${String(ms % 1000).padStart(3, '0')}` : clock;
}

/** How long a file plays: `6 min 24 s`, `1 h 02 min`, `4.2 s`. */
export function lengthText(seconds: number, locale: string, w: UnitWords = units): string {
  if (seconds >= 59.5) return takenText(seconds, locale, w);
  const text = new Intl.NumberFormat(knownLocale(locale), { maximumFractionDigits: seconds < 10 ? 1 : 0 });
  return w.seconds(text.format(seconds));
}

/** A moment: `today 14:06`, `yesterday 09:30`, `3 March 18:20`, with the year when it is another one. */
export function dateText(at: number, now: number, locale: string, w: UnitWords = units): string {
  const tag = knownLocale(locale);
  const time = new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    new Date(at),
  );
  const days = daysBetween(at, now);
  if (days === 0) return w.today(time);
  if (days === 1) return w.yesterday(time);
  return `${dayOf(at, now, tag)} ${time}`;
}

/** How long a short check took; tenths tell one service from another: `0.4 s`, `12 s`. */
export function checkTimeText(seconds: number, locale: string, w: UnitWords = units): string {
  if (seconds >= 10) return takenText(seconds, locale, w);
  const tenths = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return `${new Intl.NumberFormat(knownLocale(locale), tenths).format(Math.max(0.1, seconds))}\u00a0s`;
}

/** A moment that is to come, with its day: `Sat 29 Nov, 18:40`. */
export function momentText(at: number, locale: string): string {
  return new Intl.DateTimeFormat(knownLocale(locale), {
    ...{ weekday: 'short', day: 'numeric', month: 'short' },
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  }).format(new Date(at));
}

/** A day as a heading: `Today`, `Yesterday`, `3 March`, with the year when it is another one. */
export function dayText(
  at: number,
  now: number,
  locale: string,
  w: { readonly today: string; readonly yesterday: string },
): string {
  const days = daysBetween(at, now);
  if (days === 0) return w.today;
  return days === 1 ? w.yesterday : dayOf(at, now, knownLocale(locale));
}

/** How much sound and moving picture there is in all: `41 s`, `38 min`, `1 h 20 min`, `38 h`, `1,204 h`. */
export function totalTimeText(seconds: number, locale: string, w: UnitWords = units): string {
  const minutes = Math.round(seconds / 60);
  if (seconds < 59.5) return w.seconds(countText(Math.round(seconds), locale));
  if (minutes < 60) return w.minutes(countText(minutes, locale));
  const [h, min] = [Math.floor(minutes / 60), minutes % 60];
  if (h >= 10 || min === 0) return w.hours(countText(Math.round(minutes / 60), locale));
  return w.hoursMinutes(countText(h, locale), two(min));
}

function dayOf(at: number, now: number, tag: string): string {
  const otherYear = new Date(at).getFullYear() !== new Date(now).getFullYear();
  return new Intl.DateTimeFormat(tag, {
    day: 'numeric',
    month: 'long',
    ...(otherYear ? { year: 'numeric' } : {}),
  }).format(new Date(at));
}

const daysBetween = (at: number, now: number): number =>
  Math.round((midnight(new Date(now)) - midnight(new Date(at))) / 86_400_000);

const midnight = (date: Date): number =>
  new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

const two = (n: number): string => String(n).padStart(2, '0');
