import type { Choice, Target } from '../../shared/ipc/contract.ts';
import type { AppSettings } from '../../shared/model/app-settings.ts';
import { type ConnectionView, outputIn } from '../../shared/model/connection.ts';
import type { AppState } from './app-state.ts';

/** Where the next files go, as the host will decide it: a choice before the settings, the settings before this computer. */

/** This computer, as the settings say. */
export const here: Target = { output: null, connection: null };

/** The connection that the settings name: undefined = it is gone, null = they name none or nothing is known yet. */
export function usualConnection(
  { outputConnection }: Pick<AppSettings, 'outputConnection'>,
  views: readonly ConnectionView[] | null,
): ConnectionView['connection'] | null | undefined {
  if (outputConnection === null || views === null) return null;
  return views.find(({ connection }) => connection.id === outputConnection.id)?.connection;
}

/** What the settings say; this computer when their connection is gone. */
export function usualTarget({ settings, connections }: Pick<AppState, 'settings' | 'connections'>): Target {
  const found = usualConnection(settings, connections.views);
  if (found === null || found === undefined) return here;
  return { output: outputIn(found, settings.outputConnection?.folder ?? null), connection: found.name };
}

/** True when a choice says itself where results go. */
export const saysTarget = ({ output, connection }: Pick<Choice, 'output' | 'connection'>): boolean =>
  output !== null || connection !== undefined;
