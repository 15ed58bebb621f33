import { describe, expect, it } from 'vitest';
import { builtInPresets } from '../../../../shared/model/built-in-presets.ts';
import {
  dialogGroups,
  freeName,
  pickerGroups,
  searchGroups,
  withRecent,
} from '../../../../renderer/features/presets/preset-groups.ts';
import { ownPreset } from './own-preset.ts';

const archive = ownPreset({ id: 'preset_archive', name: 'Lecture archive', kind: 'video' });
const cafe = ownPreset({ id: 'preset_cafe', name: 'Café photos', kind: 'image' });
const all = [...builtInPresets, cafe, archive];

const shape = (groups: readonly { name: string; presets: readonly { id: string }[] }[]) =>
  groups.map(({ name, presets }) => [name, presets.map(({ id }) => id)]);

describe('pickerGroups', () => {
  it('are those of one kind: recent, by purpose, then own', () => {
    expect(shape(pickerGroups(all, 'animation', ['web_video', 'animation_webp', 'preset_gone']))).toEqual([
      ['recent', ['animation_webp']],
      ['animation', ['gif_chat', 'gif_small', 'animation_webp', 'apng_lossless']],
    ]);
    expect(shape(pickerGroups(all, 'video', [])).map(([name]) => name)).toEqual([
      'video',
      'share',
      'social',
      'edit',
      'mine',
    ]);
  });

  it('show three recent ones, newest first', () => {
    const [recent] = pickerGroups(all, 'video', [
      'phone',
      'web_photo',
      'youtube',
      'preset_archive',
      'tiktok',
    ]);
    expect(recent?.presets.map(({ id }) => id)).toEqual(['phone', 'youtube', 'preset_archive']);
  });
});

describe('dialogGroups', () => {
  it('begin with own ones by name and hold every preset once', () => {
    const groups = dialogGroups(all);
    expect(groups[0]).toEqual({ name: 'mine', presets: [cafe, archive] });
    expect(groups.flatMap(({ presets }) => presets).length).toBe(all.length);
    expect(dialogGroups(builtInPresets)[0]?.name).toBe('video');
  });
});

describe('searchGroups', () => {
  const search = (text: string) =>
    searchGroups(pickerGroups(all, 'image', ['web_photo']), text, ({ name }) => name)
      .flatMap(({ presets }) => presets)
      .map(({ id }) => id);

  it('finds all words in any order, without case and accents, each preset once', () => {
    expect(search('  PHOTO web ')).toEqual(['web_photo']);
    expect(search('cafe')).toEqual(['preset_cafe']);
    expect(search('nothing')).toEqual([]);
    expect(search(' ')).toContain('web_photo');
  });
});

describe('withRecent', () => {
  it('puts a preset in front once and keeps eight', () => {
    expect(withRecent(['a', 'b', 'c'], 'c')).toEqual(['c', 'a', 'b']);
    expect(withRecent(['1', '2', '3', '4', '5', '6', '7', '8'], '9')).toEqual([
      '9',
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
    ]);
  });
});

describe('freeName', () => {
  it('counts on from names that are taken', () => {
    expect(freeName('New preset', [])).toBe('New preset');
    expect(freeName('New preset', ['new preset', 'New preset 2'])).toBe('New preset 3');
  });

  it('stays within what a name may have', () => {
    const long = 'x'.repeat(90);
    expect(freeName(long, [])).toHaveLength(80);
    expect(freeName(long, ['x'.repeat(80)])).toBe(`${'x'.repeat(70)} 2`);
  });
});
