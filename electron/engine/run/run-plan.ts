import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { ConvoyFailure, type Warning, assertNever, fail } from '../../../shared/model/error.ts';
import type { ToolSet } from '../../../shared/model/capabilities.ts';
import type { OutputFile } from '../../../shared/model/job.ts';
import { commandLine } from '../../../shared/plan/run/command-line.ts';
import {
  classifyFailure,
  decoderErrorsAtStart,
  inputEndsEarly,
  runSucceeded,
} from '../../../shared/plan/run/failure.ts';
import { type PathBindings, bindArgs, flattenArgs } from '../../../shared/plan/run/ffmpeg-args.ts';
import type {
  ArgGroup,
  FfmpegStep,
  PackageStep,
  Plan,
  Size,
  Step,
  StillStep,
} from '../../../shared/plan/plan.ts';
import { type ProgressBlock, stepFraction } from '../../../shared/plan/run/progress.ts';
import { packageHls } from '../hls/package-hls.ts';
import type { FfmpegRunner, ProcessFacts, StillReply, StillWorkers } from '../ports.ts';
import type { StandStill } from '../process/stand-still.ts';

/** What a plan runs with. */
export interface PlanRun {
  readonly plan: Plan;
  readonly tools: ToolSet;
  readonly runner: FfmpegRunner;
  readonly workers: StillWorkers;
  /** Makes ffmpeg stand still; nothing new is begun while it is on. */
  readonly standStill: StandStill;
  /** ffmpeg gets what all other programs leave. */
  readonly gentle?: boolean;
  readonly paths: PathBindings;
  /** Name of the first input, for messages. */
  readonly file: string;
  readonly signal: AbortSignal;
  readonly onProgress: (
    plan: Plan,
    step: number,
    fraction: number | null,
    block: ProgressBlock | null,
  ) => void;
  readonly log: (line: string) => void;
}

/** What came of it, besides the part on disk. */
export interface PlanReport {
  readonly warnings: readonly Warning[];
  /** The commands that ran, as a person would type them. */
  readonly commands: readonly string[];
  /** The tools said that the input ends before it should. */
  readonly sourceTruncated: boolean;
  /** Files of a package, relative to its folder; null when the result is one file. */
  readonly packaged: readonly Pick<OutputFile, 'path' | 'bytes' | 'mime'>[] | null;
  /** Pixels of a still that had to become smaller for its size limit; null when it is as planned. */
  readonly stillSize: Size | null;
}

/** Runs the steps of a plan in order, into the part. Throws a `ConvoyFailure`; the caller removes the parts. */
export async function runPlan(run: PlanRun): Promise<PlanReport> {
  const warnings: Warning[] = [];
  const commands: string[] = [];
  let sourceTruncated = false;
  let packaged: PlanReport['packaged'] = null;
  let stillSize: Size | null = null;
  if (run.plan.result.form === 'folder') await mkdir(run.paths.output);
  // Another attempt at a size limit finds the folder of the one before.
  if (run.paths.scratch !== null) await mkdir(run.paths.scratch, { recursive: true });

  for (const [n, step] of run.plan.steps.entries()) {
    await run.standStill.over(run.signal);
    if (run.signal.aborted) throw fail('cancelled', { file: run.file });
    run.onProgress(run.plan, n, 0, null);
    switch (step.tool) {
      case 'ffmpeg': {
        const done = await runFfmpegStep(run, step, n);
        commands.push(done.command);
        sourceTruncated ||= done.endsEarly;
        break;
      }
      case 'frames': {
        await run.workers.run(
          {
            do: 'frames',
            input: input(run, 0),
            output: scratch(run, step.to.scratch),
            start: step.start,
            end: step.end,
          },
          { signal: run.signal },
        );
        break;
      }
      case 'still': {
        const made = await runStillStep(run, step);
        warnings.push(...made.warnings);
        stillSize = madeSmaller(run.plan, step, made);
        break;
      }
      case 'package': {
        const result = await runPackageStep(run, step, n);
        warnings.push(...result.warnings);
        packaged = result.files;
        break;
      }
      default:
        assertNever(step);
    }
    run.onProgress(run.plan, n, 1, null);
  }
  return { warnings, commands, sourceTruncated, packaged, stillSize };
}

/** True when a step of the plan, or of an attempt that may follow it, reads or writes the scratch folder. */
export function needsScratch(plan: Plan): boolean {
  if (plan.limit !== undefined && plan.limit.attempt.way !== 'still') return true;
  const inGroups = (groups: readonly ArgGroup[]): boolean =>
    groups.some((group) => group.some((token) => typeof token !== 'string' && 'scratch' in token));
  return plan.steps.some((step: Step) => {
    switch (step.tool) {
      case 'ffmpeg':
        return step.inScratch === true || inGroups(step.args);
      case 'frames':
      case 'package':
        return true;
      case 'still':
        return 'scratch' in step.from;
      default:
        return assertNever(step);
    }
  });
}

/** The commands of a plan before it runs; steps without a command line are described. */
export function plannedCommands(plan: Plan, tools: ToolSet, paths: PathBindings): readonly string[] {
  return plan.steps.flatMap((step) =>
    step.tool === 'ffmpeg' ? [commandLine(tools.ffmpeg, flattenArgs(bindArgs(step.args, paths)), shell)] : [],
  );
}

const shell = process.platform === 'win32' ? 'powershell' : 'posix';

interface FfmpegDone {
  readonly command: string;
  readonly endsEarly: boolean;
}

async function runFfmpegStep(run: PlanRun, step: FfmpegStep, n: number): Promise<FfmpegDone> {
  const first = await spawnFfmpeg(run, step, step.args, n);
  if (step.slowSeek !== null && decoderErrorsAtStart(first.lines)) {
    // The seek landed on a packet that the decoder cannot start from: everything is decoded from the beginning.
    run.log('the decoder could not start at the asked place; decoding from the beginning instead');
    const again = await spawnFfmpeg(run, step, step.slowSeek, n);
    return judge(run, again);
  }
  return judge(run, first);
}

interface Spawned {
  readonly facts: ProcessFacts;
  readonly command: string;
  /** Lines of standard error from before the first second was written: they tell how decoding began. */
  readonly lines: readonly string[];
}

const firstLines = 500;

/** How long a step that says nothing until its end may be silent: ten minutes, or four times what it works on. */
const quietMs = (step: FfmpegStep): number => Math.max(600_000, (step.progress.duration ?? 0) * 4_000);

async function spawnFfmpeg(
  run: PlanRun,
  step: FfmpegStep,
  groups: readonly ArgGroup[],
  n: number,
): Promise<Spawned> {
  const args = flattenArgs(bindArgs(groups, run.paths));
  const command = commandLine(run.tools.ffmpeg, args, shell);
  run.log(`$ ${command}`);
  const lines: string[] = [];
  let starting = true;
  const facts = await run.runner.run({
    ffmpeg: run.tools.ffmpeg,
    args,
    ...(step.inScratch === true ? { cwd: scratchDir(run) } : {}),
    signal: run.signal,
    standStill: run.standStill,
    ...(run.gentle === true ? { gentle: true } : {}),
    ...(step.quiet === true ? { stallMs: quietMs(step) } : {}),
    onProgress: (block) => {
      starting &&= (block.outTime ?? 0) < 1;
      run.onProgress(run.plan, n, stepFraction(block, step.progress), block);
    },
    onLine: (line) => {
      if (starting && lines.length < firstLines) lines.push(line);
      run.log(line);
    },
  });
  return { facts, command, lines };
}

function judge(run: PlanRun, { facts, command }: Spawned): FfmpegDone {
  const ended = {
    facts,
    file: run.file,
    inputs: run.paths.inputs,
    outputs: [run.paths.output, ...(run.paths.scratch === null ? [] : [run.paths.scratch])],
    tool: run.tools.ffmpeg,
  };
  if (!runSucceeded(ended)) throw new ConvoyFailure(classifyFailure(ended));
  return { command, endsEarly: inputEndsEarly(ended) };
}

async function runStillStep(run: PlanRun, step: StillStep): Promise<StillMade> {
  const from = 'input' in step.from ? input(run, step.from.input) : scratch(run, step.from.scratch);
  const reply = await run.workers.run(
    { do: 'convert', input: from, output: run.paths.output, recipe: step.recipe },
    { signal: run.signal },
  );
  for (const line of reply.tries ?? []) run.log(line);
  return reply;
}

type StillMade = Pick<Extract<StillReply, { do: 'convert' }>, 'width' | 'height' | 'warnings'>;

/** The size as the result's file says it, when a limit made it smaller. AVIF counts a turn that was kept. */
function madeSmaller({ result }: Plan, { recipe }: StillStep, { width, height }: StillMade): Size | null {
  const { output } = recipe.geometry;
  if (recipe.limit === undefined || (width === output.width && height === output.height)) return null;
  const isTurned = result.size?.width === output.height && result.size.height === output.width;
  return isTurned && output.width !== output.height ? { width: height, height: width } : { width, height };
}

async function runPackageStep(
  run: PlanRun,
  step: PackageStep,
  n: number,
): Promise<{ readonly warnings: readonly Warning[]; readonly files: NonNullable<PlanReport['packaged']> }> {
  return packageHls({
    hls: step.hls,
    scratchDir: scratchDir(run),
    outDir: run.paths.output,
    signal: run.signal,
    onProgress: (fraction) => run.onProgress(run.plan, n, fraction, null),
  });
}

function input(run: PlanRun, n: number): string {
  const found = run.paths.inputs[n];
  if (found === undefined)
    throw fail('internal', { reason: `the plan names input ${n}, which the job does not have` });
  return found;
}

function scratchDir(run: PlanRun): string {
  if (run.paths.scratch === null) throw fail('internal', { reason: 'the plan needs a scratch folder' });
  return run.paths.scratch;
}

const scratch = (run: PlanRun, name: string): string => path.join(scratchDir(run), name);
