import type { ConvoyError } from '../../../shared/model/error.ts';
import type { WatchDraft, WatchTest } from '../../../shared/model/watch.ts';
import { CallFailed } from '../../bridge/bridge.ts';

/** What a rule would do with the files that are there now, as it is known at the moment. */
export interface Tested {
  readonly looking: boolean;
  /** Of the last draft that could be tested; null before. */
  readonly test: WatchTest | null;
  /** Why the last one could not be. */
  readonly error: ConvoyError | null;
}
export const notTested: Tested = { looking: false, test: null, error: null };

export interface Tester {
  /** Tests a draft soon, or at once; only the latest one counts. */
  ask(draft: WatchDraft, soon: boolean): void;
  stop(): void;
}

/** Milliseconds that a draft has to stand before it is tested. */
const settleMs = 600;

/**
 * Tests drafts one at a time: looking through a large folder takes a while, and looking through it once for every
 * change at the same time would take longer.
 */
export function createTester(
  call: (rule: WatchDraft) => Promise<WatchTest>,
  show: (change: Partial<Tested>) => void,
): Tester {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  const waiting: WatchDraft[] = [];
  let stopped = false;

  async function run(): Promise<void> {
    if (running) return;
    running = true;
    for (let draft = waiting.pop(); draft !== undefined; draft = waiting.pop()) {
      const result = await call(draft).then(
        (test) => ({ test, error: null }),
        (reason: unknown) => ({ error: errorOf(reason) }),
      );
      // A newer one is waiting: this answer is about what is not asked any more.
      if (waiting.length === 0 && !stopped) show({ ...result, looking: false });
    }
    running = false;
  }

  return {
    ask(draft, soon) {
      clearTimeout(timer);
      waiting.splice(0, waiting.length, draft);
      show({ looking: true });
      timer = setTimeout(() => void run(), soon ? settleMs : 0);
    },
    stop() {
      stopped = true;
      waiting.length = 0;
      clearTimeout(timer);
    },
  };
}

function errorOf(reason: unknown): ConvoyError {
  if (reason instanceof CallFailed) return reason.error;
  return { kind: 'internal', message: String(reason), hint: '', detail: null };
}
