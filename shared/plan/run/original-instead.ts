import type { WhenLarger } from '../../model/app-settings.ts';
import type { MediaFacts } from '../../model/media.ts';
import type { KindOptions } from '../../model/options.ts';
import { splitExtension } from '../names/file-name.ts';
import { formatOfExtension } from '../names/output-format.ts';
import { displayedSize, exifTurn } from '../picture/geometry.ts';
import type { Plan, Size } from '../plan.ts';

/**
 * Whether an original may take the place of a result that came out larger. It may where making it smaller was all that
 * was asked: everything else that was wanted is what the original already is.
 */

/** A finished and checked result, and what it was made from. */
export interface FinishedResult {
  readonly rule: WhenLarger;
  readonly options: KindOptions;
  /** A format that a preset brings along is a means; one that was asked for itself is what is wanted. */
  readonly formatFrom: 'request' | 'preset';
  /** The output was named with its extension, so that exactly that file is waited for. */
  readonly namedWithExtension: boolean;
  readonly inputs: readonly MediaFacts[];
  /** Name of the first input, with its extension. */
  readonly inputName: string;
  readonly plan: Plan;
  /** Bytes of the result. */
  readonly bytes: number;
}

/** The format word of the original that is to be published instead; null = the result is. */
export function originalInstead(finished: FinishedResult): string | null {
  const { rule, inputs, plan, bytes } = finished;
  const [facts] = inputs;
  if (rule === 'keep_result' || facts === undefined || inputs.length > 1) return null;
  if (plan.result.form !== 'file' || bytes <= facts.bytes || facts.bytes === 0) return null;
  if (!asksOnlyForLess(finished.options)) return null;
  const format = formatOfOriginal(plan.kind, facts, finished.inputName);
  if (format === null || !answers(format, finished)) return null;
  return showsTheSame(facts, finished) ? format : null;
}

/** Options with which a smaller file may be all that is wanted; whether a size changes anything, the plan tells. */
const harmless: ReadonlySet<string> = new Set([
  ...['format', 'codec', 'quality', 'compression', 'auto_orient', 'enlarge'],
  ...['width', 'height', 'fit', 'position'],
]);

const asksOnlyForLess = ({ options }: KindOptions): boolean =>
  Object.entries(options).every(
    ([name, value]) => value === undefined || value === false || harmless.has(name),
  );

/**
 * Formats that are chosen to save space, and originals that are shown wherever those are. Nobody who asks for JPEG has
 * use for a WebP, and a WAV is larger on purpose.
 */
const means: Readonly<Record<string, readonly string[]>> = {
  'image.webp': ['jpeg', 'png', 'gif'],
  'image.avif': ['webp', 'jpeg', 'png', 'gif'],
  'animation.webp': ['gif'],
};
/** Formats without an own size: tiff and wav are what a next program wants, however large. */
const neverInstead: ReadonlySet<string> = new Set(['image.tiff', 'audio.wav']);

function answers(format: string, { plan, formatFrom, namedWithExtension }: FinishedResult): boolean {
  const asked = `${plan.kind}.${plan.result.format}`;
  if (neverInstead.has(asked)) return false;
  if (format === plan.result.format) return true;
  return formatFrom === 'preset' && !namedWithExtension && means[asked]?.includes(format) === true;
}

/** ffprobe's name of the container of a format. */
const containers: Readonly<Record<string, string>> = {
  mp4: 'mov',
  mov: 'mov',
  m4a: 'mov',
  mkv: 'matroska',
  webm: 'matroska',
  mp3: 'mp3',
  aac: 'aac',
  ogg: 'ogg',
  opus: 'ogg',
  flac: 'flac',
};

/** What the file is; null when its name says something else, or it is nothing that results are. */
function formatOfOriginal(kind: Plan['kind'], facts: MediaFacts, name: string): string | null {
  const format = formatOfExtension(kind, splitExtension(name).ext);
  if (format === null) return null;
  const isAsNamed =
    facts.still === null ? facts.formats.includes(containers[format] ?? '') : facts.still.format === format;
  return isAsNamed ? format : null;
}

function showsTheSame(facts: MediaFacts, { plan, options }: FinishedResult): boolean {
  switch (options.kind) {
    case 'image':
    case 'animation': {
      const { still } = facts;
      if (still === null || still.pages > 1 !== (options.kind === 'animation')) return false;
      // Turned or not, the original is shown upright.
      if (options.options.auto_orient === false && still.orientation !== 1) return false;
      return sameSize(plan.result.size, displayedSize(still, exifTurn(still.orientation).rotation, 1));
    }
    case 'audio':
      return facts.video.length === 0 && sameStreams(plan, 'audio');
    case 'video':
      return sameFilm(facts, plan, options.options.auto_orient);
    case 'adaptive_video':
      return false;
  }
}

function sameFilm(facts: MediaFacts, plan: Plan, autoOrient: boolean | undefined): boolean {
  const [stream] = facts.video;
  if (stream === undefined || !sameStreams(plan, 'video')) return false;
  if (autoOrient === false && stream.rotation !== 0) return false;
  if (stream.interlaced || stream.sar !== 1 || plan.warnings.some(({ kind }) => kind === 'hdr_to_sdr'))
    return false;
  // Few players decode anything else, which may be why it was converted.
  if (stream.chroma !== '420' || (stream.codec === 'h264' && stream.bitDepth !== 8)) return false;
  return sameSize(plan.result.size, displayedSize(stream, stream.rotation, stream.sar));
}

/** Nothing is left out, nothing becomes another codec, and the main stream was encoded: a copy saves nothing on purpose. */
const sameStreams = ({ streams }: Plan, main: 'video' | 'audio'): boolean =>
  streams.every(({ action, from, to }) => action !== 'drop' && from === to) &&
  streams.some(({ type, action }) => type === main && action === 'encode');

const sameSize = (a: Size | null, b: Size): boolean => a?.width === b.width && a.height === b.height;
