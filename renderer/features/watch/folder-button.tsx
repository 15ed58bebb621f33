import { useApp } from '../../store/store.ts';
import { takeFolder } from '../../store/watch-editor.ts';
import { IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useWords } from '../../words/words.tsx';
import { sayRefusal } from '../drop/report.ts';

/** Chooses a folder for a field of the rule: with the dialog of the system, or among the folders of the host. */
export function FolderButton({
  field,
  label,
}: {
  readonly field: 'folder' | 'output';
  readonly label: string;
}) {
  const app = useApp();
  const { notDone } = useWords().watch;
  const choose = async () => {
    if (app.store.getState().hello?.abilities.choose !== true) {
      const wanted = field === 'folder' ? 'watch_folder' : 'watch_output';
      app.store.setState({ dialog: { name: 'browse', for: wanted } });
      return;
    }
    const what = field === 'folder' ? 'folder' : 'output_folder';
    const { paths } = await app.bridge.call('shell:choose', { what });
    const [folder] = paths;
    if (folder !== undefined) takeFolder(app, field, folder);
  };
  return (
    <IconButton
      label={label}
      icon={<Icon name="show" />}
      onClick={() => void choose().catch((reason: unknown) => sayRefusal(reason, notDone))}
    />
  );
}
