import { describe, expect, it } from 'vitest';
import { defaultAppSettings } from '../../../shared/model/app-settings.ts';
import { builtInPreset, builtInPresets, defaultPreset } from '../../../shared/model/built-in-presets.ts';
import { kinds } from '../../../shared/model/options.ts';
import { Preset, presetOptions, purposes } from '../../../shared/model/preset.ts';

const own: Preset = {
  id: 'preset_own',
  name: 'Own',
  kind: 'audio',
  options: { format: 'flac' },
  output: null,
  purpose: null,
  builtIn: false,
  updatedAt: 1,
};

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

describe('defaultPreset', () => {
  const withDefault = (audio: string) => ({
    defaultPresets: { ...defaultAppSettings.defaultPresets, audio },
  });
  const presets = [...builtInPresets, own];

  it('is what the settings say', () => {
    expect(defaultPreset('audio', withDefault('preset_own'), presets)).toBe(own);
    expect(defaultPreset('audio', defaultAppSettings, presets).id).toBe('music');
  });

  it("is Convoy's own for one that is gone or of another kind", () => {
    expect(defaultPreset('audio', withDefault('preset_gone'), presets).id).toBe('music');
    expect(defaultPreset('audio', withDefault('web_video'), presets).id).toBe('music');
  });
});
