/** Tells windows about the rules at once, and then at most twice a second. */
export interface WatchNews {
  changed(): void;
  close(): void;
}

/** Milliseconds between two tellings. */
export const watchDelay = 500;

export function createWatchNews(send: () => void): WatchNews {
  let timer: NodeJS.Timeout | null = null;
  let again = false;
  let closed = false;
  const rest = (): void => {
    timer = setTimeout(() => {
      timer = null;
      if (!again) return;
      again = false;
      tell();
    }, watchDelay);
  };
  const tell = (): void => {
    send();
    rest();
  };
  return {
    changed() {
      if (closed) return;
      if (timer === null) tell();
      else again = true;
    },
    close() {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}
