import { createLogUpdate } from 'log-update';
import type { Output } from '../surroundings.ts';

/** The part of a terminal that is drawn over, with lines that stay above it. */
export interface LiveScreen {
  /** Lines that stay, from top to bottom. */
  keep(lines: readonly string[]): void;
  /** Something changed: draws at the next tick. */
  touch(): void;
  /** Draws what stays a last time, takes the moving lines away and gives the cursor back. */
  end(): void;
}

/** Milliseconds between two frames: ten a second look alive and cost nothing. */
const frameMs = 100;

/**
 * Draws `frame()` at most ten times a second, and not at all while nothing changes. Lines that stay are collected up
 * to the next frame, so that a thousand files that end at once are one write.
 */
export function openLiveScreen(stderr: Output, frame: () => string): LiveScreen {
  const draw = createLogUpdate(stderr);
  let kept: string[] = [];
  let timer: NodeJS.Timeout | null = null;
  const flush = (): void => {
    if (kept.length === 0) return;
    // Not `persist`: it cuts what is longer than the terminal is high.
    draw.clear();
    stderr.write(`${kept.join('\n')}\n`);
    kept = [];
  };
  const tick = (): void => {
    timer = null;
    flush();
    draw(frame());
  };
  const touch = (): void => {
    timer ??= setTimeout(tick, frameMs);
  };
  return {
    keep: (lines) => {
      kept.push(...lines);
      touch();
    },
    touch,
    end: () => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      draw.clear();
      flush();
      draw.done();
    },
  };
}
