import { stat } from 'node:fs/promises';
import path from 'node:path';
import { ConvoyFailure } from '../../../shared/model/error.ts';
import type { ToolSet } from '../../../shared/model/capabilities.ts';
import type { MediaFacts } from '../../../shared/model/media.ts';
import type { ArgGroup, FfmpegStep, Plan, Size, StillEncode } from '../../../shared/plan/plan.ts';
import type { PictureFile } from '../doors/queue-door.ts';
import { frameScratch } from '../../../shared/plan/picture/frame-step.ts';
import { type PictureChoice, planPicture } from './picture-plan.ts';
import type { PreviewDeps } from './preview-deps.ts';
import { runPreview } from './preview-run.ts';
import type { SeenFrames } from './seen-frames.ts';
import { type UnpackedOriginals, decodesHeic, forUnpacked } from './unpacked-originals.ts';

/** One comparison at work: its folder, and what both of its pictures are made with. */
export interface CompareWork {
  readonly deps: PreviewDeps;
  readonly id: string;
  /** Own folder; what is in it goes with the comparison. */
  readonly folder: string;
  /** Of this comparison and of those before it. */
  readonly seen: SeenFrames;
  readonly unpacked: UnpackedOriginals;
  readonly signal: AbortSignal;
}

/** What comes of it. The same object twice says that nothing changes for the eye, because the stream is copied. */
export interface Compared {
  readonly before: PictureFile;
  readonly after: PictureFile;
  readonly bytesBefore: number;
  readonly bytesAfter: number | null;
  readonly exact: boolean;
  readonly at: number | null;
}

/** Pixels of the longer side of a picture that is made to be compared. */
const longestSide = 2560;

const lossless: StillEncode = { format: 'png', palette: null };
/** Packing a phone's photo without loss takes longer than decoding it; nobody sees what this leaves out. */
const quick: StillEncode = { format: 'jpeg', quality: 96, chroma: '4:4:4' };
/** What a picture is written as. Its reader is slow with large photos, and what it reads has mostly no alpha. */
const encodeFor = ({ still }: MediaFacts): StillEncode =>
  still?.reader === 'libheif' && !still.alpha ? quick : lossless;

/** Runs a plan of a comparison; its scratch folder and result lie in the comparison's folder. */
export async function runIn(
  { deps, id, folder, unpacked, signal }: CompareWork,
  name: string,
  plan: Plan,
  tools: ToolSet,
  inputs: readonly [string, ...string[]],
): Promise<{ readonly output: string; readonly scratch: string }> {
  const output = path.join(folder, plan.result.ext === '' ? name : `${name}.${plan.result.ext}`);
  const scratch = path.join(folder, `${name}-scratch`);
  const run = (own: Plan, from: typeof inputs): Promise<void> =>
    runPreview(deps, id, { plan: own, tools }, { inputs: from, scratch, output }, signal);
  if (!decodesHeic(plan)) await run(plan, inputs);
  else {
    await unpacked.use(inputs[0], signal, (file, isUnpacked) =>
      run(isUnpacked ? forUnpacked(plan) : plan, [file]),
    );
  }
  return { output, scratch };
}

/**
 * Plans a picture as a player or a viewer shows it (turned, in standard colour), at most 2560 pixels wide and high: as PNG
 * or, of a phone's photo, as a fine JPEG.
 *
 * @param start seconds of the frame of a film or an animation; null = the picture itself
 */
export async function planPictured(
  { deps }: CompareWork,
  file: string,
  facts: MediaFacts,
  start: number | null,
): Promise<PictureChoice> {
  const { settings, toolSets } = deps.planning;
  const encode = encodeFor(facts);
  const chosen = planPicture(facts, await toolSets(), {
    settings,
    name: path.basename(file),
    ...(start === null ? {} : { start }),
    size: atMost,
    encode,
  });
  if (!chosen.ok) throw new ConvoyFailure(chosen.error);
  const { plan, ...others } = unpacked(chosen.value);
  const ext = encode.format === 'jpeg' ? 'jpg' : encode.format;
  return { ...others, plan: { ...plan, result: { ...plan.result, ext } } };
}

/**
 * With the frame that ffmpeg takes left uncompressed: packing one of 1080p takes as long as decoding twenty, and it is not
 * sent far.
 */
function unpacked(choice: PictureChoice): PictureChoice {
  const [first] = choice.plan.steps;
  if (first.tool !== 'ffmpeg') return choice;
  const loose = (args: readonly ArgGroup[]): readonly ArgGroup[] =>
    args.map((group) => group.map((token, n) => (group[n - 1] === '-compression_level' ? '0' : token)));
  const { args, slowSeek } = first;
  const step: FfmpegStep = {
    ...first,
    args: loose(args),
    slowSeek: slowSeek === null ? null : loose(slowSeek),
  };
  return { ...choice, plan: { ...choice.plan, steps: [step, choice.step] } };
}

/** Makes a planned picture. */
export async function pictureOf(
  work: CompareWork,
  name: string,
  file: string,
  { plan, tools, step, size }: PictureChoice,
): Promise<PictureFile> {
  const [first] = plan.steps;
  const shown = { mime: `image/${step.recipe.encode.format}`, ...size };
  // The frame that ffmpeg takes is a PNG already; the second step is there to scale it.
  if (first.tool === 'ffmpeg' && step.recipe.geometry.scale === null) {
    const { scratch } = await runIn(work, name, { ...plan, steps: [first] }, tools, [file]);
    return { path: path.join(scratch, frameScratch), ...shown };
  }
  const { output } = await runIn(work, name, plan, tools, [file]);
  return { path: output, ...shown };
}

/** Plans and makes a picture, as `planPictured` says. */
export async function picturedIn(
  work: CompareWork,
  name: string,
  file: string,
  facts: MediaFacts,
  start: number | null,
): Promise<PictureFile> {
  return pictureOf(work, name, file, await planPictured(work, file, facts, start));
}

/**
 * The same of a frame that another run has left in its scratch folder. It is taken by itself where that run has left none:
 * a damaged film may end before it.
 */
export async function pictureLeft(
  work: CompareWork,
  name: string,
  file: string,
  scratch: string,
  choice: PictureChoice,
): Promise<PictureFile> {
  const { deps, folder, signal } = work;
  const { step, size } = choice;
  const left = path.join(scratch, frameScratch);
  const bytes = await stat(left).then(
    (facts) => facts.size,
    () => 0,
  );
  if (bytes === 0) return pictureOf(work, name, file, choice);
  const shown = { mime: 'image/png', ...size };
  if (step.recipe.geometry.scale === null) return { path: left, ...shown };
  const output = path.join(folder, `${name}.png`);
  await deps.workers.run({ do: 'convert', input: left, output, recipe: step.recipe }, { signal });
  return { path: output, ...shown };
}

function atMost({ width, height }: Size): Size {
  const factor = Math.min(1, longestSide / Math.max(width, height));
  const scaled = (length: number): number => Math.max(1, Math.round(length * factor));
  return { width: scaled(width), height: scaled(height) };
}
