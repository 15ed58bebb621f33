import { type ConvoyFailure, fail } from '../../../shared/model/error.ts';
import { builtInPreset } from '../../../shared/model/built-in-presets.ts';
import {
  type Kind,
  audioFormats,
  formatAliases,
  imageFormats,
  videoFormats,
} from '../../../shared/model/options.ts';
import type { MediaClass } from '../../../shared/model/media.ts';
import type { ReadForm } from './read-form.ts';

/** The form of `POST /api/jobs`: what each file is to become. Pure. */

/** Fields for all files, each with the field that says it for every file by itself as a JSON array. */
const perFile = {
  format: 'formats',
  compression: 'compressions',
  resize: 'resizes',
  resizeWidth: 'resizeWidths',
  resizeHeight: 'resizeHeights',
  autoOrient: 'autoOrients',
  mono: 'monos',
  targetSize: 'targetSizes',
} as const;
type PerFile = keyof typeof perFile;

const forAll = [
  ...(['jobType', 'mode', 'saveToStorage', 'createArchive', 'archive'] as const),
  ...(['callbackUrl', 'callbackSecret'] as const),
];

/** What is asked for one file. */
export interface FileWish {
  readonly format: string | null;
  readonly compression: number;
  readonly resize: Resize;
  readonly width: number | null;
  readonly height: number | null;
  readonly autoOrient: boolean;
  /** Bytes that the result may have; then `compression` says nothing. */
  readonly targetBytes: number | null;
}
export const resizes = [
  ...(['original', 'website', 'email', 'instagram', 'linkedin'] as const),
  ...(['ecommerce', 'square', 'width', 'height'] as const),
];
export type Resize = (typeof resizes)[number];

/** Sizes of pictures that have a name: each is that of a preset that comes with Convoy. */
const sizePresets: Readonly<Partial<Record<Resize, string>>> = {
  website: 'web_photo',
  email: 'email_photo',
  instagram: 'instagram_post',
  linkedin: 'linkedin_post',
  ecommerce: 'shop_square',
};

export interface NamedSize {
  /** Id of the preset: by it the engine knows a lone width as a limit, which never enlarges. */
  readonly preset: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Null for a size that has no name of its own. Throws `not_implemented` for what is no picture. */
export function namedSize(resize: Resize, kind: Kind): NamedSize | null {
  const preset = builtInPreset(sizePresets[resize] ?? '');
  if (preset === undefined) return null;
  if (kind !== preset.kind) {
    throw fail('not_implemented', {
      reason: `${resize} is a size of pictures`,
      hint: 'Use width, height or square.',
    });
  }
  const frame = ['width', 'height', 'fit', 'background'];
  const options = Object.entries(preset.options).filter(([name]) => frame.includes(name));
  return { preset: preset.id, options: Object.fromEntries(options) };
}

export interface FormWish {
  readonly files: readonly FileWish[];
  readonly archive: boolean;
  readonly callback: { readonly url: string; readonly secret?: string } | null;
}

/** Formats that the contract names and nobody makes here yet. */
const notMade: ReadonlySet<string> = new Set([
  ...['heif', 'svg', 'pdf', 'zip', 'tar', 'tgz', '7z', 'rar', 'gz', 'bz2', 'xz'],
]);
const usualCompression = 82;

const wrong = (field: string, reason: string): ConvoyFailure => fail('invalid_option', { field, reason });

/** Reads the fields for so many files. Throws `input_required`, `invalid_format`, `invalid_option`, `not_implemented`. */
export function readWishes({ fields, files }: Pick<ReadForm, 'fields' | 'files'>): FormWish {
  const given = new Map<string, string>();
  for (const [name, value] of fields) {
    const known = [...Object.keys(perFile), ...Object.values(perFile), ...forAll];
    if (!known.includes(name)) throw wrong(name, 'there is no such field');
    given.set(name, value);
  }
  const stranger = files.find(({ field }) => field !== 'files' && field !== 'files[]');
  if (stranger !== undefined) throw wrong(stranger.field, 'files are sent as files');
  if (files.length === 0) throw fail('input_required');
  const jobType = choice(given.get('jobType') ?? 'convert', ['convert', 'compress'], 'jobType');
  const mode = choice(given.get('mode') ?? 'quality', ['quality', 'target-size'], 'mode');
  if (given.get('saveToStorage') === 'false') {
    throw wrong('saveToStorage', 'jobs keep their files until they have run');
  }
  boolean(given.get('saveToStorage') ?? 'true', 'saveToStorage');
  const values = valuesFor(given, files.length);
  const wishes = files.map((_, n) => wishOf((name) => values(name, n), jobType, mode));
  const archive = boolean(given.get('createArchive') ?? given.get('archive') ?? 'false', 'createArchive');
  const url = given.get('callbackUrl');
  const secret = given.get('callbackSecret');
  if (url === undefined && secret !== undefined) throw wrong('callbackSecret', 'it belongs to a callbackUrl');
  return {
    ...{ files: wishes, archive },
    callback: url === undefined ? null : { url, ...(secret === undefined ? {} : { secret }) },
  };
}

type Values = (name: PerFile) => unknown;

const counted = (n: number, what: string): string => (n === 1 ? `1 ${what}` : `${n} ${what}s`);

/** What a field says for a file; undefined when it says nothing. */
function valuesFor(given: ReadonlyMap<string, string>, count: number): (name: PerFile, n: number) => unknown {
  const lists = new Map<PerFile, readonly unknown[]>();
  for (const [name, many] of Object.entries(perFile) as [PerFile, string][]) {
    const text = given.get(many);
    if (text === undefined) continue;
    let list: unknown;
    try {
      list = JSON.parse(text);
    } catch {
      throw wrong(many, 'it is not a JSON array');
    }
    if (!Array.isArray(list)) throw wrong(many, 'it is not a JSON array');
    if (list.length !== count)
      throw wrong(many, `it has ${counted(list.length, 'value')} for ${counted(count, 'file')}`);
    lists.set(name, list);
  }
  return (name, n) => lists.get(name)?.[n] ?? given.get(name) ?? undefined;
}

function wishOf(value: Values, jobType: string, mode: string): FileWish {
  const format = value('format');
  const resize = value('resize') ?? (jobType === 'compress' ? 'original' : undefined);
  if (format === undefined && jobType === 'convert') throw wrong('format', 'it is required');
  if (resize === undefined) throw wrong('resize', 'it is required');
  const asked = format === undefined ? null : formatOf(format);
  if (boolean(value('mono') ?? 'false', 'mono')) {
    throw fail('not_implemented', { reason: 'nothing is traced as SVG' });
  }
  const targetBytes = mode === 'target-size' ? number(value('targetSize'), 'targetSize', 1000, 1e12) : null;
  return {
    format: asked,
    compression: number(value('compression') ?? usualCompression, 'compression', 1, 100),
    ...sizeOf(value, choice(resize, resizes, 'resize')),
    autoOrient: boolean(value('autoOrient') ?? 'true', 'autoOrient'),
    targetBytes,
  };
}

function sizeOf(value: Values, resize: Resize): Pick<FileWish, 'resize' | 'width' | 'height'> {
  const side = (name: 'resizeWidth' | 'resizeHeight'): number | null => {
    const given = value(name);
    return given === undefined ? null : number(given, name, 1, 16_383);
  };
  const [width, height] = [side('resizeWidth'), side('resizeHeight')];
  switch (resize) {
    case 'original':
    case 'website':
    case 'email':
    case 'instagram':
    case 'linkedin':
    case 'ecommerce':
      return { resize, width: null, height: null };
    case 'width':
      if (width === null) throw wrong('resizeWidth', 'it is required for resize=width');
      return { resize, width, height: null };
    case 'height':
      if (height === null) throw wrong('resizeHeight', 'it is required for resize=height');
      return { resize, width: null, height };
    case 'square':
      return { resize, width: width ?? height, height: width ?? height };
  }
}

function formatOf(given: unknown): string {
  const word = typeof given === 'string' ? given.toLowerCase() : '';
  const format = formatAliases[word] ?? word;
  if (notMade.has(word)) throw fail('not_implemented', { reason: `nothing makes ${word} here` });
  const all: readonly string[] = [...imageFormats, ...videoFormats, ...audioFormats];
  if (all.includes(format)) return format;
  throw fail('invalid_format', {
    field: 'format',
    given: JSON.stringify(given).slice(0, 60),
    allowed: all.join(', '),
  });
}

/** The kind that makes a format of a file. Pictures that move stay moving where the format can. */
export function kindFor(format: string, source: MediaClass | null): Kind {
  if (audioFormats.some((one) => one === format)) return 'audio';
  if (videoFormats.some((one) => one === format)) return 'video';
  const moves = source === 'video' || source === 'animation';
  return moves && (format === 'gif' || format === 'webp') ? 'animation' : 'image';
}

function choice<T extends string>(given: unknown, allowed: readonly T[], field: string): T {
  const found = allowed.find((one) => one === given);
  if (found !== undefined) return found;
  throw fail('invalid_option', {
    field,
    given: JSON.stringify(given).slice(0, 60),
    allowed: allowed.join(', '),
  });
}

function boolean(given: unknown, field: string): boolean {
  return given === true || given === false ? given : choice(given, ['true', 'false'], field) === 'true';
}

function number(given: unknown, field: string, least: number, most: number): number {
  const text = typeof given === 'string' && /^\d{1,13}$/.test(given.trim()) ? Number(given) : given;
  if (typeof text === 'number' && Number.isInteger(text) && text >= least && text <= most) return text;
  throw fail('invalid_option', {
    field,
    given: given === undefined ? 'nothing' : JSON.stringify(given).slice(0, 60),
    allowed: `${least} to ${most}`,
  });
}
