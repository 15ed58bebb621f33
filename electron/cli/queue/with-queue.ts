import { type QueueLink, ownQueue } from '../../control/index.ts';
import { codeOfStop } from '../exit-code.ts';
import { type Interruption, Stopped, watchForStop } from '../interruption.ts';
import { openQueue, tellSetAside } from './open-queue.ts';
import { engineChoice, type RunFlags } from '../run-flags.ts';
import type { Surroundings } from '../surroundings.ts';

/**
 * Does something to a queue that needs no work of it: through whoever holds it, or in an engine of our own in which no
 * job begins. Gives the exit code of the work, or that of what made it stop.
 */
export async function withQueue(
  door: Surroundings,
  state: string,
  flags: RunFlags,
  work: (link: QueueLink, interruption: Interruption) => Promise<number>,
): Promise<number> {
  const interruption = watchForStop(door);
  try {
    const link = await interruption.unlessStopped(lookAt(door, state, flags));
    try {
      return await interruption.unlessStopped(work(link, interruption));
    } finally {
      await link.close();
    }
  } catch (error) {
    if (error instanceof Stopped) return codeOfStop(error.reason);
    throw error;
  } finally {
    interruption.end();
  }
}

/** A look at a queue, for a moment. */
export async function lookAt(door: Surroundings, state: string, flags: RunFlags): Promise<QueueLink> {
  const opened = await openQueue(door, state, { ...engineChoice(flags), work: false, watchRules: 'none' });
  if ('link' in opened) return opened.link;
  tellSetAside(door, opened.engine);
  await opened.engine.idle();
  return ownQueue(opened.engine, door.home);
}
