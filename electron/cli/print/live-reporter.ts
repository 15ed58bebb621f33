import type { BatchTally } from '../convert/batch-tally.ts';
import { finishedLines } from './finished-lines.ts';
import { openLiveScreen } from './live-screen.ts';
import { waitSentence } from '../queue/queue-waits.ts';
import { lastSentence, type Reporter, tellingOf } from './reporter.ts';
import type { RunFlags } from '../run-flags.ts';
import type { Surroundings } from '../surroundings.ts';
import { liveFrame } from './terminal-view.ts';

/** Tells a terminal: what runs is drawn over, what has ended stays. */
export function liveReporter(door: Surroundings, flags: RunFlags, tally: BatchTally): Reporter {
  const telling = tellingOf(door, flags);
  let stopping = false;
  let silent = false;
  const screen = openLiveScreen(door.stderr, () =>
    liveFrame(tally.running(), tally.figures(), stopping, {
      columns: door.stderr.columns ?? 80,
      rows: door.stderr.rows ?? 24,
      ink: telling.ink,
    }),
  );
  return {
    hear: (_event, ended) => {
      const lines = ended === null || silent ? [] : finishedLines(ended, telling);
      if (lines.length > 0) screen.keep(lines);
      else screen.touch();
    },
    waits: (wait) => {
      if (wait !== null && !silent) screen.keep([waitSentence(wait, Date.now())]);
    },
    stopping: (reason) => {
      stopping = true;
      silent = reason === 'closed_pipe';
      screen.touch();
    },
    close: (figures, stopped) => {
      const sentence = lastSentence(figures, stopped);
      if (sentence !== null) screen.keep([sentence]);
      screen.end();
    },
  };
}
