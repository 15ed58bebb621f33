import type { JobChange } from '../../../shared/ipc/contract.ts';
import type { ConvoyError } from '../../../shared/model/error.ts';
import type { Row } from '../../../shared/ipc/row.ts';
import type { App } from '../../store/store.ts';
import { CallFailed } from '../../bridge/bridge.ts';

/** Back to the list, with the same row selected and under the keyboard. */
export function leaveCompare(app: App, id: string | null): void {
  const { rows, selection } = app.store.getState();
  const known = id !== null && rows.byId.has(id);
  app.store.setState({
    place: { name: 'queue' },
    selection: known ? { ids: new Set([id]), anchor: id, focus: id } : selection,
  });
}

/**
 * Gives a file the quality that was chosen: one that waits is changed, one that has ended is converted again. A file
 * that is being converted cannot be changed. Gives the refusal, or null.
 */
export async function applyQuality(app: App, row: Row, change: JobChange): Promise<ConvoyError | null> {
  const call = row.status === 'queued' ? 'jobs:edit' : 'jobs:retry';
  try {
    const { refused } = await app.bridge.call(call, { ids: [row.id], change });
    return refused[0]?.error ?? null;
  } catch (failure) {
    if (failure instanceof CallFailed) return failure.error;
    throw failure;
  }
}
