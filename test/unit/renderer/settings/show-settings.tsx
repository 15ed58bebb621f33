import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ToolsView } from '../../../../shared/ipc/contract.ts';
import {
  type AppSettings,
  changedSettings,
  defaultAppSettings,
} from '../../../../shared/model/app-settings.ts';
import { convoyError } from '../../../../shared/model/error.ts';
import { SettingsPage } from '../../../../renderer/features/settings/index.ts';
import type { AppState, SettingsPage as PageName } from '../../../../renderer/store/app-state.ts';
import type { FakeAnswers } from '../../../support/fake-bridge.ts';
import { windowOf } from '../window-of.tsx';

export const view: ToolsView = {
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

/** The settings on one of their pages, with a host that keeps what is changed. */
export function settings(page: PageName, answers: FakeAnswers = {}, state: Partial<AppState> = {}) {
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

/** Chooses a value of a field by keyboard and mouse. */
export const choose = async (
  user: ReturnType<typeof userEvent.setup>,
  field: string,
  value: string | RegExp,
) => {
  screen.getByRole('combobox', { name: field }).focus();
  await user.keyboard('{Enter}');
  await user.click(await screen.findByRole('option', { name: value }));
};
