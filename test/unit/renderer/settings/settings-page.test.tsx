// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { ToolView, ToolsView } from '../../../../shared/ipc/contract.ts';
import {
  type AppSettings,
  changedSettings,
  defaultAppSettings,
} from '../../../../shared/model/app-settings.ts';
import { convoyError } from '../../../../shared/model/error.ts';
import { CallFailed } from '../../../../renderer/bridge/bridge.ts';
import { SettingsPage } from '../../../../renderer/features/settings/index.ts';
import type { AppState, SettingsPage as PageName } from '../../../../renderer/store/app-state.ts';
import type { FakeAnswers } from '../../../support/fake-bridge.ts';
import { webHello } from '../hosts.ts';
import { windowOf } from '../window-of.tsx';

const view: ToolsView = {
  tools: [
    {
      path: '/usr/bin/ffmpeg',
      place: 'system',
      version: '7.1',
      first: true,
      features: [{ id: 'encode:av1', can: true }],
      problem: null,
    },
    {
      path: '/app/ffmpeg',
      place: 'bundled',
      version: 'N-47683',
      first: false,
      features: [{ id: 'encode:av1', can: false }],
      problem: null,
    },
  ],
  missing: [],
  pictures: { libvips: '8.17.2', build: 'native', libheif: '1.23.2' },
};

function settings(page: PageName, answers: FakeAnswers = {}, state: Partial<AppState> = {}) {
  let stored: AppSettings = { ...defaultAppSettings, ...state.settings };
  const shown = windowOf(<SettingsPage />, {
    state: { place: { name: 'settings', page }, ...state },
    answers: {
      'settings:change': ({ change }) => {
        stored = changedSettings(stored, change);
        return stored;
      },
      'settings:example': ({ nameTemplate }) =>
        nameTemplate.includes('{nope}')
          ? { ok: false, error: convoyError('invalid_option', { reason: 'there is no {nope}' }) }
          : {
              ok: true,
              path: `/home/ada/Movies/${nameTemplate.replace('{name}', 'Holiday').replace('{ext}', 'mp4')}`,
            },
      'tools:list': view,
      'tools:test': view,
      ...answers,
    },
  });
  return {
    ...shown,
    user: userEvent.setup(),
    changes: () => shown.bridge.inputsOf('settings:change').map(({ change }) => change),
  };
}

const choose = async (user: ReturnType<typeof userEvent.setup>, field: string, value: string | RegExp) => {
  screen.getByRole('combobox', { name: field }).focus();
  await user.keyboard('{Enter}');
  await user.click(await screen.findByRole('option', { name: value }));
};

describe('pages', () => {
  it('are chosen at the left', async () => {
    const { user, app } = settings('general');
    const pages = within(screen.getByRole('navigation', { name: 'Settings' })).getAllByRole('button');
    expect(pages.map((one) => one.textContent)).toEqual([
      'General',
      'Output',
      'Originals',
      'Lanes',
      'Tools',
      'Notifications',
      'Shortcuts',
      'About',
    ]);
    await user.click(screen.getByRole('button', { name: 'Lanes' }));
    expect(app.store.getState().place).toEqual({ name: 'settings', page: 'lanes' });
    expect(screen.getByRole('button', { name: 'Lanes' }).getAttribute('aria-current')).toBe('page');
  });

  it('give way to what a search finds', async () => {
    const { user } = settings('about');
    await user.type(screen.getByRole('searchbox', { name: 'Search' }), 'original');
    expect(screen.getAllByRole('heading', { level: 2 }).map((one) => one.textContent)).toEqual([
      'Output',
      'Originals',
      'Shortcuts',
    ]);
    expect(screen.getByRole('radiogroup', { name: 'Save results' })).toBeTruthy();
    await user.type(screen.getByRole('searchbox', { name: 'Search' }), ' zzz');
    expect(screen.getByText('No setting is called “original zzz”.')).toBeTruthy();
  });
});

describe('General', () => {
  it('changes apply at once', async () => {
    const { user, app, changes } = settings('general');
    await user.click(screen.getByRole('radio', { name: 'Dark' }));
    await user.click(screen.getByRole('switch', { name: 'Start by itself' }));
    await choose(user, 'When the queue ends', 'Sleep');
    await choose(user, 'Numbers and dates', /^Deutsch \(Deutschland\)/);
    expect(changes()).toEqual([
      { appearance: 'dark' },
      { startByItself: true },
      { whenDone: 'sleep' },
      { locale: 'de-DE' },
    ]);
    expect(app.store.getState().settings).toMatchObject({ appearance: 'dark', whenDone: 'sleep' });
  });

  it('takes a refused change back and says so', async () => {
    const error = convoyError('disk_full');
    const { user, app } = settings('general', {
      'settings:change': () => {
        throw new CallFailed(error);
      },
    });
    await user.click(screen.getByRole('switch', { name: 'Compact rows' }));
    expect(await screen.findByText('The setting was not changed')).toBeTruthy();
    expect(app.store.getState().settings.compactRows).toBe(false);
  });

  it('offers only what the host can do when the queue ends', async () => {
    const { user } = settings('general', {}, { hello: webHello });
    screen.getByRole('combobox', { name: 'When the queue ends' }).focus();
    await user.keyboard('{Enter}');
    const disabled = (await screen.findAllByRole('option')).filter(
      (one) => one.getAttribute('aria-disabled') === 'true',
    );
    expect(disabled.map((one) => one.textContent)).toEqual([
      'Quit ConvoyNot possible from here.',
      'SleepNot possible from here.',
      'Shut downNot possible from here.',
    ]);
  });
});

describe('Output', () => {
  it('goes to a folder that the system asks for, and back', async () => {
    const { user, changes } = settings('output', {
      'shell:choose': { paths: ['/home/ada/Converted'], text: null },
    });
    expect(screen.getByRole('switch', { name: 'Keep folders' }).hasAttribute('disabled')).toBe(true);
    expect(screen.getByText('Only when results go in one folder.')).toBeTruthy();
    await user.click(screen.getByRole('radio', { name: 'In one folder' }));
    expect(await screen.findByTitle('~/Converted')).toBeTruthy();
    await user.click(screen.getByRole('radio', { name: 'Beside the original' }));
    expect(changes()).toEqual([{ outputFolder: '/home/ada/Converted' }, { outputFolder: null }]);
  });

  it('stays as it is when no folder was chosen', async () => {
    const { user, changes } = settings('output', { 'shell:choose': { paths: [], text: null } });
    await user.click(screen.getByRole('radio', { name: 'In one folder' }));
    expect(changes()).toEqual([]);
  });

  it('browses the host where it has no dialogs', async () => {
    const { user, app } = settings('output', {}, { hello: webHello });
    await user.click(screen.getByRole('radio', { name: 'In one folder' }));
    expect(app.store.getState().dialog).toEqual({ name: 'browse', for: 'output_folder' });
  });

  it('shows where an example would be saved, and keeps only a name that works', async () => {
    const { user, changes } = settings('output');
    expect(await screen.findByTitle('~/Movies/Holiday.mp4')).toBeTruthy();
    const field = screen.getByRole('textbox', { name: 'Name' });
    await user.clear(field);
    expect(screen.getByText('A result needs a name, such as {name}.{ext}.')).toBeTruthy();
    await user.type(field, '{{name} {{nope}{Enter}');
    expect(await screen.findByText('There is no {nope}.')).toBeTruthy();
    expect(changes()).toEqual([]);
    await user.clear(field);
    await user.type(field, '{{name} small.{{ext}{Enter}');
    await waitFor(() => expect(changes()).toEqual([{ nameTemplate: '{name} small.{ext}' }]));
    expect(await screen.findByTitle('~/Movies/Holiday small.mp4')).toBeTruthy();
  });

  it('puts a part in where the cursor is', async () => {
    const { user, changes } = settings('output');
    const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'Name' });
    field.focus();
    field.setSelectionRange(6, 6);
    await user.click(screen.getByRole('button', { name: 'Put in {quality}: quality: high, 80, 800k …' }));
    await waitFor(() => expect(changes()).toEqual([{ nameTemplate: '{name}{quality}.{ext}' }]));
  });

  it('says what happens to names that are taken', async () => {
    const { user, changes } = settings('output');
    await choose(user, 'Names taken', 'Skip the file');
    expect(changes()).toEqual([{ collision: 'skip' }]);
    expect(screen.getByText('A file whose result is there already is left alone.')).toBeTruthy();
  });
});

describe('Originals', () => {
  it('are moved to a folder that has a name', async () => {
    const { user, changes } = settings('originals');
    expect(screen.getByRole('textbox', { name: 'Folder' }).hasAttribute('disabled')).toBe(true);
    await choose(user, 'After converting', 'Move originals to a folder');
    const field = screen.getByRole('textbox', { name: 'Folder' });
    await user.clear(field);
    await user.tab();
    expect(screen.getByText('Name a folder, such as Originals.')).toBeTruthy();
    await user.type(field, 'Done{Enter}');
    expect(changes()).toEqual([{ originals: 'move' }, { originalsFolder: 'Done' }]);
  });

  it('cannot go to a trash that is not there', async () => {
    const { user } = settings('originals', {}, { hello: webHello });
    expect(screen.getByText('There is no trash that Convoy can reach from here.')).toBeTruthy();
    screen.getByRole('combobox', { name: 'After converting' }).focus();
    await user.keyboard('{Enter}');
    const trash = await screen.findByRole('option', { name: /trash/ });
    expect(trash.getAttribute('aria-disabled')).toBe('true');
  });
});

describe('Lanes', () => {
  it('are as many as fit, or a number', async () => {
    const { user, changes } = settings(
      'lanes',
      {},
      {
        queue: { paused: 'no', active: false, lanes: { video: 1, still: 7, audio: 7, copy: 2 } },
      },
    );
    expect(screen.getByRole('combobox', { name: 'Photos' }).textContent).toContain('As many as fit, now 7');
    await choose(user, 'Photos', '4');
    expect(screen.getByRole('combobox', { name: 'Photos' }).textContent).toContain('4');
    await choose(user, 'Photos', 'As many as fit');
    expect(changes()).toEqual([{ lanes: { still: 4 } }, { lanes: { still: null } }]);
  });
});

describe('Tools', () => {
  it('are listed with what they can do', async () => {
    settings('tools');
    expect(screen.getByText('Looking for tools')).toBeTruthy();
    const table = await screen.findByRole('table');
    expect(
      within(table)
        .getAllByRole('columnheader')
        .map((one) => one.textContent),
    ).toEqual(['Task', 'ffmpeg 7.1', 'Built in', 'Photo tools']);
    const row = within(table).getByRole('row', { name: /Write AV1/ });
    expect(
      within(row)
        .getAllByRole('cell')
        .map((one) => one.textContent),
    ).toEqual(['YesYes, in use', 'No', '–Not its task']);
    const [list] = screen.getAllByRole('list');
    expect(
      within(list as HTMLElement)
        .getAllByRole('listitem')
        .map((one) => one.textContent),
    ).toEqual([
      'ffmpeg 7.1Used first/usr/bin/ffmpeg/usr/bin/ffmpegAll checks',
      'ffmpeg, built inComes with Convoy, N-476830 of 1 checksUse first',
      'libvips 8.17.2Photos, in separate processes',
      'libheif 1.23.2Reads HEIC from phones',
    ]);
  });

  it('another one is chosen, used first and tested', async () => {
    const { user, bridge, changes } = settings('tools', {
      'shell:choose': { paths: ['/opt/ffmpeg'], text: null },
    });
    await user.click(await screen.findByRole('button', { name: 'Add ffmpeg…' }));
    await waitFor(() => expect(bridge.inputsOf('tools:test')).toHaveLength(1));
    expect(bridge.inputsOf('shell:choose')).toEqual([{ what: 'ffmpeg' }]);
    expect(changes()).toEqual([{ ffmpegPath: '/opt/ffmpeg' }]);
  });

  it('is written as a path where the host has no dialogs', async () => {
    const { user, changes } = settings('tools', {}, { hello: webHello });
    await user.click(await screen.findByRole('button', { name: 'Add ffmpeg…' }));
    await user.type(screen.getByRole('textbox', { name: 'Path of another ffmpeg' }), '/opt/ffmpeg{Enter}');
    expect(changes()).toEqual([{ ffmpegPath: '/opt/ffmpeg' }]);
  });

  it('a found one is put first, and one that does not start can be dropped', async () => {
    const problem = convoyError('tool_missing', { reason: 'it is for another processor' });
    const broken: ToolView = {
      path: '/x/ffmpeg',
      place: 'setting',
      version: null,
      first: false,
      features: [],
      problem,
    };
    const { user, changes } = settings('tools', {
      'tools:list': { ...view, tools: [broken, ...view.tools] },
      'tools:test': { ...view, tools: [broken, ...view.tools] },
    });
    expect(await screen.findByText(`${problem.message} ${problem.hint}`)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Use first' }));
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Stop using' }).hasAttribute('disabled')).toBe(false),
    );
    await user.click(screen.getByRole('button', { name: 'Stop using' }));
    expect(changes()).toEqual([{ ffmpegPath: '/app/ffmpeg' }, { ffmpegPath: null }]);
  });

  it('says what none of them can do, and where to get more', async () => {
    const { user, bridge } = settings('tools', {
      'tools:list': { ...view, missing: [{ option: 'video.codec.vp9', remedy: 'Install ffmpeg 5.' }] },
    });
    expect(await screen.findByText('Video, VP9')).toBeTruthy();
    expect(screen.getByText('Install ffmpeg 5.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Get ffmpeg…' }));
    expect(bridge.inputsOf('shell:link')).toEqual([{ to: 'get_ffmpeg' }]);
  });

  it('are copied as a report', async () => {
    const { user, bridge } = settings('tools');
    await user.click(await screen.findByRole('button', { name: 'Copy report' }));
    await waitFor(() => expect(bridge.inputsOf('shell:copy')).toHaveLength(1));
    expect(bridge.inputsOf('shell:copy')[0]?.text).toContain('ffmpeg 7.1, Used first');
  });
});

describe('other pages', () => {
  it('messages are off where the host has none', () => {
    settings('notifications', {}, { hello: webHello });
    expect(screen.getAllByRole('switch').every((one) => one.hasAttribute('disabled'))).toBe(true);
    expect(screen.getAllByText('Messages of the system are not possible from here.')).toHaveLength(2);
  });

  it('shortcuts are those of the window', () => {
    settings('shortcuts');
    const row = screen.getByRole('row', { name: /Undo/ });
    expect(row.textContent).toBe('UndoCtrl Z');
  });

  it('about says the version, and its links open', async () => {
    const { user, bridge } = settings('about');
    expect(screen.getByText('Version 0.1.0, Linux, app')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Source code' }));
    expect(bridge.inputsOf('shell:link')).toEqual([{ to: 'source' }]);
  });
});
