import { readInspector } from './features/frame/index.ts';
import { addPaths } from './features/drop/index.ts';
import { listenToCommands } from './keyboard/listen.ts';
import type { Bridge } from './bridge/bridge.ts';
import { connect } from './store/connect.ts';
import { type App, createApp, emptyState } from './store/store.ts';
import { readGrouped } from './store/view-memory.ts';

/** Makes the app on a bridge and keeps it up to date; gives the way to end it. */
export function startApp(bridge: Bridge): { readonly app: App; readonly stop: () => void } {
  const { open, width } = readInspector();
  const inspector = { ...emptyState.inspector, open, ...(width === null ? {} : { width }) };
  const view = { ...emptyState.view, grouped: readGrouped() };
  const app = createApp(bridge, { inspector, view });
  let disconnect = connect(app);
  const offs = [
    // Events of the time without a connection are lost, so everything is asked again.
    bridge.onConnection?.((state) => {
      if (state === 'lost') return;
      disconnect();
      disconnect = connect(app);
    }),
    bridge.on('shell:asked', (asked) => {
      if (asked.what === 'add') void addPaths(app, asked.paths);
    }),
    listenToCommands(app),
  ];
  return {
    app,
    stop: () => {
      disconnect();
      for (const off of offs) off?.();
    },
  };
}
