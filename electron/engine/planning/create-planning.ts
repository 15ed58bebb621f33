import type { AppSettings } from '../../../shared/model/app-settings.ts';
import type { Settings } from '../../../shared/model/settings.ts';
import type { EngineDeps } from '../doors/door.ts';
import type { Planning } from './plan-request.ts';
import type { StillWorkers } from '../ports.ts';
import { createCachedReader } from '../probe/facts-cache.ts';
import { type Probes, createInputReader, probesOf } from '../probe/read-input.ts';
import { createPromisedNames } from '../publish/promised-names.ts';
import type { ToolFinder } from '../tools/tool-finder.ts';

/** What jobs are planned with, and the two ways to read a file: what is known of inputs is kept, a result is always read. */
export interface PlanningParts {
  readonly planning: Planning;
  readonly probes: () => Promise<Probes>;
  readonly reader: ReturnType<typeof createInputReader>;
  readonly cached: ReturnType<typeof createCachedReader>;
}

export interface PlanningDeps {
  /** What the engine was told about its plans; it outweighs the settings. */
  readonly given: Pick<EngineDeps, 'collision' | 'hardware'>;
  readonly finder: Pick<ToolFinder, 'toolSets' | 'hasRefused'>;
  readonly workers: StillWorkers;
  readonly settings: () => AppSettings;
  readonly cores: number;
  readonly now: () => number;
}

export function createPlanning(deps: PlanningDeps): PlanningParts {
  const { given, finder, workers, settings, cores, now } = deps;
  const probes = async (): Promise<Probes> => probesOf(await finder.toolSets());
  const reader = createInputReader(workers, probes);
  const cached = createCachedReader(reader);
  const planning: Planning = {
    reader: cached,
    toolSets: finder.toolSets,
    hasRefused: finder.hasRefused,
    names: createPromisedNames(),
    get encoderThreads() {
      return settings().gentle ? Math.max(1, Math.floor(cores / 2)) : null;
    },
    get settings(): Settings {
      const { collision, nameTemplate, quality, hardware } = settings();
      return {
        ...{ nameTemplate, quality },
        collision: given.collision ?? collision,
        hardware: given.hardware ?? hardware,
      };
    },
    now,
  };
  return { planning, probes, reader, cached };
}
