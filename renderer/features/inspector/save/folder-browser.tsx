import { useCallback, useEffect, useState } from 'react';
import type { Output } from '../../../../shared/ipc/contract.ts';
import type { ConvoyError } from '../../../../shared/model/error.ts';
import { useApp } from '../../../store/store.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Popover } from '../../../ui/popover.tsx';
import { useWords } from '../../../words/words.tsx';
import { errorOf } from '../editing.ts';
import s from '../inspector.module.css';

type Listing = Output<'files:browse'>;

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
  const { bridge } = useApp();
  const w = useWords().inspector;
  const [listing, setListing] = useState<Listing | null>(null);
  const [error, setError] = useState<ConvoyError | null>(null);
  const go = useCallback(
    async (folder: string | null) => {
      try {
        setListing(await bridge.call('files:browse', { folder }));
        setError(null);
      } catch (refused) {
        setError(errorOf(refused));
      }
    },
    [bridge],
  );
  useEffect(() => {
    let gone = false;
    bridge.call('files:browse', { folder: null }).then(
      (first) => (gone ? undefined : setListing(first)),
      (refused: unknown) => (gone ? undefined : setError(errorOf(refused))),
    );
    return () => {
      gone = true;
    };
  }, [bridge]);

  const folder = listing?.folder ?? null;
  const folders = listing?.entries.filter((entry) => entry.folder) ?? [];
  return (
    <div className={s.browser}>
      <p className={s.browserPath}>{folder ?? w.browse.roots}</p>
      {error !== null && <p className={s.bad}>{error.message}</p>}
      <ul className={s.browserList}>
        {folder !== null && (
          <li>
            <button type="button" className={s.browserItem} onClick={() => void go(listing?.parent ?? null)}>
              <Icon name="back" />
              {w.browse.up}
            </button>
          </li>
        )}
        {folders.map((entry) => (
          <li key={entry.path}>
            <button type="button" className={s.browserItem} onClick={() => void go(entry.path)}>
              <Icon name="show" />
              {entry.name}
            </button>
          </li>
        ))}
      </ul>
      <Button
        variant="primary"
        disabled={folder === null}
        onClick={() => (folder === null ? undefined : onChoose(folder))}
      >
        {w.browse.use}
      </Button>
    </div>
  );
}
