import { useEffect, useState } from 'react';
import type { PlanView } from '../../../../shared/ipc/contract.ts';
import type { Row } from '../../../../shared/ipc/row.ts';
import { useApp } from '../../../store/store.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { useWords } from '../../../words/words.tsx';
import s from '../details/details.module.css';

/** The command that ran, or that would. */
export function CommandPart({ row, plan }: { readonly row: Row; readonly plan: PlanView | null }) {
  const { bridge } = useApp();
  const w = useWords().inspector.details;
  const planned = plan?.commands.join('\n') ?? null;
  const [heard, setHeard] = useState<string | null>(null);
  useEffect(() => {
    if (planned !== null) return;
    let gone = false;
    bridge.call('jobs:command', { ids: [row.id] }).then(
      ({ text }) => (gone ? undefined : setHeard(text)),
      // A file that was never planned has none.
      () => (gone ? undefined : setHeard('')),
    );
    return () => {
      gone = true;
    };
  }, [bridge, row.id, row.status, planned]);
  const text = planned ?? heard ?? '';
  if (text === '') return null;
  return (
    <section className={s.part} aria-label={w.command}>
      <h3 className={s.sub}>
        {w.command}
        <span className={s.subEnd}>
          <CopyButton label={w.copyCommand} text={text}>
            {w.copyCommand}
          </CopyButton>
        </span>
      </h3>
      <pre className={s.commandText} tabIndex={0} aria-label={w.command}>
        {text}
      </pre>
    </section>
  );
}
