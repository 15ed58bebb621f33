import type { App } from '../../store/store.ts';
import { selectRow } from '../../store/view-actions.ts';
import { announce } from '../../ui/live-region.tsx';
import { toast } from '../../ui/toast.tsx';
import type { Words } from '../../words/en/index.ts';
import { countText } from '../../words/numbers.ts';
import { pickText } from '../drop/pick-files.ts';

/**
 * Adds the jobs of a file that the person chooses, and says what of it is no job. Rejects with a `CallFailed` when the
 * engine refuses all of it.
 */
export async function importJobs(app: App, words: Words, locale: string): Promise<void> {
  const text = await chosenText(app);
  if (text === null) return;
  const imported = await app.bridge.call('jobs:import', { text });
  const { added, refused, firstId } = imported;
  const w = words.history.import;
  const said = added === 0 ? w.none : w.added(added, countText(added, locale));
  if (firstId !== null) selectRow(app, firstId);
  announce(`${said}.`, 'polite');
  if (refused.length > 0) app.store.setState({ dialog: { name: 'jobs_refused', imported } });
  else toast(added === 0 ? { text: said, second: w.empty } : { text: said, tone: 'good' });
}

/** What is in the chosen file; null when none was chosen. */
async function chosenText(app: App): Promise<string | null> {
  if (app.store.getState().hello?.abilities.choose !== true) return pickText('.json,.jsonl,application/json');
  const { text } = await app.bridge.call('shell:choose', { what: 'jobs_file' });
  return text;
}
