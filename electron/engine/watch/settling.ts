/** Files whose size and time are watched until they have stayed the same for long enough. */

export interface SettlingFile {
  /** Below the folder of the rule, with `/`. */
  readonly path: string;
  readonly bytes: number;
  readonly mtime: number;
}

export interface Settling {
  has(path: string): boolean;
  get(path: string): SettlingFile | null;
  /** The file looks like this now. The wait begins again when that is something else than before. */
  see(file: SettlingFile, now: number): void;
  /** It is the same as before, and could not be taken all the same: it waits once more, each time longer. */
  postpone(path: string, now: number): void;
  drop(path: string): void;
  clear(): void;
  /** Files whose wait is over, longest waiting first. They stay in. */
  due(now: number): readonly SettlingFile[];
  /** Files of which nobody gives word, for a look at each in between; those that are not due. */
  waiting(now: number): readonly SettlingFile[];
  /** When the next wait is over; null when nothing waits. */
  next(): number | null;
  readonly size: number;
}

interface Waiting {
  readonly file: SettlingFile;
  readonly due: number;
  readonly postponed: number;
}

/** Milliseconds that a postponed file waits at most. */
const longest = 30_000;

/** @param stableMs milliseconds for which a file must stay the same */
export function createSettling(stableMs: number): Settling {
  const files = new Map<string, Waiting>();
  /** No wait is over before this time; found again when it has come. */
  let soonest = Number.POSITIVE_INFINITY;

  const put = (waiting: Waiting): void => {
    files.set(waiting.file.path, waiting);
    soonest = Math.min(soonest, waiting.due);
  };
  const findSoonest = (): void => {
    soonest = Number.POSITIVE_INFINITY;
    for (const { due } of files.values()) soonest = Math.min(soonest, due);
  };

  return {
    has: (path) => files.has(path),
    get: (path) => files.get(path)?.file ?? null,
    see(file, now) {
      const before = files.get(file.path);
      if (before?.file.bytes === file.bytes && before.file.mtime === file.mtime) return;
      put({ file, due: now + stableMs, postponed: 0 });
    },
    postpone(path, now) {
      const before = files.get(path);
      if (before === undefined) return;
      const wait = Math.min(longest, Math.max(1000, stableMs) * 2 ** before.postponed);
      put({ file: before.file, due: now + wait, postponed: before.postponed + 1 });
    },
    drop: (path) => void files.delete(path),
    clear() {
      files.clear();
      soonest = Number.POSITIVE_INFINITY;
    },
    due(now) {
      if (soonest > now) return [];
      const due = [...files.values()].filter((one) => one.due <= now).sort((a, b) => a.due - b.due);
      return due.map(({ file }) => file);
    },
    waiting: (now) => [...files.values()].filter((one) => one.due > now).map(({ file }) => file),
    next() {
      if (files.size === 0) return null;
      findSoonest();
      return soonest;
    },
    get size() {
      return files.size;
    },
  };
}
