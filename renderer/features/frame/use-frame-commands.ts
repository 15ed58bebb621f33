import { showDetails } from '../../store/history-actions.ts';
import { useApp } from '../../store/store.ts';
import { goToRegion } from '../../keyboard/regions.ts';
import { useCommand } from '../../keyboard/use-command.ts';
import { chooseFiles, chooseFolder } from '../drop/index.ts';
import { goToConnections, goToHistory, goToQueue, goToSettings, goToWatch } from './places.ts';

/** Commands that the window itself does, wherever one is in it. */
export function useFrameCommands(): void {
  const app = useApp();
  /** The history has nothing but details beside its list. */
  const inHistory = (): boolean => app.store.getState().place.name === 'history';
  const inspector = (change: (now: { open: boolean; tab: 'options' | 'details' }) => object) =>
    app.store.setState((state) => ({ inspector: { ...state.inspector, ...change(state.inspector) } }));
  useCommand('add_files', () => void chooseFiles(app));
  useCommand('add_folder', () => void chooseFolder(app));
  useCommand('place_1', () => goToQueue(app));
  useCommand('place_2', () => goToWatch(app));
  useCommand('place_3', () => goToHistory(app));
  useCommand('place_4', () => goToConnections(app));
  useCommand('settings', () => goToSettings(app));
  useCommand('inspector', () => {
    if (inHistory()) showDetails(app, (shown) => !shown);
    else inspector(({ open }) => ({ open: !open }));
  });
  useCommand('details', () => {
    if (inHistory()) showDetails(app, (shown) => !shown);
    else
      inspector(({ open, tab }) =>
        open && tab === 'details' ? { tab: 'options' } : { open: true, tab: 'details' },
      );
  });
  useCommand('region_next', () => goToRegion(1));
  useCommand('region_previous', () => goToRegion(-1));
}
