import { z } from 'zod';
import type { Power } from './power-state.ts';

/** Reads what the tools of macOS and Windows say of the battery. */

/**
 * Answer of `pmset -g batt`: "Now drawing from 'Battery Power'", then a line with "84%; discharging" for each battery.
 * A power supply for emergencies (UPS) on a desktop answers alike, and is meant alike.
 */
export function readPmset(text: string): Power | null {
  const source = /drawing from '([^']+)'/.exec(text)?.[1];
  const percents = [...text.matchAll(/\b(\d{1,3})%;/g)].map(([, percent]) => Number(percent));
  if (source === undefined || percents.length === 0) return null;
  return { plugged: source === 'AC Power', percent: mean(percents) };
}

const Battery = z.object({
  BatteryStatus: z.int(),
  EstimatedChargeRemaining: z.number().min(0).nullable(),
});
const Batteries = z.union([z.array(Battery), Battery.transform((one) => [one])]);

/** Values of Win32_Battery.BatteryStatus that mean: it is used up. 1 discharging, 4 low, 5 critical. */
const runsDown: ReadonlySet<number> = new Set([1, 4, 5]);

/** Answer of the query for Win32_Battery as JSON: one object, several, or nothing. */
export function readWindowsBatteries(text: string): Power | null {
  const parsed = Batteries.safeParse(parsedJson(text));
  if (!parsed.success) return null;
  const percents = parsed.data.flatMap(({ EstimatedChargeRemaining: percent }) => percent ?? []);
  if (percents.length === 0) return null;
  return {
    plugged: !parsed.data.some(({ BatteryStatus }) => runsDown.has(BatteryStatus)),
    percent: Math.min(100, mean(percents)),
  };
}

const mean = (numbers: readonly number[]): number =>
  Math.round(numbers.reduce((sum, one) => sum + one, 0) / numbers.length);

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
