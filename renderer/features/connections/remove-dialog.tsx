import type { ConnectionView } from '../../../shared/model/connection.ts';
import { useAppState } from '../../store/store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useWords } from '../../words/words.tsx';
import { useConnectionActions } from './connection-actions.ts';

export interface RemoveDialogProps {
  readonly view: ConnectionView;
  readonly onClose: () => void;
}

/** Asks before a connection goes: its keys cannot be brought back. */
export function RemoveDialog({ view: { connection }, onClose }: RemoveDialogProps) {
  const actions = useConnectionActions();
  const w = useWords().connections.remove;
  const { id, name } = connection;
  const isUsual = useAppState(({ settings }) => settings.outputConnection?.id === id);
  return (
    <Dialog
      open
      role="alertdialog"
      title={w.title(name)}
      onClose={onClose}
      foot={
        <>
          <Button data-first-stop="" onClick={onClose}>
            {w.no}
          </Button>
          <Button
            variant="danger"
            onClick={() => {
              actions.remove(id, name);
              onClose();
            }}
          >
            {w.yes}
          </Button>
        </>
      }
    >
      <p>{w.text}</p>
      {isUsual && <p>{w.isUsual}</p>}
    </Dialog>
  );
}
