// @vitest-environment happy-dom
import { cleanup, screen, waitFor } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addPaths } from '../../../../renderer/features/drop/add-files.ts';
import { noConnections } from '../../../../renderer/store/connections-state.ts';
import { defaultAppSettings } from '../../../../shared/model/app-settings.ts';
import { aView, connectionId } from '../../../support/connection-views.ts';
import { idOf, row } from './fixtures.ts';
import { photo, show, totals } from './show-inspector.tsx';

beforeEach(() => localStorage.clear());
afterEach(cleanup);

const connections = {
  ...noConnections,
  views: [
    aView(1, { name: 'media', bucket: 'media-prod', prefix: 'films' }),
    aView(2, { name: 'other', bucket: 'other-prod' }),
  ],
};
const open = async (user: UserEvent): Promise<void> =>
  user.click(await screen.findByRole('button', { name: /^Save to/ }));
const target = () => screen.getByRole('combobox', { name: 'Save on' });
const choose = async (user: UserEvent, name: string): Promise<void> => {
  await user.click(target());
  await user.click(await screen.findByRole('option', { name }));
};
const folder = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Folder' });

describe('files of several kinds', () => {
  const kinds = [
    { kind: 'video', count: 1 },
    { kind: 'image', count: 1 },
  ] as const;
  const selected = [
    row({ upload: { connection: 'media', bucket: null } }),
    { ...photo(2), upload: { connection: 'other', bucket: null } },
  ];

  it('go to one place together; what they had is shown as mixed', async () => {
    const { user, bridge } = show(
      selected,
      { 'jobs:totals': () => totals({ kinds: [...kinds], options: {} }) },
      { connections },
    );
    await open(user);
    expect(target().textContent).toContain('Mixed');
    expect(screen.queryByRole('textbox', { name: 'Folder' })).toBeNull();
    await choose(user, 'other');
    await waitFor(() =>
      expect(bridge.inputsOf('jobs:edit')).toEqual([
        { ids: [idOf(1), idOf(2)], change: { connection: 'other', output: null } },
      ]),
    );
  });

  it('have a folder in common where they are asked the same, and can have another one', async () => {
    const both = selected.map((one) => ({ ...one, upload: { connection: 'media', bucket: null } }));
    const { user, bridge } = show(
      both,
      {
        'jobs:totals': () =>
          totals({ kinds: [...kinds], options: {}, output: 's3://media-prod/films/2026/' }),
      },
      { connections },
    );
    expect((await screen.findByRole('button', { name: /^Save to/ })).textContent).toContain(
      'media/films/2026',
    );
    await open(user);
    expect(target().textContent).toContain('media');
    expect(folder().value).toBe('films/2026');
    await user.clear(folder());
    await user.type(folder(), 'b{Enter}');
    await waitFor(() =>
      expect(bridge.inputsOf('jobs:edit').at(-1)?.change).toEqual({ output: 's3://media-prod/b/' }),
    );
    // The connection is still theirs while the change is on its way.
    expect(target().textContent).toContain('media');
  });
});

describe('the next files, each of its own kind', () => {
  const answers = { 'queue:add': () => ({ batchId: null, added: 1, skipped: 0, firstId: null }) };

  it('go where somebody says, whatever they become', async () => {
    const { app, user, bridge } = show([], answers, { connections });
    await open(user);
    expect(target().textContent).toContain('This computer');
    await choose(user, 'media');
    await user.type(folder(), 'a{Enter}');
    await waitFor(() =>
      expect(app.store.getState().nextTarget).toEqual({
        output: 's3://media-prod/a/',
        connection: 'media',
      }),
    );
    await addPaths(app, ['/a.mp4']);
    expect(bridge.inputsOf('queue:add')).toEqual([
      {
        ...{ paths: ['/a.mp4'], choice: null },
        target: { output: 's3://media-prod/a/', connection: 'media' },
      },
    ]);
    // A kind takes it along, and gives it back.
    await user.click(screen.getByRole('radio', { name: 'Image' }));
    await waitFor(() => expect(app.store.getState().next?.connection).toBe('media'));
    expect(app.store.getState().nextTarget).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Use each file’s own kind' }));
    expect(app.store.getState()).toMatchObject({
      next: null,
      nextTarget: { output: 's3://media-prod/a/', connection: 'media' },
    });
  });

  it('go where the settings say until then; this computer can be chosen all the same', async () => {
    const settings = { ...defaultAppSettings, outputConnection: { id: connectionId(1), folder: 'x' } };
    const { app, user, bridge } = show([], answers, { connections, settings });
    await open(user);
    expect(target().textContent).toContain('media');
    expect(folder().value).toBe('x');
    await addPaths(app, ['/a.mp4']);
    expect(bridge.inputsOf('queue:add').at(-1)).toEqual({ paths: ['/a.mp4'], choice: null });
    await choose(user, 'This computer');
    await waitFor(() => expect(app.store.getState().nextTarget).toEqual({ output: null, connection: null }));
    await user.click(screen.getByRole('radio', { name: 'Image' }));
    await waitFor(() => expect(app.store.getState().next).toMatchObject({ kind: 'image', connection: null }));
  });

  it('follow the settings with a kind, too', async () => {
    const settings = { ...defaultAppSettings, outputConnection: { id: connectionId(1), folder: 'x' } };
    const { app, user } = show([], answers, { connections, settings });
    await user.click(await screen.findByRole('radio', { name: 'Image' }));
    await waitFor(() => expect(app.store.getState().next?.kind).toBe('image'));
    expect(app.store.getState().next).not.toHaveProperty('connection');
    expect((await screen.findByRole('button', { name: /^Save to/ })).textContent).toContain('media/x');
  });
});
