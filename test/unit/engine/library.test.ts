import { describe, expect, it } from 'vitest';
import { type AppSettings, defaultAppSettings } from '../../../shared/model/app-settings.ts';
import { createLibrary } from '../../../electron/engine/library.ts';
import { openStoreInMemory } from '../../../electron/engine/store/open-store.ts';

function stage() {
  const store = openStoreInMemory();
  const heard: [AppSettings, AppSettings][] = [];
  const library = createLibrary({
    store,
    now: () => 7,
    changed: (after, before) => Promise.resolve(void heard.push([after, before])),
  });
  return { library, store, heard };
}
const draft = { id: null, name: 'Mine', kind: 'video', options: { height: 720 }, output: null } as const;

describe('presets', () => {
  it('are saved, renamed, listed by name and removed', () => {
    const { library, store } = stage();
    const saved = library.savePreset(draft);
    if (!saved.ok) throw new Error(saved.error.message);
    expect(saved.value).toEqual({
      ...draft,
      ...{ id: saved.value.id, purpose: null, builtIn: false, updatedAt: 7 },
    });
    expect(saved.value.id).toMatch(/^preset_/);
    library.savePreset({ ...draft, name: 'Another' });
    expect(library.presets().map(({ name }) => name)).toEqual(['Another', 'Mine']);
    expect(library.savePreset({ ...draft, id: saved.value.id, name: 'A new name' }).ok).toBe(true);
    expect(library.presets().map(({ name }) => name)).toEqual(['A new name', 'Another']);
    expect(store.presets()).toHaveLength(2);
    expect(library.removePreset(saved.value.id)).toMatchObject({ ok: true, value: { name: 'A new name' } });
    expect(library.removePreset(saved.value.id)).toMatchObject({ ok: false, error: { kind: 'not_found' } });
    expect(store.presets()).toHaveLength(1);
  });

  it('come back under the id that they had, when a removal is undone', () => {
    const { library } = stage();
    const saved = library.savePreset(draft);
    if (!saved.ok) throw new Error(saved.error.message);
    library.removePreset(saved.value.id);
    expect(library.savePreset({ ...draft, id: saved.value.id })).toMatchObject({
      ...{ ok: true, value: { id: saved.value.id } },
    });
  });

  it('with options that their kind does not know are refused', () => {
    const { library, store } = stage();
    expect(library.savePreset({ ...draft, options: { height: -1 } })).toMatchObject({
      error: { kind: 'invalid_option' },
    });
    expect(library.savePreset({ ...draft, kind: 'audio' })).toMatchObject({
      error: { kind: 'invalid_option' },
    });
    expect(store.presets()).toEqual([]);
  });

  it('that come with Convoy are found, and never change', () => {
    const { library } = stage();
    expect(library.preset('web_video')).toMatchObject({ builtIn: true, kind: 'video' });
    expect(library.preset('nothing')).toBeNull();
    expect(library.savePreset({ ...draft, id: 'web_video' })).toMatchObject({ error: { kind: 'conflict' } });
    expect(library.removePreset('web_video')).toMatchObject({ error: { kind: 'not_found' } });
    expect(library.presets()).toEqual([]);
  });
});

describe('settings', () => {
  it('change by member, are stored and told', async () => {
    const { library, store, heard } = stage();
    const changed = await library.changeSettings({ compactRows: true, lanes: { video: 3 } });
    const expected = {
      ...defaultAppSettings,
      compactRows: true,
      lanes: { ...defaultAppSettings.lanes, video: 3 },
    };
    expect(changed).toEqual({ ok: true, value: expected });
    expect([library.settings(), store.settings()]).toEqual([expected, expected]);
    expect(heard).toEqual([[expected, defaultAppSettings]]);
  });

  it.each([
    ['a template with a word that nobody knows', { nameTemplate: '{colour}.{ext}' }],
    ['a template that leads up', { nameTemplate: '{name}/../../{name}.{ext}' }],
    ['a folder that starts nowhere', { outputFolder: 'results' }],
    ['an ffmpeg that starts nowhere', { ffmpegPath: 'bin/ffmpeg' }],
    ['no lane at all', { lanes: { video: 0 } }],
  ])('are refused with %s, and stay', async (_name, change) => {
    const { library, heard } = stage();
    expect(await library.changeSettings(change)).toMatchObject({
      ok: false,
      error: { kind: 'invalid_option' },
    });
    expect(library.settings()).toEqual(defaultAppSettings);
    expect(heard).toEqual([]);
  });
});
