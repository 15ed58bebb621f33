import type { QueueWait } from '../../../shared/ipc/row.ts';
import type { Job } from '../../../shared/model/job.ts';
import type { EngineEvent } from '../../engine/index.ts';
import type { BatchFigures } from '../convert/batch-tally.ts';
import { closingLine } from './closing-line.ts';
import type { Telling } from './finished-lines.ts';
import { inkFor } from './ink.ts';
import type { StopReason } from '../surroundings.ts';
import type { RunFlags } from '../run-flags.ts';
import type { Surroundings } from '../surroundings.ts';

/** Somebody who is told how a batch goes. */
export interface Reporter {
  /** An event, and the job when the event ended it. */
  hear(event: EngineEvent, ended: Job | null): void;
  /** Nothing more is begun for the time being, and why; null = it goes on. */
  waits(wait: QueueWait | null): void;
  stopping(reason: StopReason): void;
  close(figures: BatchFigures, stopped: StopReason | null): void;
}

/** How the end of a file is told on standard error. */
export const tellingOf = (door: Surroundings, flags: RunFlags): Telling => ({
  ink: inkFor(door.colours),
  cwd: door.cwd,
  debug: flags.debug,
  commands: flags.showCommand || flags.debug,
});

/** The last sentence; none for a single file, whose own line says it all, and none when the reader went away. */
export function lastSentence(figures: BatchFigures, stopped: StopReason | null): string | null {
  if (stopped === 'closed_pipe') return null;
  if (stopped === 'broken_output') return 'Stopped, because standard output cannot be written.';
  return figures.total > 1 || stopped !== null ? closingLine(figures, stopped !== null) : null;
}
