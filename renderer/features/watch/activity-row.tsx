import { type CSSProperties, memo, useState } from 'react';
import type { WatchedFile } from '../../../shared/model/watch.ts';
import { fileKey } from '../../store/activity.ts';
import { useAppState } from '../../store/store.ts';
import { ruleOf } from '../../store/watch-state.ts';
import { IconButton } from '../../ui/button.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import { useLocale, useWords } from '../../words/words.tsx';
import { useFileAbilities } from './file-menu.tsx';
import { fileWords } from './file-words.ts';
import { useRuleActions } from './rule-actions.ts';
import s from './activity.module.css';

export interface ActivityRowProps {
  readonly file: WatchedFile;
  /** Place in the list, from 0. */
  readonly index: number;
  /** Pixels from the top of the rows. */
  readonly top: number;
  /** This row has the keyboard, and that is to be seen. */
  readonly lit: boolean;
  /** This row was pointed at or walked to last. */
  readonly marked: boolean;
}

/** Id of the element of a row, for `aria-activedescendant`. */
export const activityRowId = (key: string): string => `seen-${encodeURIComponent(key)}`;

/** One file that a rule saw. It renders again when its own entry or its own job changes, and for no other. */
export const ActivityRow = memo(function ActivityRow({ file, index, top, lit, marked }: ActivityRowProps) {
  const words = useWords();
  const locale = useLocale();
  const row = useAppState(({ rows }) => (file.jobId === null ? null : (rows.byId.get(file.jobId) ?? null)));
  const rule = useAppState(({ watch }) => ruleOf(watch, file.ruleId)?.rule ?? null);
  const [now] = useState(() => Date.now());
  const [hovered, setHovered] = useState(false);
  const said = fileWords(file, { rule, row }, { words, locale, now: Math.max(now, file.changedAt) });
  const key = fileKey(file);
  return (
    <div
      id={activityRowId(key)}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={marked}
      aria-label={words.watch.activity.aloud(file.path, said.state, said.why)}
      data-key={key}
      data-tone={said.tone}
      data-state={file.state}
      data-lit={lit || undefined}
      className={s.row}
      style={{ '--top': `${top}px` } as CSSProperties}
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
    >
      <span role="gridcell" className={s.file}>
        <Icon name={said.icon} className={s.mark} />
        <MiddleCut text={file.path} />
      </span>
      <span role="gridcell" className={s.state}>
        {said.state}
      </span>
      <span role="gridcell" className={s.why} title={said.why}>
        {said.why}
      </span>
      <span role="gridcell" className={s.seen}>
        {hovered || lit ? <RowActions file={file} lit={lit} /> : said.seen}
      </span>
    </div>
  );
});

function RowActions({ file, lit }: { readonly file: WatchedFile; readonly lit: boolean }) {
  const actions = useRuleActions();
  const w = useWords().watch.activity;
  const can = useFileAbilities(file);
  const offers: readonly (readonly [boolean, string, IconName, () => void])[] = [
    [can.anyway, w.anyway, 'retry', () => actions.anyway(file)],
    [can.showJob, w.showJob, 'queue', () => actions.showJob(file)],
    [can.showFile, w.showFile, 'show', () => actions.showFile(file)],
  ];
  return (
    // A click leaves the keyboard where it is: the buttons go when the pointer does.
    <span className={s.actions} onMouseDown={(event) => event.preventDefault()}>
      {offers.map(
        ([offered, label, icon, run]) =>
          offered && (
            <IconButton
              key={icon}
              label={label}
              size="small"
              icon={<Icon name={icon} />}
              tabIndex={lit ? 0 : -1}
              onClick={run}
            />
          ),
      )}
    </span>
  );
}
