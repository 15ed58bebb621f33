// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { changedSettings, defaultAppSettings } from '../../../../shared/model/app-settings.ts';
import { builtInPresets } from '../../../../shared/model/built-in-presets.ts';
import { convoyError } from '../../../../shared/model/error.ts';
import type { Preset } from '../../../../shared/model/preset.ts';
import { CallFailed } from '../../../../renderer/bridge/bridge.ts';
import { PresetsDialog } from '../../../../renderer/features/presets/presets-dialog.tsx';
import { undo } from '../../../../renderer/store/undo.ts';
import type { FakeAnswers } from '../../../support/fake-bridge.ts';
import { webHello } from '../hosts.ts';
import { windowOf } from '../window-of.tsx';
import { ownPreset } from './own-preset.ts';

/** A few: a role is slow to find among all of them. */
const few = builtInPresets.filter(({ id }) =>
  ['web_video', 'phone', 'email_video', 'youtube', 'hls_web', 'hls_small'].includes(id),
);
const own = ownPreset({ name: 'Lecture archive' });

function dialog(select: string | null = null, answers: FakeAnswers = {}, state = {}) {
  const presets: readonly Preset[] = [...few, own];
  const shown = windowOf(<PresetsDialog />, {
    state: { presets, dialog: { name: 'presets', select }, ...state },
    answers: {
      'presets:save': ({ preset }) => ({
        ...preset,
        id: preset.id ?? 'preset_new',
        purpose: null,
        builtIn: false,
        updatedAt: 2,
      }),
      'presets:remove': own,
      'settings:change': ({ change }) => changedSettings(defaultAppSettings, change),
      ...answers,
    },
  });
  return { ...shown, user: userEvent.setup() };
}

const option = (name: string) => screen.getByRole('option', { name });
const button = (name: string) => screen.getByRole('button', { name });
const names = ({ app }: ReturnType<typeof dialog>) =>
  app.store
    .getState()
    .presets.filter(({ builtIn }) => !builtIn)
    .map(({ name }) => name);

describe('the list', () => {
  it('shows own presets first and marks defaults', () => {
    dialog();
    const groups = within(screen.getByRole('listbox', { name: 'Presets' })).getAllByRole('group');
    expect(groups[0]?.textContent).toBe('MineLecture archive');
    expect(screen.getByRole('option', { selected: true }).textContent).toBe('Lecture archive');
    expect(option('Web video Default for Video')).toBeTruthy();
  });

  it('is searched by name and kind', async () => {
    const { user } = dialog();
    await user.type(screen.getByRole('searchbox', { name: 'Find a preset' }), 'hls small');
    expect(screen.getAllByRole('option').map((one) => one.textContent)).toEqual(['HLS, small']);
  });

  it('is walked with the arrows', async () => {
    const { user } = dialog('phone');
    option('Phone').focus();
    await user.keyboard('{ArrowDown}');
    expect(screen.getByRole('option', { selected: true }).textContent).toBe('Email video');
    expect(document.activeElement?.textContent).toBe('Email video');
    expect(screen.getByRole('region', { name: 'Email video' })).toBeTruthy();
  });
});

describe('a preset that comes with Convoy', () => {
  it('is read, not changed', () => {
    dialog('youtube');
    const region = screen.getByRole('region', { name: 'YouTube' });
    expect(within(region).getByText('Comes with Convoy. Duplicate it to change it.')).toBeTruthy();
    const terms = within(region).getAllByRole('term');
    expect(terms.map((term) => `${term.textContent}: ${term.nextElementSibling?.textContent}`)).toEqual([
      'Format: MP4',
      'Codec: H.264',
      'Quality: High',
      'Height: 2160 px',
      'Save to: As the settings say',
    ]);
    expect(screen.queryByRole('button', { name: 'Edit' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Rename' })).toBeNull();
  });

  it('is duplicated into an own one, which can be named at once', async () => {
    const shown = dialog('youtube');
    await shown.user.click(button('Duplicate'));
    expect(shown.bridge.inputsOf('presets:save')).toEqual([
      {
        preset: {
          id: null,
          name: 'YouTube, copy',
          kind: 'video',
          options: { format: 'mp4', codec: 'h264', height: 2160, quality: 'high' },
          output: null,
        },
      },
    ]);
    const field = await screen.findByRole('textbox', { name: 'Name' });
    expect(field).toBe(document.activeElement);
    await shown.user.clear(field);
    await shown.user.keyboard('For the club{Enter}');
    await waitFor(() => expect(names(shown)).toEqual(['Lecture archive', 'For the club']));
    expect(screen.getByRole('region', { name: 'For the club' })).toBeTruthy();
  });

  it('becomes the default of its kind', async () => {
    const { user, bridge, app } = dialog('youtube');
    await user.click(button('Default for Video'));
    expect(bridge.inputsOf('settings:change')).toEqual([
      { change: { defaultPresets: { video: 'youtube' } } },
    ]);
    await waitFor(() => expect(app.store.getState().settings.defaultPresets.video).toBe('youtube'));
    expect(button('Default for Video').hasAttribute('disabled')).toBe(true);
  });
});

describe('an own preset', () => {
  it('is renamed with F2, and Esc leaves the name as it was', async () => {
    const shown = dialog();
    option('Lecture archive').focus();
    await shown.user.keyboard('{F2}');
    await shown.user.keyboard('Nonsense{Escape}');
    expect(screen.queryByRole('textbox', { name: 'Name' })).toBeNull();
    expect(shown.bridge.inputsOf('presets:save')).toEqual([]);
    option('Lecture archive').focus();
    await shown.user.keyboard('{F2}');
    await shown.user.clear(screen.getByRole('textbox', { name: 'Name' }));
    await shown.user.keyboard('Lectures{Enter}');
    await waitFor(() => expect(names(shown)).toEqual(['Lectures']));
    expect(shown.bridge.inputsOf('presets:save')).toHaveLength(1);
  });

  it('that was the default is the default again when it is back', async () => {
    const settings = changedSettings(defaultAppSettings, { defaultPresets: { video: own.id } });
    const shown: ReturnType<typeof dialog> = dialog(
      own.id,
      {
        // The engine tells of the settings before it answers.
        'presets:remove': () => {
          shown.app.store.setState({ settings: defaultAppSettings });
          return own;
        },
      },
      { settings },
    );
    screen.getByRole('option', { name: /Lecture archive/ }).focus();
    await shown.user.keyboard('{Delete}');
    await waitFor(() => expect(names(shown)).toEqual([]));
    await undo(shown.app);
    await waitFor(() =>
      expect(shown.bridge.inputsOf('settings:change')).toEqual([
        { change: { defaultPresets: { video: own.id } } },
      ]),
    );
  });

  it('is deleted, and Undo saves it again under its id', async () => {
    const shown = dialog();
    await shown.user.click(button('More for this preset'));
    await shown.user.click(screen.getByRole('menuitem', { name: 'Delete' }));
    await waitFor(() => expect(names(shown)).toEqual([]));
    expect(await screen.findByText('Deleted “Lecture archive”')).toBeTruthy();
    expect(await undo(shown.app)).toBe(true);
    const { id, name, kind, options, output } = own;
    expect(shown.bridge.inputsOf('presets:save')).toEqual([{ preset: { id, name, kind, options, output } }]);
    expect(names(shown)).toEqual(['Lecture archive']);
  });

  it('says why it could not be deleted', async () => {
    const refused = () => {
      throw new CallFailed(convoyError('not_found', { given: 'This preset' }));
    };
    const shown = dialog(null, { 'presets:remove': refused });
    option('Lecture archive').focus();
    await shown.user.keyboard('{Delete}');
    expect(await screen.findByText(convoyError('not_found', { given: 'This preset' }).message)).toBeTruthy();
    expect(names(shown)).toEqual(['Lecture archive']);
  });

  it('is changed field by field and kept by Save', async () => {
    const shown = dialog();
    await shown.user.click(button('Edit'));
    const name = screen.getByRole('textbox', { name: 'Name' });
    await shown.user.clear(name);
    await shown.user.type(name, 'Lectures');
    screen.getByRole('slider', { name: 'Quality' }).focus();
    await shown.user.keyboard('{ArrowLeft}{ArrowLeft}');
    await shown.user.click(button('Save'));
    expect(shown.bridge.inputsOf('presets:save')).toEqual([
      {
        preset: {
          id: 'preset_own',
          name: 'Lectures',
          kind: 'video',
          options: { ...own.options, quality: 'low' },
          output: null,
        },
      },
    ]);
    expect(await screen.findByRole('region', { name: 'Lectures' })).toBeTruthy();
  });

  it('asks before changes are lost', async () => {
    const shown = dialog();
    await shown.user.click(button('Edit'));
    await shown.user.type(screen.getByRole('textbox', { name: 'Name' }), '!');
    await shown.user.click(option('Phone'));
    expect(screen.getByRole('alertdialog', { name: 'Discard the changes?' })).toBeTruthy();
    await shown.user.click(button('Keep editing'));
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).value).toBe('Lecture archive!');
    await shown.user.click(option('Phone'));
    await shown.user.click(button('Discard'));
    expect(screen.getByRole('region', { name: 'Phone' })).toBeTruthy();
    expect(shown.bridge.inputsOf('presets:save')).toEqual([]);
  });
});

describe('new presets', () => {
  it('begin empty, of the kind that was chosen', async () => {
    const shown = dialog();
    await shown.user.click(button('New'));
    await shown.user.click(screen.getByRole('menuitem', { name: 'Audio' }));
    await shown.user.click(button('Save'));
    expect(shown.bridge.inputsOf('presets:save')).toEqual([
      { preset: { id: null, name: 'New preset', kind: 'audio', options: {}, output: null } },
    ]);
    expect(await screen.findByRole('region', { name: 'New preset' })).toBeTruthy();
  });

  it('come from a file that the system asks for', async () => {
    const imported = ownPreset({ id: 'preset_in', name: 'From a friend' });
    const shown = dialog(null, {
      'shell:choose': { paths: ['/x.json'], text: '{"convoy_presets":1}' },
      'presets:import': [imported],
    });
    await shown.user.click(button('Import…'));
    expect(await screen.findByRole('region', { name: 'From a friend' })).toBeTruthy();
    expect(shown.bridge.inputsOf('presets:import')).toEqual([{ text: '{"convoy_presets":1}' }]);
    expect(await screen.findByText('1 preset imported')).toBeTruthy();
  });

  it('come from a file of the browser, and a bad one says why', async () => {
    const error = convoyError('invalid_request', { reason: 'the file is not JSON' });
    const shown = dialog(
      null,
      {
        'presets:import': () => {
          throw new CallFailed(error);
        },
      },
      { hello: webHello },
    );
    const input = document.querySelector<HTMLInputElement>('input[type="file"]');
    await shown.user.upload(
      input as HTMLInputElement,
      new File(['nonsense'], 'p.json', { type: 'application/json' }),
    );
    expect(await screen.findByText(error.message)).toBeTruthy();
    expect(shown.bridge.inputsOf('presets:import')).toEqual([{ text: 'nonsense' }]);
  });
});

describe('exporting', () => {
  it('writes what the engine gives to a file that the person names', async () => {
    const shown = dialog(null, {
      'presets:export': { text: 'all of it' },
      'shell:save_text': { saved: true },
    });
    await shown.user.click(button('More for all presets'));
    await shown.user.click(screen.getByRole('menuitem', { name: 'Export all of mine…' }));
    await waitFor(() =>
      expect(shown.bridge.inputsOf('shell:save_text')).toEqual([
        { name: 'convoy-presets.json', text: 'all of it' },
      ]),
    );
    expect(shown.bridge.inputsOf('presets:export')).toEqual([{ ids: ['preset_own'] }]);
  });
});

describe('closing', () => {
  it('with Esc', async () => {
    const { user, app } = dialog();
    await user.keyboard('{Escape}');
    expect(app.store.getState().dialog).toBeNull();
  });
});
