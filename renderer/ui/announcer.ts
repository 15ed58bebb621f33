/** Polite messages come at most this often. */
const pauseMs = 3000;

export interface Said {
  readonly polite: string;
  readonly assertive: string;
}

export interface Announcer {
  readonly say: (text: string, how: 'polite' | 'assertive') => void;
  readonly said: () => Said;
  readonly subscribe: (listener: () => void) => () => void;
}

/** Paces what is said: the first polite message at once, the ones that follow joined into one every three seconds. */
export function createAnnouncer(): Announcer {
  let now: Said = { polite: '', assertive: '' };
  const listeners = new Set<() => void>();
  const waiting: string[] = [];
  let pause: ReturnType<typeof setTimeout> | null = null;

  const show = (said: Partial<Said>) => {
    now = { ...now, ...said };
    for (const listener of listeners) listener();
  };

  const flush = () => {
    pause = null;
    if (waiting.length === 0) return;
    const text = [...new Set(waiting)].join(' ');
    waiting.length = 0;
    show({ polite: again(now.polite, text) });
    // Who does not hear need not be left time to listen.
    if (listeners.size > 0) pause = setTimeout(flush, pauseMs);
  };

  /** What was said into a window that is gone is not repeated in the next one. */
  const silence = () => {
    if (pause !== null) clearTimeout(pause);
    pause = null;
    waiting.length = 0;
    now = { polite: '', assertive: '' };
  };

  return {
    say(text, how) {
      if (how === 'assertive') {
        show({ assertive: again(now.assertive, text) });
        return;
      }
      waiting.push(text);
      if (pause === null) flush();
    },
    said: () => now,
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) silence();
      };
    },
  };
}

/** The same text twice in a row is no change and would not be read: a space that does not show makes it one. */
function again(before: string, text: string): string {
  return before === text ? `${text}\u00a0` : text;
}
