import type { AppSettings } from '../../../shared/model/app-settings.ts';
import { windowAt } from '../../../shared/model/run-window.ts';
import type { Power } from '../power/power-state.ts';

/** Says whether the queue may work now, as the settings want it: the hours, and what is left in the battery. */
export interface Gate {
  /** Why it may not; null when it may. */
  readonly closed: GateWait | null;
  /** The settings may be others. */
  refresh(): void;
  /** The queue has something to do, or not: only then the battery is looked at. */
  busy(is: boolean): void;
  /** Works all the same, until the window opens next, or the battery is charged. */
  override(): void;
  close(): void;
}

export type GateWait =
  /** `until` in Unix milliseconds; null = not within a week. */
  | { readonly why: 'window'; readonly until: number | null }
  /** Charge that it fell to, 0 to 100. */
  | { readonly why: 'battery'; readonly percent: number };

export interface GateDeps {
  readonly settings: () => Pick<AppSettings, 'runWindow' | 'pauseBelowBattery'>;
  readonly now: () => number;
  /** What feeds the computer; null = no battery, or it does not tell. Never rejects. */
  readonly power: () => Promise<Power | null>;
  /** `closed` is another. */
  readonly changed: () => void;
}

/** The clock may be set, and timers stand still while a computer sleeps. Milliseconds. */
const lookAgainMs = 30_000;
const powerMs = 60_000;

export function createGate({ settings, now, power, changed }: GateDeps): Gate {
  let closed: GateWait | null = null;
  let known: Power | null = null;
  const overridden = new Set<GateWait['why']>();
  let isBusy = false;
  let over = false;
  /** When the battery was looked at last, Unix milliseconds. */
  let askedAt = Number.NEGATIVE_INFINITY;
  let windowTimer: NodeJS.Timeout | null = null;
  let powerTimer: NodeJS.Timeout | null = null;

  const waitOf = (): GateWait | null => {
    const { runWindow, pauseBelowBattery } = settings();
    const window = runWindow === null ? null : windowAt(now(), runWindow);
    const low =
      pauseBelowBattery !== null && known !== null && !known.plugged && known.percent < pauseBelowBattery;
    // What was overridden is over once: the next time it counts again.
    if (window?.open !== false) overridden.delete('window');
    if (!low) overridden.delete('battery');
    if (window?.open === false && !overridden.has('window')) return { why: 'window', until: window.until };
    if (low && known !== null && !overridden.has('battery'))
      return { why: 'battery', percent: known.percent };
    return null;
  };

  function evaluate(): void {
    const next = over ? null : waitOf();
    schedule();
    if (JSON.stringify(next) === JSON.stringify(closed)) return;
    closed = next;
    changed();
  }

  function schedule(): void {
    if (windowTimer !== null) clearTimeout(windowTimer);
    windowTimer = null;
    const { runWindow } = settings();
    if (runWindow === null || over) return;
    const { until } = windowAt(now(), runWindow);
    const ms = until === null ? lookAgainMs : Math.min(lookAgainMs, Math.max(1, until - now()));
    windowTimer = setTimeout(evaluate, ms);
  }

  function followPower(): void {
    if (powerTimer !== null) clearTimeout(powerTimer);
    powerTimer = null;
    if (!isBusy || over || settings().pauseBelowBattery === null) return;
    // A queue that is idle for a moment between two jobs is no reason to look again.
    powerTimer = setTimeout(
      () => {
        askedAt = now();
        void power().then((found) => {
          known = found;
          if (!over) evaluate();
          followPower();
        });
      },
      Math.min(powerMs, Math.max(0, askedAt + powerMs - now())),
    );
  }

  closed = waitOf();
  schedule();
  return {
    get closed() {
      return closed;
    },
    refresh() {
      followPower();
      evaluate();
    },
    busy(is) {
      if (is === isBusy) return;
      isBusy = is;
      followPower();
    },
    override() {
      if (closed === null) return;
      overridden.add(closed.why);
      evaluate();
    },
    close() {
      over = true;
      if (windowTimer !== null) clearTimeout(windowTimer);
      if (powerTimer !== null) clearTimeout(powerTimer);
    },
  };
}
