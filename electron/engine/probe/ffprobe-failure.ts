import { type ConvoyError, type ErrorKind, convoyError } from '../../../shared/model/error.ts';
import type { FileSignature } from './file-signature.ts';
import type { ProcessFacts } from '../ports.ts';

/**
 * Why ffprobe could not read a file, as one of our errors. All of ffprobe's failures end with exit code 1, so they are
 * told apart by its words and by the file's first bytes. Texts seen with the builds of 2022 and 2023.
 */

/** What is known when a probe has failed. */
export interface FailedProbe {
  /** Name of the file, not its path. */
  readonly file: string;
  readonly facts: ProcessFacts;
  readonly signature: FileSignature;
}

interface Verdict {
  readonly kind: ErrorKind;
  readonly reason: string;
  readonly hint?: string;
}

const unsupported = (reason: string): Verdict => ({ kind: 'input_unsupported', reason });
const truncated = (reason: string): Verdict => ({
  kind: 'input_truncated',
  reason,
  // The usual hint speaks of the part that is there; nothing of this file can be read.
  hint: 'Copy the file again from where it came from.',
});

/** Demuxers that are not on the allow-list, in words. */
const refusedDemuxers: readonly (readonly [RegExp, string])[] = [
  [/^(concat|ffmetadata)$/, 'it is a list of other files (ffconcat), not a recording'],
  [/^(hls|applehttp|dash|sdp|rtsp|imf|webm_dash_manifest)/, 'it is a playlist that points at other files'],
  [
    /^(srt|ass|webvtt|sami|microdvd|subviewer1?|jacosub|mpl2|mpsub|pjs|realtext|stl|vplayer|lrc|scc|sup|vobsub|aqtitle)$/,
    'it holds subtitles alone, neither picture nor sound',
  ],
  [/^(tty|xbin|bin|adf|idf|txd)$/, 'it is a text file'],
  [/^svg/, 'it is a drawing (SVG) that could not be drawn'],
];

/** The error of a probe that failed. Its detail is ffprobe's own text. */
export function probeFailure(failed: FailedProbe): ConvoyError {
  const { kind, ...words } = verdict(failed);
  const lines = [failed.facts.spawnError?.message, ...failed.facts.stderrTail].filter(
    (line) => line !== undefined,
  );
  const detail = shortened(lines.join('\n'));
  return convoyError(kind, { file: failed.file, ...words, ...(detail === '' ? {} : { detail }) });
}

/** The demuxer that ffprobe wanted to open the file with, when the allow-list forbade it. */
export function refusedDemuxer(stderr: readonly string[]): string | null {
  const line = stderr.find((text) => text.includes('Format not on whitelist'));
  return line === undefined ? null : (/^\[(\S+) @ /.exec(line)?.[1] ?? 'unknown');
}

function verdict({ facts, signature }: FailedProbe): Verdict {
  if (facts.spawnError !== null) {
    return { kind: 'tool_missing', reason: `ffprobe cannot be started (${facts.spawnError.code})` };
  }
  if (facts.stopped === 'cancelled') return { kind: 'cancelled', reason: 'the probe was cancelled' };
  if (facts.stopped !== 'no')
    return { kind: 'timed_out', reason: 'finding out what it holds took more than 30 s' };
  if (facts.signal !== null) return unsupported(`ffprobe crashed while reading it (${facts.signal})`);

  const said = facts.stderrTail.join('\n');
  const demuxer = refusedDemuxer(facts.stderrTail);
  if (signature.is === 'foreign') return unsupported(signature.words);
  if (demuxer !== null) {
    const known = refusedDemuxers.find(([names]) => names.test(demuxer));
    return unsupported(known?.[1] ?? `Convoy does not open files of the type “${demuxer}”`);
  }
  if (/: Permission denied$/m.test(said)) return { kind: 'input_unreadable', reason: 'you may not read it' };
  if (/: No such file or directory$/m.test(said)) {
    return { kind: 'input_not_found', reason: 'it went away while it was looked at' };
  }
  if (signature.is === 'heif') return unsupported('it is a picture of a kind that cannot be decoded here');
  if (said.includes('moov atom not found') && signature.is === 'media') {
    return truncated('its index is missing, as when a recording or a download was cut off');
  }
  const endsEarly = /File ended prematurely|Input\/output error|End of file|Truncat|partial file/i.test(said);
  // What begins like media and cannot be opened has lost its end, or is damaged, which is the same to its owner.
  if (signature.is === 'media' || endsEarly)
    return truncated('it ends too early or is damaged at its beginning');
  return unsupported('nothing in it is known as picture or sound');
}

/** Without addresses in memory, and without the allow-list: a thousand characters that say nothing more. */
function shortened(text: string): string {
  return text
    .replaceAll(/(Format not on whitelist) '[^']*'/g, '$1')
    .replaceAll(/ @ 0x[0-9a-f]+\]/g, ']')
    .trim();
}
