import { type Result, ok, refuse } from '../../model/error.ts';
import type { Kind, QualityWord } from '../../model/options.ts';
import { type NamePlatform, cleanSegment, isExtension, splitExtension } from './file-name.ts';

/**
 * Templates of names such as `{name}-{width}.{ext}`. A token is filled in as text and never evaluated; `{{` and `}}`
 * are the braces themselves, and a brace that stands alone is one too.
 */

export const templateTokens = [
  'name',
  'ext',
  'kind',
  'format',
  'width',
  'height',
  'quality',
  'date',
  'parent',
  'index',
  'id',
] as const;
export type TemplateToken = (typeof templateTokens)[number];

export type TemplatePart = { readonly text: string } | { readonly token: TemplateToken };
/** One segment of a path. */
export type TemplateSegment = readonly TemplatePart[];

/** What tokens stand for. */
export interface TemplateFacts {
  /** Name of the first input with its extension: `{name}` is it without. */
  readonly inputName: string;
  /** Name of the folder that holds the input; empty at the root of a disk. */
  readonly parent: string;
  readonly kind: Kind;
  /** Format word: mp4, jpeg, hls … */
  readonly format: string;
  /** Extension without the dot; empty for a folder, where `.{ext}` is nothing. */
  readonly ext: string;
  /** Size of the result in pixels, or null where it has none. */
  readonly size: { readonly width: number; readonly height: number } | null;
  /** From `qualityToken`. */
  readonly quality: string;
  /** From `localDate`. */
  readonly date: string;
  /** Place in the batch, from 1, and the size of the batch, which says how many digits it is padded to. */
  readonly index: number;
  readonly count: number;
  /** Id of the job: no other name has it. */
  readonly id: string;
}

/** Reads one segment. Refusal: `invalid_option` for a token that does not exist, naming those that do. */
export function parseSegment(text: string): Result<TemplateSegment> {
  const parts: TemplatePart[] = [];
  let last = 0;
  for (const match of text.matchAll(/\{\{|\}\}|\{([^{}]*)\}/g)) {
    if (match.index > last) parts.push({ text: text.slice(last, match.index) });
    last = match.index + match[0].length;
    const word = match[1];
    if (word === undefined) {
      parts.push({ text: match[0].charAt(0) });
    } else if (isToken(word)) {
      parts.push({ token: word });
    } else {
      const known = templateTokens.map((token) => `{${token}}`).join(' ');
      return refuse('invalid_option', {
        field: 'output',
        reason: `there is no {${word}}; names can hold ${known}`,
        hint: 'Use one of these, or write {{ and }} for braces.',
      });
    }
  }
  if (last < text.length) parts.push({ text: text.slice(last) });
  return ok(parts);
}

const isToken = (word: string): word is TemplateToken => (templateTokens as readonly string[]).includes(word);

/** The text of a segment without tokens, else null. */
export function literalText(segment: TemplateSegment): string | null {
  let text = '';
  for (const part of segment) {
    if ('token' in part) return null;
    text += part.text;
  }
  return text;
}

/** The extension that a file name template spells out, in lower case; null when a token or nothing gives it. */
export function literalExtension(fileName: TemplateSegment): string | null {
  const last = fileName.at(-1);
  if (last === undefined || 'token' in last) return null;
  const dot = last.text.lastIndexOf('.');
  // A first dot makes a hidden file, not an extension: `.mp4` alone is a name.
  if (dot < 0 || (dot === 0 && fileName.length === 1)) return null;
  const ext = last.text.slice(dot + 1);
  return isExtension(ext) ? ext.toLowerCase() : null;
}

/** Gives a file name that ends without an extension the one of the result. */
export function withExtension(fileName: TemplateSegment): TemplateSegment {
  const last = fileName.at(-1);
  const before = fileName.at(-2);
  const fromToken =
    last !== undefined &&
    'token' in last &&
    (last.token === 'ext' || last.token === 'format') &&
    before !== undefined &&
    'text' in before &&
    before.text.endsWith('.');
  if (fromToken || literalExtension(fileName) !== null) return fileName;
  return [...fileName, { text: '.' }, { token: 'ext' }];
}

export const usesToken = (
  segments: readonly TemplateSegment[],
  ...tokens: readonly TemplateToken[]
): boolean =>
  segments.some((segment) => segment.some((part) => 'token' in part && tokens.includes(part.token)));

/**
 * Fills a segment in; what comes back is one legal segment, or an empty string when there was nothing to fill in.
 * Refusal: `invalid_option` for {width} or {height} of something without a size.
 */
export function renderSegment(
  segment: TemplateSegment,
  facts: TemplateFacts,
  platform: NamePlatform,
): Result<string> {
  let text = '';
  for (const part of segment) {
    if ('text' in part) {
      text += part.text;
      continue;
    }
    if (part.token === 'ext' && facts.ext === '') {
      text = text.replace(/\.$/, '');
      continue;
    }
    const value = tokenValue(part.token, facts);
    if (value === null) {
      return refuse('invalid_option', {
        field: 'output',
        reason: `{${part.token}} has no value, because ${facts.format} has no picture`,
      });
    }
    text += value;
  }
  return ok(text === '' ? '' : cleanSegment(text, platform));
}

function tokenValue(token: TemplateToken, facts: TemplateFacts): string | null {
  switch (token) {
    case 'name':
      return splitExtension(facts.inputName).stem;
    case 'width':
    case 'height':
      return facts.size === null ? null : String(facts.size[token]);
    case 'index':
      return String(facts.index).padStart(String(facts.count).length, '0');
    case 'ext':
    case 'kind':
    case 'format':
    case 'quality':
    case 'date':
    case 'parent':
    case 'id':
      return facts[token];
  }
}

/** `{quality}`: the word, the compression number, `lossless`, or the bit rate such as `800k`, as far as one was given. */
export function qualityToken(
  options: {
    readonly quality?: QualityWord | undefined;
    readonly compression?: number | undefined;
    readonly lossless?: boolean | undefined;
    readonly bitrate?: number | undefined;
  },
  standard: QualityWord,
): string {
  if (options.lossless === true) return 'lossless';
  if (options.compression !== undefined) return String(options.compression);
  if (options.quality !== undefined) return options.quality;
  return options.bitrate === undefined ? standard : `${Math.round(options.bitrate / 1000)}k`;
}

/** `{date}`: the day of the conversion where it runs, as YYYY-MM-DD. Takes Unix milliseconds. */
export function localDate(ms: number): string {
  const day = new Date(ms);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
