import type { App } from '../store/store.ts';
import { commandsOf } from './commands.ts';
import { counts, keyTarget } from './key-target.ts';
import { type CommandId, commandIds, isMac, shortcutOf } from './shortcuts.ts';

/** Makes keys and the menus of the system run commands; returns the way to stop. */
export function listenToCommands(app: App): () => void {
  const commands = commandsOf(app);
  const mac = isMac();

  /** Hears keys before the controls that they are pressed on, and those that no control wanted after them. */
  const press = (early: boolean) => (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const shortcut = shortcutOf(event, mac);
    if (shortcut === null || (shortcut.early ?? false) !== early) return;
    const target = keyTarget(event.target instanceof Element ? event.target : null);
    if (!counts(shortcut.scope, target)) return;
    if (!commands.run(shortcut.id)) return;
    event.preventDefault();
    if (early) event.stopPropagation();
  };
  const [before, after] = [press(true), press(false)];

  const stopHearing = app.bridge.on('shell:asked', (asked) => {
    if (asked.what === 'command' && isCommand(asked.id)) commands.run(asked.id);
  });
  document.addEventListener('keydown', before, { capture: true });
  document.addEventListener('keydown', after);
  return () => {
    stopHearing();
    document.removeEventListener('keydown', before, { capture: true });
    document.removeEventListener('keydown', after);
  };
}

const isCommand = (id: string): id is CommandId => (commandIds as readonly string[]).includes(id);
