import path from 'node:path';
import type { ToolSet } from '../../../shared/model/capabilities.ts';
import type { Plan } from '../../../shared/plan/plan.ts';
import { createStandStill } from '../process/stand-still.ts';
import { runPlan } from '../run/run-plan.ts';
import type { PreviewDeps } from './preview-deps.ts';

/** Where a preview's plan reads and writes. */
export interface PreviewPaths {
  readonly inputs: readonly [string, ...string[]];
  /** Folder that is made for the run. */
  readonly scratch: string;
  readonly output: string;
}

/** A queue that stands still does not stop previews: they are what a person looks at meanwhile. */
const neverStill = createStandStill();

/** Runs a plan as a job would, but for the queue: no lane, no progress, nothing published. */
export async function runPreview(
  { runner, workers, log }: PreviewDeps,
  id: string,
  { plan, tools }: { readonly plan: Plan; readonly tools: ToolSet },
  paths: PreviewPaths,
  signal: AbortSignal,
): Promise<void> {
  await runPlan({
    plan,
    tools,
    runner,
    workers,
    standStill: neverStill,
    paths,
    file: path.basename(paths.inputs[0]),
    signal,
    onProgress: () => undefined,
    log: (line) => log?.(id, line),
  });
}
