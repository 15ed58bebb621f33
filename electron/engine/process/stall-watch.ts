import { hasAdvanced, type ProgressBlock } from '../../../shared/plan/run/progress.ts';

export interface StallWatch {
  /** Tells what ffmpeg reported. */
  see(block: ProgressBlock): void;
  /** Time does not count while it is held: the process stands still because it was told to. */
  hold(on: boolean): void;
  end(): void;
}

/** Time is counted in this many pieces. */
const ticks = 10;
/** `+faststart` writes the whole file a second time after the last frame, without a word: a slow disk's bytes per ms. */
const rewriteBytesPerMs = 20_000;

/**
 * Calls back once when ffmpeg has not advanced for `stallMs` milliseconds, plus the time that rewriting what it has
 * written may take. Idle time is counted by ticks of a timer, not by the clock: a computer that slept for an hour has
 * not stalled for an hour. `Infinity` switches the watch off, for filters that read everything before they write.
 */
export function watchStall(stallMs: number, onStall: () => void): StallWatch {
  if (!Number.isFinite(stallMs)) return { see: () => undefined, hold: () => undefined, end: () => undefined };
  const tickMs = Math.max(1, stallMs / ticks);
  let last: ProgressBlock | null = null;
  let idleMs = 0;
  let held = false;
  const timer = setInterval(() => {
    if (held) return;
    idleMs += tickMs;
    if (idleMs < stallMs + (last?.totalSize ?? 0) / rewriteBytesPerMs) return;
    clearInterval(timer);
    onStall();
  }, tickMs);

  return {
    see(block) {
      if (hasAdvanced(last, block)) idleMs = 0;
      last = block;
    },
    hold(on) {
      held = on;
    },
    end() {
      clearInterval(timer);
    },
  };
}
