import { setTimeout as later } from 'node:timers/promises';
import { ConvoyFailure, convoyError } from '../../../shared/model/error.ts';
import { type Holder, type QueueLink, connectControl, holderWords } from '../../control/index.ts';
import type { Engine } from '../../engine/index.ts';
import { printable } from '../print/printable.ts';
import { makeStateFolder, stateFileIn } from '../state-flag.ts';
import type { EngineChoice, Surroundings } from '../surroundings.ts';

/** A queue: ours to hold, or held by somebody who can be asked. */
export type OpenedQueue = { readonly engine: Engine } | { readonly link: QueueLink };

/** Milliseconds that are waited for a holder that does not answer: one that begins, ends, or only adds something. */
const patienceMs = 15_000;
const lookAgainMs = 150;

/**
 * Opens the queue of a folder when nobody holds it, else connects to who does. `choice` is what is wanted of an engine
 * of our own. Throws `busy_elsewhere` when somebody holds it who cannot be asked.
 */
export async function openQueue(
  door: Surroundings,
  state: string,
  choice: EngineChoice,
): Promise<OpenedQueue> {
  makeStateFolder(state);
  const until = Date.now() + patienceMs;
  for (;;) {
    const link = await connectControl(state);
    if (link !== null) return { link };
    try {
      return { engine: await door.openEngine({ ...choice, stateFile: stateFileIn(state) }) };
    } catch (error) {
      const busy = error instanceof ConvoyFailure && error.error.kind === 'busy_elsewhere';
      if (!busy || Date.now() > until) throw error;
    }
    await later(lookAgainMs);
  }
}

/** Says on standard error that the queue of before could not be read. */
export function tellSetAside(door: Surroundings, engine: Engine): void {
  const { setAside } = engine.queue.state();
  if (setAside === undefined) return;
  door.stderr.write(
    `convoy: The queue could not be read, so an empty one took its place. The old one is kept as ${printable(setAside)}\n`,
  );
}

/** Somebody else holds the queue, and a command needs it for itself. */
export class HeldElsewhere extends ConvoyFailure {
  readonly holder: Holder;
  constructor(holder: Holder, hint: string) {
    super(convoyError('busy_elsewhere', { reason: holderWords(holder), hint }));
    this.holder = holder;
  }
}

/**
 * Opens the queue for a command that has to work on it itself.
 *
 * @throws {HeldElsewhere} with the hint for this holder
 */
export async function openOwnQueue(
  door: Surroundings,
  state: string,
  choice: EngineChoice,
  hintFor: (holder: Holder) => string,
): Promise<Engine> {
  const opened = await openQueue(door, state, choice);
  if ('engine' in opened) return opened.engine;
  const { holder } = opened.link;
  await opened.link.close();
  throw holder === null
    ? new ConvoyFailure(convoyError('busy_elsewhere'))
    : new HeldElsewhere(holder, hintFor(holder));
}
