import { useState } from 'react';
import type { BrowsedFor } from '../../store/app-state.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { takeFolder } from '../../store/watch-editor.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { countText } from '../../words/numbers.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import { addPaths, chooseAndSend } from './add-files.ts';
import s from './browse-dialog.module.css';
import { BrowseList } from './browse-list.tsx';
import { sayRefusal } from './report.ts';
import { useFolder } from './use-folder.ts';

/** Folders and files of the host, for a window that runs on another computer; when the state asks for it. */
export function BrowseDialog() {
  const app = useApp();
  const dialog = useAppState((state) => state.dialog);
  if (dialog?.name !== 'browse') return null;
  return <Browse wanted={dialog.for} onClose={() => app.store.setState({ dialog: null })} />;
}

interface BrowseProps {
  readonly wanted: BrowsedFor;
  readonly onClose: () => void;
}

function Browse({ wanted, onClose }: BrowseProps) {
  const app = useApp();
  const words = useWords().app;
  const w = words.browse;
  const locale = useLocale();
  const sends = useAppState((state) => state.hello?.abilities.upload === true);
  const { folder, problem, place, go, arrived } = useFolder();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const forFiles = wanted === 'files';
  const here = folder?.folder ?? null;

  const open = (path: string | null) => {
    setChosen(new Set());
    go(path);
  };
  const add = (paths: readonly string[]) => {
    onClose();
    void addPaths(app, paths);
  };
  const send = (what: 'files' | 'folder') => {
    onClose();
    void chooseAndSend(app, what);
  };
  const addHere = async () => {
    const asked = (await arrived())?.folder ?? null;
    if (asked !== null) add([asked]);
  };
  const chooseHere = async () => {
    const asked = (await arrived())?.folder ?? null;
    if (asked === null) return;
    onClose();
    if (wanted === 'watch_folder' || wanted === 'watch_output') {
      takeFolder(app, wanted === 'watch_folder' ? 'folder' : 'output', asked);
      return;
    }
    app.bridge
      .call('settings:change', { change: { outputFolder: asked } })
      .catch((reason: unknown) => sayRefusal(reason, words.notAdded));
  };

  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title={w.titles[wanted]}
      foot={
        forFiles ? (
          <>
            {sends && (
              <span className={s.start}>
                <Button variant="plain" onClick={() => send('files')}>
                  {w.sendFiles}
                </Button>
                <Button variant="plain" onClick={() => send('folder')}>
                  {w.sendFolder}
                </Button>
              </span>
            )}
            {place !== null && <Button onClick={() => void addHere()}>{w.addFolder}</Button>}
            <Button variant="primary" disabled={chosen.size === 0} onClick={() => add([...chosen])}>
              {w.add(chosen.size, countText(chosen.size, locale))}
            </Button>
          </>
        ) : (
          <Button variant="primary" disabled={place === null} onClick={() => void chooseHere()}>
            {w.choose}
          </Button>
        )
      }
    >
      <div className={s.path}>
        <Button
          size="small"
          icon={<Icon name="back" size="s" />}
          disabled={here === null}
          onClick={() => open(folder?.parent ?? null)}
        >
          {w.up}
        </Button>
        <span className={s.where} dir="auto" data-selectable="">
          {here ?? w.places}
        </span>
      </div>
      {problem !== null && (
        <p role="alert" className={s.problem}>
          {problem}
        </p>
      )}
      {folder === null ? (
        problem === null && <p className={s.note}>{w.reading}</p>
      ) : (
        <BrowseList
          entries={forFiles ? folder.entries : folder.entries.filter((entry) => entry.folder)}
          chosen={chosen}
          emptyNote={forFiles ? w.empty : w.noFolders}
          onOpen={open}
          onChoose={setChosen}
        />
      )}
    </Dialog>
  );
}
