import type { App } from '../store/store.ts';
import type { CommandId } from './shortcuts.ts';

/** What commands do at the moment: each part of the window registers what it can do while it is there. */
export interface Commands {
  /** Registers what a command does until the returned function is called. The latest registration wins. */
  readonly register: (id: CommandId, run: () => void) => () => void;
  /** Does it; false when nothing in the window can right now. */
  readonly run: (id: CommandId) => boolean;
  readonly can: (id: CommandId) => boolean;
}

function createCommands(): Commands {
  const known = new Map<CommandId, (() => void)[]>();
  const last = (id: CommandId) => known.get(id)?.at(-1);
  return {
    register(id, run) {
      known.set(id, [...(known.get(id) ?? []), run]);
      return () => {
        known.set(
          id,
          (known.get(id) ?? []).filter((one) => one !== run),
        );
      };
    },
    run(id) {
      const run = last(id);
      run?.();
      return run !== undefined;
    },
    can: (id) => last(id) !== undefined,
  };
}

const perApp = new WeakMap<App, Commands>();

/** The commands of one window. */
export function commandsOf(app: App): Commands {
  const known = perApp.get(app) ?? createCommands();
  perApp.set(app, known);
  return known;
}
