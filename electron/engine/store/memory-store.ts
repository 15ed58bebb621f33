import { type AppSettings, defaultAppSettings } from '../../../shared/model/app-settings.ts';
import type { Preset } from '../../../shared/model/preset.ts';
import type { JobRecord } from '../job-record.ts';
import type { Store } from '../ports.ts';

/**
 * Jobs, presets and settings in memory, for the command line, whose queue ends with it: a database would cost it the
 * time to load, and every change of state the time to be written for nobody.
 */
export function createMemoryStore(): Store {
  const jobs = new Map<string, JobRecord>();
  const presets = new Map<string, Preset>();
  let settings = defaultAppSettings;
  const change = (id: string, members: Partial<JobRecord>): void => {
    const job = jobs.get(id);
    if (job !== undefined) jobs.set(id, { ...job, ...members });
  };
  return {
    insert(records) {
      const known = records.find(({ id }) => jobs.has(id));
      if (known !== undefined) throw new Error(`there is a job ${known.id} already`);
      for (const record of records) jobs.set(record.id, record);
    },
    update(record) {
      if (!jobs.has(record.id)) throw new Error(`no job ${record.id} to update`);
      jobs.set(record.id, record);
    },
    hold(ids, hold) {
      for (const id of ids) change(id, { hold });
    },
    place(ranks) {
      for (const [id, rank] of ranks) change(id, { rank });
    },
    get: (id) => jobs.get(id) ?? null,
    places: () => [...jobs.values()].map(({ id, rank, state }) => ({ id, rank, state })),
    remove(ids) {
      for (const id of ids) jobs.delete(id);
    },
    presets: () => [...presets.values()],
    savePreset: (preset) => void presets.set(preset.id, preset),
    removePreset: (id) => void presets.delete(id),
    settings: (): AppSettings => settings,
    saveSettings: (changed) => {
      settings = changed;
    },
    close: () => undefined,
  };
}
