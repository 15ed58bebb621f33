// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { convoyError } from '../../../../shared/model/error.ts';
import { CallFailed } from '../../../../renderer/bridge/bridge.ts';
import { webHello } from '../hosts.ts';
import type { WatchRuleView, WatchTest } from '../../../../shared/model/watch.ts';
import { aView, noCounts, now, watchId } from './rules.ts';
import { roomForLists } from '../room-for-lists.ts';
import { type ShownWatch, showWatch } from './show-watch.tsx';

roomForLists();

type User = ReturnType<typeof showWatch>['user'];
const panel = () => within(screen.getByRole('complementary'));
const field = (name: string) => panel().getByRole('textbox', { name });
/** Writes into a field and leaves it. */
const fill = (name: string, text: string, input = field(name)) => {
  act(() => input.focus());
  fireEvent.change(input, { target: { value: text } });
  act(() => input.blur());
};
const choose = async (user: User, name: string, value: string) => {
  panel().getByRole('combobox', { name }).focus();
  await user.keyboard('{Enter}');
  await user.click(await screen.findByRole('option', { name: value }));
};
const press = (user: User, name: string) => user.click(panel().getByRole('button', { name }));

/** The editor of the first rule. */
async function opened(shown: ShownWatch = {}) {
  const made = showWatch(shown);
  await made.user.click(screen.getByRole('button', { name: /^Camera import/ }));
  return { ...made, saved: () => made.bridge.inputsOf('watch:save').map(({ rule }) => rule) };
}

describe('a new rule', () => {
  it('needs a folder, is called by it, and is saved whole', async () => {
    const { user, bridge, watch } = showWatch({
      rules: [],
      answers: { 'shell:choose': { paths: ['/home/ada/Movies/Raw takes'], text: null } },
    });
    await user.click(screen.getByRole('button', { name: 'New rule' }));
    await press(user, 'Save');
    expect(panel().getByText('Choose the folder to watch.')).toBeTruthy();
    expect(document.activeElement).toBe(field('Folder'));
    await press(user, 'Choose the folder…');
    await waitFor(() => expect((field('Folder') as HTMLInputElement).value).toBe('~/Movies/Raw takes'));
    expect(panel().queryByText('Choose the folder to watch.')).toBeNull();
    await user.click(panel().getByRole('checkbox', { name: 'Videos' }));
    await choose(user, 'Into', 'Video');
    await press(user, 'Save');
    expect(bridge.inputsOf('watch:save')).toEqual([
      {
        rule: {
          ...{ id: null, on: true, name: 'Raw takes', folder: '/home/ada/Movies/Raw takes', recursive: true },
          filter: { classes: ['video'], names: [], notNames: [], minBytes: 10_000, maxBytes: null },
          ...{ stableSeconds: 2, poll: 'auto', existing: 'convert', output: null, priority: 'normal' },
          connection: null,
          choice: { kind: 'video', presetId: 'web_video', options: {} },
          ...{ originals: 'leave', doneFolder: 'done', failedFolder: 'failed' },
        },
      },
    ]);
    expect(watch()).toMatchObject({ chosen: watchId(9), editor: { draft: { name: 'Raw takes' } } });
    expect(await screen.findByText('Saved “Raw takes”')).toBeTruthy();
  });

  it('goes away with Cancel', async () => {
    const { user } = showWatch();
    await user.click(screen.getByRole('button', { name: 'New rule' }));
    await press(user, 'Cancel');
    expect(screen.queryByRole('complementary')).toBeNull();
  });

  it('takes a folder of the host where there are no dialogs', async () => {
    const entries = [{ name: 'Import', path: '/srv/media/Import', folder: true, bytes: null }];
    const { user } = showWatch({
      rules: [],
      state: { hello: webHello },
      answers: {
        'files:browse': ({ folder }) =>
          folder === null ? { folder: null, parent: null, entries } : { folder, parent: null, entries: [] },
      },
    });
    await user.click(screen.getByRole('button', { name: 'New rule' }));
    await press(user, 'Choose the folder…');
    const dialog = within(await screen.findByRole('dialog', { name: 'Watch a folder' }));
    await user.click(await dialog.findByRole('button', { name: 'Open Import' }));
    await user.click(await dialog.findByRole('button', { name: 'Use this folder' }));
    expect((field('Folder') as HTMLInputElement).value).toBe('/srv/media/Import');
  });
});

describe('fields', () => {
  it('are saved as values', async () => {
    const { user, saved } = await opened();
    fill('Name', 'Phone');
    fill('Folder', '~/Phone');
    await user.click(panel().getByRole('switch', { name: 'Subfolders' }));
    fill('Names', 'IMG_*, *.heic');
    fill('At least', '2.5 MB');
    expect((field('At least') as HTMLInputElement).value).toBe('2500');
    fill('Wait until still', '0.5');
    await user.click(panel().getByRole('button', { name: 'More conditions' }));
    fill('Not names', 'screenshot*');
    fill('At most', '4 GB');
    await choose(user, 'Files there now', 'Leave them alone');
    await choose(user, 'Notice files', 'Look again and again');
    fill('Save to', '~/Web/{name}.{ext}');
    await choose(user, 'Turn', 'After all others');
    await choose(user, 'Originals', 'Move to a folder');
    fill('Move to', '~/Originals', panel().getAllByRole('textbox', { name: 'Move to' })[0]);
    await choose(user, 'Failures', 'Leave where they are');
    await press(user, 'Save');
    expect(saved()).toEqual([
      {
        ...{ id: watchId(1), on: true, name: 'Phone', folder: '/home/ada/Phone', recursive: false },
        filter: {
          ...{ classes: [], names: ['IMG_*', '*.heic'], notNames: ['screenshot*'] },
          ...{ minBytes: 2_500_000, maxBytes: 4_000_000_000 },
        },
        ...{ stableSeconds: 0.5, poll: 'always', existing: 'leave', choice: null },
        output: '/home/ada/Web/{name}.{ext}',
        connection: null,
        priority: 'low',
        ...{ originals: 'move', doneFolder: '/home/ada/Originals', failedFolder: null },
      },
    ]);
  });

  it('keep what is no value, say what is wrong, and hold Save back', async () => {
    const { user, saved } = await opened();
    fill('At least', 'ten');
    expect(panel().getByText('“ten” is not a size, such as 10 or 2.5 GB.')).toBeTruthy();
    expect(field('At least').getAttribute('aria-invalid')).toBe('true');
    await press(user, 'Save');
    expect(saved()).toEqual([]);
    expect(document.activeElement).toBe(field('At least'));
    await press(user, 'Cancel');
    expect((field('At least') as HTMLInputElement).value).toBe('10');
    expect(panel().queryByText(/is not a size/)).toBeNull();
    expect(panel().getByRole('button', { name: 'Close' })).toBeTruthy();
  });

  it('that the engine refuses say so where they are', async () => {
    const { user } = await opened({
      answers: {
        'watch:save': () => {
          throw new CallFailed(
            convoyError('invalid_option', { field: 'output', reason: 'it leads nowhere' }),
          );
        },
      },
    });
    fill('Save to', 'x/{nope}');
    await press(user, 'Save');
    expect(await panel().findByText('It leads nowhere.')).toBeTruthy();
    expect(document.activeElement).toBe(field('Save to'));
    fill('Save to', '');
    expect(panel().queryByText('It leads nowhere.')).toBeNull();
  });

  it('a refusal about no field stands above the buttons', async () => {
    const { user } = await opened({
      answers: {
        'watch:save': () => {
          throw new CallFailed(convoyError('busy_elsewhere'));
        },
      },
    });
    fill('Name', 'Other');
    await press(user, 'Save');
    expect((await panel().findByRole('alert')).textContent).toBe(
      'Another Convoy is already working on this queue.',
    );
  });

  it('the switch of the card does not wait for Save, nor does Save undo it', async () => {
    const { user, saved } = await opened();
    fill('Name', 'Other');
    await user.click(screen.getByRole('switch', { name: /^Watch with/ }));
    await press(user, 'Save');
    expect(saved().map(({ name, on }) => [name, on])).toEqual([
      ['Camera import', false],
      ['Other', false],
    ]);
  });

  it('the trash is offered only where there is one', async () => {
    const { user } = await opened({ state: { hello: webHello } });
    panel().getByRole('combobox', { name: 'Originals' }).focus();
    await user.keyboard('{Enter}');
    const trash = await screen.findByRole('option', { name: /^Move to the trash/ });
    expect(trash.getAttribute('aria-disabled')).toBe('true');
  });
});

describe('what files become', () => {
  it('a kind takes its default preset along, another preset is picked, the usual one comes back', async () => {
    const { user, watch } = await opened();
    await choose(user, 'Into', 'Photo');
    expect(watch().editor?.draft.choice).toEqual({ kind: 'image', presetId: 'web_photo', options: {} });
    await user.click(panel().getByRole('button', { name: /Web photo/ }));
    const items = await screen.findAllByRole('menuitem');
    expect(items.map((item) => item.textContent)).not.toContain('Save as preset…');
    await user.click(screen.getAllByRole('menuitemradio', { name: /^Shop square/ })[0] as HTMLElement);
    expect(watch().editor?.draft.choice?.presetId).toBe('shop_square');
    await choose(user, 'Into', 'What suits each file');
    expect(watch().editor?.draft.choice).toBeNull();
  });

  it('options of its own show as changed, and can be taken back', async () => {
    const choice = { kind: 'image', presetId: 'web_photo', options: { format: 'avif' } } as const;
    const { user, watch } = await opened({ rules: [aView(1, { choice })] });
    expect(panel().getByText(/^AVIF/)).toBeTruthy();
    await user.click(panel().getByRole('button', { name: /Web photo.*Changed/ }));
    await user.click(await screen.findByRole('menuitem', { name: /^Reset/ }));
    expect(watch().editor?.draft.choice).toEqual({ ...choice, options: {} });
  });
});

describe('the test', () => {
  it('says how many files would match, and lists them by reason', async () => {
    const { user, bridge } = await opened();
    expect(await panel().findByText('131 of 140 files here would match')).toBeTruthy();
    const region = within(panel().getByRole('region', { name: 'Test' }));
    expect(region.getAllByRole('button').map((one) => one.textContent)).toEqual([
      'Already converted128',
      'Would start now3',
      'Another sort6',
      'Too small3',
    ]);
    await user.click(region.getByRole('button', { name: /^Another sort/ }));
    expect(region.getByTitle('notes.txt')).toBeTruthy();
    expect(region.getByText('and 4 more')).toBeTruthy();
    expect(panel().getByTitle('~/Pictures/Web/DSC_0931.webp')).toBeTruthy();
    await press(user, 'Test again');
    await waitFor(() => expect(bridge.inputsOf('watch:test')).toHaveLength(2));
  });

  it('follows what decides about files, and nothing else', async () => {
    const { user, bridge } = await opened();
    await panel().findByText('131 of 140 files here would match');
    await user.click(panel().getByRole('switch', { name: 'Subfolders' }));
    await waitFor(() => expect(bridge.inputsOf('watch:test')).toHaveLength(2), { timeout: 3000 });
    expect(bridge.inputsOf('watch:test')[1]).toMatchObject({ rule: { recursive: false } });
    fill('Name', 'Other');
    await choose(user, 'Failures', 'Leave where they are');
    await press(user, 'Cancel');
    await waitFor(() => expect(bridge.inputsOf('watch:test')).toHaveLength(3), { timeout: 3000 });
    expect(bridge.inputsOf('watch:test')[2]).toMatchObject({ rule: { recursive: true } });
  });

  it('follows what the rule itself does meanwhile, and says it in the words of the activity', async () => {
    const group = (change: Partial<WatchTest['groups'][number]>): WatchTest => ({
      ...{ files: 7, matches: change.matches === true ? 7 : 0, example: null },
      groups: [{ matches: false, reason: 'waits', count: 7, paths: [], ...change }],
    });
    let test = group({ matches: true });
    const { bridge } = await opened({ answers: { 'watch:test': () => test } });
    const region = within(await panel().findByRole('region', { name: 'Test' }));
    await region.findByRole('button', { name: /^Would start now/ });
    const steps: readonly [WatchTest, Partial<WatchRuleView['counts']>, RegExp][] = [
      [group({ reason: 'waits' }), { queued: 7 }, /^Waits for its turn\s*7$/],
      [group({ reason: 'already_done' }), { done: 7, doneToday: 7 }, /^Already converted\s*7$/],
    ];
    for (const [next, counts, words] of steps) {
      test = next;
      act(() => bridge.emit('watch:changed', [aView(1, {}, { counts: { ...noCounts, ...counts } })]));
      await region.findByRole('button', { name: words }, { timeout: 3000 });
      expect(region.queryByRole('button', { name: /^Would start now/ })).toBeNull();
    }
    const looks = bridge.inputsOf('watch:test').length;
    // Only that it was looked at again: nothing has changed.
    act(() =>
      bridge.emit('watch:changed', [
        aView(1, {}, { counts: { ...noCounts, done: 7, doneToday: 7 }, lookedAt: now + 5000 }),
      ]),
    );
    expect(panel().getByRole('region', { name: 'Test' }).getAttribute('aria-busy')).toBe('false');
    expect(bridge.inputsOf('watch:test')).toHaveLength(looks);
  });

  it('a folder that cannot be looked at is said at the field', async () => {
    await opened({
      answers: {
        'watch:test': () => {
          throw new CallFailed(convoyError('input_not_found', { file: 'Import' }));
        },
      },
    });
    expect(await panel().findByText('“Import” is not there.')).toBeTruthy();
    expect(field('Folder').getAttribute('aria-invalid')).toBe('true');
    expect(panel().getByText('This folder could not be looked at.')).toBeTruthy();
  });
});

describe('changes that are not saved', () => {
  it('are asked about before another rule is shown', async () => {
    const { user, watch, saved } = await opened({ rules: [aView(1), aView(2, { name: 'Other' })] });
    fill('Name', 'Changed');
    await user.click(screen.getByRole('button', { name: /^Other/ }));
    const dialog = within(await screen.findByRole('alertdialog', { name: 'Save the changes of “Changed”?' }));
    await user.click(dialog.getByRole('button', { name: 'Keep editing' }));
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    expect(watch().editor?.draft.name).toBe('Changed');
    await user.click(screen.getByRole('button', { name: /^Other/ }));
    await user.click(await screen.findByRole('button', { name: 'Do not save' }));
    expect(watch()).toMatchObject({ chosen: watchId(2), editor: { draft: { name: 'Other' } } });
    expect(saved()).toEqual([]);
    expect((field('Name') as HTMLInputElement).value).toBe('Other');
  });

  it('stay while one looks at another place', async () => {
    const { app, watch } = await opened();
    fill('Name', 'Changed');
    act(() => app.store.setState({ place: { name: 'queue' } }));
    expect(watch().editor?.draft.name).toBe('Changed');
  });

  it('Escape leaves a rule that was not changed', async () => {
    const { user, watch } = await opened();
    act(() => {
      (document.activeElement as HTMLElement).blur();
    });
    await user.keyboard('{Escape}');
    expect(watch()).toMatchObject({ chosen: null, editor: null });
  });
});
