import type { WatchedFile } from '../../shared/model/watch.ts';
import { batchesOf } from './rows/broadcaster.ts';

/**
 * Tells windows which files of watched folders changed. A file that changes often is told as it is when its turn
 * comes; thousands that come at once are told in turns, so that calls are answered in between.
 */
export interface SeenFiles {
  changed(files: readonly WatchedFile[]): void;
  close(): void;
}

/** Milliseconds between a change and its batch, and between two turns. */
export const seenDelay = 100;
/** Files that are told in one turn. */
const filesATurn = 400;

export function createSeenFiles(send: (files: readonly WatchedFile[]) => void): SeenFiles {
  const waiting = new Map<string, WatchedFile>();
  let timer: NodeJS.Timeout | null = null;
  const flush = (): void => {
    timer = null;
    const turn: WatchedFile[] = [];
    for (const [key, file] of waiting) {
      if (turn.length >= filesATurn) break;
      waiting.delete(key);
      turn.push(file);
    }
    if (waiting.size > 0) timer = setTimeout(flush, seenDelay);
    for (const batch of batchesOf(turn)) send(batch);
  };
  return {
    changed(files) {
      for (const file of files) waiting.set(`${file.ruleId}\n${file.path}`, file);
      if (waiting.size > 0) timer ??= setTimeout(flush, seenDelay);
    },
    close() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      waiting.clear();
    },
  };
}
