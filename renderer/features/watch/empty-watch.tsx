import { useAppState } from '../../store/store.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useWords } from '../../words/words.tsx';
import { useRuleActions } from './rule-actions.ts';
import s from './watch-page.module.css';

/** What watch folders are for, and the one way to begin. */
export function EmptyWatch() {
  const actions = useRuleActions();
  const w = useWords().watch;
  const drops = useAppState((state) => state.hello?.abilities.choose === true);
  const making = useAppState(({ watch }) => watch.editor !== null);
  return (
    <section className={s.empty} aria-label={w.empty.title}>
      <span className={s.emptyMark}>
        <Icon name="watch" />
      </span>
      <h2 className={s.emptyTitle}>{w.empty.title}</h2>
      <p className={s.emptyLine}>{w.empty.first}</p>
      <p className={s.emptyLine}>{drops ? w.empty.second : w.empty.secondWeb}</p>
      <Button
        // Beside the editor, Save is what is to be pressed.
        variant={making ? 'default' : 'primary'}
        icon={<Icon name="plus" />}
        className={s.emptyButton}
        onClick={() => actions.make()}
      >
        {w.newRule}
      </Button>
    </section>
  );
}
