import type { EventOf } from '../../../shared/ipc/contract.ts';
import type { Row, RowPatch } from '../../../shared/ipc/row.ts';
import { keepEventText } from './event-text.ts';

/**
 * Tells windows what changed in the list, as rarely as the eye allows: changes of one job between two batches are one
 * patch. A batch stays below 48 KB, because messages between processes get slow above 64 KB, and carries a revision,
 * so that a window sees when it missed one.
 */

/** Milliseconds between a change of state and its batch. */
export const stateDelay = 16;
/** Milliseconds between two batches of mere progress. */
export const progressDelay = 100;
/** Bytes that a batch stays below. */
export const batchBytes = 48 * 1024;
/** Rows that are made and told in one turn; the rest waits for the next, so that calls are answered in between. */
const rowsATurn = 400;

type Batch = EventOf<'rows:patched'>;
type Progress = Omit<Extract<RowPatch, { op: 'progress' }>, 'op'>;

export interface Broadcaster {
  /** The row of a job may look different; it is made when the batch is. */
  put(id: string): void;
  rank(id: string, rank: number): void;
  progress(progress: Progress): void;
  removed(id: string): void;
  /** Revision of the last batch. */
  revision(): number;
  close(): void;
}

/** A change that is waiting; later ones of the same job take its place. */
type Change = 'put' | 'removed' | { readonly rank: number };

export function createBroadcaster(deps: {
  /** The row as it is now; null when there is no such job any more. */
  readonly row: (id: string) => Row | null;
  readonly send: (batch: Batch) => void;
}): Broadcaster {
  const changes = new Map<string, Change>();
  const progress = new Map<string, Progress>();
  let revision = 0;
  let closed = false;
  let stateTimer: NodeJS.Timeout | null = null;
  let progressTimer: NodeJS.Timeout | null = null;

  function change(id: string, next: Change): void {
    if (closed) return;
    changes.set(id, next);
    stateTimer ??= setTimeout(flushStates, stateDelay);
  }

  function flushStates(): void {
    stateTimer = null;
    const patches: RowPatch[] = [];
    for (const [id, one] of changes) {
      if (patches.length >= rowsATurn) break;
      changes.delete(id);
      const patch = patchOf(id, one);
      if (patch === null) continue;
      // A whole row has its progress in it, and a row that is gone has none.
      if (patch.op !== 'rank') progress.delete(id);
      patches.push(patch);
    }
    if (changes.size > 0) stateTimer = setTimeout(flushStates, stateDelay);
    send(patches);
  }

  function patchOf(id: string, one: Change): RowPatch | null {
    if (one === 'removed') return { op: 'removed', id };
    if (one !== 'put') return { op: 'rank', id, rank: one.rank };
    const row = deps.row(id);
    return row === null ? null : { op: 'put', row };
  }

  function flushProgress(): void {
    progressTimer = null;
    const patches = [...progress.values()].map((one): RowPatch => ({ op: 'progress', ...one }));
    progress.clear();
    send(patches);
  }

  function send(patches: readonly RowPatch[]): void {
    for (const { items, texts } of measuredBatches(patches)) {
      revision += 1;
      const batch = { revision, patches: items };
      keepEventText(batch, `{"revision":${revision},"patches":[${texts.join(',')}]}`);
      deps.send(batch);
    }
  }

  return {
    put: (id) => change(id, 'put'),
    rank: (id, rank) => {
      // A row that is going to be told whole will say its place.
      if (changes.get(id) === undefined || typeof changes.get(id) === 'object') change(id, { rank });
    },
    removed: (id) => change(id, 'removed'),
    progress(one) {
      if (closed) return;
      progress.set(one.id, one);
      progressTimer ??= setTimeout(flushProgress, progressDelay);
    },
    revision: () => revision,
    close() {
      closed = true;
      if (stateTimer !== null) clearTimeout(stateTimer);
      if (progressTimer !== null) clearTimeout(progressTimer);
      changes.clear();
      progress.clear();
    },
  };
}

/** Room for what stands around the patches of a batch. */
const envelope = 256;

/** Patches (or whatever else) in order, so many together as stay below the limit; one that is above it goes alone. */
export function batchesOf<T>(patches: readonly T[]): T[][] {
  return measuredBatches(patches).map(({ items }) => items);
}

/** The same, with the JSON of each. */
function measuredBatches<T>(patches: readonly T[]): { readonly items: T[]; readonly texts: string[] }[] {
  const batches: { readonly items: T[]; readonly texts: string[] }[] = [];
  let room = 0;
  for (const patch of patches) {
    const text = JSON.stringify(patch);
    const bytes = Buffer.byteLength(text) + 1;
    const last = batches.at(-1);
    if (last === undefined || bytes > room) {
      batches.push({ items: [patch], texts: [text] });
      room = batchBytes - envelope - bytes;
    } else {
      last.items.push(patch);
      last.texts.push(text);
      room -= bytes;
    }
  }
  return batches;
}
