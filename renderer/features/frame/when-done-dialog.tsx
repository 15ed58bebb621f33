import { useEffect, useState } from 'react';
import type { EventOf } from '../../../shared/ipc/contract.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { announce } from '../../ui/live-region.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { countText } from '../../words/numbers.ts';
import { useLocale, useWords } from '../../words/words.tsx';

type Action = Extract<EventOf<'shell:asked'>, { what: 'when_done' }>['action'];
interface Countdown {
  readonly action: Action;
  readonly left: number;
}

/** Counts down to quitting, sleeping or shutting down after the last file. New work and Cancel both stop it. */
export function WhenDoneDialog() {
  const app = useApp();
  const words = useWords();
  const { app: w } = words;
  const locale = useLocale();
  const [countdown, setCountdown] = useState<Countdown | null>(null);
  const active = useAppState((state) => state.queue.active);
  const wanted = useAppState((state) => state.settings.whenDone);
  const counting = countdown !== null;

  useEffect(
    () =>
      app.bridge.on('shell:asked', (asked) => {
        if (asked.what === 'when_done') setCountdown({ action: asked.action, left: asked.seconds });
      }),
    [app],
  );
  useEffect(() => {
    if (!counting) return undefined;
    const timer = setInterval(
      () => setCountdown((now) => (now === null || now.left <= 1 ? null : { ...now, left: now.left - 1 })),
      1000,
    );
    return () => clearInterval(timer);
  }, [counting]);

  if (countdown === null || active || wanted !== countdown.action) return null;
  const stop = () => {
    setCountdown(null);
    announce(w.whenDoneStopped);
    void app.bridge.call('shell:cancel_when_done', null);
  };
  return (
    <Dialog
      open
      role="alertdialog"
      onClose={stop}
      title={w.whenDoneIn[countdown.action](words.units.seconds(countText(countdown.left, locale)))}
      foot={
        <Button variant="primary" data-first-stop="" onClick={stop}>
          {words.app.ui.cancel}
        </Button>
      }
    >
      {w.whenDoneWhy}
    </Dialog>
  );
}
