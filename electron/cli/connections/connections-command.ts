import { type Connection, type ConnectionView, draftOf } from '../../../shared/model/connection.ts';
import type { QueueLink } from '../../control/index.ts';
import { environmentPrefix } from '../../engine/index.ts';
import { wantsJson } from '../print/choose-reporters.ts';
import type { Given } from '../flag-spec.ts';
import { connectionNamed, connectionsIn } from './connection-choice.ts';
import { readConnectionDraft } from './connection-flags.ts';
import { allGood, someFailed } from '../exit-code.ts';
import { failure } from '../print/finished-lines.ts';
import { inkFor } from '../print/ink.ts';
import { connectionLine } from '../print/json-lines.ts';
import { printable } from '../print/printable.ts';
import { type RunFlags, readRunFlags } from '../run-flags.ts';
import { readState } from '../state-flag.ts';
import type { Surroundings } from '../surroundings.ts';
import { alignedLines } from '../print/text-table.ts';
import { withQueue } from '../queue/with-queue.ts';

/** `convoy connections add|list|test|remove`: where results are sent. */

export async function connectionsAddCommand(door: Surroundings, given: Given): Promise<number> {
  const flags = readRunFlags(given, door.cwd);
  const draft = readConnectionDraft(given);
  return withQueue(door, readState(given, door), flags, async (link) => {
    const view = await link.ask('connections:save', { connection: draft });
    tell(door, [view], wantsJson(door, flags));
    if (draft.credentials.from === 'environment') {
      const prefix = environmentPrefix(draft.name);
      door.stderr.write(
        `Its keys are read from ${prefix}_ACCESS_KEY_ID and ${prefix}_SECRET_ACCESS_KEY, else from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.\n`,
      );
    }
    return allGood;
  });
}

export async function connectionsListCommand(door: Surroundings, given: Given): Promise<number> {
  const flags = readRunFlags(given, door.cwd);
  return withQueue(door, readState(given, door), flags, async (link) => {
    tell(door, await link.ask('connections:list', null), wantsJson(door, flags));
    return allGood;
  });
}

/** Writes, reads and removes a small object. */
export function connectionsTestCommand(door: Surroundings, named: string, given: Given): Promise<number> {
  return withConnection(door, named, given, async (link, connection, flags) => {
    const check = await link.ask('connections:test', { connection: draftOf(connection) });
    if (wantsJson(door, flags))
      door.stdout.write(`${JSON.stringify({ type: 'connection_check', name: connection.name, ...check })}\n`);
    if (check.error !== null) {
      door.stderr.write(`${failure(check.error, inkFor(door.colours).bad('✗'), flags.debug).join('\n')}\n`);
      return someFailed;
    }
    door.stderr.write(`Wrote and removed a small file in ${check.seconds.toFixed(1)} s.\n`);
    return allGood;
  });
}

export function connectionsRemoveCommand(door: Surroundings, named: string, given: Given): Promise<number> {
  return withConnection(door, named, given, async (link, { id }) => {
    await link.ask('connections:remove', { id });
    return allGood;
  });
}

/** Does something to the connection of a name, or of an id. Throws `WrongCommandLine` when there is none. */
async function withConnection(
  door: Surroundings,
  named: string,
  given: Given,
  work: (link: QueueLink, connection: Connection, flags: RunFlags) => Promise<number>,
): Promise<number> {
  const flags = readRunFlags(given, door.cwd);
  return withQueue(door, readState(given, door), flags, async (link) => {
    const saved = await connectionsIn(link);
    const connection = saved.find(({ id }) => id === named) ?? connectionNamed(named, saved);
    return work(link, connection, flags);
  });
}

function tell(door: Surroundings, views: readonly ConnectionView[], json: boolean): void {
  if (json) {
    for (const view of views) door.stdout.write(connectionLine(view));
    return;
  }
  const rows = views.map(({ connection, kept }) => [
    printable(connection.name),
    printable(connection.endpoint ?? `AWS ${connection.region}`),
    printable(`s3://${connection.bucket}/${connection.prefix}`),
    keptWords[kept],
  ]);
  if (rows.length > 0) door.stdout.write(`${alignedLines(rows).join('\n')}\n`);
}

const keptWords: Readonly<Record<ConnectionView['kept'], string>> = {
  keychain: 'keys in the keychain',
  plain: 'keys in a file',
  outside: 'keys in the environment or a profile',
  missing: 'keys are kept by the app',
};
