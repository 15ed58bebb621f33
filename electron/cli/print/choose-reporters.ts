import type { BatchTally } from '../convert/batch-tally.ts';
import { jsonReporter } from './json-reporter.ts';
import { lineReporter } from './line-reporter.ts';
import type { Reporter } from './reporter.ts';
import type { RunFlags } from '../run-flags.ts';
import type { Surroundings } from '../surroundings.ts';

/** How people are told: a live view, a line a file (a log, `TERM=dumb`), or failures alone. */
export type Manner = 'live' | 'lines' | 'failures';

/** JSON lines go out for `--json`, and to everything on standard output that is no terminal. */
export function wantsJson(door: Surroundings, flags: RunFlags): boolean {
  return flags.json || door.stdout.isTTY !== true;
}

/** How people are told on standard error. JSON on the same terminal leaves no room for more than failures. */
export function mannerOf(door: Surroundings, flags: RunFlags): Manner {
  if (flags.quiet || (flags.json && door.stdout.isTTY === true)) return 'failures';
  return door.stderr.isTTY === true && !door.dumb && !flags.debug ? 'live' : 'lines';
}

/** All who are told about a batch. */
export async function reportersFor(
  door: Surroundings,
  flags: RunFlags,
  tally: BatchTally,
): Promise<readonly Reporter[]> {
  const manner = mannerOf(door, flags);
  const people =
    manner === 'live'
      ? // Loaded when there is a terminal: measuring letters costs start-up time that a pipe need not pay.
        (await import('./live-reporter.ts')).liveReporter(door, flags, tally)
      : lineReporter(door, flags, tally, manner);
  return wantsJson(door, flags) ? [jsonReporter(door), people] : [people];
}
