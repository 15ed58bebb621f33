import type { Engine, PlannedJob } from '../../engine/index.ts';
import { allGood, someFailed } from '../exit-code.ts';
import { inkFor } from '../print/ink.ts';
import { planLine, planSummaryLine } from '../print/json-lines.ts';
import { planTable } from '../print/plan-table.ts';
import { planFigures } from '../print/plan-figures.ts';
import type { Batch } from './run-batch.ts';
import type { RunFlags } from '../run-flags.ts';
import type { Surroundings } from '../surroundings.ts';

/**
 * Shows what would happen and does nothing: a table, or with `--json` the whole plan as JSON lines. The exit code
 * tells whether some would fail.
 */
export async function dryRun(
  door: Surroundings,
  engine: Engine,
  batch: Batch,
  flags: RunFlags,
): Promise<number> {
  const rejected = batch.rejected.flatMap((job): PlannedJob[] =>
    job.error === null
      ? []
      : [
          {
            request: { input: job.input, kind: job.kind },
            inputBytes: null,
            result: { ok: false, skipped: false, error: job.error },
          },
        ],
  );
  const planned = [...rejected, ...(await engine.plan(batch.requests))];
  if (flags.json) {
    for (const job of planned) door.stdout.write(planLine(job));
    door.stdout.write(planSummaryLine(planFigures(planned)));
  } else {
    // Standard output, and so coloured only when that is the terminal.
    const ink = inkFor(door.colours && door.stdout.isTTY === true);
    const commands = flags.showCommand || flags.debug;
    door.stdout.write(`${planTable(planned, { ink, cwd: door.cwd, commands, debug: flags.debug })}\n`);
  }
  return planned.some((job) => !job.result.ok && !job.result.skipped) ? someFailed : allGood;
}
