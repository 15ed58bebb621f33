import { useState } from 'react';
import { CallFailed } from '../../bridge/bridge.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { homePath } from '../../words/home-path.ts';
import { useWords } from '../../words/words.tsx';
import type { ApiProps } from './use-api.ts';
import api from './api.module.css';
import s from './settings.module.css';
import { useSettings } from './use-settings.ts';

/** The folders that programs may use; none that is named = the home folder. */
export function ApiFolders({ view }: ApiProps) {
  const app = useApp();
  const w = useWords().settings.api;
  const hello = useAppState((state) => state.hello);
  const [settings, change] = useSettings();
  const [typed, setTyped] = useState<string | null>(null);
  const isFixed = view?.decidedBy === 'command_line';
  const { allow } = settings.api;
  const folders = isFixed ? view.folders : allow;
  const home = hello?.home ?? null;
  const add = (folder: string) => {
    if (!allow.includes(folder)) change({ api: { allow: [...allow, folder] } });
  };
  const choose = async () => {
    if (hello?.abilities.choose !== true) {
      setTyped(typed === null ? '' : null);
      return;
    }
    try {
      const { paths } = await app.bridge.call('shell:choose', { what: 'output_folder' });
      for (const folder of paths) add(folder);
    } catch (failure) {
      if (!(failure instanceof CallFailed)) throw failure;
      toast({ text: w.notDone, second: failure.error.message, tone: 'bad' });
    }
  };
  const isWrong = typed !== null && typed !== '' && !isWhole(typed);
  return (
    <Field
      label={w.folders}
      className={s.field}
      hint={w.foldersHint}
      error={isWrong ? w.addFolderWrong : null}
    >
      <ul className={api.folders}>
        {folders.length === 0 && <li className={api.none}>{w.foldersHome}</li>}
        {folders.map((folder) => (
          <li key={folder} className={api.folder}>
            <MiddleCut text={homePath(folder, home)} />
            {!isFixed && (
              <IconButton
                label={w.removeFolder(homePath(folder, home))}
                icon={<Icon name="x" size="s" />}
                onClick={() => change({ api: { allow: allow.filter((one) => one !== folder) } })}
              />
            )}
          </li>
        ))}
      </ul>
      {!isFixed && (
        <Button size="small" onClick={() => void choose()}>
          {w.addFolder}
        </Button>
      )}
      {typed !== null && (
        <TextField
          ariaLabel={w.addFolderPath}
          value={typed}
          invalid={isWrong}
          onChange={setTyped}
          onCommit={(text) => {
            if (!isWhole(text)) return;
            setTyped(null);
            add(text.trim());
          }}
        />
      )}
    </Field>
  );
}

/** A path from the root of a disk. */
const isWhole = (text: string): boolean => /^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(text.trim());
