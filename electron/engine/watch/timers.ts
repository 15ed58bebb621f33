/** Timers by name: one of a name at a time, and none after the end. */
export interface Timers<Name extends string> {
  /** Takes the place of the one that waits under this name. */
  set(name: Name, ms: number, work: () => void): void;
  waits(name: Name): boolean;
  clear(name: Name): void;
  /** Nothing begins any more. */
  close(): void;
}

export function createTimers<Name extends string>(): Timers<Name> {
  const timers = new Map<Name, NodeJS.Timeout>();
  let closed = false;
  const clear = (name: Name): void => {
    clearTimeout(timers.get(name));
    timers.delete(name);
  };
  return {
    set(name, ms, work) {
      clear(name);
      if (closed) return;
      const timer = setTimeout(() => {
        timers.delete(name);
        work();
      }, ms);
      timers.set(name, timer);
    },
    waits: (name) => timers.has(name),
    clear,
    close() {
      closed = true;
      [...timers.keys()].forEach(clear);
    },
  };
}
