import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { defaultAppSettings } from '../../shared/model/app-settings.ts';
import type { Bridge } from '../bridge/bridge.ts';
import type { AppState } from './app-state.ts';
import { noConnections } from './connections-state.ts';
import { noHistory } from './history-state.ts';
import { noWatch } from './watch-state.ts';

/** The store of one window and the bridge it lives on. Actions are functions of their modules that take it. */
export interface App {
  readonly store: StoreApi<AppState>;
  readonly bridge: Bridge;
}

export const emptyState: AppState = {
  hello: null,
  rows: { byId: new Map(), order: [], revision: 0 },
  loaded: false,
  queue: {
    paused: 'no',
    active: false,
    waits: null,
    lanes: { video: 1, still: 1, audio: 1, copy: 2, transfer: 3 },
  },
  engine: { state: 'starting', again: 0, message: null },
  settings: defaultAppSettings,
  presets: [],
  tools: null,
  watch: noWatch,
  history: noHistory,
  connections: noConnections,
  place: { name: 'queue' },
  view: {
    filter: 'all',
    search: '',
    sort: 'queue',
    descending: false,
    grouped: false,
    folded: new Set(),
  },
  selection: { ids: new Set(), anchor: null, focus: null },
  next: null,
  nextTarget: null,
  inspector: { open: true, tab: 'options', width: 344 },
  dialog: null,
};

export function createApp(bridge: Bridge, initial: Partial<AppState> = {}): App {
  return { bridge, store: createStore<AppState>(() => ({ ...emptyState, ...initial })) };
}

export const AppContext = createContext<App | null>(null);

/** The app that the component lives in. */
export function useApp(): App {
  const app = useContext(AppContext);
  if (app === null) throw new Error('a component of the window is rendered outside of it');
  return app;
}

/** A part of the state; the component renders again only when that part is another value. */
export function useAppState<T>(select: (state: AppState) => T): T {
  return useStore(useApp().store, select);
}
