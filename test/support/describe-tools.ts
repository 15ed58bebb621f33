import { describe, it } from 'vitest';
import { type ToolPair, tools } from './found-tools.ts';

/**
 * Runs a block of tests once with the bundled ffmpeg and once with the system's. Without a system ffmpeg the second
 * run is one visible skip that names the reason.
 */
export function describeTools(name: string, tests: (pair: ToolPair) => void): void {
  for (const [place, pair] of Object.entries(tools)) {
    describe(`${name} [${place} ffmpeg]`, () => {
      if (pair === null) it.skip('no ffmpeg with an ffprobe on the PATH');
      else tests(pair);
    });
  }
}
