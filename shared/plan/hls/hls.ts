import { isModern } from '../../model/capabilities.ts';
import { type Result, type Warning, ok, refuse } from '../../model/error.ts';
import type { AudioStream, MediaFacts } from '../../model/media.ts';
import type { AdaptiveOptions, QualityWord } from '../../model/options.ts';
import { codecNames } from '../containers.ts';
import { range } from '../estimate.ts';
import { audioOutput, presetOf, rungOutput, splitGraph } from './hls-args.ts';
import { type PicturePlan, planPicture } from './hls-picture.ts';
import { languageName } from './hls-playlist.ts';
import { type Cut, type ResolvedCut, globalArgs, inputArgs, resolveCut, secondsText } from '../input-args.ts';
import { type PictureSource, pictureSource } from '../picture/picture-source.ts';
import type {
  ArgGroup,
  FfmpegStep,
  HlsAudio,
  HlsPackage,
  PackageStep,
  Plan,
  PlanContext,
  StreamDecision,
} from '../plan.ts';
import { audioBitrate } from '../quality.ts';
import { videoEncoder } from '../video-encoder.ts';
import { tolerance } from '../decisions.ts';

/** Seconds that a segment aims at; Apple's authoring specification. */
const segmentSeconds = 6;

/**
 * Plans an adaptive video: one run of ffmpeg that decodes once and writes a fragmented MP4 for each rung and each
 * audio track, and the packaging of those.
 *
 * Refusals: `input_unsupported` without a moving picture, `encoder_missing`, and those of cut, geometry and colour.
 */
export function planAdaptive(
  facts: MediaFacts,
  options: AdaptiveOptions,
  context: PlanContext,
): Result<Plan> {
  const asked = resolveCut(options, facts.duration);
  if (!asked.ok) return asked;
  const cut = atFrame(asked.value, facts);
  const turn = options.auto_orient ?? true;
  const late = cut.cut.start === null ? lateStart(facts) : { frames: 0, rest: 0 };
  const extra = [
    ...(turn ? [] : ['-noautorotate']),
    ...(late.rest === 0 ? [] : ['-itsoffset', secondsText(-late.rest)]),
  ];
  const source = pictureSource(facts, cut, extra);
  if (source === null) return noMovingPicture(facts, context);
  const missing = missingEncoder(facts, options, context);
  if (missing !== null) return missing;

  const picture = planPicture(facts, source, options, late.frames > 0, context);
  if (!picture.ok) return picture;
  const quality = options.quality ?? context.settings.quality;
  const audio = facts.audio.map((track, n) => ({ track, output: audioOf(facts.audio, track, n) }));
  const hls: HlsPackage = {
    segmentSeconds,
    renditions: picture.value.rungs.map((rung) => rung.rendition),
    audio: audio.map(({ output }) => output),
  };
  const duration = playedSeconds(facts, source, cut);
  const steps = {
    encode: encodeStep(source, picture.value, audio, quality, { ...cut, duration }, extra, context),
    pack: packageStep(hls),
  };
  return ok({
    kind: 'adaptive_video',
    mode: 'encode',
    lane: 'video',
    streams: decisions(facts, source, picture.value.codec),
    steps: source.prepare === null ? [steps.encode, steps.pack] : [source.prepare, steps.encode, steps.pack],
    result: {
      form: 'folder',
      ext: '',
      format: 'hls',
      mime: 'application/vnd.apple.mpegurl',
      size: picture.value.top.output,
    },
    // A folder is checked by its playlists and segments, not by streams.
    expect: { streams: [], duration, tolerance: tolerance(duration) },
    warnings: [
      ...cut.warnings,
      ...picture.value.warnings,
      ...mixedWarnings(facts.audio),
      ...droppedWarnings(facts),
    ],
    estimate: duration === null ? null : estimate(picture.value, facts.audio, quality, duration),
    note: noteOf(picture.value, facts.audio.length),
  });
}

/**
 * Moves the start to the nearest frame. All rungs have frames on one grid that begins with the result; a start between
 * two frames would push the picture onto it and leave the sound where it is.
 */
function atFrame(resolved: ResolvedCut, facts: MediaFacts): ResolvedCut {
  const { start, length } = resolved.cut;
  const [stream] = facts.video;
  if (start === null || stream?.constantRate !== true || stream.fps === null) return resolved;
  const first = stream.start - facts.start;
  const frame = first + Math.round((start - first) * stream.fps) / stream.fps;
  // Rounded down to what ffmpeg reads, so that the frame itself is never cut off.
  const moved = Math.max(0, Math.floor(frame * 1e6) / 1e6);
  const by = start - moved;
  return {
    ...resolved,
    cut: { start: moved > 0 ? moved : null, length: length === null ? null : length + by },
    duration: resolved.duration === null ? null : resolved.duration + by,
  };
}

/** Time by which a picture may miss its grid. Seconds. */
const leastShift = 0.001;

/**
 * How much later than the sound the picture begins: whole frames, which are made up in front, and the rest, by which
 * picture and sound are moved together. Files of many muxers begin with the sound's pre-roll, some 20 ms before the
 * picture; put on the grid of frames by itself, the picture would be up to half a frame beside the sound.
 */
function lateStart(facts: MediaFacts): { readonly frames: number; readonly rest: number } {
  const [stream] = facts.video;
  const by = stream === undefined ? 0 : stream.start - facts.start;
  const fps = stream?.fps ?? 30;
  if (by < leastShift) return { frames: 0, rest: 0 };
  const frames = Math.floor(by * fps + 0.02);
  const rest = by - frames / fps;
  return { frames, rest: Math.abs(rest) < leastShift ? 0 : rest };
}

/**
 * Seconds of the result. A track that begins late gets its silence or its first picture in front, so what counts is
 * where the last one ends.
 */
function playedSeconds(
  facts: MediaFacts,
  { stream }: PictureSource,
  { cut, duration }: ResolvedCut,
): number | null {
  if (cut.length !== null || duration === null) return duration;
  const ends = [stream, ...facts.audio].map((track) => track.start - facts.start + (track.duration ?? 0));
  return Math.max(duration, Math.max(...ends) - (cut.start ?? 0));
}

function noMovingPicture(facts: MediaFacts, context: PlanContext): Result<never> {
  const sound = facts.audio.length > 0;
  return refuse('input_unsupported', {
    file: context.inputName,
    reason: sound ? 'there is only sound in it' : 'there is no moving picture in it',
    hint: sound ? 'Convert it as audio.' : 'Convert it as an image.',
  });
}

function missingEncoder(
  facts: MediaFacts,
  options: AdaptiveOptions,
  { capabilities }: PlanContext,
): Result<never> | null {
  const video = videoEncoder(options.codec ?? 'h264', capabilities);
  if (!video.ok) return video;
  if (facts.audio.length === 0 || capabilities.encoders.includes('aac')) return null;
  return refuse('encoder_missing', { reason: 'it has no working aac, which writes the sound' });
}

function audioOf(tracks: readonly AudioStream[], track: AudioStream, n: number): HlsAudio {
  const isDefault = tracks.find((other) => other.isDefault) ?? tracks[0];
  const fallback = tracks.length === 1 ? 'Audio' : `Audio ${n + 1}`;
  return {
    name: `audio-${n + 1}`,
    scratch: `audio-${n + 1}.mp4`,
    language: track.language,
    title: track.title ?? languageName(track.language) ?? fallback,
    channels: Math.min(track.channels, 2),
    isDefault: track === isDefault,
  };
}

function encodeStep(
  source: PictureSource,
  picture: PicturePlan,
  audio: readonly { readonly track: AudioStream; readonly output: HlsAudio }[],
  quality: QualityWord,
  { cut, duration }: ResolvedCut,
  extra: ArgGroup,
  { capabilities }: PlanContext,
): FfmpegStep {
  const graph = splitGraph(source.stream, picture, capabilities);
  const outputs = (perOutput: ArgGroup): readonly ArgGroup[] => [
    ...picture.rungs.flatMap((rung, n) =>
      rungOutput(rung, n, { ...picture, quality, capabilities, perOutput }),
    ),
    ...audio.flatMap(({ track, output }) => audioOutput(track, output, quality, perOutput)),
  ];
  const args = (input: readonly ArgGroup[], perOutput: ArgGroup): readonly ArgGroup[] => [
    ...globalArgs(capabilities),
    ...(isModern(capabilities) ? [] : [['-vsync', 'cfr']]),
    ...input,
    ['-filter_complex', graph],
    ...outputs(perOutput),
  ];
  // Behind the input, seek and length are options of each output, not of the run.
  const whole = inputArgs({ input: 0 }, { start: null, length: null }, extra);
  return {
    tool: 'ffmpeg',
    label: 'encode all sizes',
    args: args(source.input, []),
    slowSeek: source.slowInput === null ? null : args(whole, cutOf(cut)),
    progress: {
      duration,
      frames: duration === null ? null : Math.round(duration * picture.rate.value),
      weight: 30,
    },
  };
}

function cutOf({ start, length }: Cut): ArgGroup {
  return [
    ...(start === null ? [] : ['-ss', secondsText(start)]),
    ...(length === null ? [] : ['-t', secondsText(length)]),
  ];
}

function packageStep(hls: HlsPackage): PackageStep {
  return {
    tool: 'package',
    label: 'cut segments',
    hls,
    progress: { duration: null, frames: null, weight: 1 },
  };
}

function decisions(
  facts: MediaFacts,
  source: PictureSource,
  codec: 'h264' | 'h265',
): readonly StreamDecision[] {
  const dropped = (
    type: StreamDecision['type'],
    stream: { readonly index: number; readonly codec: string },
    reason: string,
  ): StreamDecision => ({ type, index: stream.index, action: 'drop', from: stream.codec, to: null, reason });
  const { stream } = source;
  const reason = 'every size needs its own';
  return [
    {
      type: 'video',
      index: stream.index,
      action: 'encode',
      from: stream.codec,
      to: codecNames[codec],
      reason,
    },
    ...facts.video.slice(1).map((other) => dropped('video', other, 'one picture is shown')),
    ...facts.audio.map(({ index, codec: from }): StreamDecision => ({
      type: 'audio',
      index,
      action: 'encode',
      from,
      to: 'aac',
      reason: 'it is cut into segments',
    })),
    ...facts.subtitles.map((track) => dropped('subtitle', track, 'not kept in an adaptive video')),
    ...facts.pictures.map((cover) => dropped('picture', cover, 'an adaptive video holds no cover')),
  ];
}

function mixedWarnings(tracks: readonly AudioStream[]): readonly Warning[] {
  const most = Math.max(0, ...tracks.map((track) => track.channels));
  const message = `Sound with ${most} channels is mixed down to stereo, which every player of adaptive video has.`;
  return most > 2 ? [{ kind: 'channels_mixed', message }] : [];
}

function droppedWarnings(facts: MediaFacts): readonly Warning[] {
  const warnings: Warning[] = [];
  const say = (kind: string, count: number, one: string, several: string): void => {
    if (count === 0) return;
    const what = count === 1 ? `1 ${one} is` : `${count} ${several} are`;
    warnings.push({ kind, message: `${what} left out: adaptive video is made without.` });
  };
  say('subtitles_dropped', facts.subtitles.length, 'subtitle track', 'subtitle tracks');
  say('chapters_dropped', facts.chapters, 'chapter', 'chapters');
  say(
    'video_dropped',
    Math.max(0, facts.video.length - 1),
    'further picture track',
    'further picture tracks',
  );
  return warnings;
}

/** The ladder's rates are what each rung takes at most; easy material takes a fraction. */
function estimate(
  picture: PicturePlan,
  tracks: readonly AudioStream[],
  quality: QualityWord,
  duration: number,
): Plan['estimate'] {
  const video = picture.rungs.reduce((sum, { rung }) => sum + rung.bitrate, 0);
  const sound = tracks.reduce(
    (sum, track) => sum + audioBitrate('aac', quality, Math.min(track.channels, 2)),
    0,
  );
  return range(((video + sound) * duration) / 8, 0.25, 1.2);
}

function noteOf({ codec, rungs }: PicturePlan, tracks: number): string {
  const names = rungs.map(({ rendition }) => rendition.name);
  const [first, last] = [names[0] ?? '', names.at(-1) ?? ''];
  const sizes = names.length === 1 ? `1 size (${first})` : `${names.length} sizes from ${first} to ${last}`;
  const presets = [...new Set(rungs.map(({ rung }) => presetOf(rung.shortSide)))].join(' and ');
  return `${sizes} in ${codec}, preset ${presets}${tracks === 0 ? '' : ', sound to aac'}`;
}
