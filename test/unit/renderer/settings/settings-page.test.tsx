// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { convoyError } from '../../../../shared/model/error.ts';
import { CallFailed } from '../../../../renderer/bridge/bridge.ts';
import { webHello } from '../hosts.ts';
import { choose, settings } from './show-settings.tsx';

describe('pages', () => {
  it('are chosen at the left', async () => {
    const { user, app } = settings('general');
    const pages = within(screen.getByRole('navigation', { name: 'Settings' })).getAllByRole('button');
    expect(pages.map((one) => one.textContent)).toEqual([
      'General',
      'Output',
      'Originals',
      'Lanes and schedule',
      'Tools',
      'Notifications',
      'Network and API',
      'Shortcuts',
      'About',
    ]);
    await user.click(screen.getByRole('button', { name: 'Lanes and schedule' }));
    expect(app.store.getState().place).toEqual({ name: 'settings', page: 'lanes' });
    expect(screen.getByRole('button', { name: 'Lanes and schedule' }).getAttribute('aria-current')).toBe(
      'page',
    );
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

  it('keep the smaller file, unless that is switched off', async () => {
    const { user, changes } = settings('output');
    const field = screen.getByRole('switch', { name: 'Keep the smaller file' });
    expect(field.getAttribute('aria-checked') ?? String((field as HTMLInputElement).checked)).toBe('true');
    await user.click(field);
    expect(changes()).toEqual([{ whenLarger: 'keep_result' }]);
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
