import { useState } from 'react';
import type { WatchTest } from '../../../shared/model/watch.ts';
import { Icon } from '../../ui/icon.tsx';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import { countText } from '../../words/numbers.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import { fieldOf } from './field-of.ts';
import s from './rule-editor.module.css';
import type { Tested } from './tester.ts';

export interface TestPartProps {
  readonly tested: Tested;
  /** False while the rule names no folder. */
  readonly hasFolder: boolean;
}

/** What the rule would do with the files that are in its folder now. */
export function TestPart({ tested: { looking, test, error }, hasFolder }: TestPartProps) {
  const w = useWords().watch.test;
  const locale = useLocale();
  // What is wrong with a field stands at the field.
  const told = error !== null && fieldOf(error) === null ? error.message : null;
  return (
    <section className={s.test} aria-label={w.title} aria-busy={looking}>
      {!hasFolder ? (
        <p className={s.quiet}>{w.needsFolder}</p>
      ) : told !== null ? (
        <p className={s.bad}>{told}</p>
      ) : error !== null ? (
        <p className={s.quiet}>{w.notTested}</p>
      ) : test === null ? (
        <p className={s.quiet}>{w.looking}</p>
      ) : (
        <>
          <h3 className={s.testTitle}>
            {test.files === 0
              ? w.none
              : w.result(countText(test.matches, locale), test.files, countText(test.files, locale))}
          </h3>
          <ul className={s.groups}>
            {inOrder(test.groups).map((group) => (
              <Group key={`${String(group.matches)} ${group.reason}`} group={group} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

type TestGroup = WatchTest['groups'][number];

/** What matches first, and the largest first. */
function inOrder(groups: readonly TestGroup[]): readonly TestGroup[] {
  return [...groups].sort((a, b) => Number(b.matches) - Number(a.matches) || b.count - a.count);
}

/** A reason with its count; opens the list of files. */
function Group({ group }: { readonly group: TestGroup }) {
  const words = useWords().watch;
  const w = words.test;
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  const rest = group.count - group.paths.length;
  // The rule has taken it already: it is where the activity says that it is.
  const reason = group.reason === 'waits' && !group.matches ? words.why.waits : w.reasons[group.reason];
  return (
    <li>
      <button type="button" className={s.group} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? 'down' : 'right'} size="s" />
        <span className={s.reason}>{reason}</span>
        <span className={s.count}>{countText(group.count, locale)}</span>
      </button>
      {open && (
        <ul className={s.paths} data-selectable="" data-may-cut="">
          {group.paths.map((path) => (
            <li key={path}>
              <MiddleCut text={path} />
            </li>
          ))}
          {rest > 0 && <li className={s.quiet}>{w.andMore(countText(rest, locale))}</li>}
        </ul>
      )}
    </li>
  );
}
