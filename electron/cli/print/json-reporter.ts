import { jobLine, progressLine, summaryLine, waitsLine } from './json-lines.ts';
import type { Reporter } from './reporter.ts';
import type { Surroundings } from '../surroundings.ts';

/** Tells standard output in JSON lines. */
export function jsonReporter({ stdout }: Surroundings): Reporter {
  // After the reader has gone every further write would be one more error.
  let open = true;
  const write = (text: string): void => {
    if (open) stdout.write(text);
  };
  return {
    hear: (event) => {
      if (event.type === 'job') write(jobLine(event.job));
      else if (event.type === 'progress') write(progressLine(event));
    },
    waits: (wait) => write(waitsLine(wait)),
    stopping: (reason) => {
      if (reason === 'closed_pipe' || reason === 'broken_output') open = false;
    },
    close: (f) =>
      write(
        summaryLine({
          succeeded: f.succeeded,
          failed: f.failed,
          skipped: f.skipped,
          cancelled: f.cancelled,
          input_bytes: f.inputBytes,
          output_bytes: f.outputBytes,
          ms: Math.round(f.elapsedMs),
        }),
      ),
  };
}
