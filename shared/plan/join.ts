import { type Result, ok, refuse } from '../model/error.ts';
import type { MediaFacts, VideoStream } from '../model/media.ts';
import type { AudioOptions, KindOptions, VideoOptions } from '../model/options.ts';
import { type TrackPlan, type TrackTarget, planTrack } from './audio-track.ts';
import { colourArgs, colourMark, planColour } from './picture/colour.ts';
import type { SoundShare, VideoAttempt } from './limit/attempt.ts';
import { encoderPasses, passes } from './limit/passes.ts';
import { measureLabel } from './run/measuring.ts';
import { audioContainers, codecNames, videoContainers } from './containers.ts';
import { estimateVideo, range } from './estimate.ts';
import { displayedSize, geometryFilters, planGeometry, frameOptions } from './picture/geometry.ts';
import { globalArgs, inputArgs, resolveCut, secondsText, wholeInput } from './input-args.ts';
import { formatName } from './names/result-form.ts';
import { scaleMatrix } from './picture/rgb.ts';
import { splitAtPad } from './picture/picture-chain.ts';
import type { ArgGroup, Plan, PlanContext, Size, StreamDecision } from './plan.ts';
import { containerCodec, outputArgs, variableRate } from './container-args.ts';
import { qualityOf, steeringOf } from './steering.ts';
import { tolerance } from './decisions.ts';

/**
 * Joining: several inputs, in order, become one result. Everything is decoded and encoded once, because files from
 * different cameras hardly ever agree in size, rate and colour; the first input gives the frame, the others are fitted
 * into it.
 */

/** Rate and layout of joined sound beside a picture. */
const joinedRate = 48_000;

/** Plans a join. Refusal `invalid_input` for kinds that cannot be joined, `input_unsupported` for an input that lacks what is joined. */
export function planJoin(
  facts: readonly MediaFacts[],
  chosen: KindOptions,
  context: PlanContext,
): Result<Plan> {
  switch (chosen.kind) {
    case 'video':
      return joinVideo(facts, chosen.options, context);
    case 'audio':
      return joinAudio(facts, chosen.options, context);
    case 'image':
    case 'animation':
    case 'adaptive_video':
      return refuse('invalid_input', {
        reason: `several inputs can be joined into a video or a sound, not into ${chosen.kind === 'adaptive_video' ? 'HLS' : `an ${chosen.kind}`}`,
        hint: 'Give one input a job, or join them as a video first.',
      });
  }
}

/**
 * Joins pictures with their sound.
 *
 * @param attempt what a size limit leaves; null = there is none
 */
export function joinVideo(
  facts: readonly MediaFacts[],
  asked: VideoOptions,
  context: PlanContext,
  attempt: VideoAttempt | null = null,
): Result<Plan> {
  const options =
    attempt === null ? asked : { ...asked, ...smallerOptions(asked, attempt), fps: attempt.fps ?? asked.fps };
  const container = videoContainers[options.format ?? 'mp4'];
  const codec = containerCodec(options, container);
  if (!codec.ok) return codec;
  const pictures: { facts: MediaFacts; stream: VideoStream }[] = [];
  for (const [n, one] of facts.entries()) {
    const stream = one.video[0];
    if (stream === undefined) return lacks(n, 'there is no moving picture in it');
    pictures.push({ facts: one, stream });
  }
  const [first] = pictures;
  if (first === undefined) return refuse('input_required');
  const total = sum(facts.map((f) => f.duration));
  const resolved = resolveCut(options, total);
  if (!resolved.ok) return resolved;

  const frame = planGeometry({
    displayed: displayedSize(first.stream, first.stream.rotation, first.stream.sar),
    ...frameOptions(options),
    even: true,
    alpha: false,
    mayEnlarge: attempt !== null || context.neverEnlarge !== true,
    anamorphic: first.stream.sar !== 1,
  });
  if (!frame.ok) return frame;
  const size = frame.value.geometry.output;
  const fps = options.fps === undefined ? (first.stream.fpsFraction ?? '30') : String(options.fps);

  // The frame of an attempt is exactly what it says.
  const mayEnlarge = { ...context, neverEnlarge: false };
  const chains: string[] = [];
  for (const [n, { stream }] of pictures.entries()) {
    const chain =
      n === 0
        ? pictureInto(n, stream, null, options, fps, attempt === null ? context : mayEnlarge)
        : pictureInto(n, stream, size, asked, fps, context);
    if (!chain.ok) return chain;
    chains.push(chain.value);
  }
  const sounding = facts.some((f) => f.audio.length > 0);
  const sounds = sounding ? facts.map((f, n) => soundOf(f, n)) : [];
  const pads = facts.map((_, n) => `[v${n}]${sounding ? `[a${n}]` : ''}`).join('');
  const graph = [
    ...chains,
    ...sounds,
    `${pads}concat=n=${facts.length}:v=1:a=${sounding ? 1 : 0}[v]${sounding ? '[a]' : ''}`,
  ].join(';');

  const steering = steeringOf(options, context);
  const { cut, duration } = resolved.value;
  const encoder = encoderPasses(
    codec.value,
    steering,
    attempt === null ? null : { ...attempt, duration: duration ?? 0 },
    { shortSide: Math.min(size.width, size.height), format: container.format },
    context.capabilities,
  );
  if (!encoder.ok) return encoder;
  const track = sounding
    ? joinedTrack(
        {
          plays: null,
          encoder: container.audio === 'opus' ? 'libopus' : 'aac',
          maxChannels: 2,
          maxRate: attempt?.sound?.sampleRate ?? joinedRate,
          quality: qualityOf(options, context),
          explicitQuality: steering.explicitQuality,
          bitrate: attempt?.sound?.rate ?? null,
          mustEncode: 'inputs are joined',
        },
        2,
        context,
      )
    : null;
  if (track !== null && !track.ok) return track;
  const body = (pass: 1 | 2, output: readonly ArgGroup[]): readonly ArgGroup[] => [
    ...globalArgs(context.capabilities),
    ...inputsOf(facts),
    ['-filter_complex', graph],
    ['-map', '[v]', ...(sounding ? ['-map', '[a]'] : [])],
    ['-map_metadata', '0', '-map_chapters', '-1'],
    cutOutput(cut),
    variableRate(context.capabilities),
    ...encoder.value(pass),
    ['-pix_fmt:v:0', 'yuv420p'],
    colourArgs(joinedColour),
    ...output,
  ];
  const decisions = [
    ...pictures.map(({ stream }): StreamDecision =>
      encoded('video', stream.index, stream.codec, codecNames[codec.value]),
    ),
    ...(track === null ? [] : [track.value.decision]),
  ];
  return ok({
    kind: 'video',
    mode: 'encode',
    lane: 'video',
    streams: decisions,
    steps: passes(attempt, codec.value, context, {
      measure: {
        ...{ tool: 'ffmpeg', label: measureLabel, slowSeek: null },
        // The graph makes both; of the sound nothing is kept.
        args: body(1, sounding ? [['-c:a', 'pcm_s16le'], ...nowhere] : nowhere),
        progress: { duration, frames: null, weight: 10 },
      },
      write: {
        ...{ tool: 'ffmpeg', label: 'join', slowSeek: null },
        args: body(2, [...(track === null ? [] : [track.value.args(0)]), ...outputArgs(container)]),
        progress: { duration, frames: null, weight: 10 },
      },
    }),
    result: { ...formatName('video', container.format), format: container.format, size },
    expect: {
      streams: [
        { type: 'video', codec: codecNames[codec.value], ...size },
        ...(track === null ? [] : [track.value.expected]),
      ],
      duration,
      tolerance: tolerance(duration),
    },
    warnings: [...resolved.value.warnings, ...frame.value.warnings],
    estimate: estimateVideo({
      facts: first.facts,
      duration,
      copied: false,
      codec: codec.value,
      size,
      fps: options.fps ?? first.stream.fps ?? 25,
      steering,
      audioBits: track === null ? 0 : track.value.bitsPerSecond,
    }),
    note: `${facts.length} files joined`,
  });
}

const nowhere: readonly ArgGroup[] = [['-f', 'null', '-']];

/** The frame of an attempt: the first picture fills it, unless it had bars or a crop before. */
function smallerOptions(
  { width, height, fit }: VideoOptions,
  attempt: VideoAttempt,
): Pick<VideoOptions, 'width' | 'height' | 'fit'> {
  const boxed = width !== undefined && height !== undefined;
  return { width: attempt.width, height: attempt.height, fit: boxed ? (fit ?? 'contain') : 'fill' };
}

/**
 * Joins sounds.
 *
 * @param share what a size limit leaves; null = there is none
 */
export function joinAudio(
  facts: readonly MediaFacts[],
  options: AudioOptions,
  context: PlanContext,
  share: SoundShare | null = null,
): Result<Plan> {
  const container = audioContainers[options.format ?? 'mp3'];
  const silent = facts.findIndex((f) => f.audio.length === 0);
  if (silent !== -1) return lacks(silent, 'there is no sound in it');
  const resolved = resolveCut(options, sum(facts.map((f) => f.duration)));
  if (!resolved.ok) return resolved;
  const track = joinedTrack(
    {
      plays: null,
      encoder: container.encoder,
      maxChannels: 2,
      maxRate: share?.sampleRate ?? container.maxRate,
      quality: qualityOf(options, context),
      explicitQuality: options.quality !== undefined || options.compression !== undefined,
      bitrate: share?.rate ?? options.bitrate ?? null,
      mustEncode: 'inputs are joined',
      averaged: share !== null,
    },
    2,
    context,
  );
  if (!track.ok) return track;
  const { cut, duration } = resolved.value;
  const graph = [
    ...facts.map((f, n) => soundOf(f, n)),
    `${facts.map((_, n) => `[a${n}]`).join('')}concat=n=${facts.length}:v=0:a=1[a]`,
  ].join(';');
  return ok({
    kind: 'audio',
    mode: 'encode',
    lane: 'audio',
    streams: [track.value.decision],
    steps: [
      {
        tool: 'ffmpeg',
        label: 'join',
        args: [
          ...globalArgs(context.capabilities),
          ...inputsOf(facts),
          ['-filter_complex', graph, '-map', '[a]'],
          ['-map_metadata', container.tags ? '0' : '-1', '-map_chapters', '-1'],
          cutOutput(cut),
          track.value.args(0),
          ['-f', container.muxer, { output: true }],
        ],
        slowSeek: null,
        progress: { duration, frames: null, weight: 10 },
      },
    ],
    result: { ...formatName('audio', container.format), format: container.format, size: null },
    expect: { streams: [track.value.expected], duration, tolerance: tolerance(duration) },
    warnings: resolved.value.warnings,
    estimate: duration === null ? null : range((track.value.bitsPerSecond * duration) / 8, 0.9, 1.15),
    note: `${facts.length} files joined`,
  });
}

const joinedColour = { range: 'tv', space: 'bt709', transfer: 'bt709', primaries: 'bt709' } as const;

/** One input's picture as [vN]: the frame, rate, colour and pixel shape that all share. */
function pictureInto(
  n: number,
  stream: VideoStream,
  box: Size | null,
  options: VideoOptions,
  fps: string,
  context: PlanContext,
): Result<string> {
  const shape = planGeometry({
    displayed: displayedSize(stream, stream.rotation, stream.sar),
    ...(box === null ? frameOptions(options) : { ...box, fit: options.fit ?? 'contain' }),
    even: true,
    alpha: false,
    // The others take the first one's frame, whatever their own size is.
    mayEnlarge: box !== null || context.neverEnlarge !== true,
    anamorphic: stream.sar !== 1,
  });
  if (!shape.ok) return shape;
  const colour = planColour(stream, 8, context.capabilities);
  if (!colour.ok) return colour;
  const [scale, pad] = splitAtPad(geometryFilters(shape.value.geometry));
  const matrix = scaleMatrix[colour.value.tags.space] ?? 'bt709';
  return ok(
    `[${n}:${stream.index}]${[
      ...(stream.interlaced ? ['bwdif=mode=send_frame:deint=interlaced'] : []),
      `fps=${fps}`,
      ...scale,
      ...colour.value.filters,
      ...(matrix === 'bt709' ? [] : [`scale=in_color_matrix=${matrix}:out_color_matrix=bt709`]),
      'format=yuv420p',
      ...pad,
      'setsar=1',
      ...colourMark(joinedColour, context.capabilities),
    ].join(',')}[v${n}]`,
  );
}

/** One input's sound as [aN]; silence of the picture's length where it has none. */
function soundOf(facts: MediaFacts, n: number): string {
  const track = facts.audio.find((t) => t.isDefault) ?? facts.audio[0];
  const same = `aresample=${joinedRate},aformat=sample_fmts=fltp:channel_layouts=stereo`;
  if (track === undefined) {
    return `anullsrc=r=${joinedRate}:cl=stereo,atrim=duration=${secondsText(facts.duration ?? 1)},${same}[a${n}]`;
  }
  return `[${n}:${track.index}]${same}[a${n}]`;
}

/** The joined track, planned as the stereo stream that the graph makes. */
function joinedTrack(target: TrackTarget, channels: number, context: PlanContext): Result<TrackPlan> {
  return planTrack(
    {
      index: 0,
      codec: 'joined',
      profile: null,
      channels,
      layout: 'stereo',
      sampleRate: Math.min(joinedRate, target.maxRate),
      bitDepth: null,
      bitrate: null,
      duration: null,
      start: 0,
      language: null,
      title: null,
      isDefault: true,
    },
    target,
    context.capabilities,
  );
}

const encoded = (type: 'video' | 'audio', index: number, from: string, to: string): StreamDecision => ({
  type,
  index,
  action: 'encode',
  from,
  to,
  reason: 'inputs are joined',
});

function inputsOf(facts: readonly MediaFacts[]): readonly ArgGroup[] {
  return facts.flatMap((_, n) => inputArgs({ input: n }, wholeInput));
}

/** A cut of the joined whole stands at the output. */
function cutOutput(cut: { readonly start: number | null; readonly length: number | null }): ArgGroup {
  return [
    ...(cut.start === null ? [] : ['-ss', secondsText(cut.start)]),
    ...(cut.length === null ? [] : ['-t', secondsText(cut.length)]),
  ];
}

function lacks(n: number, reason: string): Result<never> {
  return refuse('input_unsupported', { file: `input ${n + 1}`, reason });
}

/** Null when one of them is unknown. */
function sum(durations: readonly (number | null)[]): number | null {
  let total = 0;
  for (const d of durations) {
    if (d === null) return null;
    total += d;
  }
  return total;
}
