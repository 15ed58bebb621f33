import { memo } from 'react';
import type { Row } from '../../../shared/ipc/row.ts';
import { summaryOf } from '../../store/list-summary.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { toggle } from '../../store/selection.ts';
import { standsStill } from '../../store/stands-still.ts';
import { select } from '../../store/view-actions.ts';
import { rowWords } from '../../words/row-words.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import { FileRow, type RowPlace } from './file-row.tsx';
import { RowActions } from './row-actions.tsx';

export interface QueueRowProps extends RowPlace {
  readonly id: string;
  /** It may be dragged: to another place, or its result out of the window. */
  readonly draggable: boolean;
}

/** One file. It renders again when its own row changes, and for no other. */
export const QueueRow = memo(function QueueRow(props: QueueRowProps) {
  const { id } = props;
  const row = useAppState((state) => state.rows.byId.get(id));
  return row === undefined ? null : <ShownRow {...props} row={row} />;
});

function ShownRow({ row, ...props }: QueueRowProps & { readonly row: Row }) {
  const app = useApp();
  const locale = useLocale();
  const all = useWords();
  const home = useAppState((state) => state.hello?.home ?? null);
  const place = useAppState((state) => summaryOf(state.rows).line.get(row.id) ?? null);
  const selected = useAppState((state) => state.selection.ids.has(row.id));
  // What has no room says so itself.
  const waits = useAppState(({ queue }) => (queue.waits?.why === 'disk' ? null : queue.waits));
  const still = useAppState(standsStill);
  const words = rowWords(row, { locale, words: all, home, waits, still, place, compact: props.compact });
  return (
    <FileRow
      {...props}
      row={row}
      words={words}
      selected={selected}
      onToggle={() => select(app, (selection) => toggle(selection, row.id))}
      actions={() => <RowActions row={row} words={words} lit={props.lit} />}
    />
  );
}
