import { describe, expect, it } from 'vitest';
import { changedSettings, defaultAppSettings } from '../../../../shared/model/app-settings.ts';
import type { AppSettings } from '../../../../shared/model/app-settings.ts';
import { convoyError } from '../../../../shared/model/error.ts';
import { CallFailed } from '../../../../renderer/bridge/bridge.ts';
import { changeSettings } from '../../../../renderer/features/settings/change-settings.ts';
import { foundEntries } from '../../../../renderer/features/settings/entry.ts';
import { localeChoices, sampleNumber } from '../../../../renderer/features/settings/locales.ts';
import { settingEntries } from '../../../../renderer/features/settings/settings-page.tsx';
import { createApp } from '../../../../renderer/store/store.ts';
import { settingsPages } from '../../../../renderer/store/app-state.ts';
import { en } from '../../../../renderer/words/en/index.ts';
import { fakeBridge } from '../../../support/fake-bridge.ts';

describe('changeSettings', () => {
  /** A host that answers when the test says so. */
  function host() {
    let stored: AppSettings = defaultAppSettings;
    const open: (() => void)[] = [];
    const bridge = fakeBridge({
      answers: {
        'settings:change': ({ change }) =>
          new Promise<AppSettings>((answer, refuse) => {
            open.push(() => {
              if (change.quality === 'low') {
                refuse(new CallFailed(convoyError('disk_full')));
                return;
              }
              stored = changedSettings(stored, change);
              answer(stored);
            });
          }),
      },
    });
    const app = createApp(bridge);
    const settings = () => app.store.getState().settings;
    const answer = async () => {
      await Promise.resolve();
      open.shift()?.();
    };
    return { app, settings, answer };
  }

  it('shows a change before the answer', async () => {
    const { app, settings, answer } = host();
    const changed = changeSettings(app, { compactRows: true });
    expect(settings().compactRows).toBe(true);
    await answer();
    expect(await changed).toBeNull();
    expect(settings().compactRows).toBe(true);
  });

  it('keeps a second change while the first is answered', async () => {
    const { app, settings, answer } = host();
    const first = changeSettings(app, { compactRows: true });
    const second = changeSettings(app, { startByItself: true });
    await answer();
    await first;
    expect(settings()).toMatchObject({ compactRows: true, startByItself: true });
    await answer();
    await second;
    expect(settings()).toMatchObject({ compactRows: true, startByItself: true });
  });

  it('takes back only what was refused', async () => {
    const { app, settings, answer } = host();
    const bad = changeSettings(app, { quality: 'low' });
    const good = changeSettings(app, { lanes: { video: 2 } });
    await answer();
    expect((await bad)?.kind).toBe('disk_full');
    expect(settings()).toMatchObject({ quality: 'medium', lanes: { video: 2 } });
    await answer();
    expect(await good).toBeNull();
  });
});

describe('the search', () => {
  const found = (text: string) => foundEntries(settingEntries, text, en.settings).map(({ id }) => id);

  it('finds by label, by value and by page, all words of it', () => {
    expect(found('compact')).toEqual(['compactRows']);
    expect(found('DARK')).toEqual(['appearance']);
    expect(found('originals trash')).toEqual(['originals']);
    expect(found('{parent}')).toEqual([]);
    expect(found('parent')).toEqual(['nameTemplate']);
    expect(found('libvips')).toEqual(['tools']);
    expect(found('zzz')).toEqual([]);
    expect(found(' ')).toHaveLength(settingEntries.length);
  });

  it('every page has something to set or to read', () => {
    expect([...new Set(settingEntries.map(({ page }) => page))]).toEqual([...settingsPages]);
  });
});

describe('localeChoices', () => {
  it('names languages in themselves, with a number as they write it', () => {
    const labels = new Map(localeChoices(null).map(({ tag, label }) => [tag, label]));
    expect(labels.get('de-DE')).toBe(`Deutsch (Deutschland), ${sampleNumber('de-DE')}`);
    expect(sampleNumber('de-DE')).toBe('12.345,6');
    expect(sampleNumber('en-US')).toBe('12,345.6');
  });

  it('offers the one that is set, and leaves out what is no language', () => {
    expect(localeChoices('is-IS').some(({ tag }) => tag === 'is-IS')).toBe(true);
    expect(localeChoices('no language').some(({ tag }) => tag === 'no language')).toBe(false);
  });
});
