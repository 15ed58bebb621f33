// @vitest-environment happy-dom
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { Choice } from '../../../../shared/ipc/contract.ts';
import { changedSettings, defaultAppSettings } from '../../../../shared/model/app-settings.ts';
import { builtInPresets } from '../../../../shared/model/built-in-presets.ts';
import { convoyError } from '../../../../shared/model/error.ts';
import { CallFailed } from '../../../../renderer/bridge/bridge.ts';
import { SavePresetDialog } from '../../../../renderer/features/presets/save-preset-dialog.tsx';
import type { AppState } from '../../../../renderer/store/app-state.ts';
import type { FakeAnswers } from '../../../support/fake-bridge.ts';
import { aRow, jobId } from '../rows.ts';
import { windowOf } from '../window-of.tsx';
import { ownPreset } from './own-preset.ts';

const choice: Choice = {
  kind: 'video',
  presetId: 'web_video',
  options: { format: 'mp4', codec: 'h265', start: 3, end: 20 },
  output: '/home/ada/out/',
};

function dialog(state: Partial<AppState> = {}, answers: FakeAnswers = {}) {
  const shown = windowOf(<SavePresetDialog />, {
    state: { dialog: { name: 'save_preset', choice }, presets: [...builtInPresets, ownPreset()], ...state },
    answers: {
      'presets:save': ({ preset }) => ({
        ...preset,
        id: preset.id ?? 'preset_new',
        purpose: null,
        builtIn: false,
        updatedAt: 2,
      }),
      'settings:change': ({ change }) => changedSettings(defaultAppSettings, change),
      ...answers,
    },
  });
  return { ...shown, user: userEvent.setup() };
}
const field = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Name' });

describe('saving the options of a file', () => {
  it('offers a free name, and leaves out what is about this file alone', async () => {
    const { user, bridge, app } = dialog();
    expect(field().value).toBe('Web video 2');
    expect(screen.getByText('MP4, H.265')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(app.store.getState().dialog).toBeNull());
    expect(bridge.inputsOf('presets:save')).toEqual([
      {
        preset: {
          id: null,
          name: 'Web video 2',
          kind: 'video',
          options: { format: 'mp4', codec: 'h265' },
          output: null,
        },
      },
    ]);
    expect(app.store.getState().presets.some(({ id }) => id === 'preset_new')).toBe(true);
    expect(await screen.findByText('Saved “Web video 2”')).toBeTruthy();
  });

  it('keeps all of it when asked, as the default of the kind', async () => {
    const { user, bridge, app } = dialog();
    await user.click(screen.getByRole('checkbox', { name: 'Start and end too' }));
    await user.click(screen.getByRole('checkbox', { name: 'Save to ~/out/' }));
    await user.click(screen.getByRole('checkbox', { name: 'Default for Video' }));
    await user.clear(field());
    await user.type(field(), 'Talks{Enter}');
    await waitFor(() => expect(app.store.getState().dialog).toBeNull());
    expect(bridge.inputsOf('presets:save')).toEqual([
      {
        preset: { id: null, name: 'Talks', kind: 'video', options: choice.options, output: '/home/ada/out/' },
      },
    ]);
    expect(app.store.getState().settings.defaultPresets.video).toBe('preset_new');
  });

  it('replaces an own preset of the same name, and says so before', async () => {
    const { user, bridge } = dialog();
    await user.clear(field());
    await user.type(field(), 'own');
    expect(screen.getByText('“Own” is there already and will be replaced.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Replace' }));
    expect(bridge.inputsOf('presets:save')[0]?.preset).toMatchObject({ id: 'preset_own', name: 'own' });
  });

  it('asks for a name', async () => {
    const { user, bridge } = dialog();
    await user.clear(field());
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(screen.getByText('Give it a name.')).toBeTruthy();
    expect(field().getAttribute('aria-invalid')).toBe('true');
    expect(bridge.inputsOf('presets:save')).toEqual([]);
  });

  it('stays open with the reason when it is refused', async () => {
    const error = convoyError('disk_full');
    const { user, app } = dialog(
      {},
      {
        'presets:save': () => {
          throw new CallFailed(error);
        },
      },
    );
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText(error.message)).toBeTruthy();
    expect(app.store.getState().dialog?.name).toBe('save_preset');
  });
});

describe('what the options came from', () => {
  it('the next files go by the new name', async () => {
    const { user, app } = dialog({ next: choice });
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(app.store.getState().next).toEqual({ ...choice, presetId: 'preset_new' }));
  });

  it('so does the one file that is selected and waits', async () => {
    const row = aRow(1);
    const { user, bridge } = dialog({
      rows: { byId: new Map([[row.id, row]]), order: [row.id], revision: 1 },
      selection: { ids: new Set([row.id]), anchor: row.id, focus: row.id },
    });
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(bridge.inputsOf('jobs:edit')).toEqual([
        { ids: [row.id], change: { presetId: 'preset_new', options: choice.options } },
      ]),
    );
  });

  it('several files keep what they have', async () => {
    const rows = [aRow(1), aRow(2)];
    const { user, bridge, app } = dialog({
      rows: { byId: new Map(rows.map((row) => [row.id, row])), order: rows.map(({ id }) => id), revision: 1 },
      selection: { ids: new Set([jobId(1), jobId(2)]), anchor: jobId(1), focus: jobId(2) },
    });
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(app.store.getState().dialog).toBeNull());
    expect(bridge.inputsOf('jobs:edit')).toEqual([]);
  });
});
