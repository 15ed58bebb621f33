import { formatWhitelist, protocolWhitelist } from '../../../shared/plan/demuxers.ts';
import { type FfprobePackets, FfprobePackets as Packets, parseFfprobe } from './ffprobe-json.ts';
import type { ToolFacts, ToolRun } from '../ports.ts';

/** Finds the key frame that a cut by copying would begin with. */

/** What is asked: a video stream of a file and a place in it. */
export interface KeyframeQuestion {
  /** Absolute path. */
  readonly path: string;
  readonly ffprobe: string;
  /** Index of the video stream in the file. */
  readonly stream: number;
  /** Seconds from the start of the file. */
  readonly at: number;
  /** Start time of the file, which ffmpeg's `-ss` adds to what it is given. */
  readonly fileStart: number;
  /** Seconds of one frame, or null: a key frame half a frame after the place still counts as there. */
  readonly frame: number | null;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/**
 * Seconds that are read before the place when the container has no index (mpegts): broadcasts send a key frame every
 * second or so, streams every ten.
 */
const lookBack = 12;

/**
 * Time of the last key frame at or before the place plus half a frame, in seconds from the start of the file; null
 * when none was found. Containers with an index (mp4, mkv) answer at once; others are read from 12 s before.
 */
export async function keyframeBefore(
  question: KeyframeQuestion,
  run: (tool: ToolRun) => Promise<ToolFacts>,
): Promise<number | null> {
  const latest = question.fileStart + question.at + (question.frame ?? 0) / 2;
  const indexed = await packets(question, `${seconds(latest)}%+#1`, run);
  const first = lastKeyframe(indexed, latest);
  const found =
    first ?? lastKeyframe(await packets(question, interval(latest, question.fileStart), run), latest);
  return found === null ? null : Math.max(0, round(found - question.fileStart));
}

/** The last packet with a key frame that is shown at or before `latest`; pure. */
export function lastKeyframe({ packets: list }: FfprobePackets, latest: number): number | null {
  const times = list
    .filter(({ flags }) => flags?.startsWith('K') === true)
    // avi has no presentation times.
    .flatMap(({ pts_time: pts, dts_time: dts }) => pts ?? dts ?? [])
    // ffprobe prints microseconds.
    .filter((time) => time <= latest + 1e-6);
  return times.length === 0 ? null : Math.max(...times);
}

/** From 12 s before to the place; near the beginning without a seek, which can land behind the first key frame. */
function interval(latest: number, fileStart: number): string {
  const from = latest - lookBack;
  return `${from <= fileStart ? '' : seconds(from)}%${seconds(latest + 0.001)}`;
}

async function packets(
  { path, ffprobe, stream, timeoutMs, signal }: KeyframeQuestion,
  readIntervals: string,
  run: (tool: ToolRun) => Promise<ToolFacts>,
): Promise<FfprobePackets> {
  const facts = await run({
    file: ffprobe,
    args: [
      ...['-v', 'error', '-hide_banner'],
      ...['-protocol_whitelist', protocolWhitelist, '-format_whitelist', formatWhitelist],
      ...['-select_streams', String(stream), '-show_entries', 'packet=pts_time,dts_time,flags'],
      ...['-read_intervals', readIntervals, '-print_format', 'json', '-i', `file:${path}`],
    ],
    timeoutMs,
    ...(signal === undefined ? {} : { signal }),
  });
  // What was printed before a limit or an error is not the whole answer.
  const parsed = facts.exitCode === 0 ? parseFfprobe(Packets, facts.stdout) : null;
  return parsed ?? { packets: [] };
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

function seconds(value: number): string {
  return round(Math.max(0, value)).toFixed(6);
}
