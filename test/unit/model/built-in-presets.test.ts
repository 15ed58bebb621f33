import { describe, expect, it } from 'vitest';
import { defaultAppSettings } from '../../../shared/model/app-settings.ts';
import { builtInPreset, builtInPresets } from '../../../shared/model/built-in-presets.ts';
import { kinds } from '../../../shared/model/options.ts';
import { Preset, presetOptions, purposes } from '../../../shared/model/preset.ts';

describe('the built-in presets', () => {
  it.each(builtInPresets.map((preset) => [preset.id, preset] as const))(
    '%s is a preset whose options its kind knows, written as they are read',
    (_id, preset) => {
      expect(Preset.parse(preset)).toEqual(preset);
      expect(presetOptions(preset)).toEqual({
        ok: true,
        value: { kind: preset.kind, options: preset.options },
      });
      expect(preset).toMatchObject({ builtIn: true, updatedAt: 0, output: null });
    },
  );

  it('have ids and names of their own, and every purpose has some', () => {
    const count = builtInPresets.length;
    expect(new Set(builtInPresets.map((preset) => preset.id)).size).toBe(count);
    expect(new Set(builtInPresets.map((preset) => preset.name)).size).toBe(count);
    expect(new Set(builtInPresets.map((preset) => preset.purpose))).toEqual(new Set(purposes));
    expect(builtInPresets.filter((preset) => preset.id.startsWith('preset_'))).toEqual([]);
  });

  it('hold the default of each kind', () => {
    for (const kind of kinds) {
      expect(builtInPreset(defaultAppSettings.defaultPresets[kind])?.kind).toBe(kind);
    }
  });

  it('say a format, so that a change of the default format changes none of them', () => {
    expect(builtInPresets.filter((preset) => preset.options['format'] === undefined)).toEqual([]);
  });
});
