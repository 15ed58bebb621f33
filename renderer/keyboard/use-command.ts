import { useEffect, useRef } from 'react';
import { useApp } from '../store/store.ts';
import { commandsOf } from './commands.ts';
import type { CommandId } from './shortcuts.ts';

/** Says what a command does while the component is there and `enabled`. The key itself is in `shortcuts.ts`. */
export function useCommand(id: CommandId, run: () => void, enabled = true): void {
  const app = useApp();
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!enabled) return undefined;
    return commandsOf(app).register(id, () => latest.current());
  }, [app, id, enabled]);
}
