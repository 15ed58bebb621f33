import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { FfmpegRun, ProcessFacts } from '../../../electron/engine/ports.ts';
import { createStandStill } from '../../../electron/engine/process/stand-still.ts';
import { checkedAfter, runInHardwareFirst } from '../../../electron/engine/run/run-in-hardware.ts';
import type { PlanRun } from '../../../electron/engine/run/run-plan.ts';
import { ConvoyFailure, convoyError, type ErrorKind } from '../../../shared/model/error.ts';
import type { ToolSet } from '../../../shared/model/capabilities.ts';
import { softwareHint } from '../../../shared/plan/hardware/hardware-words.ts';
import type { ChosenPlan } from '../../../shared/plan/plan-job.ts';
import type { Plan } from '../../../shared/plan/plan.ts';
import { planVideo } from '../../../shared/plan/video.ts';
import { tempDir } from '../../support/media.ts';
import { context, media, modern } from '../plan/media-fixtures.ts';

// Ends of ffmpeg that no real one can be brought to on demand; the whole road is in test/integration/hardware.test.ts.

const ended = (more: Partial<ProcessFacts> = {}): ProcessFacts => ({
  ...{ exitCode: 0, signal: null, spawnError: null, stopped: 'no', stderrTail: [], durationMs: 1 },
  ...more,
});
const refusal = ended({ exitCode: 1, stderrTail: ['[h264_nvenc @ 0x1] No capable devices found'] });

const chip = { ...modern, hardware: [{ encoder: 'h264_nvenc', works: true, tenBit: false, problem: null }] };
const planned = (hardware: 'off' | 'auto'): Plan => {
  const made = planVideo(
    media(),
    { quality: 'high' },
    {
      ...context(chip),
      settings: { ...context().settings, hardware },
    },
  );
  if (!made.ok) throw new Error(made.error.message);
  return made.value;
};
const tools: ToolSet = { place: 'system', ffmpeg: '/ffmpeg', ffprobe: '/ffprobe', capabilities: chip };
const inSoftware: ChosenPlan = { plan: planned('off'), tools: { ...tools, ffmpeg: '/other/ffmpeg' } };
const chosen: ChosenPlan = { plan: planned('auto'), tools, inSoftware };
const again = () => ({ ok: false as const, error: convoyError('internal') });

/** Runs the plan with an ffmpeg whose runs end like this, one after the other. */
async function carryOut(
  t: Parameters<typeof tempDir>[0],
  ends: readonly ProcessFacts[],
  { what = chosen, abort = false }: { readonly what?: ChosenPlan; readonly abort?: boolean } = {},
) {
  const output = path.join(tempDir(t), 'x.part');
  const stop = new AbortController();
  const left = [...ends];
  const encoders: string[] = [];
  const partThere: boolean[] = [];
  const refused: unknown[] = [];
  const told: (readonly [string, number | null])[] = [];
  const run: PlanRun = {
    ...{
      plan: what.plan,
      tools: what.tools,
      file: 'x.mp4',
      signal: stop.signal,
      standStill: createStandStill(),
    },
    runner: {
      name: 'made up',
      run({ ffmpeg, args }: FfmpegRun) {
        encoders.push(`${ffmpeg} ${args[args.indexOf('-c:v:0') + 1] ?? ''}`);
        partThere.push(existsSync(output));
        writeFileSync(output, 'half of it');
        if (abort) stop.abort();
        return Promise.resolve(left.shift() ?? ended());
      },
    },
    workers: { run: () => Promise.reject(new Error('no stills here')), close: () => Promise.resolve() },
    paths: { inputs: ['/in/x.mp4'], scratch: null, output },
    onProgress: (plan, _, fraction) => told.push([plan.lane, fraction]),
    log: () => undefined,
  };
  const result = await runInHardwareFirst(run, again, what, (...args) => refused.push(args)).catch(
    (error: unknown) => error,
  );
  return { result, encoders, partThere, refused, told, run };
}
const kindOf = (error: unknown): ErrorKind | null =>
  error instanceof ConvoyFailure ? error.error.kind : null;

describe('runInHardwareFirst', () => {
  it('has nothing to add to what goes well', async (t) => {
    const { result, encoders, refused } = await carryOut(t, [ended()]);
    expect([result, encoders, refused]).toEqual([
      expect.objectContaining({ plan: chosen.plan, attempts: 1, warnings: [] }),
      ['/ffmpeg h264_nvenc'],
      [],
    ]);
  });

  it('runs the other plan from the beginning, without what was written, and says so', async (t) => {
    const { result, encoders, partThere, refused, told } = await carryOut(t, [refusal, ended()]);
    expect([result, encoders, partThere, refused]).toEqual([
      expect.objectContaining({
        plan: inSoftware.plan,
        attempts: 2,
        warnings: [
          {
            kind: 'hardware_refused',
            message: 'The graphics chip refused “x.mp4”. Convoy converted it in software instead.',
          },
        ],
      }),
      ['/ffmpeg h264_nvenc', '/other/ffmpeg libx264'],
      [false, false],
      [[tools, 'h264_nvenc', ['/in/x.mp4']]],
    ]);
    expect(told.map(([lane, fraction]) => `${lane} ${String(fraction)}`)).toEqual([
      ...['hardware 0', 'video 0', 'video 1'],
    ]);
  });

  it('does so for a driver that hangs and for one that crashes', async (t) => {
    const hangs = await carryOut(t, [ended({ exitCode: null, signal: 'SIGKILL', stopped: 'stalled' })]);
    const crashes = await carryOut(t, [ended({ exitCode: null, signal: 'SIGSEGV' })]);
    expect([hangs.encoders.length, crashes.encoders.length]).toEqual([2, 2]);
  });

  it('ends with what went wrong in software', async (t) => {
    const error = ended({ exitCode: 1, stderrTail: ['[mov @ 0x1] moov atom not found'] });
    const { result, encoders, refused } = await carryOut(t, [refusal, error]);
    expect([kindOf(result), encoders.length, refused.length]).toEqual(['input_truncated', 2, 1]);
  });

  it.each<[ErrorKind, ProcessFacts]>([
    ['cancelled', ended({ exitCode: 255, stopped: 'cancelled' })],
    [
      'disk_full',
      ended({ exitCode: 1, stderrTail: ['av_interleaved_write_frame(): No space left on device'] }),
    ],
    ['input_truncated', ended({ exitCode: 1, stderrTail: ['[mov @ 0x1] moov atom not found'] })],
    ['tool_missing', ended({ exitCode: null, spawnError: { code: 'ENOENT', message: 'spawn ENOENT' } })],
  ])('blames the chip for nothing that is not its fault: %s', async (kind, facts) => {
    const { result, encoders, refused } = await carryOut({ onTestFinished }, [facts]);
    expect([kindOf(result), encoders.length, refused]).toEqual([kind, 1, []]);
  });

  it('blames it for nothing after the job was told to stop', async (t) => {
    const { encoders, refused } = await carryOut(t, [refusal], { abort: true });
    expect([encoders.length, refused]).toEqual([1, []]);
  });

  it('fails where no software can do it, and trusts the chip less', async (t) => {
    const what: ChosenPlan = { plan: chosen.plan, tools };
    const { result, encoders, refused } = await carryOut(t, [refusal], { what });
    expect([kindOf(result), encoders.length, refused.length]).toEqual(['encode_failed', 1, 1]);
  });

  it('leaves a plan in software alone', async (t) => {
    const { result, encoders, refused } = await carryOut(t, [refusal], { what: inSoftware });
    expect([kindOf(result), encoders.length, refused]).toEqual(['encode_failed', 1, []]);
  });
});

describe('checkedAfter', () => {
  const wrong = new ConvoyFailure(
    convoyError('output_verify_failed', { file: 'x.mp4', reason: 'it is odd' }),
  );
  const check = async (t: Parameters<typeof tempDir>[0], plan: Plan, error: Error) => {
    const refused: unknown[] = [];
    const { run } = await carryOut(t, [ended()]);
    const failure = await checkedAfter(Promise.reject(error), { plan }, run, (...a) => refused.push(a)).catch(
      (thrown: unknown) => thrown,
    );
    return { refused, failure };
  };

  it('says what to do about a wrong result of the chip, and remembers it', async (t) => {
    const { failure, refused } = await check(t, chosen.plan, wrong);
    expect(failure).toMatchObject({ error: { ...wrong.error, hint: softwareHint } });
    expect(refused).toEqual([[tools, 'h264_nvenc', ['/in/x.mp4']]]);
  });

  it('leaves results of software and other failures as they are', async (t) => {
    const soft = await check(t, inSoftware.plan, wrong);
    const changed = new ConvoyFailure(convoyError('input_changed', { file: 'x.mp4' }));
    const other = await check(t, chosen.plan, changed);
    expect([soft.failure, soft.refused, other.failure, other.refused]).toEqual([wrong, [], changed, []]);
  });
});
