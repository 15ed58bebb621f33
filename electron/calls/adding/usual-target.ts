import type { Choice, Target } from '../../../shared/ipc/contract.ts';
import type { AppSettings } from '../../../shared/model/app-settings.ts';
import { outputIn } from '../../../shared/model/connection.ts';
import type { Engine } from '../../engine/index.ts';

/** Where the results of files go that a person adds. */

const here: Target = { output: null, connection: null };

/** What the settings say; this computer, too, when their connection is gone. */
export async function usualTarget(
  { connections }: Pick<Engine, 'connections'>,
  { outputConnection }: Pick<AppSettings, 'outputConnection'>,
): Promise<Target> {
  if (outputConnection === null) return here;
  const views = await connections.list();
  const found = views.find((view) => view.connection.id === outputConnection.id)?.connection;
  return found === undefined
    ? here
    : { output: outputIn(found, outputConnection.folder), connection: found.name };
}

/** What a choice or a preset says before what is usual. An output without a connection needs none. */
export function targetOf(
  { output, connection }: Pick<Choice, 'output' | 'connection'>,
  usual: Target,
): Target {
  return output === null && connection === undefined ? usual : { output, connection: connection ?? null };
}
