import { progressParser } from '../../../shared/plan/run/progress.ts';
import type { FfmpegRun, FfmpegRunner, ProcessFacts } from '../ports.ts';
import { loadFluentLaunch } from './run-ffmpeg-fluent.ts';
import { startProcess, type Launch } from './run-tool.ts';
import { watchStall } from './stall-watch.ts';
import { stopSwitch } from './stop-ladder.ts';

/** ffmpeg that has not advanced for so long is stuck: a share that went away, a loop in a damaged file. */
const defaultStallMs = 120_000;

/**
 * Runs ffmpeg with a launch of any kind: progress, watchdog and stop ladder are the same for all. The arguments hold
 * `-progress pipe:1 -nostats` and `-nostdin` already, because what is shown to people is exactly what runs.
 */
async function runFfmpeg(run: FfmpegRun, launch: Launch): Promise<ProcessFacts> {
  const stop = stopSwitch(run.signal);
  const parser = progressParser();
  const watch = watchStall(run.stallMs ?? defaultStallMs, () => {
    stop.stop('stalled');
  });
  const unfollow = run.standStill?.follow((on) => watch.hold(on));
  try {
    return await launch({
      file: run.ffmpeg,
      args: run.args,
      cwd: run.cwd,
      stdin: run.stdin,
      stop,
      gently: true,
      standStill: run.standStill,
      lowest: run.gentle === true,
      onStdout: (chunk) => {
        for (const block of parser.push(chunk.toString('latin1'))) {
          watch.see(block);
          run.onProgress?.(block);
        }
      },
      onLine: run.onLine,
    });
  } finally {
    unfollow?.();
    watch.end();
    stop.release();
  }
}

/** Starts ffmpeg with nothing between it and us. */
export const spawnRunner: FfmpegRunner = {
  name: 'spawn',
  run: (run) => runFfmpeg(run, startProcess),
};

/**
 * The runner that the engine uses: through fluent-ffmpeg, or the plain one where that is asked for. The plain one also
 * takes over when fluent-ffmpeg cannot be loaded or lacks a private name that the adapter needs (ADR on the runner).
 *
 * @param load how the adapter is loaded; it is loaded once, at the first run, so that a start costs nothing
 */
export function createRunner(
  kind: 'fluent' | 'spawn' = 'fluent',
  load: () => Promise<Launch | null> = loadFluentLaunch,
): FfmpegRunner {
  if (kind === 'spawn') return spawnRunner;
  let name = 'fluent-ffmpeg';
  let launch: Promise<Launch> | null = null;
  const loaded = async (): Promise<Launch> => {
    const fluent = await load().catch(() => null);
    if (fluent === null) name = spawnRunner.name;
    return fluent ?? startProcess;
  };
  return {
    get name() {
      return name;
    },
    run: async (run) => runFfmpeg(run, await (launch ??= loaded())),
  };
}
