import { CallFailed } from '../bridge/bridge.ts';
import { loadConnections, showConnections } from './connections-actions.ts';
import { nextFrame } from './next-frame.ts';
import { followRows } from './row-feed.ts';
import type { App } from './store.ts';
import { followWatch } from './watch-feed.ts';

/**
 * Fills the store from the host and keeps it up to date. Hears events before it asks for anything, so nothing falls
 * between an answer and the first event. When the engine comes back after it died, everything is asked again. Gives the
 * way to disconnect.
 */
export function connect(app: App): () => void {
  const { bridge, store } = app;
  let begun = 0;
  /** True when something was asked in vain: it is asked again when the engine is ready. */
  let lost = false;
  let stopped = false;
  let callOff: (() => void) | null = null;

  const failed = (reason: unknown): void => {
    lost = true;
    // The host has said it already, with what can be done.
    if (store.getState().engine.state === 'failed') return;
    store.setState({ engine: { state: 'failed', again: 0, message: messageOf(reason) } });
  };
  const rows = followRows(app, failed);
  const watch = followWatch(app);

  async function start(): Promise<void> {
    begun += 1;
    const mine = begun;
    lost = false;
    try {
      await Promise.all([
        bridge.call('shell:hello', null).then((hello) => store.setState({ hello })),
        bridge.call('settings:get', null).then((settings) => store.setState({ settings })),
        bridge.call('presets:list', null).then((presets) => store.setState({ presets })),
        bridge.call('queue:state', null).then((queue) => store.setState({ queue })),
        rows.load(),
        watch.load(),
      ]);
    } catch (reason) {
      if (mine === begun) failed(reason);
      return;
    }
    if (mine !== begun) return;
    const { engine } = store.getState();
    if (engine.state === 'starting' || engine.state === 'failed')
      store.setState({ engine: { state: 'ready', again: 0, message: null } });
    // Tools are tested by running them: that is left until the list has been drawn, which the next frame does.
    callOff = nextFrame(() => {
      callOff = nextFrame(() => {
        void askTools();
        void loadConnections(app);
      });
    });
  }

  /** The list shows without them; what needs them asks again or says what is missing. */
  async function askTools(): Promise<void> {
    const tools = await bridge.call('tools:list', null).catch(() => null);
    if (tools !== null && !stopped) store.setState({ tools });
  }

  const offs = [
    bridge.on('queue:changed', (queue) => store.setState({ queue })),
    bridge.on('presets:changed', (presets) => store.setState({ presets })),
    bridge.on('settings:changed', (settings) => store.setState({ settings })),
    bridge.on('tools:changed', () => void askTools()),
    bridge.on('connections:changed', (views) => showConnections(app, views)),
    bridge.on('engine:changed', (engine) => {
      store.setState({ engine });
      if (engine.state === 'restarted' || (engine.state === 'ready' && lost)) void start();
    }),
  ];
  void start();

  return () => {
    stopped = true;
    begun += 1;
    callOff?.();
    rows.stop();
    watch.stop();
    for (const off of offs) off();
  };
}

function messageOf(reason: unknown): string {
  return reason instanceof CallFailed ? reason.error.message : String(reason);
}
