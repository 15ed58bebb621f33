import type { Preset } from '../../../../shared/model/preset.ts';

/** A preset of the person's own. */
export function ownPreset(part: Partial<Preset> = {}): Preset {
  return {
    id: 'preset_own',
    name: 'Own',
    kind: 'video',
    options: { format: 'mkv', codec: 'h265', height: 720, quality: 'high' },
    output: null,
    purpose: null,
    builtIn: false,
    updatedAt: 1,
    ...part,
  };
}
