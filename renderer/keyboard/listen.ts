import type { App } from '../store/store.ts';
import { commandsOf } from './commands.ts';
import { counts, keyTarget } from './key-target.ts';
import { type CommandId, commandIds, isMac, shortcutOf } from './shortcuts.ts';

/** Makes keys and the menus of the system run commands; returns the way to stop. */
export function listenToCommands(app: App): () => void {
  const commands = commandsOf(app);
  const mac = isMac();

  const press = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const shortcut = shortcutOf(event, mac);
    if (shortcut === null) return;
    const target = keyTarget(event.target instanceof Element ? event.target : null);
    if (!counts(shortcut.scope, target)) return;
    if (commands.run(shortcut.id)) event.preventDefault();
  };

  const stopHearing = app.bridge.on('shell:asked', (asked) => {
    if (asked.what === 'command' && isCommand(asked.id)) commands.run(asked.id);
  });
  document.addEventListener('keydown', press);
  return () => {
    stopHearing();
    document.removeEventListener('keydown', press);
  };
}

const isCommand = (id: string): id is CommandId => (commandIds as readonly string[]).includes(id);
