import { isModern } from '../model/capabilities.ts';
import { type Result, type Warning, ok, refuse } from '../model/error.ts';
import type { MediaFacts } from '../model/media.ts';
import type { VideoCodec, VideoOptions } from '../model/options.ts';
import { planTracks } from './audio-track.ts';
import { containerCodec, outputArgs, variableRate } from './container-args.ts';
import { modeOf, noteOf, tolerance } from './decisions.ts';
import { qualityOf, steeringOf } from './steering.ts';
import { colourArgs, hdrOf, planColour } from './picture/colour.ts';
import { type VideoContainer, codecNames, videoContainers } from './containers.ts';
import { estimateVideo } from './estimate.ts';
import { type HardwareDecision, chooseHardware } from './hardware/choose-hardware.ts';
import { hardwareNote } from './hardware/hardware-words.ts';
import { planExtras } from './extra-streams.ts';
import { type GeometryRequest, displayedSize, frameOptions, planGeometry } from './picture/geometry.ts';
import type { VideoAttempt } from './limit/attempt.ts';
import { encoderPasses, measuredOutput, passes, planSmaller } from './limit/passes.ts';
import { tracksLeftOut, tracksWithin } from './limit/tracks-within.ts';
import { measureLabel } from './run/measuring.ts';
import { type ResolvedCut, globalArgs, resolveCut } from './input-args.ts';
import { pictureChain } from './picture/picture-chain.ts';
import { type PictureSource, pictureSource } from './picture/picture-source.ts';
import type { ArgGroup, FfmpegStep, FrameGeometry, Plan, PlanContext, StreamDecision } from './plan.ts';
import { whyEncodeVideo } from './video-copy.ts';
import { formatName } from './names/result-form.ts';
import { codecDepth } from './video-encoder.ts';

/**
 * Plans a video: copies every stream that already is what was asked, and encodes the others.
 *
 * @param attempt what a size limit leaves; null = there is none
 */
export function planVideo(
  facts: MediaFacts,
  asked: VideoOptions,
  context: PlanContext,
  attempt: VideoAttempt | null = null,
): Result<Plan> {
  const options = attempt === null || attempt.fps === null ? asked : { ...asked, fps: attempt.fps };
  const container = videoContainers[options.format ?? 'mp4'];
  const codec = containerCodec(options, container);
  if (!codec.ok) return codec;
  const resolved = resolveCut(options, facts.duration);
  if (!resolved.ok) return resolved;

  const turn = options.auto_orient ?? true;
  const source = pictureSource(facts, resolved.value, turn ? [] : ['-noautorotate']);
  if (source === null) return noMovingPicture(facts, context);
  const shape = frameOf(source, options, turn, context, attempt);
  if (!shape.ok) return shape;

  const picture = planPicture(
    facts,
    source,
    options,
    container,
    codec.value,
    resolved.value,
    shape.value,
    context,
    attempt,
  );
  if (!picture.ok) return picture;
  const copied = picture.value.decision.action === 'copy';
  const hardware = picture.value.hardware?.use;
  const cutAsked = options.start !== undefined || options.end !== undefined;
  const { kept, left } = tracksWithin(facts.audio, attempt);
  const tracks = planTracks(
    kept,
    {
      plays: container.audioPlays,
      encoder: container.audio === 'opus' ? 'libopus' : 'aac',
      maxChannels: attempt?.sound?.channels ?? 6,
      maxRate: attempt?.sound?.sampleRate ?? (container.audio === 'opus' ? 48_000 : 96_000),
      quality: qualityOf(options, context),
      explicitQuality: options.quality !== undefined || options.compression !== undefined,
      bitrate: attempt?.sound?.rate ?? null,
      mustEncode: cutAsked && !copied ? 'it is cut exactly, with the picture' : null,
    },
    context.capabilities,
  );
  if (!tracks.ok) return tracks;
  const extras = planExtras(facts, container, context.capabilities, attempt !== null);

  const decisions = [
    picture.value.decision,
    ...tracks.value.map((t) => t.decision),
    ...left,
    ...extras.decisions,
  ];
  const body: readonly ArgGroup[] = [
    [
      '-map',
      `0:${source.stream.index}`,
      ...tracks.value.flatMap((t) => ['-map', `0:${t.decision.index}`]),
      ...extras.maps,
    ],
    ['-map_metadata', '0', '-map_chapters', '0'],
    ...picture.value.args(2),
    ...tracks.value.map((t, n) => t.args(n)),
    ...extras.args,
    ...outputArgs(container),
  ];
  const measured: readonly ArgGroup[] = [
    ['-map', `0:${source.stream.index}`],
    ...picture.value.args(1),
    ...measuredOutput,
  ];
  const { duration } = resolved.value;
  const frames = duration === null ? null : Math.round(duration * (options.fps ?? source.stream.fps ?? 25));
  const step = (output: readonly ArgGroup[]): Pick<FfmpegStep, 'tool' | 'args' | 'slowSeek'> => {
    const args = (input: readonly ArgGroup[]): readonly ArgGroup[] => [
      ...globalArgs(context.capabilities),
      ...picture.value.device,
      ...input,
      ...output,
    ];
    const slow = copied ? null : source.slowInput;
    return { tool: 'ffmpeg', args: args(source.input), slowSeek: slow === null ? null : args(slow) };
  };
  const progress = { duration, frames, weight: 10 };
  const size = copied
    ? { width: source.stream.width, height: source.stream.height }
    : shape.value.geometry.output;
  return ok({
    kind: 'video',
    mode: modeOf(decisions),
    lane: copied
      ? decisions.some((d) => d.action === 'encode')
        ? 'audio'
        : 'copy'
      : hardware?.encoder == null
        ? 'video'
        : 'hardware',
    streams: decisions,
    steps: [
      ...(source.prepare === null ? [] : [source.prepare]),
      ...extras.prepare,
      ...passes(attempt, codec.value, context, {
        measure: { ...step(measured), label: measureLabel, progress },
        write: {
          ...step(body),
          label: decisions.every((d) => d.action !== 'encode') ? 'copy' : 'convert',
          progress,
        },
      }),
    ],
    result: { ...formatName('video', container.format), format: container.format, size },
    expect: {
      streams: [
        { type: 'video', codec: picture.value.decision.to ?? '', width: size.width, height: size.height },
        ...tracks.value.map((t) => t.expected),
        ...extras.expected,
      ],
      duration,
      tolerance: tolerance(duration),
    },
    warnings: [
      ...resolved.value.warnings,
      ...(copied ? [] : shape.value.warnings),
      ...picture.value.warnings,
      ...(left.length === 0 ? [] : [tracksLeftOut(left.length)]),
      ...tracks.value.flatMap((t) => t.warnings),
      ...extras.warnings,
    ],
    estimate: estimateVideo({
      facts,
      duration,
      copied,
      codec: codec.value,
      size,
      fps: options.fps ?? source.stream.fps ?? 25,
      steering: steeringOf(options, context),
      audioBits: tracks.value.reduce((sum, t) => sum + t.bitsPerSecond, 0),
    }),
    note: noteOf(decisions) + (hardware === undefined ? '' : hardwareNote(hardware)),
    ...(hardware === undefined ? {} : { hardware }),
  });
}

function noMovingPicture(facts: MediaFacts, context: PlanContext): Result<never> {
  const sound = facts.audio.length > 0;
  return refuse('input_unsupported', {
    file: context.inputName,
    reason: facts.still === null ? 'there is no moving picture in it' : 'it is a single picture',
    hint: sound ? 'Convert it as audio.' : 'Convert it as an image.',
  });
}

interface Frame {
  readonly geometry: FrameGeometry;
  readonly warnings: readonly Warning[];
}

function frameOf(
  source: PictureSource,
  options: VideoOptions,
  turn: boolean,
  context: PlanContext,
  attempt: VideoAttempt | null,
): Result<Frame> {
  const { stream } = source;
  const request: GeometryRequest = {
    displayed: displayedSize(stream, turn ? stream.rotation : 0, stream.sar),
    ...frameOptions(options),
    even: true,
    alpha: false,
    mayEnlarge: context.neverEnlarge !== true,
    anamorphic: stream.sar !== 1,
  };
  const asked = planGeometry(request);
  return attempt === null || !asked.ok ? asked : planSmaller(request, asked.value, attempt);
}

interface PicturePlan {
  readonly decision: StreamDecision;
  /** Arguments of the first pass, which only measures, or of the one that writes. */
  readonly args: (pass: 1 | 2) => readonly ArgGroup[];
  /** What opens the device that encodes, before the input. */
  readonly device: readonly ArgGroup[];
  /** Null when nobody asked for the graphics chip, or nothing is encoded. */
  readonly hardware: HardwareDecision | null;
  readonly warnings: readonly Warning[];
}

function planPicture(
  facts: MediaFacts,
  source: PictureSource,
  options: VideoOptions,
  container: VideoContainer,
  codec: VideoCodec,
  cut: ResolvedCut,
  frame: Frame,
  context: PlanContext,
  attempt: VideoAttempt | null,
): Result<PicturePlan> {
  const { stream } = source;
  const { geometry } = frame;
  const base = { type: 'video', index: stream.index, from: stream.codec } as const;
  const reason =
    attempt === null
      ? whyEncodeVideo(facts, stream, options, container, cut, geometry.source, geometry.output)
      : 'a size limit was asked';
  if (reason === null) {
    const hevc = stream.codec === 'hevc';
    return ok({
      decision: { ...base, action: 'copy', to: stream.codec, reason: null },
      args: () => [['-c:v:0', 'copy', ...(hevc && container.format !== 'mkv' ? ['-tag:v:0', 'hvc1'] : [])]],
      device: [],
      hardware: null,
      warnings: hevc
        ? [{ kind: 'hevc_copied', message: 'The picture stays H.265, which not every browser plays.' }]
        : [],
    });
  }
  const colour = planColour(stream, codecDepth(codec, hdrOf(stream) !== null), context.capabilities);
  if (!colour.ok) return colour;
  const steering = steeringOf(options, context);
  const hardware = chooseHardware(
    {
      ...{ codec, format: container.format, size: geometry.output, steering },
      depth: colour.value.pixFmt === 'yuv420p10le' ? 10 : 8,
      exactQuality: options.compression !== undefined,
      limited: attempt !== null,
    },
    context,
  );
  const chip = hardware?.args ?? null;
  const encoder =
    chip === null
      ? encoderPasses(
          codec,
          steering,
          attempt === null ? null : { ...attempt, duration: cut.duration ?? 0 },
          {
            shortSide: Math.min(geometry.output.width, geometry.output.height),
            format: container.format,
            noReordering:
              !isModern(context.capabilities) && !stream.constantRate && options.fps === undefined,
          },
          context.capabilities,
        )
      : ok(() => chip.encoder);
  if (!encoder.ok) return encoder;
  const pixFmt = chip === null ? colour.value.pixFmt : chip.pixFmt;
  const filters = pictureChain(stream, geometry, colour.value, context.capabilities, options.fps ?? null);
  const chain = [filters, ...(chip?.upload ?? [])].filter((filter) => filter !== '').join(',');
  return ok({
    decision: { ...base, action: 'encode', to: codecNames[codec], reason },
    args: (pass) => [
      ...(chain === '' ? [] : [['-filter:v:0', chain]]),
      variableRate(context.capabilities),
      ...encoder.value(pass),
      ...(pixFmt === null ? [] : [['-pix_fmt:v:0', pixFmt]]),
      colourArgs(colour.value.tags),
    ],
    device: chip?.device ?? [],
    hardware,
    warnings: [
      ...colour.value.warnings,
      ...(steering.lossless && codec === 'h264'
        ? [{ kind: 'lossless_h264', message: 'Lossless H.264 is not played by browsers and phones.' }]
        : []),
    ],
  });
}
