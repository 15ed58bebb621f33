import { describe, expect, it } from 'vitest';
import type { JobChange } from '../../../../shared/ipc/contract.ts';
import { kindChange } from '../../../../renderer/features/inspector/options/kind-change.ts';
import { withConsequences } from '../../../../renderer/features/inspector/options/steering-change.ts';
import {
  changedChoice,
  changedView,
  commonOptions,
  differsFromPreset,
  joinedChange,
  stateOf,
  viewOfChoice,
  viewOfTotals,
  withoutOption,
} from '../../../../renderer/features/inspector/view.ts';
import { defaultAppSettings } from '../../../../shared/model/app-settings.ts';
import { brief, preset } from './fixtures.ts';

const web = preset();
const shop = preset({
  id: 'shop',
  kind: 'image',
  options: { format: 'jpeg', width: 1080 },
  output: '/shop/',
});
const one = viewOfChoice({
  kind: 'video',
  presetId: 'web_video',
  options: { format: 'mp4', width: 1920 },
  output: null,
});
const many = viewOfTotals(40, {
  kinds: [{ kind: 'image', count: 40 }],
  presets: [
    { presetId: 'web_photo', count: 36 },
    { presetId: 'shop', count: 4 },
  ],
  options: {
    width: [
      { value: 1600, count: 36 },
      { value: 1080, count: 4 },
    ],
    fit: [{ value: 'cover', count: 4 }],
  },
});

describe('views', () => {
  it('say what all files have in common', () => {
    expect(commonOptions(one)).toEqual({ format: 'mp4', width: 1920 });
    expect(commonOptions(many)).toEqual({});
    expect(stateOf(many, 'fit')).toEqual({
      is: 'mixed',
      values: [
        { value: undefined, count: 36 },
        { value: 'cover', count: 4 },
      ],
    });
  });

  it('change before the engine has answered', () => {
    expect(commonOptions(changedView(many, { options: { width: 800, fit: null } }, []))).toEqual({
      width: 800,
    });
    expect(changedView(many, { presetId: 'shop' }, [shop])).toEqual({
      total: 40,
      kinds: [{ kind: 'image', count: 40 }],
      presets: [{ presetId: 'shop', count: 40 }],
      options: { format: [{ value: 'jpeg', count: 40 }], width: [{ value: 1080, count: 40 }] },
      output: '/shop/',
      connection: null,
    });
    expect(changedView(one, { kind: 'audio', options: { format: 'mp3' } }, [])).toEqual({
      total: 1,
      kinds: [{ kind: 'audio', count: 1 }],
      presets: [{ presetId: null, count: 1 }],
      options: { format: [{ value: 'mp3', count: 1 }] },
      output: null,
      connection: null,
    });
  });

  it('know whether a preset was changed', () => {
    expect(differsFromPreset(one, web)).toBe(false);
    expect(differsFromPreset(changedView(one, { options: { quality: 'high' } }, []), web)).toBe(true);
    expect(differsFromPreset(changedView(one, { options: { width: null } }, []), web)).toBe(true);
    expect(differsFromPreset(one, null)).toBe(false);
  });

  it('make the next choice', () => {
    const choice = { kind: 'video', presetId: 'web_video', options: { width: 1920 }, output: null } as const;
    expect(changedChoice(choice, { options: { width: null, quality: 'low' }, output: '/out/' }, [])).toEqual({
      kind: 'video',
      presetId: 'web_video',
      options: { quality: 'low' },
      output: '/out/',
      connection: null,
    });
  });
});

describe('where the next files go', () => {
  const begun = { kind: 'video', presetId: null, options: {}, output: null } as const;
  const usual = { output: 's3://media-prod/films/', connection: 'media' };

  it('follows the settings until somebody says it, and is said whole from then on', () => {
    expect(viewOfChoice(begun, usual)).toMatchObject(usual);
    expect(changedChoice(begun, { options: { quality: 'low' } }, [], usual)).toEqual({
      ...begun,
      options: { quality: 'low' },
    });
    expect(changedChoice(begun, { output: 's3://media-prod/{name}' }, [], usual)).toEqual({
      ...begun,
      ...{ output: 's3://media-prod/{name}', connection: 'media' },
    });
    const here = changedChoice(begun, { output: null, connection: null }, [], usual);
    expect(here).toEqual({ ...begun, connection: null });
    expect(changedChoice(here, { options: { fps: 25 } }, [], usual).connection).toBeNull();
    expect(viewOfChoice(here, usual)).toMatchObject({ output: null, connection: null });
  });

  it('is the place of a preset that has one', () => {
    expect(changedChoice(begun, { kind: 'image', presetId: 'shop' }, [shop], usual)).toMatchObject({
      output: '/shop/',
      connection: null,
    });
  });
});

describe('changes', () => {
  it('join; a new kind or preset forgets options asked before', () => {
    const cases: readonly [JobChange, JobChange][] = [
      [{ options: { width: 1, fps: 25 } }, { options: { width: 2 } }],
      [{ options: { width: 1 }, output: '/a/' }, { presetId: 'shop' }],
      [{ presetId: 'shop', options: { width: 1 } }, { kind: 'audio' }],
      [{ options: { width: 1 } }, { presetId: null }],
    ];
    expect(cases.map(([a, b]) => joinedChange(a, b))).toEqual([
      { options: { width: 2, fps: 25 } },
      { output: '/a/', presetId: 'shop' },
      { kind: 'audio' },
      { options: { width: 1 }, presetId: null },
    ]);
    expect(withoutOption({ options: { width: 1 } }, 'width')).toBeNull();
    expect(withoutOption({ output: '/a/', options: { width: 1, fps: 2 } }, 'width')).toEqual({
      output: '/a/',
      options: { fps: 2 },
    });
  });

  it('never ask for two things that exclude each other', () => {
    expect(withConsequences('video', 'quality', 'high', { compression: 70 })).toEqual({
      quality: 'high',
      compression: null,
    });
    expect(withConsequences('video', 'quality', 'high', { bitrate: 8e6 })).toEqual({
      quality: 'high',
      bitrate: null,
    });
    expect(withConsequences('video', 'quality', 'high', { quality: 'low', bitrate: 8e6 })).toEqual({
      quality: 'high',
    });
    expect(withConsequences('video', 'bitrate', 8e6, { quality: 'low', lossless: true })).toEqual({
      bitrate: 8e6,
      quality: null,
      lossless: null,
    });
    expect(withConsequences('image', 'format', 'jpeg', { lossless: true, width: 10 })).toEqual({
      format: 'jpeg',
      lossless: null,
    });
    expect(withConsequences('video', 'format', 'webm', { codec: 'h264' })).toEqual({
      format: 'webm',
      codec: null,
    });
    expect(withConsequences('video', 'format', 'mkv', { codec: 'h264' })).toEqual({ format: 'mkv' });
    expect(withConsequences('video', 'width', null, { fit: 'cover', background: '#ffffff' })).toEqual({
      width: null,
      fit: null,
      background: null,
    });
    expect(withConsequences('video', 'fit', 'cover', { background: '#ffffff' })).toEqual({
      fit: 'cover',
      background: null,
    });
  });

  it('of the kind take its default preset, and an end for the animation of a video', () => {
    const gif = preset({ id: 'gif_chat', kind: 'animation', options: { format: 'gif' } });
    const change = (kind: Parameters<typeof kindChange>[0], duration: number | null) =>
      kindChange(kind, [brief({ duration })], defaultAppSettings, [web, gif]);
    expect(change('video', 384)).toEqual({ kind: 'video', presetId: 'web_video' });
    expect(change('animation', 384)).toEqual({
      kind: 'animation',
      presetId: 'gif_chat',
      options: { end: 5 },
    });
    expect(change('animation', 2.5)).toEqual({
      kind: 'animation',
      presetId: 'gif_chat',
      options: { end: 2.5 },
    });
    expect(change('audio', 384)).toEqual({ kind: 'audio', presetId: null });
    expect(kindChange('animation', [brief({ class: 'animation' })], defaultAppSettings, [gif])).toEqual({
      kind: 'animation',
      presetId: 'gif_chat',
    });
  });
});
