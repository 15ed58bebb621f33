import { useEffect, useState } from 'react';
import { useApp } from '../../../store/store.ts';

/** How much of a log is shown. */
const shownLines = 200;
/** While a job runs, it is asked again so often … */
const againMs = 1000;
/** … and not longer than this, should its end never be heard of. */
const longestMs = 6 * 60 * 60 * 1000;

/** Lines that were there and those that came, as many as are shown. */
export function joinedLines(before: readonly string[], more: readonly string[]): readonly string[] {
  return more.length === 0 ? before : [...before, ...more].slice(-shownLines);
}

/** The last lines that the tools said. Followed while the job runs. */
export function useLog(id: string, running: boolean, attempt: number): readonly string[] | null {
  const { bridge } = useApp();
  const key = `${id} ${attempt}`;
  const [log, setLog] = useState<{ readonly key: string; readonly lines: readonly string[] | null }>({
    key,
    lines: null,
  });
  useEffect(() => {
    let gone = false;
    let from = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const until = Date.now() + longestMs;
    const ask = async (): Promise<void> => {
      try {
        const { lines, next } = await bridge.call('jobs:log', { id, from });
        if (gone) return;
        // A number that went back belongs to a log that began anew.
        const fresh = next < from || from === 0;
        from = next;
        setLog((before) => ({
          key,
          lines: joinedLines(fresh || before.key !== key ? [] : (before.lines ?? []), lines),
        }));
      } catch {
        // The job may be gone by now; the row says so.
        if (!gone) setLog((before) => (before.key === key ? before : { key, lines: [] }));
      }
      if (!gone && running && Date.now() < until) timer = setTimeout(() => void ask(), againMs);
    };
    void ask();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [bridge, id, key, running]);
  return log.key === key ? log.lines : null;
}
