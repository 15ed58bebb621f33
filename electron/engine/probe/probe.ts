import path from 'node:path';
import { type Result, ok, refuse } from '../../../shared/model/error.ts';
import type { MediaFacts } from '../../../shared/model/media.ts';
import { inputGuards, pictureDemuxer } from '../../../shared/plan/demuxers.ts';
import { factsFromFfprobe } from './ffprobe-facts.ts';
import { probeFailure, refusedDemuxer } from './ffprobe-failure.ts';
import { FfprobeOutput, parseFfprobe } from './ffprobe-json.ts';
import { fileSignature } from './file-signature.ts';
import { keyframeBefore } from './keyframe.ts';
import { isEncryptedMp4 } from './mp4-encryption.ts';
import type { ToolFacts, ToolRun } from '../ports.ts';
import { type InputFile, inspectInput } from './probe-input.ts';
import { runTool } from '../process/run-tool.ts';
import { looksLikeTarga } from './targa.ts';

/** Asks ffprobe what an input holds. */

export { verifyProbe } from './verify-probe.ts';

/** Milliseconds a probe may take before the file counts as one that hangs tools. */
export const probeTimeoutMs = 30_000;

/** A question about one file. */
export interface MediaQuestion {
  readonly path: string;
  readonly ffprobe: string;
  /**
   * Another ffprobe, asked when the first crashes or makes nothing of the file: the static build starts five times
   * faster, the system's may know newer formats (JPEG XL).
   */
  readonly otherFfprobe?: string;
  /** Asked start in seconds; above 0 the key frame there is looked for. */
  readonly start?: number;
  readonly signal?: AbortSignal;
  /** Runs ffprobe, for tests. */
  readonly run?: (tool: ToolRun) => Promise<ToolFacts>;
}

/**
 * Facts of a file that ffmpeg can read. Refusals: `input_not_found`, `invalid_input` (no regular file),
 * `input_unreadable`, `input_unsupported` (empty, a script, no media, encrypted), `input_truncated`, `timed_out`,
 * `cancelled`, `tool_missing`. A single picture is told as `still` with reader `ffmpeg`; libvips knows more about the
 * common ones.
 */
export async function probeMedia(question: MediaQuestion): Promise<Result<MediaFacts>> {
  const input = await inspectInput(question.path);
  if (!input.ok) return input;
  const first = await probeFile(input.value, question);
  const { otherFfprobe: ffprobe } = question;
  if (first.ok || ffprobe === undefined || ffprobe === question.ffprobe) return first;
  // A text stays a text, whoever reads it, and a cancel is final.
  const hopeless = fileSignature(input.value.header).is === 'foreign';
  const { kind } = first.error;
  if (hopeless || (kind !== 'input_unsupported' && kind !== 'tool_missing')) return first;
  const second = await probeFile(input.value, { ...question, ffprobe });
  return second.ok ? second : first;
}

async function probeFile(input: InputFile, question: MediaQuestion): Promise<Result<MediaFacts>> {
  const asked = await askFfprobe(input, question);
  if (!asked.ok) return asked;
  const file = path.basename(input.path);
  const facts = factsFromFfprobe(asked.value, { bytes: input.bytes });
  if (isEmpty(facts)) {
    const signature = fileSignature(input.header);
    const undecodable = 'it holds no picture or sound that can be decoded here';
    return refuse('input_unsupported', {
      file,
      reason: signature.is === 'foreign' ? signature.words : undecodable,
    });
  }
  if (facts.formats.includes('mp4') && (await isEncryptedMp4(input.path))) {
    return refuse('input_unsupported', {
      file,
      reason: 'it is encrypted (copy protection)',
      hint: 'Only the program or shop that it comes from can play it.',
    });
  }
  return ok({ ...facts, keyframeAtStart: await keyframeAt(question, input.path, facts) });
}

/** Nothing that anything could be made of; data streams alone do not count. */
function isEmpty({ video, audio, subtitles, pictures, still }: MediaFacts): boolean {
  return video.length + audio.length + subtitles.length + pictures.length === 0 && still === null;
}

/** Arguments of a probe of one file. */
function probeArgs(file: string, guards: readonly string[] = inputGuards()): string[] {
  return [
    ...['-v', 'error', '-hide_banner', ...guards],
    // Streams that start late in a broadcast are found (the default ends at 5 MB); nothing is read without an end.
    ...['-probesize', '32M', '-analyzeduration', '10M'],
    ...['-print_format', 'json', '-show_format', '-show_streams', '-show_chapters', '-i', `file:${file}`],
  ];
}

async function askFfprobe(input: InputFile, question: MediaQuestion): Promise<Result<FfprobeOutput>> {
  const run = question.run ?? runTool;
  const ask = (guards: readonly string[]): Promise<ToolFacts> =>
    run({
      file: question.ffprobe,
      args: probeArgs(input.path, guards),
      timeoutMs: probeTimeoutMs,
      ...(question.signal === undefined ? {} : { signal: question.signal }),
    });
  const first = await ask(inputGuards());
  const read = parsed(first) ?? (await asNamedPicture(input, first, ask));
  if (read !== null) return ok(read);
  const signature = fileSignature(input.header);
  return { ok: false, error: probeFailure({ file: path.basename(input.path), facts: first, signature }) };
}

function parsed(facts: ToolFacts): FfprobeOutput | null {
  return facts.exitCode === 0 && facts.stopped === 'no' ? parseFfprobe(FfprobeOutput, facts.stdout) : null;
}

/**
 * A picture that ffprobe took for a numbered series because of its name (`shot%03d.bmp`) or for want of a better
 * demuxer (Targa, large JPEG) is asked for again with its demuxer by name. Null when it is no such case.
 */
async function asNamedPicture(
  input: InputFile,
  first: ToolFacts,
  ask: (guards: readonly string[]) => Promise<ToolFacts>,
): Promise<FfprobeOutput | null> {
  if (refusedDemuxer(first.stderrTail) !== 'image2') return null;
  const demuxer = pictureDemuxer(path.extname(input.path).slice(1));
  // Targa has no magic number: anything named .tga would be decoded as one.
  if (demuxer === null || (demuxer === 'image2' && !looksLikeTarga(input.header))) return null;
  return parsed(await ask(inputGuards([demuxer])));
}

async function keyframeAt(question: MediaQuestion, file: string, facts: MediaFacts): Promise<number | null> {
  const [video] = facts.video;
  if (question.start === undefined || question.start <= 0 || video === undefined) return null;
  return keyframeBefore(
    {
      path: file,
      ffprobe: question.ffprobe,
      stream: video.index,
      at: question.start,
      fileStart: facts.start,
      frame: video.fps === null ? null : 1 / video.fps,
      timeoutMs: probeTimeoutMs,
      ...(question.signal === undefined ? {} : { signal: question.signal }),
    },
    question.run ?? runTool,
  );
}
