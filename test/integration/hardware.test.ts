import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Engine, EngineDeps } from '../../electron/engine/index.ts';
import { runTool } from '../../electron/engine/process/run-tool.ts';
import { hardwareTrialArgs, tryHardware } from '../../electron/engine/tools/hardware-trial.ts';
import { findTools, usable } from '../../electron/engine/tools/tools.ts';
import type { HardwareTrial } from '../../shared/model/capabilities.ts';
import type { Job, JobRequest } from '../../shared/model/job.ts';
import { hardwareEncoders } from '../../shared/plan/hardware/hardware-encoders.ts';
import { softwareHint } from '../../shared/plan/hardware/hardware-words.ts';
import { type ChipTool, chipTool } from '../support/chip-tool.ts';
import { clip, describeTools, probeJson, tempDir, tools } from '../support/media.ts';
import { testEngine } from '../support/run-jobs.ts';

/**
 * Encoding on the graphics chip, through the whole engine. Test machines have none: what a real driver says is seen
 * where it fails, and a real encode runs through a tool that stands in for the chip alone.
 */

describeTools('the trial of hardware encoders', (pair) => {
  const tried = async (dir: string): Promise<readonly HardwareTrial[]> => {
    const reports = await findTools({ ffmpegPath: pair.ffmpeg, onlyFfmpegPath: true, cacheDir: dir });
    const [set] = usable(reports);
    if (set === undefined) throw new Error('the tool cannot be used');
    return (await tryHardware(pair.ffmpeg, set.capabilities, runTool)) ?? [];
  };

  it('says of every encoder that it works, or why not', async (t) => {
    const trials = await tried(tempDir(t));
    expect(trials.filter(({ works, problem }) => works !== (problem === null))).toEqual([]);
    const known = hardwareEncoders.map(({ name }) => name);
    expect(trials.map(({ encoder }) => encoder)).toEqual(
      known.filter((name) => trials.some(({ encoder }) => encoder === name)),
    );
    if (pair.place === 'bundled')
      expect([...new Set(trials.map(({ problem }) => problem))]).toEqual(['it needs ffmpeg 5 or newer']);
  });

  it.skipIf(process.platform !== 'linux' || existsSync('/dev/dri'))(
    'tells what is missing on a machine without a graphics device',
    async (t) => {
      const trials = await tried(tempDir(t));
      const problems = trials
        .filter(({ encoder }) => encoder.endsWith('_vaapi'))
        .map(({ problem }) => problem);
      expect(problems.length).toBeGreaterThan(0);
      const why = pair.place === 'bundled' ? 'it needs ffmpeg 5 or newer' : 'there is no graphics device';
      expect([...new Set(problems)]).toEqual([why]);
    },
  );

  it.skipIf(pair.place === 'bundled')('uses no option that this ffmpeg does not know', async (t) => {
    const listed = (await tried(tempDir(t))).map(({ encoder }) => encoder);
    for (const encoder of hardwareEncoders.filter(({ name }) => listed.includes(name))) {
      for (const depth of encoder.mayTenBit ? ([8, 10] as const) : ([8] as const)) {
        const args = hardwareTrialArgs(encoder, depth);
        const facts = await runTool({ file: pair.ffmpeg, args, timeoutMs: 20_000 });
        const complaints = facts.stderrTail.filter((line) =>
          /Unrecognized option|Unable to parse|Option .*not found|Undefined constant|has not been used/.test(
            line,
          ),
        );
        expect([encoder.name, complaints]).toEqual([encoder.name, []]);
      }
    }
  });
});

const noSystem = 'no ffmpeg with an ffprobe on the PATH';

describe.skipIf(process.platform === 'win32')('a chip that works, and one that does not', () => {
  if (tools.system === null) {
    it.skip(noSystem);
    return;
  }

  interface Stage {
    readonly chip: ChipTool;
    readonly dir: string;
    readonly engine: Engine;
    /** Converts copies of a clip under these names, one after the other, and gives their jobs. */
    readonly convert: (...names: readonly string[]) => Promise<readonly Job[]>;
  }

  async function stage(
    t: { onTestFinished(done: () => unknown): unknown },
    deps: Partial<EngineDeps> = { hardware: 'auto' },
  ): Promise<Stage> {
    const dir = tempDir(t);
    const chip = chipTool(dir);
    if (chip === null) throw new Error(noSystem);
    const source = await clip('h264-aac-mp4');
    const engine = testEngine(chip.pair, {
      // The clip is small: at this quality every result of it is larger.
      ...{ cacheDir: path.join(dir, 'cache'), whenLarger: 'keep_result' },
      ...deps,
    });
    t.onTestFinished(() => engine.close());
    mkdirSync(path.join(dir, 'out'));
    const convert: Stage['convert'] = async (...names) => {
      const jobs: Job[] = [];
      for (const name of names) {
        const input = path.join(dir, name);
        if (!existsSync(input)) copyFileSync(source, input);
        const request: JobRequest = {
          input,
          kind: 'video',
          options: { quality: 'high' },
          output: `${dir}/out/`,
        };
        const [job] = await engine.add([{ request }]);
        if (job === undefined) throw new Error('no job');
        await engine.idle();
        jobs.push(engine.job(job.id) ?? job);
      }
      return jobs;
    };
    return { chip, dir, engine, convert };
  }

  const commandOf = (job: Job | undefined): string =>
    (job?.tasks[2]?.output as { readonly command: string } | null)?.command ?? '';
  const warnings = (job: Job | undefined): readonly string[] => (job?.warnings ?? []).map(({ kind }) => kind);

  it('is proved, then encodes; the result is checked as any other', async (t) => {
    const { chip, convert, engine } = await stage(t);
    const [job] = await convert('GX01.mp4');
    expect([job?.status, warnings(job), job?.error]).toEqual(['succeeded', [], null]);
    expect(commandOf(job)).toContain('-c:v:0 h264_nvenc -preset p5 -tune hq -profile:v:0 high -rc vbr -cq');
    expect(chip.runs()).toEqual(['chip trial', 'chip file']);
    const [video] = (await probeJson(job?.output ?? '')).streams;
    expect([video?.codec_name, video?.profile, video?.width, video?.height, video?.pix_fmt]).toEqual([
      ...['h264', 'High', 320, 240, 'yuv420p'],
    ]);
    const [report] = await engine.tools(true);
    expect(report?.capabilities?.hardware).toEqual([
      { encoder: 'h264_nvenc', works: true, tenBit: false, problem: null },
    ]);
  });

  it('is not tried twice, in this run or the next', async (t) => {
    const { chip, convert, dir } = await stage(t);
    await convert('one.mp4', 'two.mp4');
    const next = testEngine(chip.pair, { cacheDir: path.join(dir, 'cache'), hardware: 'auto' });
    t.onTestFinished(() => next.close());
    await next.tools(true);
    expect(chip.runs()).toEqual(['chip trial', 'chip file', 'chip file']);
    await next.findToolsAgain();
    expect(chip.runs().slice(3)).toEqual(['chip trial']);
  });

  it('is left alone when nobody asked for it', async (t) => {
    const { chip, convert } = await stage(t, {});
    const [job] = await convert('one.mp4');
    expect([job?.status, chip.runs()]).toEqual(['succeeded', ['software']]);
  });

  it('that refuses a file is followed by software once, and the job says so', async (t) => {
    const { chip, convert, dir } = await stage(t);
    chip.setMood('refuses');
    const [job] = await convert('GX010232.MP4');
    expect([job?.status, job?.error, job?.warnings]).toEqual([
      'succeeded',
      null,
      [
        {
          kind: 'hardware_refused',
          message: 'The graphics chip refused “GX010232.MP4”. Convoy converted it in software instead.',
        },
      ],
    ]);
    expect(commandOf(job)).toContain('-c:v:0 libx264');
    expect(chip.runs()).toEqual(['chip trial', 'chip file', 'software']);
    expect(readdirSync(path.join(dir, 'out'))).toEqual(['GX010232.mp4']);

    // The same file is not tried on the chip again.
    chip.setMood('works');
    const [again] = await convert('GX010232.MP4');
    expect([again?.status, warnings(again), chip.runs().slice(3)]).toEqual(['succeeded', [], ['software']]);
  });

  it('that refused two files is not used until the tools are tested again', async (t) => {
    const { chip, convert, engine } = await stage(t);
    chip.setMood('refuses');
    const [one, two, three] = await convert('one.mp4', 'two.mp4', 'three.mp4');
    expect([one, two, three].map((job) => [job?.status, warnings(job)])).toEqual([
      ['succeeded', ['hardware_refused']],
      ['succeeded', ['hardware_refused']],
      ['succeeded', []],
    ]);
    expect(chip.runs().filter((run) => run === 'chip file')).toHaveLength(2);
    const [report] = await engine.tools();
    expect(report?.capabilities?.hardware).toEqual([
      {
        encoder: 'h264_nvenc',
        works: false,
        tenBit: false,
        problem: 'it failed with two files, so it is not used until the tools are tested again',
      },
    ]);

    chip.setMood('works');
    await engine.findToolsAgain();
    const [four] = await convert('four.mp4');
    expect(commandOf(four)).toContain('h264_nvenc');
  });

  it('whose result does not pass the check publishes nothing, and trying again is software', async (t) => {
    const { chip, convert, dir, engine } = await stage(t);
    chip.setMood('writes_nonsense');
    const [job] = await convert('one.mp4');
    expect([job?.status, job?.error?.kind, job?.error?.hint]).toEqual([
      'failed',
      'output_verify_failed',
      softwareHint,
    ]);
    expect(readdirSync(path.join(dir, 'out'))).toEqual([]);
    await engine.queue.retry([job?.id ?? ''], undefined);
    await engine.idle();
    const retried = engine.job(job?.id ?? '');
    expect([retried?.status, chip.runs()]).toEqual(['succeeded', ['chip trial', 'chip file', 'software']]);
  });

  it('fails as any other job when software cannot do it either', async (t) => {
    const { chip, convert, dir } = await stage(t);
    chip.setMood('refuses');
    // Two seconds of film whose second half is missing: neither can make the whole of it.
    const whole = readFileSync(await clip('h264-aac-mp4'));
    const broken = path.join(dir, 'broken.mp4');
    writeFileSync(broken, whole.subarray(0, Math.floor(whole.length / 2)));
    const [job] = await convert('broken.mp4');
    expect([job?.status, job?.error?.kind]).toEqual(['failed', 'input_truncated']);
    expect(chip.runs()).toEqual(['chip trial', 'chip file', 'software']);
  });

  it('is told in the plan, and why it is not used', async (t) => {
    const { dir, engine } = await stage(t);
    const source = await clip('h264-aac-mp4');
    const plan = async (options: Record<string, unknown>): Promise<unknown> => {
      const request: JobRequest = { input: source, kind: 'video', options, output: `${dir}/out/` };
      const [planned] = await engine.plan([{ request }]);
      return planned?.result.ok === true ? planned.result.plan.hardware : planned?.result.error;
    };
    expect([await plan({ quality: 'high' }), await plan({ codec: 'h265' })]).toEqual([
      { encoder: 'h264_nvenc', family: 'nvenc' },
      { encoder: null, reason: 'it cannot write this codec' },
    ]);
  });
});
