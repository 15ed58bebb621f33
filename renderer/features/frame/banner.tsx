import { useEffect, useState } from 'react';
import { useApp, useAppState } from '../../store/store.ts';
import { IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { announce } from '../../ui/live-region.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords } from '../../words/words.tsx';
import s from './banner.module.css';

/** Stands over the page while there is no converter to talk to, or when the queue was lost, until somebody has read it. */
export function Banner() {
  const words = useWords().app;
  const engine = useAppState((state) => state.engine);
  const connected = useConnected();
  const setAside = useAppState(({ queue }) => queue.setAside ?? null);
  const [read, setRead] = useState<string | null>(null);
  if (!connected) return <Line text={words.connectionLost} />;
  if (engine.state === 'failed') return <Line text={words.engineFailed} second={engine.message} />;
  if (setAside === null || setAside === read) return null;
  return (
    <Line text={words.queueSetAside} second={words.queueKeptAs(setAside)} onClose={() => setRead(setAside)} />
  );
}

interface LineProps {
  readonly text: string;
  readonly second?: string | null;
  /** Without it, it stays as long as what it says. */
  readonly onClose?: () => void;
}

function Line({ text, second = null, onClose }: LineProps) {
  const { close } = useWords().app.ui;
  return (
    <div role="alert" className={s.banner}>
      <Icon name="warn" />
      <span className={s.words} data-selectable="">
        <b className={s.text}>{text}</b> {second}
      </span>
      {onClose !== undefined && (
        <IconButton label={close} icon={<Icon name="x" />} className={s.close} onClick={onClose} />
      )}
    </div>
  );
}

/** False while a host that can go away is away. */
function useConnected(): boolean {
  const { bridge } = useApp();
  const [connected, setConnected] = useState(true);
  useEffect(() => bridge.onConnection?.((state) => setConnected(state === 'back')), [bridge]);
  return connected;
}

/** Says that the converter died and is back, and that the connection is. */
export function useEngineNews(): void {
  const { bridge } = useApp();
  const words = useWords().app;
  useEffect(() => {
    const offs = [
      bridge.on('engine:changed', ({ state, again }) => {
        if (state !== 'restarted') return;
        toast({ text: words.restarted, second: words.restartedAgain(again), tone: 'plain' });
        announce(words.restartedAloud(again), 'assertive');
      }),
      bridge.onConnection?.((state) => {
        if (state === 'back') announce(words.connectionBack);
      }),
    ];
    return () => {
      for (const off of offs) off?.();
    };
  }, [bridge, words]);
}
