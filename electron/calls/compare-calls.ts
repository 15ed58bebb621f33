import type { EngineHandlers, JobChange, Output } from '../../shared/ipc/contract.ts';
import { convoyError } from '../../shared/model/error.ts';
import type { PreviewDoor, RequestChange } from '../engine/index.ts';

/** Before and after of one job, and leaving off. */

export interface CompareDeps {
  readonly previews: Pick<PreviewDoor, 'compare' | 'original' | 'cancelCompare'>;
  /** Throws when there is no such job. */
  readonly check: (id: string) => unknown;
  readonly readChange: (change: JobChange) => Promise<RequestChange>;
}

type CompareCalls = Pick<EngineHandlers, 'compare:render' | 'compare:original' | 'compare:cancel'>;

export function createCompareCalls({ previews, check, readChange }: CompareDeps): CompareCalls {
  /** Calls whose change is still being read: the engine does not know of them and could not stop them. */
  const reading = new Set<{ readonly id: string; cancelled: boolean }>();

  async function readUnlessCancelled(id: string, change: JobChange): Promise<RequestChange | null> {
    const mine = { id, cancelled: false };
    reading.add(mine);
    try {
      const read = await readChange(change);
      return mine.cancelled ? null : read;
    } finally {
      reading.delete(mine);
    }
  }

  return {
    'compare:render': async ({ id, at, change }) => {
      check(id);
      const read = change === undefined ? null : await readUnlessCancelled(id, change);
      if (change !== undefined && read === null) return { ok: false, error: convoyError('cancelled') };
      const compared = await previews.compare(id, at, read);
      if (!compared.ok) return { ok: false, error: compared.error };
      const { before, after, ...rest } = compared.value;
      return { ok: true, comparison: { ...rest, before: pictureOf(before), after: pictureOf(after) } };
    },
    'compare:original': async ({ id }) => {
      check(id);
      const made = await previews.original(id);
      if (!made.ok) return { ok: false, error: made.error };
      return { ok: true, original: pictureOf(made.value) };
    },
    'compare:cancel': ({ id }) => {
      for (const one of reading) if (one.id === id) one.cancelled = true;
      previews.cancelCompare(id);
      return null;
    },
  };
}

type Picture = Extract<Output<'compare:render'>, { ok: true }>['comparison']['before'];

/** Without the path: a window gets at the picture by its key. */
function pictureOf({ key, width, height, mime }: Picture): Picture {
  return { key, width, height, mime };
}
