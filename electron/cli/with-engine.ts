import type { Engine } from '../engine/index.ts';
import { codeOfStop } from './exit-code.ts';
import { type Interruption, Stopped, watchForStop } from './interruption.ts';
import { engineChoice, type RunFlags } from './run-flags.ts';
import type { EngineChoice, Surroundings } from './surroundings.ts';

/**
 * Opens the engine, does the work, closes the engine, whatever happens in between. Gives the exit code of the work, or
 * that of the signal or closed pipe that made it stop. `more` is what the command itself chooses of the engine, `open` another way to open it.
 */
export async function withEngine(
  door: Surroundings,
  flags: RunFlags,
  work: (engine: Engine, interruption: Interruption) => Promise<number>,
  more: EngineChoice = {},
  open: Surroundings['openEngine'] = door.openEngine,
): Promise<number> {
  const interruption = watchForStop(door);
  try {
    const engine = await interruption.unlessStopped(open({ ...engineChoice(flags), ...more }));
    try {
      return await work(engine, interruption);
    } finally {
      await engine.close();
    }
  } catch (error) {
    if (error instanceof Stopped) return codeOfStop(error.reason);
    throw error;
  } finally {
    interruption.end();
  }
}
