import { describe, expect, it } from 'vitest';
import { findPreset, overPreset } from '../../../electron/cli/presets/preset-choice.ts';
import { readBody } from '../../../electron/cli/convert/request-body.ts';
import { readOrder } from '../../../electron/cli/convert/job-requests.ts';
import { builtInPresets } from '../../../shared/model/built-in-presets.ts';
import { type Kind, kinds, parseOptions } from '../../../shared/model/options.ts';
import type { Preset } from '../../../shared/model/preset.ts';

const own = (id: string, name: string, kind: Kind, more: Partial<Preset> = {}): Preset => ({
  ...{ id, name, kind, options: {}, output: null, purpose: null, builtIn: false, updatedAt: 1 },
  ...more,
});
const presets = [
  ...builtInPresets,
  own('preset_a', 'Small', 'image', { options: { format: 'jpeg', width: 100, quality: 'low' } }),
  own('preset_b', 'small', 'video'),
  own('preset_c', 'Two', 'audio'),
  own('preset_d', 'TWO', 'audio'),
];
const found = (given: string, kind: Kind | null = null): string => {
  const preset = findPreset(presets, given, kind);
  return preset.ok ? preset.value.id : preset.error.message;
};

describe('which preset is meant', () => {
  it.each([
    ['web_video', null, 'web_video'],
    [' Web VIDEO ', null, 'web_video'],
    ['preset_c', null, 'preset_c'],
    ['SMALL', 'video', 'preset_b'],
    ['small', 'image', 'preset_a'],
  ] as const)('%s for %s is %s', (given, kind, id) => {
    expect(found(given, kind)).toBe(id);
  });

  it.each([
    ['small', null, 'preset: several are called “small”: preset_a, preset_b.'],
    ['two', 'audio', 'preset: several are called “two”: preset_c, preset_d.'],
    ['nothing', null, 'preset: there is none called “nothing”.'],
    ['web_video', 'audio', 'preset: “Web video” makes video, not sound.'],
  ] as const)('%s for %s is refused', (given, kind, message) => {
    expect(found(given, kind)).toBe(message);
  });
});

describe('options over a preset', () => {
  const preset = { format: 'mp4', codec: 'h264', height: 720, quality: 'low' };
  it.each([
    [{}, preset],
    [{ height: 480 }, { ...preset, height: 480 }],
    [{ width: '50%' }, { ...preset, width: '50%' }],
    // What steers the size is steered once.
    [{ compression: 80 }, { format: 'mp4', codec: 'h264', height: 720, compression: 80 }],
    // webm cannot hold the codec.
    [{ format: 'webm' }, { format: 'webm', height: 720, quality: 'low' }],
    // What is wrong by itself stays, for the schema to say so.
    [{ height: -1 }, { ...preset, height: -1 }],
  ])('%j', (given, whole) => {
    expect(overPreset('video', preset, given)).toEqual(whole);
  });

  it('an option that needs one of the preset finds it', () => {
    const contain = { format: 'png', width: 10, height: 20, fit: 'contain' };
    expect(overPreset('image', contain, { background: '#ffffff' })).toEqual({
      ...contain,
      background: '#ffffff',
    });
    expect(overPreset('image', { ...contain, background: '#ffffff' }, { fit: 'cover' })).toEqual({
      ...contain,
      fit: 'cover',
    });
  });

  it('every built-in preset stands with every format of its kind', () => {
    const formats: Partial<Record<Kind, readonly string[]>> = {
      video: ['mp4', 'webm', 'mov', 'mkv'],
      audio: ['mp3', 'aac', 'm4a', 'ogg', 'opus', 'wav', 'flac'],
      image: ['jpeg', 'png', 'webp', 'avif', 'tiff', 'gif'],
      animation: ['gif', 'webp', 'apng'],
    };
    for (const kind of kinds)
      for (const { options } of builtInPresets.filter((one) => one.kind === kind))
        for (const format of formats[kind] ?? [])
          expect(parseOptions(kind, overPreset(kind, options, { format }))).toMatchObject({ ok: true });
  });

  it('a name with an extension asks for a format, too', () => {
    const [preset = own('x', 'x', 'image')] = presets.filter(({ id }) => id === 'preset_a');
    const around = { cwd: '/work-folder', platform: 'linux' } as const;
    const order = readOrder('image', ['a.png'], { output: 'b.png', width: '7' }, around, preset);
    expect(order).toMatchObject({ preset: 'preset_a', options: { format: 'png', width: 7 } });
    expect(readOrder('image', ['a'], {}, around, { ...preset, output: '/r/' }).output?.output).toBe('/r/');
    expect(
      readOrder('image', ['a'], { output: 's/' }, around, { ...preset, output: '/r/' }).output?.output,
    ).toBe('s/');
  });
});

describe('presets in JSON', () => {
  it('say the kind, the options and the place', () => {
    const body = readBody('{"input":"a","preset":"small","kind":"image","options":{"width":5}}', presets);
    expect(body).toMatchObject({
      ok: true,
      value: [
        { ok: true, request: { kind: 'image', options: { format: 'jpeg', width: 5, quality: 'low' } } },
      ],
    });
    const kindless = readBody('[{"input":"a","preset":"web_video"},{"input":"a","preset":"none"}]', presets);
    expect(kindless).toMatchObject({
      ok: true,
      value: [
        { ok: true, request: { kind: 'video' }, preset: { id: 'web_video' } },
        { ok: false, error: { kind: 'invalid_option' } },
      ],
    });
    const [entry] = kindless.ok ? kindless.value : [];
    expect(entry?.ok === true && 'preset' in entry.request).toBe(false);
  });

  it('a wrong one alone is refused as a whole', () => {
    expect(readBody('{"input":"a","preset":7,"kind":"image"}', presets)).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('"preset" cannot be 7') as string },
    });
  });
});
