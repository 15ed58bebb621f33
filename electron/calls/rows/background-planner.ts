import type { QueueDoor, QueueEntry } from '../../engine/index.ts';
import { hasEnded, planKeyOf } from '../jobs/job-reading.ts';

/** What `QueueDoor.plan` answers. */
export type PlannedEntry = Awaited<ReturnType<QueueDoor['plan']>>;

/**
 * Plans queued jobs before anybody converts them, so that the list can say what will happen, and those that began before
 * it came to them. Jobs that a window looks at come first, then the order of the queue. It holds back while jobs run.
 */
export interface BackgroundPlanner {
  /** The job is to be planned, again if it was. */
  want(id: string): void;
  /** The job is gone. */
  drop(id: string): void;
  /** These are on the screen now: those of them that are not planned come before all others. */
  lookedAt(ids: readonly string[]): void;
  /** More may be possible than before. */
  wake(): void;
  close(): void;
}

export interface PlannerDeps {
  readonly entry: (id: string) => QueueEntry | null;
  readonly plan: QueueDoor['plan'];
  /** How many may be planned at once now. */
  readonly together: () => number;
  readonly planned: (id: string, answer: PlannedEntry) => void;
}

/** Ids of rows that were looked at and are remembered for that. */
const mostLookedAt = 500;

export function createBackgroundPlanner(deps: PlannerDeps): BackgroundPlanner {
  /** In the order in which they came, which is that of the queue. */
  const wanted = new Set<string>();
  const running = new Map<string, AbortController>();
  let onScreen: string[] = [];
  let closed = false;
  let pumping = false;

  function pump(): void {
    if (pumping || closed) return;
    pumping = true;
    setImmediate(() => {
      pumping = false;
      while (!closed && running.size < deps.together()) {
        const id = next();
        if (id === null) return;
        void planOne(id);
      }
    });
  }

  function next(): string | null {
    while (onScreen.length > 0) {
      const id = onScreen.shift();
      if (id !== undefined && wanted.delete(id)) return id;
    }
    for (const id of wanted) {
      wanted.delete(id);
      return id;
    }
    return null;
  }

  async function planOne(id: string): Promise<void> {
    const before = deps.entry(id);
    if (before === null || hasEnded(before.job)) {
      pump();
      return;
    }
    const stop = new AbortController();
    running.set(id, stop);
    const answer = await deps.plan(id, stop.signal).catch(() => null);
    if (running.get(id) === stop) running.delete(id);
    const now = deps.entry(id);
    // Changed meanwhile: whoever changed it has asked for another plan, and that one counts.
    const still = now !== null && planKeyOf(now.job) === planKeyOf(before.job);
    if (!closed && !stop.signal.aborted && answer !== null && still) deps.planned(id, answer);
    pump();
  }

  return {
    want(id) {
      if (closed) return;
      running.get(id)?.abort();
      running.delete(id);
      wanted.add(id);
      pump();
    },
    drop(id) {
      wanted.delete(id);
      running.get(id)?.abort();
      running.delete(id);
    },
    lookedAt(ids) {
      const rest = onScreen.filter((id) => !ids.includes(id));
      onScreen = [...ids.filter((id) => wanted.has(id)), ...rest].slice(0, mostLookedAt);
    },
    wake: pump,
    close() {
      closed = true;
      wanted.clear();
      for (const stop of running.values()) stop.abort();
      running.clear();
    },
  };
}
