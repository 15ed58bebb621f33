import type { Row } from '../../../shared/ipc/row.ts';
import { abilitiesOf } from '../../store/row-state.ts';

/** The one batch that all of the files are of and that has a result to take back; null when there is none. */
export function batchToUndo(rows: readonly Row[]): string | null {
  const batches = new Set(rows.map((row) => row.batchId));
  const [only = null] = batches.size === 1 ? batches : [];
  return only !== null && rows.some((row) => abilitiesOf(row).openResult) ? only : null;
}
