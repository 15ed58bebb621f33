// @vitest-environment happy-dom
import { cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultAppSettings } from '../../../../shared/model/app-settings.ts';
import { noConnections } from '../../../../renderer/store/connections-state.ts';
import { aView } from '../../../support/connection-views.ts';
import { idOf, row } from './fixtures.ts';
import { show } from './show-inspector.tsx';

beforeEach(() => localStorage.clear());
afterEach(cleanup);

const connections = {
  ...noConnections,
  views: [aView(1, { name: 'media', bucket: 'media-prod', prefix: 'films' })],
};

describe('where a result goes', () => {
  it('is a connection, a folder in its bucket and a name there', async () => {
    const { user, bridge } = show([row()], {}, { connections });
    if (screen.queryByRole('combobox', { name: 'Save on' }) === null)
      await user.click(await screen.findByRole('button', { name: /^Save to/ }));
    await user.click(screen.getByRole('combobox', { name: 'Save on' }));
    await user.click(await screen.findByRole('option', { name: 'media' }));
    const edits = () => bridge.inputsOf('jobs:edit');
    await waitFor(() =>
      expect(edits()).toEqual([{ ids: [idOf(1)], change: { connection: 'media', output: null } }]),
    );
  });

  it('is shown for a file that goes there already, and can be this computer again', async () => {
    const there = row({ upload: { connection: 'media', bucket: null } });
    const { user, bridge } = show([there], {}, { connections });
    await user.click(await screen.findByRole('button', { name: /^Save to/ }));
    const folder = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Folder' });
    expect(folder.placeholder).toBe('films');
    await user.type(folder, 'a/{{year}/{Enter}');
    expect(screen.getByText('There is no {year}. Use the parts below Insert.')).toBeTruthy();
    expect(bridge.inputsOf('jobs:edit')).toEqual([]);
    await user.clear(folder);
    await user.type(folder, 'a/{{date}{Enter}');
    await waitFor(() =>
      expect(bridge.inputsOf('jobs:edit').at(-1)?.change).toEqual({ output: 's3://media-prod/a/{date}/' }),
    );
    await user.click(screen.getByRole('combobox', { name: 'Save on' }));
    await user.click(await screen.findByRole('option', { name: 'This computer' }));
    await waitFor(() =>
      expect(bridge.inputsOf('jobs:edit').at(-1)?.change).toEqual({ connection: null, output: null }),
    );
  });

  it('is the downloads for what is fetched: nothing lies beside an address', async () => {
    const talk = row({ name: 'talk.mov', folder: 'example.org', remote: true });
    const { user, bridge } = show([talk]);
    const fold = await screen.findByRole('button', { name: /^Save to/ });
    // Once for the eye, and once to measure where it has to be cut.
    expect(fold.textContent).toBe('Save to~/Downloads~/Downloads');
    await user.click(fold);
    const folder = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Folder' });
    expect(folder.placeholder).toBe('~/Downloads');
    // A name alone leaves it there.
    await user.type(screen.getByRole('textbox', { name: 'Name' }), 'small{Enter}');
    await waitFor(() =>
      expect(bridge.inputsOf('jobs:edit').at(-1)?.change.output).toMatch(/\/Downloads\/small/),
    );
  });

  it('is the folder of the settings, for a file that is given a name too', async () => {
    const { user, bridge } = show([row()], {}, { settings: { ...defaultAppSettings, outputFolder: '/out' } });
    await user.click(await screen.findByRole('button', { name: /^Save to/ }));
    await user.type(await screen.findByRole('textbox', { name: 'Name' }), 'small{Enter}');
    await waitFor(() => expect(bridge.inputsOf('jobs:edit').at(-1)?.change.output).toMatch(/^\/out\/small/));
  });

  it('says when its connection is gone, and leads to a new one', async () => {
    const there = row({ upload: { connection: 'old', bucket: null } });
    const { app, user } = show([there], {}, { connections });
    await user.click(await screen.findByRole('button', { name: /^Save to/ }));
    const target = await screen.findByRole('combobox', { name: 'Save on' });
    expect(target.textContent).toContain('old (removed)');
    await user.click(target);
    await user.click(await screen.findByRole('option', { name: 'New connection…' }));
    expect(app.store.getState().place.name).toBe('connections');
    expect(app.store.getState().connections.editor?.draft.id).toBeNull();
  });
});
