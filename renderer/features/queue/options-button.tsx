import { commandsOf } from '../../keyboard/commands.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useWords } from '../../words/words.tsx';

/** The way to the options while they are closed; beside the list they close themselves by the same command. */
export function OptionsButton() {
  const app = useApp();
  const w = useWords().queue.bar;
  const open = useAppState((state) => state.inspector.open);
  if (open) return null;
  return (
    <IconButton
      label={w.showOptions}
      icon={<Icon name="gear" />}
      onClick={() => void commandsOf(app).run('inspector')}
    />
  );
}
