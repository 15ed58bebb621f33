import type { Kind } from '../../../shared/model/options.ts';
import type { Preset } from '../../../shared/model/preset.ts';
import type { AppState } from '../../store/app-state.ts';

/** What hangs on the pointer, as far as the browser tells before the drop. */
export interface Dragged {
  /** How many files and folders; null when it is not told yet. */
  readonly count: number | null;
  /** The one kind that all of them seem to be; null when they differ or it cannot be told. */
  readonly kind: Kind | null;
}

/** A list of addresses, as browsers give links. */
export const linkType = 'text/uri-list';

/** What a drag carries; null when it is neither files nor links, as a row of the list that is being moved. */
export function draggedOf(transfer: Pick<DataTransfer, 'types' | 'items'> | null): Dragged | null {
  if (transfer?.types.includes('Files') !== true) {
    return transfer?.types.includes(linkType) === true ? { count: null, kind: null } : null;
  }
  const items = Array.from(transfer.items).filter((item) => item.kind === 'file');
  if (items.length === 0) return { count: null, kind: null };
  const kinds = new Set(items.map((item) => kindOfType(item.type)));
  const [only] = kinds;
  return { count: items.length, kind: kinds.size === 1 && only !== undefined ? only : null };
}

function kindOfType(type: string): Kind | null {
  if (type === 'image/gif' || type === 'image/apng') return 'animation';
  if (type.startsWith('image/')) return 'image';
  if (type.startsWith('video/')) return 'video';
  return type.startsWith('audio/') ? 'audio' : null;
}

/** How many presets are offered to drop on. */
const offered = 4;

/**
 * The presets that are offered: of one kind, its default, then the recent ones, then the others in their order; of all kinds, the recent
 * ones, then the default of each kind.
 */
export function offeredPresets(
  { presets, settings }: Pick<AppState, 'presets' | 'settings'>,
  kind: Kind | null,
): readonly Preset[] {
  const { recentPresets, defaultPresets } = settings;
  const defaults = (['video', 'image', 'audio', 'animation', 'adaptive_video'] as const).map(
    (one) => defaultPresets[one],
  );
  const ids =
    kind === null
      ? [...recentPresets, ...defaults]
      : [defaultPresets[kind], ...recentPresets, ...presets.map(({ id }) => id)];
  return [...new Set(ids)]
    .flatMap((id) => presets.filter((preset) => preset.id === id))
    .filter((preset) => kind === null || preset.kind === kind)
    .slice(0, offered);
}

/** The preset that a plain drop would use, when it is one: what is set for the next files, or the default of the kind. */
export function plainPreset(
  { presets, settings, next }: Pick<AppState, 'presets' | 'settings' | 'next'>,
  kind: Kind | null,
): Preset | null {
  const id = next === null ? (kind === null ? null : settings.defaultPresets[kind]) : next.presetId;
  return presets.find((preset) => preset.id === id) ?? null;
}
