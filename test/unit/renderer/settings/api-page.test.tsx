// @vitest-environment happy-dom
import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { CallFailed } from '../../../../renderer/bridge/bridge.ts';
import type { AppState } from '../../../../renderer/store/app-state.ts';
import type { ApiView } from '../../../../shared/ipc/api-calls.ts';
import { defaultAppSettings } from '../../../../shared/model/app-settings.ts';
import { convoyError } from '../../../../shared/model/error.ts';
import type { FakeAnswers } from '../../../support/fake-bridge.ts';
import { webHello } from '../hosts.ts';
import { settings } from './show-settings.tsx';

const off: ApiView = {
  decidedBy: 'setting',
  state: 'off',
  url: null,
  token: null,
  tokenFrom: 'file',
  folders: [],
  error: null,
};
const runs: ApiView = { ...off, state: 'running', url: 'http://127.0.0.1:4778', token: 'first-token' };

/** The page over an API that can become another one. */
async function api(first: ApiView, answers: FakeAnswers = {}, state: Partial<AppState> = {}) {
  let now = first;
  const shown = settings('network', { 'api:get': () => now, ...answers }, state);
  await waitFor(() => expect(shown.bridge.inputsOf('api:get').length).toBeGreaterThan(0));
  const becomes = (next: ApiView) =>
    act(() => {
      now = next;
      shown.bridge.emit('api:changed', null);
    });
  return { ...shown, becomes };
}
const withFolders = (...allow: string[]) => ({
  settings: { ...defaultAppSettings, api: { ...defaultAppSettings.api, allow } },
});
const code = (text: string) => screen.findByText(text, { selector: 'code' });

describe('the job API', () => {
  it('is switched on, and shows its address and its token when it runs', async () => {
    const { user, changes, becomes } = await api(off);
    expect(screen.queryByText('Token')).toBeNull();
    const onOff = screen.getByRole('switch', { name: 'Let programs add files' });
    await waitFor(() => expect(onOff).toHaveProperty('disabled', false));
    await user.click(onOff);
    expect(changes()).toEqual([{ api: { on: true } }]);
    becomes(runs);
    expect(await code('http://127.0.0.1:4778')).toBeTruthy();
    expect(await code('Not shown')).toBeTruthy();
  });

  it('hides its token until somebody wants to see it, and copies it either way', async () => {
    const { user, bridge } = await api(runs);
    await code('Not shown');
    expect(document.body.innerHTML).not.toContain('first-token');
    await user.click(screen.getByRole('button', { name: 'Copy token' }));
    await user.click(screen.getByRole('button', { name: 'Copy address' }));
    expect(bridge.inputsOf('shell:copy')).toEqual([
      { text: 'first-token' },
      { text: 'http://127.0.0.1:4778' },
    ]);
    await user.click(screen.getByRole('button', { name: 'Show' }));
    expect(await code('first-token')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Hide' }));
    expect(document.body.innerHTML).not.toContain('first-token');
  });

  it('asks before it replaces the token', async () => {
    const { user, bridge, becomes } = await api(runs, {
      'api:new_token': { ...runs, token: 'second-token' },
    });
    await user.click(await screen.findByRole('button', { name: 'Show' }));
    await user.click(screen.getByRole('button', { name: 'Replace…' }));
    const asking = within(await screen.findByRole('alertdialog', { name: 'Make another token?' }));
    await user.click(asking.getByRole('button', { name: 'Keep it' }));
    expect(bridge.inputsOf('api:new_token')).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Replace…' }));
    await user.click(await screen.findByRole('button', { name: 'Replace' }));
    expect(await screen.findByText('There is a new token')).toBeTruthy();
    expect(bridge.inputsOf('api:new_token')).toHaveLength(1);
    becomes({ ...runs, token: 'second-token' });
    expect(await code('second-token')).toBeTruthy();
  });

  it('says why a token was not replaced', async () => {
    const error = convoyError('conflict', { reason: 'the environment says the token' });
    const { user } = await api(runs, {
      'api:new_token': () => Promise.reject(new CallFailed(error)),
    });
    await user.click(await screen.findByRole('button', { name: 'Replace…' }));
    await user.click(await screen.findByRole('button', { name: 'Replace' }));
    expect(await screen.findByText('That was not possible')).toBeTruthy();
    expect(screen.getByText(error.message)).toBeTruthy();
  });

  it('leaves a token of the environment alone', async () => {
    await api({ ...runs, tokenFrom: 'environment' });
    expect(await screen.findByText('It comes from the environment, CONVOY_API_TOKEN.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Replace…' })).toBeNull();
  });

  it('takes a port that there is', async () => {
    const { user, changes } = await api(off);
    const port = screen.getByRole<HTMLInputElement>('textbox', { name: 'Port' });
    expect(port.value).toBe('4778');
    await user.clear(port);
    await user.type(port, '70000{Enter}');
    expect(screen.getByText('A whole number from 1 to 65535.')).toBeTruthy();
    expect(changes()).toEqual([]);
    await user.clear(port);
    await user.type(port, '5000{Enter}');
    expect(changes()).toEqual([{ api: { port: 5000 } }]);
    expect(screen.queryByText('A whole number from 1 to 65535.')).toBeNull();
  });

  it('says why it does not run', async () => {
    const error = convoyError('conflict', { reason: 'port 4778 is taken' });
    await api({ ...off, state: 'failed', error });
    expect(await screen.findByText(error.message)).toBeTruthy();
  });

  it('uses the folders that were chosen, the home folder when none was', async () => {
    const { user, changes } = await api(runs, { 'shell:choose': { paths: ['/data/in'], text: null } });
    expect(screen.getByText('Your home folder')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Add folder…' }));
    await waitFor(() => expect(changes()).toEqual([{ api: { allow: ['/data/in'] } }]));
    await user.click(await screen.findByRole('button', { name: 'Take out /data/in' }));
    expect(changes().at(-1)).toEqual({ api: { allow: [] } });
    expect(await screen.findByText('Your home folder')).toBeTruthy();
  });

  it('takes the path of a folder where there are no dialogs', async () => {
    const { user, changes } = await api(runs, {}, { hello: webHello, ...withFolders('/data/in') });
    await user.click(screen.getByRole('button', { name: 'Add folder…' }));
    const typed = screen.getByRole('textbox', { name: 'Path of a folder' });
    await user.type(typed, 'films{Enter}');
    expect(screen.getByText('Give the whole path of a folder.')).toBeTruthy();
    await user.clear(typed);
    await user.type(typed, '/data/out{Enter}');
    expect(changes()).toEqual([{ api: { allow: ['/data/in', '/data/out'] } }]);
    expect(screen.queryByRole('textbox', { name: 'Path of a folder' })).toBeNull();
  });

  it('cannot be changed where a command decided it', async () => {
    await api({ ...runs, decidedBy: 'command_line', folders: ['/srv/media'] });
    expect(await screen.findByText('Decided by the command that started Convoy.')).toBeTruthy();
    expect(screen.getByRole('switch', { name: 'Let programs add files' })).toMatchObject({ disabled: true });
    expect(screen.queryByRole('textbox', { name: 'Port' })).toBeNull();
    expect(screen.getByTitle('/srv/media')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Add folder…' })).toBeNull();
  });
});
