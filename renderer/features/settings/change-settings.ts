import {
  type AppSettings,
  type AppSettingsChange,
  changedSettings,
} from '../../../shared/model/app-settings.ts';
import type { ConvoyError } from '../../../shared/model/error.ts';
import { CallFailed } from '../../bridge/bridge.ts';
import type { App } from '../../store/store.ts';

/** Changes of one window that the engine has not answered yet, over the settings it answered last. */
interface Unanswered {
  confirmed: AppSettings;
  readonly changes: AppSettingsChange[];
}
const unanswered = new WeakMap<App, Unanswered>();

/**
 * Changes settings at once: the window shows the change before the engine has answered, and takes back only that
 * change when the engine refuses. Gives the refusal, or null.
 */
export async function changeSettings(app: App, change: AppSettingsChange): Promise<ConvoyError | null> {
  const { settings } = app.store.getState();
  const open = unanswered.get(app) ?? { confirmed: settings, changes: [] };
  unanswered.set(app, open);
  open.changes.push(change);
  app.store.setState({ settings: changedSettings(settings, change) });
  try {
    open.confirmed = await app.bridge.call('settings:change', { change });
    return null;
  } catch (failure) {
    if (failure instanceof CallFailed) return failure.error;
    throw failure;
  } finally {
    open.changes.splice(open.changes.indexOf(change), 1);
    if (open.changes.length === 0) unanswered.delete(app);
    app.store.setState({ settings: open.changes.reduce(changedSettings, open.confirmed) });
  }
}
