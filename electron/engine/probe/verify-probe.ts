import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type Result, convoyError, ok } from '../../../shared/model/error.ts';
import type { MediaFacts } from '../../../shared/model/media.ts';
import { formatWhitelist, protocolWhitelist } from '../../../shared/plan/demuxers.ts';
import { factsFromFfprobe } from './ffprobe-facts.ts';
import { FfprobeOutput, parseFfprobe } from './ffprobe-json.ts';
import { inputFailure } from '../publish/file-errors.ts';
import type { ToolFacts, ToolRun } from '../ports.ts';
import { runTool } from '../process/run-tool.ts';

/** Asks ffprobe what a finished result holds, before it may be published. */

/**
 * Demuxer for each format that we write and ffprobe reads. It is named, because a temporary file's name ends in `.part`
 * and a very short file says too little about itself.
 */
const demuxers: Readonly<Record<string, string>> = {
  mp4: 'mp4',
  mov: 'mov',
  m4a: 'm4a',
  webm: 'matroska',
  mkv: 'matroska',
  mp3: 'mp3',
  aac: 'aac',
  ogg: 'ogg',
  opus: 'ogg',
  wav: 'wav',
  flac: 'flac',
  gif: 'gif',
  apng: 'apng',
};

/** Formats whose length stands nowhere in the file: ffprobe guesses it from the bitrate, or tells nothing. */
const countedFormats: ReadonlySet<string> = new Set(['aac', 'mp3', 'apng']);

/** Milliseconds for a check: hours of audio are counted packet by packet. */
const verifyTimeoutMs = 60_000;

/** A finished file, under whatever name. */
export interface VerifyQuestion {
  readonly path: string;
  readonly ffprobe: string;
  /** Format word of the contract: mp4, mkv, aac … */
  readonly container: string;
  readonly signal?: AbortSignal;
  /** Runs ffprobe, for tests. */
  readonly run?: (tool: ToolRun) => Promise<ToolFacts>;
}

/**
 * Facts of a result, with a `duration` that can be relied on: the longest media stream's, and for adts, mp3 and apng
 * counted packet by packet. Null for formats that ffprobe does not read (webp, and stills, which the still worker
 * checks). What cannot be read is `output_verify_failed`; `cancelled` when it was stopped.
 */
export async function verifyProbe(question: VerifyQuestion): Promise<Result<MediaFacts | null>> {
  const { container } = question;
  const demuxer = Object.hasOwn(demuxers, container) ? demuxers[container] : undefined;
  if (demuxer === undefined) return ok(null);
  const file = path.resolve(question.path);
  const counted = countedFormats.has(container);
  let bytes: number;
  try {
    bytes = (await stat(file)).size;
  } catch (error) {
    return unverified(file, 'it is not there any more', inputFailure(error, file).error.detail ?? '');
  }

  const ask = (what: readonly string[]): Promise<ToolFacts> =>
    (question.run ?? runTool)({
      file: question.ffprobe,
      args: [
        ...['-v', 'error', '-hide_banner', '-f', demuxer],
        ...['-protocol_whitelist', protocolWhitelist, '-format_whitelist', formatWhitelist],
        ...what,
        ...['-i', `file:${file}`],
      ],
      timeoutMs: verifyTimeoutMs,
      ...(question.signal === undefined ? {} : { signal: question.signal }),
    });
  const [facts, packets] = await Promise.all([
    ask(['-print_format', 'json', '-show_format', '-show_streams', '-show_chapters']),
    // Lines of 20 bytes: ten hours of audio have 1.4 million packets.
    counted
      ? ask([
          ...['-print_format', 'csv=p=0', '-select_streams', '0'],
          ...['-show_entries', 'packet=pts_time,duration_time'],
        ])
      : null,
  ]);
  const said = facts.stderrTail.join('\n');
  if (facts.stopped === 'cancelled') {
    return { ok: false, error: convoyError('cancelled', { file: path.basename(file) }) };
  }
  if (facts.stopped !== 'no') return unverified(file, 'checking it took more than 60 s', said);
  const read = facts.exitCode === 0 ? parseFfprobe(FfprobeOutput, facts.stdout) : null;
  if (read === null) return unverified(file, 'it cannot be read back', said);
  if (packets !== null && packets.exitCode !== 0)
    return unverified(file, 'it cannot be read to its end', said);
  const found = factsFromFfprobe(read, { bytes });
  return ok(packets === null ? found : { ...found, duration: packetSpan(packets.stdout) });
}

/**
 * Seconds from the first packet's beginning to the last one's end, from lines of `time,duration`; null without any.
 * Lines with other things (side data) are passed over.
 */
export function packetSpan(csv: string): number | null {
  const line = /^(-?[\d.]+),([\d.]+)/;
  const rows = (part: string): RegExpExecArray[] =>
    part.split('\n').flatMap((text) => {
      const match = line.exec(text);
      return match === null ? [] : [match];
    });
  // Only the ends of the text matter. Each end's outermost line is whole.
  const first = rows(csv.slice(0, 1024)).at(0);
  const last = rows(csv.slice(-1024)).at(-1);
  if (first === undefined || last === undefined) return null;
  const span = Number(last[1]) + Number(last[2]) - Number(first[1]);
  return span > 0 ? Math.round(span * 1e6) / 1e6 : null;
}

function unverified(file: string, reason: string, detail: string): Result<never> {
  return {
    ok: false,
    error: convoyError('output_verify_failed', {
      file: path.basename(file),
      reason,
      ...(detail === '' ? {} : { detail }),
    }),
  };
}
