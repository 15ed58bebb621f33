import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FfmpegRun, FfmpegRunner, ProcessFacts } from '../../../electron/engine/ports.ts';
import { createStandStill } from '../../../electron/engine/process/stand-still.ts';
import type { PlanRun } from '../../../electron/engine/run/run-plan.ts';
import { runWithinLimit } from '../../../electron/engine/run/run-within-limit.ts';
import { ConvoyFailure } from '../../../shared/model/error.ts';
import { defaultSettings } from '../../../shared/model/settings.ts';
import { type JobToPlan, planWith } from '../../../shared/plan/plan-job.ts';
import { tempDir } from '../../support/media.ts';
import { media, modern } from '../plan/media-fixtures.ts';

/** What is tried for a size limit when the program fails in the middle of it. The program is played by the test. */

const limit = 1_000_000;

/** Bytes that each attempt comes to; null = the program fails. */
function attempts(t: Parameters<typeof tempDir>[0], bytes: readonly (number | null)[], abortAt = -1) {
  const folder = tempDir(t);
  const output = path.join(folder, 'part');
  const tools = { ffmpeg: '/ffmpeg', ffprobe: '/ffprobe', place: 'bundled', capabilities: modern } as const;
  const job: JobToPlan = {
    facts: [media({ bytes: 80_000_000 })],
    options: { kind: 'video', options: { target_bytes: limit } },
    ...{ settings: defaultSettings, inputName: 'clip.mov', installHint: '', sizeFrom: 'request' },
    ...{ endFrom: 'request' },
  };
  const planned = planWith(job, tools, []);
  if (!planned.ok) throw new Error(planned.error.message);
  const plan = planned.value;
  const abort = new AbortController();
  const facts: ProcessFacts = {
    ...{ exitCode: 0, signal: null, spawnError: null, stopped: 'no', stderrTail: [], durationMs: 1 },
  };
  let attempt = 0;
  const runner: FfmpegRunner = {
    name: 'played',
    run({ args }: FfmpegRun) {
      // The first pass of two writes no result.
      if (!args.some((arg) => arg.endsWith(output))) return Promise.resolve(facts);
      const size = bytes[attempt] ?? null;
      if (attempt === abortAt) abort.abort();
      attempt++;
      writeFileSync(output, size === null ? 'half of it' : `${attempt}`.padEnd(size, '.'));
      return Promise.resolve(
        size === null ? { ...facts, exitCode: 1, stderrTail: ['Error while encoding'] } : facts,
      );
    },
  };
  const log: string[] = [];
  const run: PlanRun = {
    ...{ plan, runner, standStill: createStandStill(), file: 'clip.mov', signal: abort.signal },
    tools,
    workers: { run: () => Promise.reject(new Error('no still')), close: () => Promise.resolve() },
    paths: { inputs: ['/clip.mov'], output, scratch: path.join(folder, 'scratch') },
    onProgress: () => undefined,
    log: (line) => void log.push(line),
  };
  return { output, log, carried: runWithinLimit(run, (made) => planWith(job, tools, made)) };
}

const kindOf = (reason: unknown): string =>
  reason instanceof ConvoyFailure ? reason.error.kind : String(reason);

describe('an attempt that fails', () => {
  it('does not take the result away that fits', async (t) => {
    const { carried, output, log } = attempts(t, [600_000, null]);
    expect(await carried).toMatchObject({ attempts: 1 });
    expect(readFileSync(output, 'utf8')).toBe('1'.padEnd(600_000, '.'));
    expect(log.at(-1)).toContain('the best one before it stays');
  });

  it('fails the job when nothing fits yet', async (t) => {
    expect(await attempts(t, [null]).carried.catch(kindOf)).toBe('encode_failed');
    expect(await attempts(t, [1_100_000, null]).carried.catch(kindOf)).toBe('encode_failed');
  });

  it('ends a job that was called off, whatever there is', async (t) => {
    const { carried, output } = attempts(t, [600_000, null], 1);
    expect(await carried.catch(kindOf)).not.toMatchObject({ attempts: 1 });
    expect(existsSync(output)).toBe(true);
  });
});
