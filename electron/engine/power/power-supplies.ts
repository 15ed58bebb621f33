import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Power } from './power-state.ts';

/** What Linux says of a battery or a plug, one small file a value. */
const Supply = z.object({
  type: z.enum(['Battery', 'Mains', 'USB', 'UPS', 'Wireless']),
  /** `Device` = the battery of a mouse or a keyboard. */
  scope: z.string().optional(),
  status: z.string().optional(),
  online: z.enum(['0', '1', '2']).optional(),
  capacity: z.coerce.number().min(0).max(100).optional(),
});
type Supply = z.infer<typeof Supply>;

/** Reads the supplies of a folder like `/sys/class/power_supply`; null = no battery. Never rejects. */
export async function powerSupplies(folder: string): Promise<Power | null> {
  const names = await readdir(folder).catch(() => []);
  const supplies = await Promise.all(names.map((name) => readSupply(path.join(folder, name))));
  return powerOf(supplies.flatMap((supply) => supply ?? []));
}

async function readSupply(folder: string): Promise<Supply | null> {
  const values = await Promise.all(
    Object.keys(Supply.shape).map(async (name) => {
      const text = await readFile(path.join(folder, name), 'utf8').catch(() => null);
      return text === null ? [] : [[name, text.trim()] as const];
    }),
  );
  const parsed = Supply.safeParse(Object.fromEntries(values.flat()));
  return parsed.success ? parsed.data : null;
}

function powerOf(supplies: readonly Supply[]): Power | null {
  const own = supplies.filter(({ scope }) => scope !== 'Device');
  const percents = own.flatMap(({ type, capacity }) =>
    type === 'Battery' && capacity !== undefined ? [capacity] : [],
  );
  if (percents.length === 0) return null;
  const runsDown = own.some(({ type, status }) => type === 'Battery' && status === 'Discharging');
  const fed = own.some(({ type, online }) => type !== 'Battery' && online !== undefined && online !== '0');
  return {
    // Two batteries take turns, so one that rests says nothing; a weak plug may not keep up, but it is one.
    plugged: fed || !runsDown,
    percent: Math.round(percents.reduce((sum, one) => sum + one, 0) / percents.length),
  };
}
