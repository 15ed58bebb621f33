import type { EngineEvent } from '../../engine/index.ts';
import type { BatchTally } from '../convert/batch-tally.ts';
import { finishedLines } from './finished-lines.ts';
import { printable } from './printable.ts';
import { lastSentence, type Reporter, tellingOf } from './reporter.ts';
import { waitSentence } from '../queue/queue-waits.ts';
import type { RunFlags } from '../run-flags.ts';
import type { Surroundings } from '../surroundings.ts';

/** Tells standard error a line a file, or of failures alone; with `--debug` also what the tools say. */
export function lineReporter(
  door: Surroundings,
  flags: RunFlags,
  tally: BatchTally,
  manner: 'lines' | 'failures',
): Reporter {
  const telling = tellingOf(door, flags);
  let silent = false;
  const tell = (lines: readonly string[]): void => {
    if (!silent && lines.length > 0) door.stderr.write(`${lines.join('\n')}\n`);
  };
  return {
    hear: (event, ended) => {
      if (event.type === 'log' && flags.debug) tell([logLine(event, tally)]);
      if (ended !== null && (manner === 'lines' || ended.status === 'failed'))
        tell(finishedLines(ended, telling));
    },
    waits: (wait) => {
      if (wait !== null && manner === 'lines') tell([waitSentence(wait, Date.now())]);
    },
    stopping: (reason) => {
      silent = reason === 'closed_pipe';
      if (manner === 'lines' && reason !== 'broken_output') tell(['Stopping']);
    },
    close: (figures, stopped) => {
      const sentence =
        manner === 'lines' || stopped === 'broken_output' ? lastSentence(figures, stopped) : null;
      if (sentence !== null) tell([sentence]);
    },
  };
}

function logLine(event: Extract<EngineEvent, { type: 'log' }>, tally: BatchTally): string {
  const name = event.id === null ? null : (tally.nameOf(event.id) ?? event.id);
  return printable(name === null ? event.line : `[${name}] ${event.line}`);
}
