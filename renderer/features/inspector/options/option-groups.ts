import type { MediaClass } from '../../../../shared/model/media.ts';
import { type Kind, optionSchemas } from '../../../../shared/model/options.ts';

/**
 * Which option of which kind stands in which group. Only what the schema of the kind has is ever listed: an option that
 * is planned for later has no field.
 */

export const optionNames = [
  'format',
  'codec',
  'quality',
  'compression',
  'lossless',
  'bitrate',
  'target_bytes',
  'width',
  'height',
  'fit',
  'position',
  'background',
  'enlarge',
  'fps',
  'auto_orient',
  'start',
  'end',
] as const;
export type OptionName = (typeof optionNames)[number];

export const isOptionName = (name: string): name is OptionName =>
  (optionNames as readonly string[]).includes(name);

export const groupIds = ['quality', 'picture', 'trim', 'save'] as const;
export type GroupId = (typeof groupIds)[number];

/** Which kind of control an option has. */
export type Control =
  | 'choice'
  | 'steps'
  | 'exact'
  | 'switch'
  | 'rate'
  | 'bytes'
  | 'side'
  | 'place'
  | 'colour'
  | 'frames'
  | 'time';

/** Word of the label in the catalogue. */
export type LabelKey =
  | 'format'
  | 'codec'
  | 'quality'
  | 'compression'
  | 'lossless'
  | 'bitrate'
  | 'target_bytes'
  | 'width'
  | 'height'
  | 'fit'
  | 'position'
  | 'background'
  | 'enlarge'
  | 'fps'
  | 'auto_orient'
  | 'start'
  | 'end'
  | 'at';

export interface PlacedOption {
  readonly option: OptionName;
  readonly control: Control;
  readonly label: LabelKey;
}

export interface OptionGroup {
  readonly id: GroupId;
  readonly options: readonly PlacedOption[];
}

const layout: readonly (readonly [Exclude<GroupId, 'save'>, readonly (readonly [OptionName, Control])[]])[] =
  [
    [
      'quality',
      [
        ['format', 'choice'],
        ['codec', 'choice'],
        ['quality', 'steps'],
        ['compression', 'exact'],
        ['lossless', 'switch'],
        ['bitrate', 'rate'],
        ['target_bytes', 'bytes'],
      ],
    ],
    [
      'picture',
      [
        ['width', 'side'],
        ['height', 'side'],
        ['fit', 'choice'],
        ['position', 'place'],
        ['background', 'colour'],
        ['enlarge', 'switch'],
        ['fps', 'frames'],
        ['auto_orient', 'switch'],
      ],
    ],
    [
      'trim',
      [
        ['start', 'time'],
        ['end', 'time'],
      ],
    ],
  ];

/** True when the schema of the kind has the option. */
export const hasOption = (kind: Kind, option: OptionName): boolean => option in optionSchemas[kind].shape;

/**
 * The groups of a kind, in order, without empty ones; where the result goes is always the last.
 *
 * @param classes what the files are; empty when they are not known yet. A picture is taken out of a moving file at a
 *   time, so an image of a single picture has no Trim.
 */
export function groupsOf(kind: Kind, classes: readonly MediaClass[]): readonly OptionGroup[] {
  const still = kind === 'image' && !classes.some((one) => one === 'video' || one === 'animation');
  const groups = layout.map(([id, options]): OptionGroup => ({
    id,
    options: options
      .filter(([option]) => hasOption(kind, option))
      // The one format of HLS is no choice.
      .filter(([option]) => !(option === 'format' && kind === 'adaptive_video'))
      .map(([option, control]) => ({ option, control, label: labelOf(kind, option) })),
  }));
  const shown = groups.filter(({ id, options }) => options.length > 0 && !(id === 'trim' && still));
  return [...shown, { id: 'save', options: [] }];
}

function labelOf(kind: Kind, option: OptionName): LabelKey {
  return kind === 'image' && option === 'start' ? 'at' : option;
}

/** Open at first; the rest is folded. */
export const openAtFirst: ReadonlySet<GroupId> = new Set(['quality', 'picture']);
