import type { AppSettings } from '../../../shared/model/app-settings.ts';
import { type Lanes, type RunLanes, lanesFor } from '../../../shared/model/settings.ts';

const oneEach: RunLanes = { video: 1, still: 1, audio: 1, copy: 1, transfer: 1, hardware: 1 };

/** Jobs at once in each lane, as the settings want them on a machine with so many cores. */
export function lanesOf({ gentle, lanes }: AppSettings, cores: number): RunLanes {
  if (gentle) return oneEach;
  const chosen = Object.entries(lanes).filter(([, slots]) => slots !== null);
  return { ...lanesFor(cores), ...(Object.fromEntries(chosen) as Partial<Lanes>) };
}
