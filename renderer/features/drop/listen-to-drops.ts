import type { Choice } from '../../../shared/ipc/contract.ts';
import type { App } from '../../store/store.ts';
import { toast } from '../../ui/toast.tsx';
import { spokenLanguage } from '../../words/language.ts';
import { addPaths, choiceOf, sendAndAdd } from './add-files.ts';
import { type Dragged, draggedOf, linkType } from './dragged.ts';
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
const dropPreset = 'data-drop-preset';
/** Elements that make a watch rule of a dropped folder carry this attribute. */
export const dropWatch = 'data-drop-watch';

/**
 * Makes the whole window take files that are dropped or pasted; `onHover` hears what hangs over it. Fields that take a
 * file themselves handle the event first. Returns the way to stop.
 */
export function listenToDrops(app: App, onHover: (hovering: Hovering | null) => void): () => void {
  let depth = 0;
  /** What is dragged began in this window: a link or a picture of ours is nothing to convert. */
  let isOurs = false;
  const carried = ({ dataTransfer }: DragEvent): Dragged | null => (isOurs ? null : draggedOf(dataTransfer));
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
    const dragged = carried(event);
    if (dragged === null || event.dataTransfer === null || event.defaultPrevented) return;
    // Without this the browser would open the file in place of the window.
    event.preventDefault();
    if (isDialogOpen()) {
      event.dataTransfer.dropEffect = 'none';
      return;
    }
    event.dataTransfer.dropEffect = event.dataTransfer.effectAllowed === 'link' ? 'link' : 'copy';
    onHover({ dragged, presetId: presetAt(event), onto: ontoAt(event) });
  };
  const enter = (event: DragEvent) => {
    if (carried(event) === null) return;
    depth += 1;
    over(event);
  };
  const leave = (event: DragEvent) => {
    if (carried(event) === null) return;
    depth = Math.max(0, depth - 1);
    if (depth === 0) onHover(null);
  };
  const end = () => {
    depth = 0;
    onHover(null);
  };
  const begin = (event: DragEvent) => {
    // Called off, or handed to the system, which drags files then.
    isOurs = !event.defaultPrevented;
  };
  const endOfOurs = () => {
    isOurs = false;
    end();
  };
  /** A row that is gone before it is dropped says no end. */
  const pressed = () => {
    isOurs = false;
  };
  const drop = (event: DragEvent) => {
    const taken = event.defaultPrevented;
    const transfer = event.dataTransfer;
    end();
    if (taken || transfer === null || carried(event) === null) return;
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
  window.addEventListener('dragstart', begin, { signal });
  window.addEventListener('pointerdown', pressed, { signal });
  window.addEventListener('dragend', endOfOurs, { signal });
  window.addEventListener('paste', paste, { signal });
  return () => listening.abort();
}

/** Adds what a drop or a paste carries. What lies in it has to be read before this returns. */
function take(app: App, transfer: DataTransfer, choice: Choice | undefined): void {
  const words = spokenLanguage().words.app;
  const files = Array.from(transfer.files);
  const links = readPasted(transfer.getData(linkType));
  const paths = app.bridge.pathsOf(files);
  // A picture that is dragged out of a page comes as a link and as a file that lies nowhere.
  if (links.length > 0 && (paths ?? files).length === 0) {
    void addPaths(app, links, choice);
    return;
  }
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
  const named = readPasted(text);
  if (named.length > 0) void addPaths(app, named);
  else toast({ text: words.nothingToPaste });
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, [contenteditable]') !== null;

const isDialogOpen = (): boolean => document.querySelector('[data-modal]') !== null;
