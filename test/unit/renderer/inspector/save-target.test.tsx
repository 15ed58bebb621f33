// @vitest-environment happy-dom
import { cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
