import type { KindOptions } from '../model/options.ts';
import type { Preset } from '../model/preset.ts';

/**
 * Who said the size. A size of a preset does not enlarge, and one of a preset that comes with Convoy holds for upright
 * pictures as well.
 */
export type SizeOrigin = 'request' | 'own_preset' | 'built_in_preset';

const sides = ['width', 'height'] as const;

/** The size is the preset's as long as nobody changed it since. */
export function sizeOrigin(
  kind: KindOptions['kind'],
  options: Readonly<Record<string, unknown>>,
  preset: Pick<Preset, 'kind' | 'options' | 'builtIn'> | null,
): SizeOrigin {
  if (preset === null || preset.kind !== kind) return 'request';
  const ofPreset =
    sides.some((side) => options[side] !== undefined) &&
    sides.every((side) => options[side] === preset.options[side]);
  return !ofPreset ? 'request' : preset.builtIn ? 'built_in_preset' : 'own_preset';
}

/** Whether a smaller picture may become larger: as `enlarge` says; when it says nothing, only for a size that was asked for itself. */
export function mayEnlarge({ options }: KindOptions, sizeFrom: SizeOrigin): boolean {
  const said = 'enlarge' in options ? options.enlarge : undefined;
  return said ?? sizeFrom === 'request';
}
