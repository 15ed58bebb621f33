import type { Row } from '../../../../shared/ipc/row.ts';
import type { ErrorKind } from '../../../../shared/model/error.ts';

/** Failed files with the same kind of failure. */
export interface FailedGroup {
  readonly kind: ErrorKind;
  readonly rows: readonly Row[];
}

/** Several failed rows, grouped by what went wrong, the most frequent first. */
export function failedGroups(rows: readonly Row[]): readonly FailedGroup[] {
  const groups = new Map<ErrorKind, Row[]>();
  for (const row of rows) {
    if (row.status !== 'failed' || row.error === null) continue;
    const group = groups.get(row.error.kind);
    if (group === undefined) groups.set(row.error.kind, [row]);
    else group.push(row);
  }
  return [...groups].map(([kind, of]) => ({ kind, rows: of })).sort((a, b) => b.rows.length - a.rows.length);
}
