import type { AppState } from '../store/app-state.ts';

/** The tag that numbers are written by: the person's setting, else the system's, else the browser's. */
export function localeOf(state: Pick<AppState, 'settings' | 'hello'>): string {
  return state.settings.locale ?? state.hello?.locale ?? navigator.language;
}
