import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { type PackagedHls, packageHls } from '../../electron/engine/hls/package-hls.ts';
import { probeMedia } from '../../electron/engine/probe/probe.ts';
import { spawnRunner } from '../../electron/engine/process/run-ffmpeg.ts';
import { runTool } from '../../electron/engine/process/run-tool.ts';
import { askCapabilities } from '../../electron/engine/tools/tool-capabilities.ts';
import { thisHost } from '../../electron/engine/tools/tool-places.ts';
import { verifyHls } from '../../electron/engine/hls/verify-hls.ts';
import type { Capabilities } from '../../shared/model/capabilities.ts';
import type { Result } from '../../shared/model/error.ts';
import type { AdaptiveOptions } from '../../shared/model/options.ts';
import { defaultSettings } from '../../shared/model/settings.ts';
import { bindArgs, flattenArgs } from '../../shared/plan/run/ffmpeg-args.ts';
import { planAdaptive } from '../../shared/plan/hls/hls.ts';
import type { FfmpegStep, PackageStep, Plan } from '../../shared/plan/plan.ts';
import type { ToolPair } from './found-tools.ts';

/** A finished package with everything that led to it. */
export interface MadeHls {
  readonly plan: Plan;
  readonly scratch: string;
  /** Folder with master.m3u8. */
  readonly folder: string;
  readonly packaged: PackagedHls;
}

/** The value of a result, or a failed test that shows the refusal. */
export function value<T>(result: Result<T>): T {
  if (!result.ok) expect.fail(`${result.error.kind}: ${result.error.message}`);
  return result.value;
}

const known = new Map<string, Promise<Capabilities>>();

/** What an ffmpeg can do, asked once. */
export function capabilitiesOf(pair: ToolPair): Promise<Capabilities> {
  let asked = known.get(pair.ffmpeg);
  if (asked === undefined) {
    asked = askCapabilities(pair.ffmpeg, thisHost('/nowhere'), runTool).then((answer) => value(answer));
    known.set(pair.ffmpeg, asked);
  }
  return asked;
}

/** Plans an adaptive video of a real file. */
export async function planHls(pair: ToolPair, input: string, options: AdaptiveOptions): Promise<Plan> {
  const facts = value(
    await probeMedia({
      path: input,
      ffprobe: pair.ffprobe,
      ...(options.start === undefined ? {} : { start: options.start }),
    }),
  );
  const capabilities = await capabilitiesOf(pair);
  const context = { settings: defaultSettings, capabilities, inputName: path.basename(input) };
  return value(planAdaptive(facts, options, context));
}

/** Probe, plan, encode, package, verify: what the engine does, without its queue. */
export async function makeHls(
  pair: ToolPair,
  input: string,
  dir: string,
  options: AdaptiveOptions = {},
  slowSeek = false,
): Promise<MadeHls> {
  const plan = await planHls(pair, input, options);
  const [scratch, folder] = [path.join(dir, 'scratch'), path.join(dir, 'out')];
  await mkdir(scratch, { recursive: true });
  const encode = plan.steps.find((step): step is FfmpegStep => step.tool === 'ffmpeg');
  const pack = plan.steps.find((step): step is PackageStep => step.tool === 'package');
  if (encode === undefined || pack === undefined) expect.fail('the plan lacks a step');
  const groups = slowSeek ? encode.slowSeek : encode.args;
  if (groups === null) expect.fail('the plan does not seek');
  const args = flattenArgs(bindArgs(groups, { inputs: [input], scratch, output: folder }));
  const facts = await spawnRunner.run({ ffmpeg: pair.ffmpeg, args });
  expect({ exit: facts.exitCode, stderr: facts.stderrTail }).toEqual({ exit: 0, stderr: facts.stderrTail });
  const packaged = await packageHls({ hls: pack.hls, scratchDir: scratch, outDir: folder });
  expect(await verifyHls(folder, plan.expect, { file: path.basename(input) })).toBeNull();
  return { plan, scratch, folder, packaged };
}
