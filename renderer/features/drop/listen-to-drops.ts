import type { Choice } from '../../../shared/ipc/contract.ts';
import type { App } from '../../store/store.ts';
import { toast } from '../../ui/toast.tsx';
import { spokenLanguage } from '../../words/language.ts';
import { addPaths, choiceOf, sendAndAdd } from './add-files.ts';
import { type Dragged, draggedOf } from './dragged.ts';
import { readPasted } from './pasted-text.ts';
import { uploadOf } from './pick-files.ts';
import { sayRefusal } from './report.ts';
import { entriesOf, walkEntries } from './walk-entries.ts';
import { watchDropped } from './watch-dropped.ts';

/** What hangs over the window, and the preset it is over. */
export interface Hovering {
  readonly dragged: Dragged;
  readonly presetId: string | null;
  /** What becomes of it: files in the queue, or the folder of a new watch rule. */
  readonly onto: 'queue' | 'watch';
}

/** Elements that are a preset to drop on carry its id in this attribute. */
export const dropPreset = 'data-drop-preset';
/** Elements that make a watch rule of a dropped folder carry this attribute. */
export const dropWatch = 'data-drop-watch';

/**
 * Makes the whole window take files that are dropped or pasted; `onHover` hears what hangs over it. Fields that take a
 * file themselves handle the event first. Returns the way to stop.
 */
export function listenToDrops(app: App, onHover: (hovering: Hovering | null) => void): () => void {
  let depth = 0;
  const presetAt = (event: Event): string | null =>
    event.target instanceof Element
      ? (event.target.closest(`[${dropPreset}]`)?.getAttribute(dropPreset) ?? null)
      : null;

  /** On the page of the watch folders everything but the other places begins a rule. */
  const ontoAt = (event: Event): 'queue' | 'watch' => {
    if (!(event.target instanceof Element)) return 'queue';
    const onPage = app.store.getState().place.name === 'watch' && event.target.closest('nav') === null;
    return onPage || event.target.closest(`[${dropWatch}]`) !== null ? 'watch' : 'queue';
  };

  const over = (event: DragEvent) => {
    const dragged = draggedOf(event.dataTransfer);
    if (dragged === null || event.dataTransfer === null || event.defaultPrevented) return;
    // Without this the browser would open the file in place of the window.
    event.preventDefault();
    if (isDialogOpen()) {
      event.dataTransfer.dropEffect = 'none';
      return;
    }
    event.dataTransfer.dropEffect = 'copy';
    onHover({ dragged, presetId: presetAt(event), onto: ontoAt(event) });
  };
  const enter = (event: DragEvent) => {
    if (draggedOf(event.dataTransfer) === null) return;
    depth += 1;
    over(event);
  };
  const leave = (event: DragEvent) => {
    if (draggedOf(event.dataTransfer) === null) return;
    depth = Math.max(0, depth - 1);
    if (depth === 0) onHover(null);
  };
  const end = () => {
    depth = 0;
    onHover(null);
  };
  const drop = (event: DragEvent) => {
    const taken = event.defaultPrevented;
    const transfer = event.dataTransfer;
    end();
    if (taken || transfer === null || draggedOf(transfer) === null) return;
    event.preventDefault();
    if (isDialogOpen()) return;
    if (ontoAt(event) === 'watch') {
      watchDropped(app, transfer);
      return;
    }
    const preset = app.store.getState().presets.find(({ id }) => id === presetAt(event));
    take(app, transfer, preset === undefined ? undefined : choiceOf(preset));
  };
  const paste = (event: ClipboardEvent) => {
    if (event.defaultPrevented || isTyping(event.target) || isDialogOpen() || event.clipboardData === null)
      return;
    event.preventDefault();
    if (event.clipboardData.files.length > 0) take(app, event.clipboardData, undefined);
    else takeText(app, event.clipboardData.getData('text/plain'));
  };

  const listening = new AbortController();
  const { signal } = listening;
  window.addEventListener('dragenter', enter, { signal });
  window.addEventListener('dragover', over, { signal });
  window.addEventListener('dragleave', leave, { signal });
  window.addEventListener('drop', drop, { signal });
  window.addEventListener('dragend', end, { signal });
  window.addEventListener('paste', paste, { signal });
  return () => listening.abort();
}

/** Adds what a drop or a paste carries. What lies in it has to be read before this returns. */
function take(app: App, transfer: DataTransfer, choice: Choice | undefined): void {
  const words = spokenLanguage().words.app;
  const files = Array.from(transfer.files);
  const paths = app.bridge.pathsOf(files);
  if (paths !== null) {
    const lost = files.length - paths.length;
    if (lost > 0) toast({ text: words.filesNotAdded(lost), second: words.noPlace, tone: 'warn' });
    if (paths.length > 0) void addPaths(app, paths, choice);
    return;
  }
  const entries = entriesOf(transfer.items);
  // Pasted files have no entries in some browsers.
  const found = entries.length > 0 ? walkEntries(entries) : Promise.resolve(files.map(uploadOf));
  void found
    .then((uploads) => sendAndAdd(app, uploads, choice))
    .catch((reason: unknown) => sayRefusal(reason, words.notAdded));
}

function takeText(app: App, text: string): void {
  const words = spokenLanguage().words.app;
  const { paths, addresses } = readPasted(text);
  if (addresses.length > 0) toast({ text: words.noAddresses, second: words.noAddressesHint, tone: 'warn' });
  if (paths.length > 0) void addPaths(app, paths);
  if (paths.length + addresses.length === 0) toast({ text: words.nothingToPaste });
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, [contenteditable]') !== null;

const isDialogOpen = (): boolean => document.querySelector('[data-modal]') !== null;
