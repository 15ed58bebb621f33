import type { EngineEvent } from './doors/door.ts';

/**
 * Who hears what the engine does. Events are told in the middle of the work that they are about: a listener that fails
 * takes nothing from that work, nor from those that hear after it.
 */
export interface Listeners {
  readonly emit: (event: EngineEvent) => void;
  /** Returns the way to stop hearing. */
  readonly subscribe: (listener: (event: EngineEvent) => void) => () => void;
}

export function createListeners(): Listeners {
  const listeners = new Set<(event: EngineEvent) => void>();
  const emit = (event: EngineEvent): void => {
    for (const listener of listeners) {
      try {
        listener(event);
      } catch (error) {
        // Whoever fails to hear a line of the log would fail to hear this one as well.
        if (event.type === 'log') continue;
        emit({ type: 'log', id: null, line: `who hears of “${event.type}” has failed: ${String(error)}` });
      }
    }
  };
  return {
    emit,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
