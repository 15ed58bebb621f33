import type { Output } from '../../../shared/ipc/contract.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Icon } from '../../ui/icon.tsx';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import { sizeText } from '../../words/numbers.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import s from './browse-dialog.module.css';

type Entry = Output<'files:browse'>['entries'][number];

interface BrowseListProps {
  readonly entries: readonly Entry[];
  readonly chosen: ReadonlySet<string>;
  /** What stands in place of an empty list. */
  readonly emptyNote: string;
  readonly onOpen: (path: string) => void;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}

/** Folders open, files are checked. */
export function BrowseList({ entries, chosen, emptyNote, onOpen, onChoose }: BrowseListProps) {
  const w = useWords().app.browse;
  const locale = useLocale();
  if (entries.length === 0) return <p className={s.note}>{emptyNote}</p>;
  return (
    <ul aria-label={w.list} className={s.list}>
      {entries.map((entry) => (
        <li key={entry.path} className={s.entry}>
          {entry.folder ? (
            <button
              type="button"
              className={s.open}
              aria-label={w.openFolder(entry.name)}
              onClick={() => onOpen(entry.path)}
            >
              <Icon name="show" />
              <MiddleCut text={entry.name} />
              <Icon name="right" className={s.more} />
            </button>
          ) : (
            <label className={s.file}>
              <Checkbox
                hideLabel
                label={entry.name}
                checked={chosen.has(entry.path)}
                onChange={(on) => onChoose(withEntry(chosen, entry.path, on))}
              />
              <MiddleCut text={entry.name} />
              <span className={s.size}>{entry.bytes === null ? '' : sizeText(entry.bytes, locale)}</span>
            </label>
          )}
        </li>
      ))}
    </ul>
  );
}

function withEntry(chosen: ReadonlySet<string>, path: string, on: boolean): ReadonlySet<string> {
  const next = new Set(chosen);
  if (on) next.add(path);
  else next.delete(path);
  return next;
}
