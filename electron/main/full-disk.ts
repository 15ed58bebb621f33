import { stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { QueueState } from '../../shared/ipc/row.ts';
import { ConvoyError, ConvoyFailure, fail } from '../../shared/model/error.ts';

/** The disk that the queue waits for, as a folder in which a person can make room. */

const State = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: QueueState }),
  z.object({ ok: z.literal(false), error: ConvoyError }),
]);

/**
 * The topmost folder of the disk, as the engine's answer to `queue:state` says it; on the disk of the system the
 * person's own folder, because nothing above it is theirs to clear.
 *
 * Throws `conflict` when the queue waits for no disk.
 */
export async function folderToClear(answer: unknown, home: string): Promise<string> {
  const state = State.parse(answer);
  if (!state.ok) throw new ConvoyFailure(state.error);
  const { waits } = state.value;
  if (waits?.why !== 'disk') throw fail('conflict', { reason: 'the queue waits for no disk any more' });
  const { folder } = waits;
  const isRoot = path.dirname(folder) === folder;
  return isRoot && (await onSameDisk(folder, home)) ? home : folder;
}

async function onSameDisk(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([deviceOf(one), deviceOf(other)]);
  return first !== null && first === second;
}

const deviceOf = (folder: string): Promise<number | null> =>
  stat(folder).then(
    ({ dev }) => dev,
    () => null,
  );
