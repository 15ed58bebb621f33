import type { App } from '../../store/store.ts';

export function goToQueue(app: App): void {
  app.store.setState({ place: { name: 'queue' } });
}

export function goToWatch(app: App): void {
  app.store.setState({ place: { name: 'watch' } });
}

export function goToHistory(app: App): void {
  app.store.setState({ place: { name: 'history' } });
}

export function goToConnections(app: App): void {
  app.store.setState({ place: { name: 'connections' } });
}

export function goToSettings(app: App): void {
  if (app.store.getState().place.name === 'settings') return;
  app.store.setState({ place: { name: 'settings', page: 'general' } });
}
