import type { Capabilities } from '../model/capabilities.ts';
import type { Warning } from '../model/error.ts';
import type { MediaFacts, SubtitleStream } from '../model/media.ts';
import { type VideoContainer, convertibleText } from './containers.ts';
import { globalArgs, inputArgs, wholeInput } from './input-args.ts';
import type { ArgGroup, ExpectedStream, FfmpegStep, StreamDecision } from './plan.ts';

/** Subtitles and covers of a video: what the container can hold is kept, the rest is said. */
export interface ExtraStreams {
  /** Runs first: a cover that will be attached as a file has to be one. */
  readonly prepare: readonly FfmpegStep[];
  readonly decisions: readonly StreamDecision[];
  readonly maps: ArgGroup;
  readonly args: readonly ArgGroup[];
  readonly expected: readonly ExpectedStream[];
  readonly warnings: readonly Warning[];
}

/**
 * Decides on every subtitle and cover of an input.
 *
 * @param lean a size limit was asked: what is large and cannot be made smaller (covers, picture subtitles) is left out
 */
export function planExtras(
  facts: MediaFacts,
  container: VideoContainer,
  capabilities: Capabilities,
  lean = false,
): ExtraStreams {
  const decisions = [
    ...facts.subtitles.map((s) =>
      lean && s.form === 'picture' ? leftOut('subtitle', s) : subtitleDecision(s, container),
    ),
    ...facts.pictures.map((p): StreamDecision => {
      if (lean) return leftOut('picture', p);
      const kept = container.cover !== null && (p.codec === 'mjpeg' || p.codec === 'png');
      return {
        type: 'picture',
        index: p.index,
        action: kept ? 'copy' : 'drop',
        from: p.codec,
        to: kept ? p.codec : null,
        reason: kept ? null : `${container.format} holds no cover`,
      };
    }),
  ];
  const kept = decisions.filter((d) => d.action !== 'drop');
  const subtitles = kept.filter((d) => d.type === 'subtitle');
  const covers = kept.filter((d) => d.type === 'picture');
  const [streamed, attached] = container.cover === 'attachment' ? [[], covers] : [covers, []];
  return {
    decisions,
    prepare: attached.map((d) => extractStep(d, capabilities)),
    maps: [...subtitles, ...streamed].flatMap((d) => ['-map', `0:${d.index}`]),
    args: [
      ...subtitles.map((d, n): ArgGroup => [`-c:s:${n}`, d.action === 'copy' ? 'copy' : encoderOf(d.to)]),
      // The video is v:0, so covers are v:1 and on.
      ...streamed.map((_, n): ArgGroup => [
        `-c:v:${n + 1}`,
        'copy',
        `-disposition:v:${n + 1}`,
        'attached_pic',
      ]),
      ...attached.map(attachArgs),
    ],
    expected: [
      ...subtitles.map((d): ExpectedStream => ({
        type: 'subtitle',
        codec: d.to ?? d.from,
        width: null,
        height: null,
      })),
      ...covers.map((d): ExpectedStream => ({ type: 'picture', codec: d.from, width: null, height: null })),
    ],
    warnings: droppedWarnings(decisions, container),
  };
}

const noRoom = 'the size limit has no room for it';

const leftOut = (type: 'subtitle' | 'picture', { index, codec }: Pick<SubtitleStream, 'index' | 'codec'>) =>
  ({ type, index, action: 'drop', from: codec, to: null, reason: noRoom }) satisfies StreamDecision;

/** Names by which Matroska players know a cover (Matroska specification, "Attachments, cover art"). */
const coverFile = ({ from }: StreamDecision): string => (from === 'png' ? 'cover.png' : 'cover.jpg');

function extractStep(cover: StreamDecision, capabilities: Capabilities): FfmpegStep {
  return {
    tool: 'ffmpeg',
    label: 'take the cover',
    args: [
      ...globalArgs(capabilities),
      ...inputArgs({ input: 0 }, wholeInput),
      ['-map', `0:${cover.index}`, '-c', 'copy', '-frames:v', '1'],
      ['-f', 'image2pipe', { scratch: coverScratch(cover) }],
    ],
    slowSeek: null,
    progress: { duration: null, frames: 1, weight: 0.1 },
  };
}

const coverScratch = (cover: StreamDecision): string => `${cover.index}-${coverFile(cover)}`;

function attachArgs(cover: StreamDecision, n: number): ArgGroup {
  const mime = cover.from === 'png' ? 'image/png' : 'image/jpeg';
  const meta = `-metadata:s:t:${n}`;
  return [
    '-attach',
    { scratch: coverScratch(cover) },
    meta,
    `mimetype=${mime}`,
    meta,
    `filename=${coverFile(cover)}`,
  ];
}

function subtitleDecision(stream: SubtitleStream, container: VideoContainer): StreamDecision {
  const base = { type: 'subtitle', index: stream.index, from: stream.codec } as const;
  if (container.keepsSubtitles.has(stream.codec))
    return { ...base, action: 'copy', to: stream.codec, reason: null };
  if (stream.form === 'text' && convertibleText.has(stream.codec)) {
    return {
      ...base,
      action: 'encode',
      to: container.text,
      reason: `${container.format} holds ${container.text}`,
    };
  }
  const reason =
    stream.form === 'picture'
      ? `${container.format} holds no picture subtitles`
      : `${stream.codec} subtitles cannot be converted`;
  return { ...base, action: 'drop', to: null, reason };
}

/** ffmpeg's encoder names differ from codec names for SubRip only. */
const encoderOf = (codec: string | null): string => (codec === 'subrip' ? 'srt' : (codec ?? 'copy'));

function droppedWarnings(
  decisions: readonly StreamDecision[],
  container: VideoContainer,
): readonly Warning[] {
  const dropped = decisions.filter((d) => d.action === 'drop');
  const subtitles = dropped.filter((d) => d.type === 'subtitle').length;
  const covers = dropped.length - subtitles;
  if (dropped.some(({ reason }) => reason === noRoom)) return [noRoomWarning(subtitles, covers)];
  return [
    ...(subtitles > 0
      ? [
          {
            kind: 'subtitles_dropped',
            message: `${subtitles} ${subtitles === 1 ? 'subtitle track is' : 'subtitle tracks are'} left out: ${container.format} cannot hold ${subtitles === 1 ? 'it' : 'them'}.`,
          },
        ]
      : []),
    ...(covers > 0
      ? [{ kind: 'cover_dropped', message: `The cover picture is left out: ${container.format} holds none.` }]
      : []),
  ];
}

function noRoomWarning(subtitles: number, covers: number): Warning {
  const tracks = subtitles === 1 ? '1 subtitle track' : `${subtitles} subtitle tracks`;
  const what = [...(subtitles > 0 ? [tracks] : []), ...(covers > 0 ? ['the cover picture'] : [])].join(
    ' and ',
  );
  return {
    kind: subtitles > 0 ? 'subtitles_dropped' : 'cover_dropped',
    message: `Left out for the size limit: ${what}.`,
  };
}
