import { existsSync } from 'node:fs';
import type { Connection } from '../../../shared/model/connection.ts';
import type { QueueLink } from '../../control/index.ts';
import type { Given } from '../flag-spec.ts';
import type { RunFlags } from '../run-flags.ts';
import type { RunFlagSpec } from '../flag-spec.ts';
import { readState, stateFileIn } from '../state-flag.ts';
import type { Surroundings } from '../surroundings.ts';
import { wrong } from '../wrong-command-line.ts';

/** Connections on the command line: which one is meant. They are kept with the queue. */

export const connectionFlag: RunFlagSpec = {
  flag: '--connection <name>',
  help: 'upload the result through this connection (`convoy connections list`)',
};

/** What `--connection` says; null without the flag. */
export function readConnection(given: Given): string | null {
  const named = given['connection'];
  if (typeof named !== 'string') return null;
  if (named.trim() !== '') return named.trim();
  throw wrong('invalid_option', { field: 'connection', given: '""', allowed: 'the name of a connection' });
}

/** The saved connections of a queue. */
export const connectionsIn = async (link: QueueLink): Promise<readonly Connection[]> =>
  (await link.ask('connections:list', null)).map(({ connection }) => connection);

/** The one of a name, as jobs call it. Throws `WrongCommandLine` when there is none. */
export function connectionNamed(named: string, saved: readonly Connection[]): Connection {
  const found = saved.find(({ name }) => name === named);
  if (found !== undefined) return found;
  throw wrong('connection_missing', {
    given: `“${named}”`,
    hint: 'See `convoy connections list`, or save it with `convoy connections add`.',
  });
}

/** The saved connections. The queue is not opened when there is none. */
export async function savedConnections(
  door: Surroundings,
  given: Given,
  flags: RunFlags,
): Promise<readonly Connection[]> {
  const state = readState(given, door);
  if (!existsSync(stateFileIn(state))) return [];
  const { lookAt } = await import('../queue/with-queue.ts');
  const link = await lookAt(door, state, flags);
  try {
    return await connectionsIn(link);
  } finally {
    await link.close();
  }
}

/**
 * Connections that an engine of our own has to know of for what is asked: none, unless something comes from S3 or goes
 * there. Throws `WrongCommandLine` when the named one does not exist.
 */
export async function connectionsFor(
  door: Surroundings,
  given: Given,
  flags: RunFlags,
  named: { readonly connection: string | null; readonly places: readonly unknown[] },
): Promise<readonly Connection[]> {
  const usesS3 = named.places.flat().some((place) => typeof place === 'string' && /s3:\/\//i.test(place));
  if (named.connection === null && !usesS3) return [];
  const saved = await savedConnections(door, given, flags);
  if (named.connection !== null) connectionNamed(named.connection, saved);
  return saved;
}
