import type { App } from './store.ts';
import type { WatchState } from './watch-state.ts';

/** Changes the part of the state that is about watch folders. */
export function setWatch(app: App, change: (watch: WatchState) => Partial<WatchState>): void {
  app.store.setState(({ watch }) => ({ watch: { ...watch, ...change(watch) } }));
}
