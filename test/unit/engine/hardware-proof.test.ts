import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ToolFacts, ToolReport, ToolRun } from '../../../electron/engine/ports.ts';
import { type HardwareProof, createHardwareProof } from '../../../electron/engine/tools/hardware-proof.ts';
import type { ToolSet } from '../../../shared/model/capabilities.ts';
import { tempDir } from '../../support/media.ts';
import { modern } from '../plan/media-fixtures.ts';

const facts = (stdout: string, more: Partial<ToolFacts> = {}): ToolFacts => ({
  ...{ exitCode: 0, signal: null, spawnError: null, stopped: 'no', stderrTail: [], durationMs: 1, stdout },
  ...more,
});

interface Bench {
  readonly proof: HardwareProof;
  readonly tools: ToolSet;
  readonly report: ToolReport;
  readonly trials: () => number;
  readonly changes: () => number;
  readonly again: () => HardwareProof;
}

/** A file that stands for an ffmpeg which lists one encoder and can use it. */
async function bench(
  t: { onTestFinished(done: () => unknown): unknown },
  answer: (tool: ToolRun) => Promise<ToolFacts> = () => Promise.resolve(facts('')),
): Promise<Bench> {
  const folder = tempDir(t);
  const ffmpeg = path.join(folder, 'ffmpeg');
  await writeFile(ffmpeg, 'a stand-in');
  let [trials, changes] = [0, 0];
  const create = (): HardwareProof => {
    const made = createHardwareProof({
      cacheDir: () => path.join(folder, 'cache'),
      changed: () => changes++,
      quietMs: 30,
      run: (tool) => {
        if (tool.args.includes('-encoders')) return Promise.resolve(facts(' V....D h264_nvenc x\n'));
        trials++;
        return answer(tool);
      },
    });
    t.onTestFinished(() => made.close());
    return made;
  };
  const tools: ToolSet = { place: 'system', ffmpeg, ffprobe: '/p', capabilities: modern };
  return {
    ...{ proof: create(), tools, report: { ...tools, problem: null } },
    ...{ trials: () => trials, changes: () => changes, again: create },
  };
}

const hardwareIn = (proof: HardwareProof, report: ToolReport): unknown =>
  proof.withHardware([report])[0]?.capabilities?.hardware;

const works = { encoder: 'h264_nvenc', works: true, tenBit: false, problem: null };

describe('the proof of hardware encoders', () => {
  it('is made once, whoever asks, told when it is there, and kept for the next run', async (t) => {
    const { proof, report, trials, changes, again } = await bench(t);
    expect(hardwareIn(proof, report)).toBeUndefined();
    await Promise.all([proof.prove([report]), proof.prove([report])]);
    await proof.prove([report], { inTime: true });
    expect([hardwareIn(proof, report), trials(), changes()]).toEqual([[works], 1, 1]);

    const next = again();
    await next.prove([report]);
    expect([hardwareIn(next, report), trials(), changes()]).toEqual([[works], 1, 2]);
    await next.prove([report], { refresh: true });
    expect([trials(), changes()]).toEqual([2, 3]);
  });

  it('waits for a moment of quiet when nobody waits for it', async (t) => {
    const { proof, report, trials } = await bench(t);
    const inTime = proof.prove([report], { inTime: true });
    await Promise.resolve();
    expect(trials()).toBe(0);
    await inTime;
    expect(trials()).toBe(1);
  });

  it('does not try tools that cannot be used', async (t) => {
    const { proof, report, trials } = await bench(t);
    const broken = {
      ...report,
      capabilities: null,
      problem: { kind: 'tool_missing' },
    } as unknown as ToolReport;
    await proof.prove([broken]);
    expect([trials(), proof.withHardware([broken])]).toEqual([0, [broken]]);
  });

  it('ends with the engine, in the middle of a trial or before it', async (t) => {
    const { proof, report, trials, changes } = await bench(
      t,
      ({ signal }) =>
        new Promise((settle) => {
          signal?.addEventListener('abort', () =>
            settle(facts('', { exitCode: null, signal: 'SIGKILL', stopped: 'cancelled' })),
          );
        }),
    );
    const proving = proof.prove([report]);
    const waiting = proof.prove([{ ...report, ffmpeg: `${report.ffmpeg}-2` }], { inTime: true });
    await expect.poll(trials).toBe(1);
    await proof.close();
    await Promise.all([proving, waiting]);
    expect([hardwareIn(proof, report), trials(), changes()]).toEqual([undefined, 1, 0]);
  });
});

describe('trust', () => {
  it('is lost after two failures, until the tools are tested again', async (t) => {
    const { proof, report, tools, changes } = await bench(t);
    await proof.prove([report]);
    proof.refused(tools, 'h264_nvenc', ['/a.mp4']);
    expect(hardwareIn(proof, report)).toEqual([works]);
    proof.refused(tools, 'h264_nvenc', ['/b.mp4']);
    const problem = 'it failed with two files, so it is not used until the tools are tested again';
    expect([hardwareIn(proof, report), changes()]).toEqual([[{ ...works, works: false, problem }], 2]);
    proof.refused({ ...tools, ffmpeg: '/other' }, 'h264_nvenc', []);
    await proof.prove([report], { refresh: true });
    expect(hardwareIn(proof, report)).toEqual([works]);
  });

  it('a file that was refused is not tried again', async (t) => {
    const { proof, report, tools } = await bench(t);
    proof.refused(tools, 'h264_nvenc', ['/a.mp4']);
    expect([
      proof.hasRefused(['/a.mp4']),
      proof.hasRefused(['/b.mp4', '/a.mp4']),
      proof.hasRefused(['/b.mp4']),
    ]).toEqual([true, true, false]);
    await proof.prove([report], { refresh: true });
    expect(proof.hasRefused(['/a.mp4'])).toBe(false);
  });
});
