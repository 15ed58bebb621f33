import { z } from 'zod';
import { inputGuards } from '../../../shared/plan/demuxers.ts';
import { parseFfprobe } from '../probe/ffprobe-json.ts';
import { probeTimeoutMs } from '../probe/probe.ts';
import { runTool } from '../process/run-tool.ts';
import type { Span } from './compare-window.ts';

/** When the frames of a file stand, and how large its packets are, without decoding anything. */

/** A packet of any stream. */
export interface TimedPacket {
  readonly stream: number;
  /** Seconds from the start of the file. */
  readonly time: number;
  readonly bytes: number;
  readonly key: boolean;
}

const number = z.coerce.number();
const Packets = z.object({
  packets: z
    .array(
      z.object({
        stream_index: z.int(),
        pts_time: number.optional().catch(undefined),
        dts_time: number.optional().catch(undefined),
        size: number.catch(0),
        flags: z.string().catch(''),
      }),
    )
    .default([]),
});

/** Seconds that are read before the place when the container has no index. */
const lookBack = 12;

/**
 * Packets of a file, of all streams or of one, in order of time; of a span those from the key frame before it on. An
 * empty list when ffprobe cannot say.
 */
export async function readPackets(
  question: {
    readonly ffprobe: string;
    readonly file: string;
    /** Of the file's facts; none = whatever is let in. */
    readonly formats: readonly string[];
    /** Seconds at which the file's own clock begins. */
    readonly start: number;
    readonly stream?: number;
    readonly span?: Span;
  },
  signal: AbortSignal,
): Promise<readonly TimedPacket[]> {
  const { span } = question;
  if (span === undefined) return ask(question, null, signal);
  // Frames that are shown before the end may be stored behind it.
  const near = await ask(question, { start: span.start, end: span.end + 0.5 }, signal);
  if (near.some(({ time }) => time <= span.start + 0.001) || span.start <= 0) return near;
  return ask(question, { start: span.start - lookBack, end: span.end + 0.5 }, signal);
}

async function ask(
  { ffprobe, file, formats, start, stream }: Parameters<typeof readPackets>[0],
  span: Span | null,
  signal: AbortSignal,
): Promise<readonly TimedPacket[]> {
  const clock = (seconds: number): string => (start + seconds).toFixed(6);
  const from = span === null || span.start <= 0 ? '' : clock(span.start);
  const answer = await runTool({
    file: ffprobe,
    args: [
      ...['-v', 'error', '-hide_banner', ...inputGuards(formats)],
      ...(stream === undefined ? [] : ['-select_streams', String(stream)]),
      ...['-show_entries', 'packet=stream_index,pts_time,dts_time,size,flags'],
      ...(span === null ? [] : ['-read_intervals', `${from}%${clock(span.end)}`]),
      ...['-print_format', 'json', '-i', `file:${file}`],
    ],
    timeoutMs: probeTimeoutMs,
    signal,
  });
  const parsed = answer.exitCode === 0 ? parseFfprobe(Packets, answer.stdout) : null;
  const packets = parsed?.packets ?? [];
  // avi has no presentation times; elsewhere a packet without one is the second half of a frame.
  const shown = packets.some((packet) => packet.pts_time !== undefined);
  return packets
    .flatMap(({ pts_time, dts_time, stream_index, size, flags }): TimedPacket[] => {
      const time = shown ? pts_time : dts_time;
      // D: packets that an edit list takes out; they are decoded and never shown.
      if (time === undefined || flags.includes('D')) return [];
      return [{ stream: stream_index, time: time - start, bytes: size, key: flags.startsWith('K') }];
    })
    .toSorted((a, b) => a.time - b.time);
}

/** Times of an animation's pages, from how long each is shown. */
export function pageTimes(delays: readonly number[]): readonly number[] {
  let at = 0;
  return delays.map((delay) => {
    const start = at;
    at += delay;
    return start / 1000;
  });
}
