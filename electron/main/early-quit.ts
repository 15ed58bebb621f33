import { app } from 'electron';
import type { EngineLink } from './host-supervisor.ts';

/** Milliseconds that the engine has to stop its tools before its process is ended. */
export const closeLimit = 6000;

/**
 * What happens when the app ends before `quit.ts` is there to arrange it: the engine works already, because it is started
 * first, so it is ended in good order here as well.
 *
 * @param engine rejects when the app cannot start; then it ends by itself
 * @param arranged true as soon as somebody else sees to the end
 */
export function arrangeEarlyQuit(engine: Promise<EngineLink>, arranged: () => boolean): void {
  let ending = false;
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!arranged()) app.quit();
    });
  }
  app.on('will-quit', (event) => {
    if (arranged() && !ending) return;
    event.preventDefault();
    if (ending) return;
    ending = true;
    void engine.then((link) => link.close(closeLimit)).finally(() => app.exit(0));
  });
}
