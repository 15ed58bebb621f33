import type { Capabilities } from '../../../shared/model/capabilities.ts';
import type { Engine } from '../../engine/index.ts';

/** What a person wants to know of an ffmpeg: which results it can make. Gathered from what was probed, not guessed. */

export type ToolReport = Awaited<ReturnType<Engine['tools']>>[number];

/** Rows of the table, in order. */
export const abilityGroups = ['Video', 'Sound', 'Animation', 'Picture', 'Colour'] as const;
export type AbilityGroup = (typeof abilityGroups)[number];

export interface Ability {
  readonly group: AbilityGroup;
  readonly name: string;
  readonly has: (c: Capabilities) => boolean;
}

const encodes =
  (...any: readonly string[]) =>
  (c: Capabilities): boolean =>
    any.some((encoder) => c.encoders.includes(encoder));

const filters =
  (...all: readonly string[]) =>
  (c: Capabilities): boolean =>
    all.every((filter) => c.filters.includes(filter));

/** Encoder names are ffmpeg's; where several make the same codec, any of them will do. */
export const abilities: readonly Ability[] = [
  { group: 'Video', name: 'H.264', has: encodes('libx264') },
  { group: 'Video', name: 'H.265', has: encodes('libx265') },
  { group: 'Video', name: 'VP9', has: encodes('libvpx-vp9') },
  { group: 'Video', name: 'AV1', has: encodes('libsvtav1', 'libaom-av1') },
  { group: 'Sound', name: 'AAC', has: encodes('aac') },
  { group: 'Sound', name: 'MP3', has: encodes('libmp3lame') },
  { group: 'Sound', name: 'Opus', has: encodes('libopus') },
  { group: 'Sound', name: 'Vorbis', has: encodes('libvorbis') },
  { group: 'Sound', name: 'FLAC', has: encodes('flac') },
  { group: 'Sound', name: 'WAV', has: encodes('pcm_s16le') },
  {
    group: 'Animation',
    name: 'GIF',
    has: (c) => encodes('gif')(c) && filters('palettegen', 'paletteuse')(c),
  },
  { group: 'Animation', name: 'WebP', has: encodes('libwebp', 'libwebp_anim') },
  { group: 'Animation', name: 'APNG', has: encodes('apng') },
  { group: 'Picture', name: 'stills from video', has: encodes('png') },
  { group: 'Colour', name: 'HDR to standard colour', has: filters('zscale', 'tonemap') },
];

/** True when a tool can be used at all. */
export function isUsable(report: ToolReport): report is ToolReport & { readonly capabilities: Capabilities } {
  return report.problem === null && report.capabilities !== null;
}

/** Names of what no usable tool can do. */
export function missingAbilities(reports: readonly ToolReport[]): readonly string[] {
  const usable = reports.filter(isUsable);
  if (usable.length === 0) return [];
  return abilities
    .filter((ability) => !usable.some((report) => ability.has(report.capabilities)))
    .map((ability) => (ability.group === 'Animation' ? `animated ${ability.name}` : ability.name));
}

const installers: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: '`brew install ffmpeg`',
  win32: '`winget install ffmpeg`',
  linux: 'the package manager (`sudo apt install ffmpeg`)',
};

/** How a newer ffmpeg is got on a system, as one sentence. */
export function remedyFor(platform: NodeJS.Platform): string {
  const installer = installers[platform] ?? 'the package manager';
  return `Install a newer ffmpeg with ${installer}, or name one with --ffmpeg.`;
}
