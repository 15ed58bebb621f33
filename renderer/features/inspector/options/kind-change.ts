import type { JobChange } from '../../../../shared/ipc/contract.ts';
import type { MediaBrief } from '../../../../shared/ipc/row.ts';
import type { AppSettings } from '../../../../shared/model/app-settings.ts';
import type { Kind } from '../../../../shared/model/options.ts';
import type { Preset } from '../../../../shared/model/preset.ts';

/** Seconds that an animation of a video lasts until somebody says another end: a whole film would be enormous. */
const firstEnd = 5;

/**
 * What is asked when a kind is chosen: its default preset, and for an animation of a video the end that it needs.
 *
 * @param presets all that there are; a default that is gone leaves the options empty
 */
export function kindChange(
  kind: Kind,
  files: readonly (MediaBrief | null)[],
  settings: Pick<AppSettings, 'defaultPresets'>,
  presets: readonly Preset[],
): JobChange {
  const preset = presets.find(({ id, kind: of }) => id === settings.defaultPresets[kind] && of === kind);
  const change: JobChange = { kind, presetId: preset?.id ?? null };
  const videos = files.flatMap((file) => (file?.class === 'video' ? [file] : []));
  if (kind !== 'animation' || videos.length === 0 || preset?.options['end'] !== undefined) return change;
  const shortest = Math.min(...videos.map(({ duration }) => duration ?? firstEnd));
  return { ...change, options: { end: Math.min(firstEnd, shortest) } };
}
