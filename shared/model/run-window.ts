import { z } from 'zod';

/** The hours in which the queue works by itself, in local time. */

/** A time of day, "22:00". */
export const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

export const weekdays = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;
export type Weekday = (typeof weekdays)[number];

export const RunWindow = z.strictObject({
  from: TimeOfDay,
  /** At or before `from` = on the next day; the same time = around the clock. */
  to: TimeOfDay,
  /** Days on which it begins. */
  days: z.array(z.enum(weekdays)).min(1).max(7),
});
export type RunWindow = z.infer<typeof RunWindow>;

/** Whether the window is open, and when that changes: Unix milliseconds, null = not within a week. */
export interface WindowState {
  readonly open: boolean;
  readonly until: number | null;
}

/**
 * The window as it is at a moment. A time that a change of the clocks leaves out counts as the same distance after the
 * change; one that comes twice counts when it comes first.
 *
 * @param now Unix milliseconds
 */
export function windowAt(now: number, window: RunWindow): WindowState {
  const openings = openingsAround(now, window);
  const current = openings.find(({ start, end }) => start <= now && now < end);
  if (current !== undefined) return { open: true, until: endOf(current.end, openings) };
  const next = openings.find(({ start }) => start > now);
  return { open: false, until: next?.start ?? null };
}

interface Opening {
  readonly start: number;
  readonly end: number;
}

/** Openings that begin from two days before until eight days after, in order. */
function openingsAround(now: number, { from, to, days }: RunWindow): readonly Opening[] {
  const today = new Date(now);
  const at = (offset: number, time: string): Date => {
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    return new Date(today.getFullYear(), today.getMonth(), today.getDate() + offset, hours, minutes);
  };
  const overMidnight = to <= from;
  return Array.from({ length: 11 }, (_, n) => n - 2).flatMap((offset) => {
    // Noon has the day's name, whatever the clocks do at night.
    const day = weekdays[at(offset, '12:00').getDay()];
    if (day === undefined || !days.includes(day)) return [];
    return [{ start: at(offset, from).getTime(), end: at(overMidnight ? offset + 1 : offset, to).getTime() }];
  });
}

/** When openings that follow on one another end; null when they do not within a week. */
function endOf(end: number, openings: readonly Opening[]): number | null {
  let last = end;
  for (const opening of openings) {
    if (opening.start <= last && opening.end > last) last = opening.end;
  }
  return last === openings.at(-1)?.end ? null : last;
}
