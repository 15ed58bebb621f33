import type { ToolsView } from '../../../../shared/ipc/contract.ts';
import type { MediaBrief } from '../../../../shared/ipc/row.ts';
import {
  type Kind,
  adaptiveCodecs,
  animationFormats,
  audioFormats,
  defaultFormats,
  imageFormats,
  kinds,
  parseOptions,
  type VideoCodec,
  type VideoFormat,
  videoFormats,
} from '../../../../shared/model/options.ts';
import { videoContainers } from '../../../../shared/plan/containers.ts';
import type { OptionName } from './option-groups.ts';
import { hasOption } from './option-groups.ts';

/** What the files, the kind and the tools that were found allow: everything else is disabled, with its reason. */

export type KindReason = 'no_picture' | 'no_moving_picture' | 'no_sound';

export interface OfferedKind {
  readonly kind: Kind;
  /** Null when at least one of the files can become it. */
  readonly reason: KindReason | null;
}

/** What the files can become. A file that was not read yet can become anything. */
export function offeredKinds(files: readonly (MediaBrief | null)[]): readonly OfferedKind[] {
  return kinds.map((kind) => {
    const reasons = files.map((file) => (file === null ? null : whyNot(kind, file)));
    const refused = reasons.length > 0 && reasons.every((reason) => reason !== null);
    return { kind, reason: refused ? (reasons[0] ?? null) : null };
  });
}

function whyNot(kind: Kind, file: MediaBrief): KindReason | null {
  switch (kind) {
    case 'audio':
      return file.audioCodec === null ? 'no_sound' : null;
    case 'image':
      // Sound may have a cover.
      return file.picture ? null : 'no_picture';
    case 'video':
    case 'animation':
    case 'adaptive_video':
      if (file.class === 'audio') return 'no_picture';
      return file.class === 'image' ? 'no_moving_picture' : null;
  }
}

/** One value of a choice. */
export interface Offered {
  readonly value: string;
  /** What to do so that it works; null when it does. */
  readonly remedy: string | null;
}

const formats: Readonly<Record<Kind, readonly string[]>> = {
  video: videoFormats,
  audio: audioFormats,
  image: imageFormats,
  animation: animationFormats,
  adaptive_video: ['hls'],
};

/** Formats of a kind, those that no tool can write with the remedy. */
export function offeredFormats(kind: Kind, tools: ToolsView | null): readonly Offered[] {
  return formats[kind].map((value) => ({ value, remedy: remedyFor(tools, `${kind}.format.${value}`) }));
}

/** The format that a kind has when nothing is said. */
export const formatOf = (kind: Kind, format: unknown): string =>
  typeof format === 'string' ? format : defaultFormats[kind];

/** Codecs that the container holds; the first is what it takes by itself. Empty where there is nothing to choose. */
export function codecsOf(kind: Kind, format: unknown): readonly VideoCodec[] {
  if (kind === 'adaptive_video') return adaptiveCodecs;
  return kind === 'video' ? videoContainers[formatOf(kind, format) as VideoFormat].codecs : [];
}

/** Codecs of a container, those that no tool can write with the remedy. One that it cannot hold is not listed. */
export function offeredCodecs(kind: Kind, format: unknown, tools: ToolsView | null): readonly Offered[] {
  return codecsOf(kind, format).map((value) => ({
    value,
    remedy: remedyFor(tools, `${kind}.codec.${value}`) ?? remedyFor(tools, `video.codec.${value}`),
  }));
}

function remedyFor(tools: ToolsView | null, option: string): string | null {
  return tools?.missing.find((one) => one.option === option)?.remedy ?? null;
}

/** True when the format can have the option at all; the schema is asked, with a value that it takes. */
export function formatTakes(
  kind: Kind,
  format: unknown,
  option: 'lossless' | 'bitrate' | 'target_bytes',
): boolean {
  if (!hasOption(kind, option)) return false;
  const value = option === 'lossless' ? true : kind === 'audio' && option === 'bitrate' ? 128_000 : 1_000_000;
  return parseOptions(kind, { format: formatOf(kind, format), [option]: value }).ok;
}

/** Why a control is off, as a key of the catalogue. */
export type OffReason =
  'format_not_lossless' | 'format_no_bitrate' | 'format_no_limit' | 'only_with_bars' | 'lossless_is_on';

export type OptionUse =
  | { readonly use: 'hidden' }
  | { readonly use: 'on' }
  /** `format` is set where the reason is one of the format. */
  | { readonly use: 'off'; readonly reason: OffReason; readonly format: string };

const on: OptionUse = { use: 'on' };
const hidden: OptionUse = { use: 'hidden' };

/** What is said of the options, as far as it decides about others. A set holds what at least one file says. */
export interface SaidOptions {
  /** Values on which all files agree. */
  readonly common: Readonly<Record<string, unknown>>;
  /** Options for which at least one file says something. */
  readonly said: ReadonlySet<string>;
}

/** Whether an option makes sense beside the others. */
export function useOf(kind: Kind, option: OptionName, { common, said }: SaidOptions): OptionUse {
  if (!hasOption(kind, option)) return hidden;
  const format = formatOf(kind, common['format']);
  const off = (reason: OffReason): OptionUse => ({ use: 'off', reason, format });
  const bothSides = said.has('width') && said.has('height');
  switch (option) {
    case 'quality':
      if (said.has('compression') && !said.has('quality')) return hidden;
      return common['lossless'] === true ? off('lossless_is_on') : on;
    case 'compression':
      return said.has('compression') && !said.has('quality') ? on : hidden;
    case 'lossless':
      return formatTakes(kind, format, 'lossless') ? on : off('format_not_lossless');
    case 'bitrate':
      return formatTakes(kind, format, 'bitrate') ? on : off('format_no_bitrate');
    case 'target_bytes':
      return formatTakes(kind, format, 'target_bytes') ? on : off('format_no_limit');
    case 'codec':
      return codecsOf(kind, format).length > 1 ? on : hidden;
    case 'fit':
      return bothSides || said.has('fit') ? on : hidden;
    case 'position':
      return (bothSides || said.has('position')) && common['fit'] !== 'fill' ? on : hidden;
    case 'background':
      if (!bothSides && !said.has('background')) return hidden;
      return said.has('fit') && common['fit'] !== 'contain' ? off('only_with_bars') : on;
    case 'enlarge':
      return said.has('width') || said.has('height') || said.has('enlarge') ? on : hidden;
    case 'format':
    case 'width':
    case 'height':
    case 'fps':
    case 'auto_orient':
    case 'start':
    case 'end':
      return on;
  }
}
