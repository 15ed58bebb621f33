import type { Output } from '../../shared/ipc/contract.ts';
import type { Row } from '../../shared/ipc/row.ts';
import type { Priority } from '../../shared/model/priority.ts';
import type { RowTable } from './app-state.ts';
import { settleEdits } from './pending-edits.ts';
import { abilitiesOf } from './row-state.ts';
import type { App } from './store.ts';
import { type Undo, remember } from './undo.ts';

/**
 * What a person does to files in the queue. Each asks the engine and changes nothing here: what came of it arrives as
 * patches. They reject with a `CallFailed` when the engine refuses.
 */

type Ids = readonly string[];
type Retried = Output<'jobs:retry'>;

/** Starts files that wait for it, with all that was changed about them; null = all of them. */
export async function startFiles(app: App, ids: Ids | null): Promise<void> {
  await settleEdits(app);
  await app.bridge.call('queue:start', { ids: ids === null ? null : [...ids] });
  if (app.store.getState().queue.paused !== 'no') await app.bridge.call('queue:resume', null);
}

/** `after`: what runs ends, nothing new begins · `now`: what runs stands still. */
export async function pauseQueue(app: App, mode: 'after' | 'now'): Promise<void> {
  await app.bridge.call('queue:pause', { mode });
}

export async function resumeQueue(app: App): Promise<void> {
  await app.bridge.call('queue:resume', null);
}

export async function cancelFiles(app: App, ids: Ids): Promise<void> {
  await app.bridge.call('jobs:cancel', { ids: [...ids] });
}

/** Runs ended files again; those that cannot be are named. */
export async function retryFiles(app: App, ids: Ids): Promise<Retried> {
  return app.bridge.call('jobs:retry', { ids: [...ids] });
}

export async function holdFiles(app: App, ids: Ids): Promise<void> {
  await app.bridge.call('jobs:hold', { ids: [...ids] });
}

export async function releaseFiles(app: App, ids: Ids): Promise<void> {
  await app.bridge.call('jobs:release', { ids: [...ids] });
}

/** What was taken out of the list, and the way back if there is one. */
export interface Removed {
  readonly count: number;
  readonly undo: Undo | null;
}

/** Takes files out of the list, running ones after they stopped. Results stay on disk. */
export async function removeFiles(app: App, ids: Ids): Promise<Removed> {
  return removed(app, await app.bridge.call('jobs:remove', { ids: [...ids] }));
}

/** Takes out what has ended; with `all` also what failed. */
export async function clearFinished(app: App, all: boolean): Promise<Removed> {
  return removed(app, await app.bridge.call('queue:clear_finished', { all }));
}

function removed(app: App, answer: Output<'jobs:remove'>): Removed {
  const { token } = answer;
  if (token === null) return { count: answer.removed, undo: null };
  const undo = remember(app, async () => {
    await app.bridge.call('jobs:restore', { token });
  });
  return { count: answer.removed, undo };
}

export async function moveFiles(app: App, ids: Ids, before: string | null): Promise<void> {
  await app.bridge.call('jobs:move', { ids: [...ids], before });
}

/** Puts files that wait behind all others of a priority. */
export async function prioritizeFiles(app: App, ids: Ids, priority: Priority): Promise<void> {
  await app.bridge.call('jobs:prioritize', { ids: [...ids], priority });
}

/** Where files go by one step: the row they are put before, null for the end, undefined when they cannot move. */
export function stepTarget(
  rows: RowTable,
  ids: ReadonlySet<string>,
  step: 'up' | 'down' | 'next',
): string | null | undefined {
  const { order } = rows;
  if (step === 'next') return firstInLine(rows, ids);
  const places = order.flatMap((id, i) => (ids.has(id) ? [i] : []));
  const [first, last] = [places[0], places.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  if (step === 'up') return first === 0 ? undefined : order[first - 1];
  return last === order.length - 1 ? undefined : (order[last + 2] ?? null);
}

/** The first queued row that is not among the given ones. */
function firstInLine(rows: RowTable, ids: ReadonlySet<string>): string | null | undefined {
  const queued = rows.order.filter((id) => rows.byId.get(id)?.status === 'queued');
  const first = queued.find((id) => !ids.has(id));
  const already = queued.slice(0, ids.size).every((id) => ids.has(id));
  return already ? undefined : first;
}

/** Puts jobs as JSON, as any door takes it, on the clipboard. */
export async function copyAsJson(app: App, ids: Ids): Promise<void> {
  const { text } = await app.bridge.call('jobs:export', { ids: [...ids] });
  await app.bridge.call('shell:copy', { text });
}

/** Most jobs whose commands one call gives. */
const commandsAtOnce = 100;

/** Puts the exact commands on the clipboard, one a line. */
export async function copyAsCommand(app: App, ids: Ids): Promise<void> {
  const parts: string[] = [];
  for (let at = 0; at < ids.length; at += commandsAtOnce) {
    const { text } = await app.bridge.call('jobs:command', { ids: ids.slice(at, at + commandsAtOnce) });
    parts.push(text);
  }
  await app.bridge.call('shell:copy', { text: parts.join('\n') });
}

/** Puts the link to an uploaded result on the clipboard. Gives when it expires, in Unix milliseconds; null = never. */
export async function copyLink(app: App, id: string): Promise<number | null> {
  const { url, expiresAt } = await app.bridge.call('jobs:link', { id, seconds: null });
  await app.bridge.call('shell:copy', { text: url });
  return expiresAt;
}

/** Opens the link to an uploaded result, in a browser in a page of its own that knows nothing of this one. */
export async function openLink(app: App, id: string): Promise<void> {
  if (app.store.getState().hello?.host !== 'web') {
    await app.bridge.call('shell:open_link', { id });
    return;
  }
  const { url } = await app.bridge.call('jobs:link', { id, seconds: null });
  if (!/^https?:\/\//i.test(url)) return;
  const link = { href: url, target: '_blank', rel: 'noopener noreferrer' };
  Object.assign(document.createElement('a'), link).click();
}

/** Opens the result with the system's program, or the original when there is no result; in a browser, in a new page. */
export async function openFile(app: App, row: Row): Promise<void> {
  if (app.store.getState().hello?.host === 'web') {
    window.open(app.bridge.mediaUrl({ what: 'file', id: row.id, of: shownSide(row) }), '_blank', 'noopener');
    return;
  }
  await app.bridge.call('shell:open', { id: row.id, which: shownSide(row) });
}

/** Shows the result in the system's file manager, or the original when there is no result. */
export async function showFile(app: App, row: Row): Promise<void> {
  await app.bridge.call('shell:show', { id: row.id, which: shownSide(row) });
}

const shownSide = (row: Row): 'input' | 'result' => (abilitiesOf(row).openResult ? 'result' : 'input');

/** Most results that leave the window in one drag. */
const draggedAtOnce = 200;

/** Lets results be dragged out of the window; called while the drag begins. */
export async function dragResults(app: App, ids: Ids): Promise<void> {
  await app.bridge.call('shell:drag_result', { ids: ids.slice(0, draggedAtOnce) });
}
