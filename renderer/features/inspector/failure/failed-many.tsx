import type { Row } from '../../../../shared/ipc/row.ts';
import { errorTable } from '../../../../shared/model/error.ts';
import { removeFiles, retryFiles } from '../../../store/queue-actions.ts';
import { useApp } from '../../../store/store.ts';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { countText } from '../../../words/numbers.ts';
import { useLocale, useWords } from '../../../words/words.tsx';
import s from '../details/details.module.css';
import { failedGroups } from './failed-groups.ts';
import { useRun } from '../details/use-run.ts';

/** How many names a group lists. */
const namesShown = 3;

/** Several failed files: one panel for each kind of failure. */
export function FailedMany({ rows }: { readonly rows: readonly Row[] }) {
  const app = useApp();
  const w = useWords().inspector.fail;
  const locale = useLocale();
  const groups = failedGroups(rows);
  const run = useRun();
  return groups.map((group, n) => {
    const ids = group.rows.map(({ id }) => id);
    const count = countText(ids.length, locale);
    const [first] = group.rows;
    const sentence =
      ids.length === 1 ? (first?.error?.message ?? '') : (w.grouped[group.kind] ?? w.groupedOther)(count);
    const rest = ids.length - namesShown;
    return (
      <section key={group.kind} className={s.fail} aria-label={w.label}>
        <h3 className={s.failHead}>
          <Icon name="fail" />
          <span>{sentence}</span>
        </h3>
        {ids.length > 1 && (
          <ul className={s.failNames}>
            {group.rows.slice(0, namesShown).map((row) => (
              <li key={row.id}>{row.name}</li>
            ))}
            {rest > 0 && <li>{w.andMore(rest, countText(rest, locale))}</li>}
          </ul>
        )}
        <p className={s.failHint}>{errorTable[group.kind].hint}</p>
        <div className={s.failDo}>
          <Button
            variant={n === 0 ? 'primary' : 'default'}
            onClick={() => void run(() => retryFiles(app, ids))}
          >
            {w.tryManyAgain(ids.length, count)}
          </Button>
          <Button variant="plain" onClick={() => void run(() => removeFiles(app, ids))}>
            {w.removeMany(ids.length, count)}
          </Button>
        </div>
      </section>
    );
  });
}
