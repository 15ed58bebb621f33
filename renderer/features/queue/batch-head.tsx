import { type CSSProperties, memo } from 'react';
import type { Row } from '../../../shared/ipc/row.ts';
import { batchSummaryOf } from '../../store/batch-summary.ts';
import { linesOf, singles } from '../../store/list-lines.ts';
import { abilitiesOf } from '../../store/row-state.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { fold } from '../../store/view-actions.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import { batchWords } from '../../words/batch-words.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import { rowElementId } from './file-row.tsx';
import { Sizes } from './row-cells.tsx';
import s from './batch-head.module.css';

export interface BatchHeadProps {
  readonly id: string;
  /** Place among the lines of the list, from 0. */
  readonly index: number;
  /** Pixels from the top of the list. */
  readonly top: number;
  readonly folded: boolean;
  /** The head has the keyboard, and that is to be seen. */
  readonly lit: boolean;
}

const none: readonly string[] = [];
const hasResult = (row: Row | undefined): boolean => row !== undefined && abilitiesOf(row).openResult;

/** Stands above the files of one drop: folds them away, counts them, and selects all of them. */
export const BatchHead = memo(function BatchHead({ id, index, top, folded, lit }: BatchHeadProps) {
  const app = useApp();
  const locale = useLocale();
  const words = useWords();
  const ids = useAppState((state) => linesOf(state.rows, state.view).batches.get(id) ?? none);
  const summary = useAppState((state) => batchSummaryOf(state.rows, ids));
  const selected = useAppState(
    ({ selection }) => ids.length <= selection.ids.size && ids.every((one) => selection.ids.has(one)),
  );
  // Files that came one by one are many batches.
  const undoable = useAppState(
    ({ rows }) => id !== singles && ids.some((one) => hasResult(rows.byId.get(one))),
  );
  const { title, count, sizes, aloud } = batchWords(
    summary,
    { single: id === singles, folded },
    locale,
    words,
  );
  const w = words.queue.batch;
  return (
    <div
      id={rowElementId(id)}
      role="row"
      aria-rowindex={index + 1}
      aria-selected={selected}
      aria-label={aloud}
      data-id={id}
      data-lit={lit || undefined}
      data-undoable={undoable || undefined}
      className={s.head}
      style={{ '--top': `${top}px` } as CSSProperties}
    >
      <span role="gridcell" className={s.cell}>
        <button
          type="button"
          className={s.fold}
          aria-expanded={!folded}
          aria-label={(folded ? w.unfold : w.fold)(title)}
          tabIndex={lit ? 0 : -1}
          onClick={() => fold(app, id, !folded)}
        >
          <Icon name={folded ? 'right' : 'down'} />
        </button>
      </span>
      <span role="rowheader" className={s.title}>
        <MiddleCut text={title} />
      </span>
      <span role="gridcell" className={s.count}>
        {count}
      </span>
      {undoable && (
        <span role="gridcell" className={s.undo}>
          <Button
            variant="plain"
            size="small"
            icon={<Icon name="undo" size="s" />}
            tabIndex={lit ? 0 : -1}
            onClick={() => app.store.setState({ dialog: { name: 'undo_batch', batchId: id } })}
          >
            {words.history.actions.undoBatch}
          </Button>
        </span>
      )}
      {sizes !== null && (
        <span role="gridcell" className={s.sizes}>
          <Sizes sizes={sizes} />
        </span>
      )}
    </div>
  );
});
