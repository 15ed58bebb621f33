import { type StoreApi, createStore } from 'zustand/vanilla';
import type { App } from '../../store/store.ts';

/** Files that are on their way to a host that cannot see them. */
export interface Sending {
  readonly files: number;
  /** Bytes. */
  readonly sent: number;
  readonly total: number;
  readonly stop: () => void;
}

const perApp = new WeakMap<App, StoreApi<Sending | null>>();

/** What one window sends right now; null when nothing. */
export function sendingOf(app: App): StoreApi<Sending | null> {
  const known = perApp.get(app) ?? createStore<Sending | null>(() => null);
  perApp.set(app, known);
  return known;
}
