import { useEffect, useState } from 'react';
import type { ApiView } from '../../../shared/ipc/api-calls.ts';
import { CallFailed } from '../../bridge/bridge.ts';
import { useApp } from '../../store/store.ts';

export interface ApiProps {
  /** Null until the host has answered. */
  readonly view: ApiView | null;
}

/** The job API as the host runs it, asked again whenever that changes; null until it has answered. */
export function useApi(): ApiView | null {
  const app = useApp();
  const [view, setView] = useState<ApiView | null>(null);
  useEffect(() => {
    let over = false;
    const ask = async (): Promise<void> => {
      try {
        const answer = await app.bridge.call('api:get', null);
        if (!over) setView(answer);
      } catch (failure) {
        // The window says by itself that the engine is gone; what was known stays.
        if (!(failure instanceof CallFailed)) throw failure;
      }
    };
    void ask();
    const off = app.bridge.on('api:changed', () => void ask());
    return () => {
      over = true;
      off();
    };
  }, [app]);
  return view;
}
