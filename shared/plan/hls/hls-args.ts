import { type Capabilities, isModern } from '../../model/capabilities.ts';
import type { AudioStream, VideoStream } from '../../model/media.ts';
import type { QualityWord } from '../../model/options.ts';
import { type ColourPlan, colourArgs, colourMark } from '../picture/colour.ts';
import { geometryFilters } from '../picture/geometry.ts';
import type { FrameRate } from './hls-frame-rate.ts';
import type { Rung } from './hls-ladder.ts';
import type { ArgGroup, FrameGeometry, HlsAudio, HlsRendition } from '../plan.ts';
import { audioBitrate, videoCrf } from '../quality.ts';

/** The one ffmpeg run of an adaptive video as arguments: the graph that decodes once, and its outputs. */

export interface RungPlan {
  readonly rung: Rung;
  readonly geometry: FrameGeometry;
  readonly rendition: HlsRendition;
}

/** Seconds between key frames: Apple's authoring specification. */
const gopSeconds = 2;

/** Frames after which the encoders would set a key frame by themselves: never, in a grid of two seconds. */
const neverFrames = 600;

/**
 * Encoder speed. Above 1080 lines the smallest pictures cost nothing beside the largest, and the largest has bits
 * enough to make up for a faster search.
 */
export function presetOf(shortSide: number): 'fast' | 'veryfast' {
  return shortSide > 1080 ? 'veryfast' : 'fast';
}

/**
 * Everything that all rungs share stands before the split and is done once: deinterlacing, the constant rate (without
 * which key frames of the rungs drift apart), flattening, colour. Then each rung scales for itself.
 */
export function splitGraph(
  stream: VideoStream,
  picture: {
    readonly rate: FrameRate;
    readonly colour: ColourPlan;
    readonly top: FrameGeometry;
    readonly rungs: readonly RungPlan[];
  },
  capabilities: Capabilities,
): string {
  const { rate, colour, top, rungs } = picture;
  const shared = [
    ...(stream.interlaced ? ['bwdif=mode=send_frame:deint=interlaced'] : []),
    ...(rate.convert ? [`fps=${rate.text}:start_time=0`] : []),
    // Without this the hidden colour of transparent pixels shows up; premultiplied they are black.
    ...(stream.alpha ? ['format=gbrap', 'premultiply=inplace=1', 'format=gbrp'] : []),
    // Tone-mapping works in floats and is slow: not on pixels that no rung has.
    ...(colour.filters.length > 0 && top.scale !== null
      ? [`scale=${top.scale.width}:${top.scale.height}`]
      : []),
    ...colour.filters,
  ];
  const own = rungs.map(({ geometry }) => {
    const shape = geometryFilters(geometry);
    return [
      ...(shape.length > 0 ? shape : ['setsar=1']),
      `format=${colour.pixFmt}`,
      ...colourMark(colour.tags, capabilities),
    ].join(',');
  });
  const input = `[0:${stream.index}]`;
  const [only] = own;
  if (own.length === 1 && only !== undefined) return `${input}${[...shared, only].join(',')}[v0]`;
  const pads = own.map((_, n) => `[s${n}]`).join('');
  return [
    `${input}${[...shared, `split=${own.length}`].join(',')}${pads}`,
    ...own.map((filters, n) => `[s${n}]${filters}[v${n}]`),
  ].join(';');
}

/** Every output of the run ends like this. */
function fragmented(scratch: string, more: ArgGroup, cut: ArgGroup): ArgGroup {
  return [
    // Tags would put the place of a recording into every segment's head; chapters would become a second track.
    ...['-map_metadata', '-1', '-map_chapters', '-1'],
    ...cut,
    // Each muxer shifts negative time stamps by itself: without this the picture is 66 ms behind the sound (measured).
    ...['-avoid_negative_ts', 'disabled'],
    ...['-f', 'mp4', ...more, { scratch }],
  ];
}

/** One rung as the n-th output of the graph. */
export function rungOutput(
  { rung, rendition }: RungPlan,
  n: number,
  run: {
    readonly codec: 'h264' | 'h265';
    readonly quality: QualityWord;
    readonly colour: ColourPlan;
    readonly capabilities: Capabilities;
    /** Options that stand with every output. */
    readonly perOutput: ArgGroup;
  },
): readonly ArgGroup[] {
  const { codec, colour } = run;
  const preset = ['-preset', presetOf(rung.shortSide)];
  return [
    ['-map', `[v${n}]`],
    codec === 'h264'
      ? ['-c:v', 'libx264', ...preset, '-profile:v', 'high', '-sc_threshold', '0']
      : [
          ...['-c:v', 'libx265', ...preset, '-tag:v', 'hvc1'],
          // Open GOPs are x265's default: forced key frames would be CRA pictures, at which a player cannot switch.
          ...['-x265-params', `open-gop=0:scenecut=0:keyint=${neverFrames}:log-level=error`],
        ],
    [
      // Not -b:v: it would spend its bits on a picture that does not move (measured: 360p above 720p).
      ...['-crf', String(videoCrf(codec, run.quality, rung.shortSide))],
      ...['-maxrate', String(rung.maxrate), '-bufsize', String(2 * rung.maxrate)],
    ],
    ['-g', String(neverFrames), '-force_key_frames', `expr:gte(t,n_forced*${gopSeconds})`],
    ...(isModern(run.capabilities) ? [['-fps_mode', 'cfr']] : []),
    ['-pix_fmt', colour.pixFmt],
    colourArgs(colour.tags),
    fragmented(
      rendition.scratch,
      ['-movflags', '+frag_keyframe+delay_moov+default_base_moof'],
      run.perOutput,
    ),
  ];
}

/**
 * One audio track: AAC at 48 kHz, mono or stereo. Silence is put where the track begins late or has holes, because
 * browsers ignore the edit that would say so.
 */
export function audioOutput(
  track: AudioStream,
  output: HlsAudio,
  quality: QualityWord,
  cut: ArgGroup,
): readonly ArgGroup[] {
  return [
    ['-map', `0:${track.index}`],
    ['-filter:a', 'aresample=48000:async=1:first_pts=0'],
    [
      ...['-c:a', 'aac', '-b:a', String(audioBitrate('aac', quality, output.channels))],
      ...['-ac', String(output.channels), '-ar', '48000'],
    ],
    fragmented(
      output.scratch,
      ['-movflags', '+delay_moov+default_base_moof', '-frag_duration', String(gopSeconds * 1_000_000)],
      cut,
    ),
  ];
}
