import { useState } from 'react';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { useWords } from '../../../words/words.tsx';
import s from './plan.module.css';

/** The command in one line; opens to its arguments, one group a line. */
export function Command({
  commands,
  groups,
}: {
  readonly commands: readonly string[];
  readonly groups: readonly (readonly string[])[];
}) {
  const w = useWords().inspector;
  const [open, setOpen] = useState(false);
  const [first] = commands;
  if (first === undefined) return <p className={s.noCommand}>{w.plan.noCommand}</p>;
  return (
    <div className={s.commandBox}>
      <div className={s.command}>
        <button
          type="button"
          className={s.commandLine}
          aria-expanded={open}
          title={open ? w.plan.hideGroups : w.plan.showGroups}
          onClick={() => setOpen(!open)}
        >
          {first}
        </button>
        <CopyButton label={w.plan.copyCommand} text={commands.join('\n')} className={s.copy} />
      </div>
      {open && (
        <pre className={s.groups} tabIndex={0} aria-label={w.plan.command}>
          {(groups.length > 0 ? groups.map((group) => group.join(' ')) : commands).join('\n')}
        </pre>
      )}
    </div>
  );
}
