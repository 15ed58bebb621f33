import type { Capabilities } from '../model/capabilities.ts';
import { type Result, ok, refuse } from '../model/error.ts';
import type { AnimationFormat } from '../model/options.ts';
import { geometryFilters } from './picture/geometry.ts';
import { globalArgs, inputArgs, wholeInput } from './input-args.ts';
import { splitAtPad } from './picture/picture-chain.ts';
import type { PictureSource } from './picture/picture-source.ts';
import type { ArgGroup, FfmpegStep, FrameGeometry, Plan, StepProgress } from './plan.ts';
import { type Quality, alongWords, paletteColours, webpQuality } from './quality.ts';
import { rgbFilters } from './picture/rgb.ts';
import { findColoursLabel } from './run/measuring.ts';
import { variableRate } from './container-args.ts';

export interface AnimationEncoding {
  readonly format: AnimationFormat;
  readonly quality: Quality;
  readonly explicitQuality: boolean;
  readonly lossless: boolean;
  /** Constant rate to make, or null to keep the frames' own times. */
  readonly fps: number | null;
  /** Seconds, or null when unknown. */
  readonly duration: number | null;
  readonly frames: number;
  /** How often it plays; 0 = for ever. */
  readonly plays: number;
  /** Milliseconds that the last frame of an animation stands, when its own timing is kept; else null. */
  readonly lastDelay: number | null;
}

const paletteScratch = 'palette.png';

/** Bytes of frames that may wait in memory while one run finds the palette and a copy of every frame waits for it. */
const singlePassBytes = 256 * 1024 * 1024;

/** The runs that make an animation; a webp input is unpacked first. Refusal: `encoder_missing`. */
export function animationSteps(
  source: PictureSource,
  geometry: FrameGeometry,
  encoding: AnimationEncoding,
  capabilities: Capabilities,
): Result<Plan['steps']> {
  const encoder = encoderOf(encoding, capabilities);
  if (!encoder.ok) return encoder;
  const chain = pictureFilters(source, geometry, encoding, capabilities);
  if (!chain.ok) return chain;
  const before = source.prepare === null ? [] : [source.prepare];
  if (!usesPalette(encoding)) {
    return ok([...before, plainStep(source, encoding, capabilities, chain.value, encoder.value)]);
  }
  return ok([
    ...before,
    ...paletteSteps(source, geometry, encoding, capabilities, chain.value, encoder.value),
  ]);
}

/** GIF always has a palette; APNG only when a quality below the best was asked, as it is lossless by itself. */
function usesPalette({ format, explicitQuality, lossless, quality }: AnimationEncoding): boolean {
  if (format === 'gif') return true;
  return format === 'apng' && explicitQuality && !lossless && quality !== 'very_high' && quality !== 100;
}

/** The anim encoder stores differences between frames; the plain one, which older builds have, stores every frame. */
function encoderOf({ format }: AnimationEncoding, capabilities: Capabilities): Result<string> {
  const wanted = format === 'webp' ? ['libwebp_anim', 'libwebp'] : [format];
  const found = wanted.find((name) => capabilities.encoders.includes(name));
  if (found !== undefined) return ok(found);
  return refuse('encoder_missing', {
    reason: `it has no working ${wanted[0] ?? format}, which writes animated ${format}`,
  });
}

function pictureFilters(
  { stream }: PictureSource,
  geometry: FrameGeometry,
  encoding: AnimationEncoding,
  capabilities: Capabilities,
): Result<string> {
  const [shape, pad] = splitAtPad(geometryFilters(geometry, 'lanczos'));
  // An alpha channel costs an APNG a quarter of its size, so it has one only when something is transparent.
  const opaque = encoding.format === 'apng' && !stream.alpha && geometry.pad?.colour !== 'transparent';
  const rgb = rgbFilters(stream, capabilities, opaque ? 'rgb24' : 'bgra');
  if (!rgb.ok) return rgb;
  return ok(
    [
      ...(stream.interlaced ? ['bwdif=mode=send_frame:deint=interlaced'] : []),
      ...(encoding.fps === null ? [] : [`fps=${encoding.fps}`]),
      ...shape,
      ...rgb.value,
      ...pad,
    ].join(','),
  );
}

function plainStep(
  source: PictureSource,
  encoding: AnimationEncoding,
  capabilities: Capabilities,
  chain: string,
  encoder: string,
): FfmpegStep {
  const output: readonly ArgGroup[] = [
    ['-map', `0:${source.stream.index}`, '-an', '-sn'],
    ['-filter:v:0', chain],
    ...encoderArgs(encoding, encoder, capabilities),
    ['-f', encoding.format, { output: true }],
  ];
  return step('convert', source, output, progressOf(encoding, 10), capabilities);
}

function paletteSteps(
  source: PictureSource,
  geometry: FrameGeometry,
  encoding: AnimationEncoding,
  capabilities: Capabilities,
  chain: string,
  encoder: string,
): readonly [...FfmpegStep[], FfmpegStep] {
  const from = `[0:${source.stream.index}]${chain}`;
  const generate = `palettegen=stats_mode=diff:max_colors=${paletteColours(encoding.quality)}`;
  const use = `paletteuse=${dither(encoding.quality)}:diff_mode=rectangle`;
  const bytes = encoding.frames * geometry.output.width * geometry.output.height * 4;
  const tail: readonly ArgGroup[] = [
    ['-an', '-sn'],
    ...encoderArgs(encoding, encoder, capabilities),
    ['-f', encoding.format, { output: true }],
  ];
  if (bytes <= singlePassBytes) {
    const graph = `${from},split[a][b];[a]${generate}[p];[b][p]${use}[v]`;
    const output = [['-filter_complex', graph, '-map', '[v]'], ...tail];
    return [step('convert', source, output, progressOf(encoding, 10), capabilities)];
  }
  const findColours: readonly ArgGroup[] = [
    ['-filter_complex', `${from},${generate}[p]`, '-map', '[p]'],
    ['-frames:v', '1', '-c:v', 'png', '-f', 'image2pipe', { scratch: paletteScratch }],
  ];
  const palette = inputArgs({ scratch: paletteScratch }, wholeInput, ['-f', 'png_pipe']);
  const output = [...palette, ['-filter_complex', `${from}[b];[b][1:v]${use}[v]`, '-map', '[v]'], ...tail];
  return [
    step(findColoursLabel, source, findColours, { ...progressOf(encoding, 4), frames: null }, capabilities),
    step('convert', source, output, progressOf(encoding, 6), capabilities),
  ];
}

/** Ordered dither compresses well; error diffusion looks better and is larger. */
function dither(quality: Quality): string {
  return alongWords([0, 0, 0, 1, 1], quality) >= 1 ? 'dither=sierra2_4a' : 'dither=bayer:bayer_scale=5';
}

function encoderArgs(
  { format, quality, lossless, plays, lastDelay }: AnimationEncoding,
  encoder: string,
  capabilities: Capabilities,
): readonly ArgGroup[] {
  const rate = variableRate(capabilities);
  switch (format) {
    case 'gif':
      // The muxer counts repeats, not plays: 0 = for ever, -1 = none.
      return [
        rate,
        ['-c:v', encoder],
        ['-loop', String(plays === 0 ? 0 : plays === 1 ? -1 : plays - 1)],
        // The muxer cannot know how long the last frame stands, as no frame follows it. Hundredths of a second.
        ...(lastDelay === null ? [] : [['-final_delay', String(Math.round(lastDelay / 10))]]),
      ];
    case 'webp':
      return [
        rate,
        [
          '-c:v',
          encoder,
          '-lossless',
          lossless ? '1' : '0',
          '-q:v',
          String(webpQuality(quality)),
          '-compression_level',
          '4',
        ],
        ['-loop', String(plays)],
      ];
    case 'apng':
      return [
        rate,
        ['-c:v', encoder, '-pred', 'mixed'],
        ['-plays', String(plays)],
        ...(lastDelay === null ? [] : [['-final_delay', `${lastDelay}/1000`]]),
      ];
  }
}

function progressOf({ duration, frames }: AnimationEncoding, weight: number): StepProgress {
  return { duration, frames, weight };
}

function step(
  label: string,
  source: PictureSource,
  output: readonly ArgGroup[],
  progress: StepProgress,
  capabilities: Capabilities,
): FfmpegStep {
  const global = globalArgs(capabilities);
  return {
    tool: 'ffmpeg',
    label,
    args: [...global, ...source.input, ...output],
    slowSeek: source.slowInput === null ? null : [...global, ...source.slowInput, ...output],
    quiet: true,
    progress,
  };
}
