// @vitest-environment happy-dom
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { addPaths } from '../../../../renderer/features/drop/add-files.ts';
import { useConnectionActions } from '../../../../renderer/features/connections/connection-actions.ts';
import { noConnections } from '../../../../renderer/store/connections-state.ts';
import { defaultAppSettings } from '../../../../shared/model/app-settings.ts';
import { aView, connectionId } from '../../../support/connection-views.ts';
import { windowOf } from '../window-of.tsx';
import { choose, settings } from './show-settings.tsx';

const connections = {
  ...noConnections,
  views: [aView(1, { name: 'media', prefix: 'films' }), aView(2, { name: 'other' })],
};
const going = (n: number, folder: string | null = null) => ({
  ...defaultAppSettings,
  outputConnection: { id: connectionId(n), folder },
});
const folder = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Folder there' });

describe('where files that are added go', () => {
  it('is this computer, or a connection with a folder', async () => {
    const { user, changes } = settings('output', {}, { connections });
    expect(screen.getByRole('combobox', { name: 'Save on' }).textContent).toContain('This computer');
    expect(screen.queryByRole('textbox', { name: 'Folder there' })).toBeNull();
    await choose(user, 'Save on', 'media');
    expect(folder().placeholder).toBe('films');
    await user.type(folder(), 'a/{{nope}{Enter}');
    expect(screen.getByText('There is no {nope}. Use a part such as {date}.')).toBeTruthy();
    await user.clear(folder());
    await user.type(folder(), '/a/{{date}/{Enter}');
    await choose(user, 'Save on', 'other');
    expect(folder().value).toBe('');
    await choose(user, 'Save on', 'This computer');
    expect(changes().map(({ outputConnection }) => outputConnection)).toEqual([
      { id: connectionId(1), folder: null },
      { id: connectionId(1), folder: 'a/{date}' },
      { id: connectionId(2), folder: null },
      null,
    ]);
  });

  it('leads to a new connection', async () => {
    const { user, app, changes } = settings('output', {}, { connections });
    await choose(user, 'Save on', 'New connection…');
    expect(app.store.getState().place).toEqual({ name: 'connections' });
    expect(changes()).toEqual([]);
  });

  it('is this computer again when the connection is gone, and says so', async () => {
    const { user, changes } = settings('output', {}, { connections, settings: going(7, 'a') });
    expect(screen.getByRole('combobox', { name: 'Save on' }).textContent).toContain('A removed connection');
    expect(
      screen.getByText(
        'The connection that was chosen is gone, so files that you add stay on this computer.',
      ),
    ).toBeTruthy();
    expect(screen.queryByRole('textbox', { name: 'Folder there' })).toBeNull();
    await choose(user, 'Save on', 'This computer');
    expect(changes()).toEqual([{ outputConnection: null }]);
  });
});

describe('a connection that new files go to', () => {
  it('says that they stay here when it is removed', async () => {
    const Remove = () => {
      const actions = useConnectionActions();
      return <button onClick={() => actions.remove(connectionId(1), 'media')}>Remove</button>;
    };
    windowOf(<Remove />, { state: { connections, settings: going(1) } });
    screen.getByRole('button', { name: 'Remove' }).click();
    expect(await screen.findByText('“media” was removed')).toBeTruthy();
    expect(screen.getByText('New files stay on this computer now.')).toBeTruthy();
  });

  it('says so again when files are added without it', async () => {
    const { app } = windowOf(null, {
      state: { connections, settings: going(7) },
      answers: { 'queue:add': { batchId: null, added: 1, skipped: 0, firstId: null } },
    });
    await addPaths(app, ['/a.mp4']);
    expect(await screen.findByText('Results stay on this computer')).toBeTruthy();
    screen.getByRole('button', { name: 'Choose another' }).click();
    expect(app.store.getState().place).toEqual({ name: 'settings', page: 'output' });
  });
});
