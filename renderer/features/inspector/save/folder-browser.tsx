import { useState } from 'react';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Popover } from '../../../ui/popover.tsx';
import { useWords } from '../../../words/words.tsx';
import { useFolder } from '../../drop/use-folder.ts';
import s from '../inspector.module.css';

/** Folders of a host without dialogs of its own, inside what it allows. */
export function FolderBrowser({ onChoose }: { readonly onChoose: (folder: string) => void }) {
  const w = useWords().inspector;
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align="end"
      label={w.browse.label}
      trigger={<IconButton label={w.notes.choose} icon={<Icon name="show" />} />}
    >
      <Folders
        onChoose={(folder) => {
          setOpen(false);
          onChoose(folder);
        }}
      />
    </Popover>
  );
}

function Folders({ onChoose }: { readonly onChoose: (folder: string) => void }) {
  const w = useWords().inspector;
  const { folder: listing, problem, place, go, arrived } = useFolder();
  const choose = async () => {
    const asked = (await arrived())?.folder ?? null;
    if (asked !== null) onChoose(asked);
  };

  const folder = listing?.folder ?? null;
  const folders = listing?.entries.filter((entry) => entry.folder) ?? [];
  return (
    <div className={s.browser}>
      <p className={s.browserPath}>{folder ?? w.browse.roots}</p>
      {problem !== null && <p className={s.bad}>{problem}</p>}
      <ul className={s.browserList}>
        {folder !== null && (
          <li>
            <button type="button" className={s.browserItem} onClick={() => go(listing?.parent ?? null)}>
              <Icon name="back" />
              {w.browse.up}
            </button>
          </li>
        )}
        {folders.map((entry) => (
          <li key={entry.path}>
            <button type="button" className={s.browserItem} onClick={() => go(entry.path)}>
              <Icon name="show" />
              {entry.name}
            </button>
          </li>
        ))}
      </ul>
      <Button variant="primary" disabled={place === null} onClick={() => void choose()}>
        {w.browse.use}
      </Button>
    </div>
  );
}
