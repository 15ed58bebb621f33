import { Dialog as Radix } from 'radix-ui';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Row } from '../../../shared/ipc/row.ts';
import { useCommand } from '../../keyboard/use-command.ts';
import { selectShown, shownIds, shownRow } from '../../store/shown-list.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { announce } from '../../ui/live-region.tsx';
import { useWords } from '../../words/words.tsx';
import { PreviewFoot } from './preview-foot.tsx';
import { PreviewHead } from './preview-head.tsx';
import { previewKey } from './preview-keys.ts';
import { type Side, hasResult, sideOf } from './preview-of.ts';
import { PreviewStage } from './preview-stage.tsx';
import s from './preview.module.css';
import type { Zoom } from './picture.tsx';

/** One file of the list, large: looked at or listened to without leaving the window. */
export function PreviewDialog() {
  const app = useApp();
  const id = useAppState(({ dialog }) => (dialog?.name === 'preview' ? dialog.id : null));
  const row = useAppState((state) => (id === null ? undefined : shownRow(state, id)));
  const gone = id !== null && row === undefined;
  useEffect(() => {
    if (gone) app.store.setState({ dialog: null });
  }, [app, gone]);
  return row === undefined ? null : <Preview row={row} />;
}

function Preview({ row }: { readonly row: Row }) {
  const app = useApp();
  const words = useWords().preview;
  const ids = useAppState(shownIds);
  /** What a person chose holds for the files that follow too. */
  const [wanted, setWanted] = useState<Side | null>(null);
  /** A file that gets its result meanwhile goes on being shown as it was. */
  const [looked, setLooked] = useState<Side>(() => sideOf(row, null));
  const [zoom, setZoom] = useState<Zoom>('fit');
  const before = useRef<HTMLElement | null>(null);
  const spaceIsDown = useRef(false);
  const side = hasResult(row) ? looked : 'input';
  const at = ids.indexOf(row.id);

  const close = () => app.store.setState({ dialog: null });
  useCommand('preview', close);

  const go = (step: 1 | -1) => {
    const id = at < 0 ? ids[0] : ids[at + step];
    const next = id === undefined ? undefined : shownRow(app.store.getState(), id);
    if (next === undefined) return;
    const nextSide = sideOf(next, wanted);
    setLooked(nextSide);
    app.store.setState({ dialog: { name: 'preview', id: next.id } });
    selectShown(app, next.id);
    announce(words.aloud[nextSide](next.name));
  };

  const press = (event: KeyboardEvent) => {
    // Lists that open over the dialog are its children here, but not on the page.
    if (!(event.target instanceof Element) || !event.currentTarget.contains(event.target)) return;
    if (event.defaultPrevented) return;
    const key = previewKey(event, event.target);
    if (key === null) return;
    event.preventDefault();
    if (key === 'leave') spaceIsDown.current = !event.repeat || spaceIsDown.current;
    else go(key === 'next' ? 1 : -1);
  };
  // Left when the key comes up, so that one held down does not open the preview again from the list.
  const release = (event: KeyboardEvent) => {
    if (event.key !== ' ' || !spaceIsDown.current) return;
    spaceIsDown.current = false;
    close();
  };

  return (
    <Radix.Root
      open
      onOpenChange={(next) => {
        if (!next) close();
      }}
    >
      <Radix.Portal>
        <Radix.Overlay className={s.scrim} />
        <Radix.Content
          data-modal=""
          className={s.dialog}
          aria-describedby={undefined}
          onKeyDown={press}
          onKeyUp={release}
          onInteractOutside={(event) => {
            if (event.target instanceof Element && event.target.closest('[data-sonner-toaster]') !== null)
              event.preventDefault();
          }}
          onOpenAutoFocus={(event) => {
            before.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
            // No button is at hand for the next press of Space, which is to close it again.
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            backTo(before.current)?.focus({ preventScroll: true });
          }}
        >
          <PreviewHead
            row={row}
            side={side}
            zoom={zoom}
            onZoom={setZoom}
            onSide={(chosen) => {
              setWanted(chosen);
              setLooked(chosen);
            }}
            onClose={close}
          />
          <div className={s.stage}>
            <PreviewStage key={`${row.id} ${side}`} row={row} side={side} zoom={zoom} />
          </div>
          <PreviewFoot row={row} side={side} at={at} total={ids.length} onGo={go} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Where the keyboard was, or the list when that is gone: a menu that opened the preview is. */
function backTo(before: HTMLElement | null): HTMLElement | null {
  const stays =
    before?.isConnected === true && before !== document.body && before.closest('[role=menu]') === null;
  return stays ? before : document.querySelector<HTMLElement>('[role=grid]');
}
