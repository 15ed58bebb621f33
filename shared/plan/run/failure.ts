import { convoyError, type ConvoyError, type ErrorContext, type ErrorKind } from '../../model/error.ts';
import { failureRules, inputMark, outputMark } from './failure-rules.ts';

export { decoderErrorsAtStart } from './decoder-errors.ts';

/**
 * Why a run of ffmpeg or ffprobe failed. Five different failures all end with exit code 1, so the text decides, and
 * never the words of a file's name in that text.
 */

/** Facts about a process that ended, as `ProcessFacts` of the engine has them. */
export interface RunOutcome {
  /** Null when a signal ended it or it never started. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly spawnError: { readonly code: string; readonly message: string } | null;
  readonly stopped: 'no' | 'cancelled' | 'stalled' | 'timed_out';
  readonly stderrTail: readonly string[];
}

/** A run that has ended, and what it worked on. */
export interface EndedRun {
  readonly facts: RunOutcome;
  /** Absolute paths that the run read and wrote, with or without `file:`. Their words never decide. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** A run whose failure is to be named. */
export interface FailedRun extends EndedRun {
  /** Name of the input for the sentence, not its path. */
  readonly file: string;
  /** What was run, for the sentence about a tool that cannot be started. Default `ffmpeg`. */
  readonly tool?: string;
}

/**
 * True when the run did what was asked. Exit code 0 is not enough: the 2018 build and 5.1.9 both end with 0 when the
 * disk fills up while the last bytes of a Matroska file are written.
 */
export function runSucceeded(run: EndedRun): boolean {
  if (run.facts.exitCode !== 0 || run.facts.stopped !== 'no') return false;
  return !readableLines(run).some((line) =>
    /^(\[[^\]]*\] )?Error (writing trailer|closing file)\b/.test(line),
  );
}

/**
 * True when ffmpeg said that the input stops before its own index or its last element says so. Such a run often ends
 * with exit code 0 and a short result, so it is what explains a duration that does not fit.
 */
export function inputEndsEarly(run: EndedRun): boolean {
  return readableLines(run).some((line) =>
    // mp4 and mov · raw streams · Matroska on 5.1.9 · Matroska on the 2018 build
    /: partial file$|^Truncating packet of size\b|\bFile ended prematurely\b|\] Read error( at pos\b.*)?$/.test(
      line,
    ),
  );
}

/** Names the failure. What is not recognised is `encode_failed`, with the tool's last words as detail. */
export function classifyFailure(run: FailedRun): ConvoyError {
  const { facts, file, tool = 'ffmpeg' } = run;
  const detail = lastWords(facts);
  const [kind, context] = verdict(run, tool);
  return convoyError(kind, { file, ...(detail === '' ? {} : { detail }), ...context });
}

type Verdict = readonly [ErrorKind, ErrorContext?];

function verdict(run: EndedRun, tool: string): Verdict {
  const { facts } = run;
  if (facts.spawnError !== null) return fromSpawnError(facts.spawnError, tool);
  if (facts.stopped === 'cancelled') return ['cancelled'];
  if (facts.stopped === 'stalled') return ['encode_stalled'];
  if (facts.stopped === 'timed_out') return ['timed_out'];
  return fromText(readableLines(run), facts.signal) ?? fromEnd(facts, tool);
}

function fromSpawnError(spawnError: NonNullable<RunOutcome['spawnError']>, tool: string): Verdict {
  const detail = spawnError.message;
  switch (spawnError.code) {
    case 'ENOENT':
      return ['tool_missing', { reason: `${tool} is not there any more`, detail }];
    case 'EACCES':
    case 'EPERM':
      return ['tool_missing', { reason: `${tool} may not be run`, detail }];
    case 'EMFILE':
    case 'ENFILE':
    case 'EAGAIN':
    case 'ENOMEM': {
      const hint = 'Close other programs, then try again.';
      return ['encode_failed', { reason: 'the system has no room for another process', hint, detail }];
    }
    default:
      return ['tool_missing', { reason: `${tool} cannot be started (${spawnError.code})`, detail }];
  }
}

function fromText(lines: readonly string[], signal: string | null): Verdict | null {
  const matched = lines.map((line) => ({ line, words: withoutQuotes(line) }));
  for (const rule of failureRules) {
    if (signal !== null && rule.evenIfKilled !== true) continue;
    const hit = matched.find(({ words }) => rule.pattern.test(words));
    if (hit === undefined) continue;
    const { beside } = rule;
    if (beside !== undefined && !matched.some(({ words }) => beside.test(words))) continue;
    const reason = typeof rule.reason === 'function' ? rule.reason(hit.line) : rule.reason;
    return [
      rule.kind,
      { ...(reason === null ? {} : { reason }), ...(rule.hint === undefined ? {} : { hint: rule.hint }) },
    ];
  }
  return null;
}

/** Windows reports crashes, and libraries that it cannot find, as exit codes. */
const windowsCrashes: ReadonlyMap<number, string> = new Map([
  [0xc0000005, 'access violation'],
  [0xc000001d, 'illegal instruction'],
  [0xc00000fd, 'stack overflow'],
  [0xc0000409, 'stack buffer overrun'],
]);
/** 126 and 127 come from the loader or from a wrapper script, never from ffmpeg; the others are Windows' loader. */
const loaderFailures: ReadonlySet<number> = new Set([126, 127, 0xc0000135, 0xc0000139, 0xc000007b]);
/** ffmpeg's answer to SIGTERM and SIGINT; it says so in words only at a louder log level. */
const endedBySignal = 255;

function fromEnd({ signal, exitCode }: RunOutcome, tool: string): Verdict {
  if (signal !== null) return ['encode_failed', { reason: fromSignal(signal) }];
  if (exitCode === null) return ['encode_failed'];
  if (loaderFailures.has(exitCode))
    return ['tool_missing', { reason: `${tool} does not run on this computer` }];
  const crash = windowsCrashes.get(exitCode);
  if (crash !== undefined) return ['encode_failed', { reason: `ffmpeg crashed (${crash})` }];
  if (exitCode === endedBySignal) return ['encode_failed', { reason: 'ffmpeg was ended from outside' }];
  return ['encode_failed'];
}

function fromSignal(signal: string): string {
  switch (signal) {
    case 'SIGKILL':
      return 'the system or somebody ended ffmpeg, perhaps because memory ran out';
    case 'SIGTERM':
    case 'SIGINT':
    case 'SIGHUP':
      return 'ffmpeg was ended from outside';
    case 'SIGXFSZ':
      return 'the system does not allow files this large';
    default:
      return `ffmpeg crashed (${signal})`;
  }
}

/**
 * The lines that may decide. A file called "No space left on device.mp4" is in every line about it, so all paths of
 * the run become marks first: in the whole text, because a name may hold line ends of its own. Indented lines are
 * ffmpeg's listing of a file, with its title and comments, and go.
 */
function readableLines({ facts, inputs, outputs }: EndedRun): readonly string[] {
  const marks = [
    ...inputs.flatMap((path) => spellings(path).map((spelling) => ({ spelling, mark: inputMark }))),
    ...outputs.flatMap((path) => spellings(path).map((spelling) => ({ spelling, mark: outputMark }))),
  ].sort((a, b) => b.spelling.length - a.spelling.length);

  let text = facts.stderrTail.join('\n');
  for (const { spelling, mark } of marks) text = text.replaceAll(spelling, mark);
  const starts = marks
    .filter(({ spelling }) => spelling.length > cutPathLength)
    .map(({ spelling }) => spelling.slice(0, cutPathLength));
  return text
    .split('\n')
    .filter((line) => !/^\s\s/.test(line) && !starts.some((start) => line.includes(start)))
    .map((line) => line.trimEnd());
}

/**
 * Log lines are cut: by us at 2 000 characters, by the 2018 build at 1 024 bytes, of which a character takes up to
 * four. What is left of a long path is still a path, so a line that holds this much of its beginning is left out.
 */
const cutPathLength = 200;

/** A path as it can stand in the lines: with and without `file:`, and printed the way ffmpeg and our tail print it. */
function spellings(path: string): readonly string[] {
  const printed = Array.from(path.replace(/^file:/, ''), (c) => (isReplaced(c) ? '?' : c))
    .join('')
    .split(/[\r\n]+/)
    .join('\n');
  return printed === '' ? [] : [`file:${printed}`, printed];
}

/** ffmpeg's log prints `?` for these control characters (`sanitize` in libavutil/log.c); line ends stay. */
const isReplaced = (c: string): boolean => c < '\b' || (c > '\r' && c < ' ');

/** What stands in quotes is somebody's word: a title, an encoder. An apostrophe inside a word opens nothing. */
function withoutQuotes(line: string): string {
  return line.replace(/(?<![A-Za-z])'[^']*'/g, "''").replace(/"[^"]*"/g, '""');
}

const mostDetailLines = 40;
const mostDetail = 16_000;

/** The end of the log, short enough to be stored with a job and sent between processes. */
function lastWords(facts: RunOutcome): string {
  return facts.stderrTail.slice(-mostDetailLines).join('\n').slice(-mostDetail);
}
