// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { convoyError } from '../../../../shared/model/error.ts';
import { tableOf } from '../../../../renderer/store/apply-patches.ts';
import { webHello } from '../hosts.ts';
import { done, jobId, running } from '../rows.ts';
import { aFile, aRule, aView, files, noCounts, watchId, watchState } from './rules.ts';
import { roomForLists } from '../room-for-lists.ts';
import { showWatch } from './show-watch.tsx';

roomForLists();

const cards = () => within(screen.getByRole('list', { name: 'Rules' })).getAllByRole('listitem');
const grid = () => screen.getByRole('grid', { name: 'Activity' });
const names = () =>
  within(grid())
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.getAttribute('aria-label'));
const rowOf = (name: string) => within(grid()).getByRole('row', { name: new RegExp(`^${name}`) });
const menuOf = async (user: ReturnType<typeof showWatch>['user'], name: string, item: string) => {
  await user.click(screen.getByRole('button', { name: `More for “${name}”` }));
  await user.click(await screen.findByRole('menuitem', { name: item }));
};

describe('no rules', () => {
  it('say what they are for, with one button to begin', async () => {
    const { user, watch } = showWatch({ rules: [] });
    expect(screen.getByRole('heading', { name: 'Folders that convert by themselves' })).toBeTruthy();
    const buttons = screen.getAllByRole('button', { name: 'New rule' });
    expect(buttons).toHaveLength(1);
    await user.click(screen.getByRole('button', { name: 'New rule' }));
    expect(watch().editor?.draft).toMatchObject({ id: null, folder: '' });
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Folder' }));
  });

  it('because they could not be read can be asked for again', async () => {
    const problem = 'Another Convoy is already working on this queue.';
    const { user } = showWatch({
      state: { watch: watchState({ problem }) },
      answers: { 'watch:list': [aView(1)] },
    });
    expect(screen.getByText(/^The rules cannot be shown/).textContent).toBe(
      `The rules cannot be shown. ${problem}`,
    );
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('list', { name: 'Rules' })).toBeTruthy();
  });
});

describe('rule cards', () => {
  const busy = aView(1, {}, { counts: { ...noCounts, doneToday: 128, settling: 3, converting: 2 } });
  const lost = aView(
    2,
    { name: 'Lecture capture', folder: '/mnt/campus' },
    { state: 'broken', problem: convoyError('input_not_found', { file: 'campus' }), retrySeconds: 30 },
  );
  const rests = aView(3, { name: 'Raw takes', on: false });

  it('say where from, into what, where to, and what they are doing', () => {
    showWatch({ rules: [busy, lost, rests] });
    const said = cards().map((card) => within(card).getAllByRole('button')[0]?.getAttribute('aria-label'));
    expect(said).toEqual([
      'Camera import, 3 files settling, 2 converting, 128 today',
      'Lecture capture, Folder is not connected. Checking every 30 s., none today',
      'Raw takes, Resting, none today',
    ]);
    expect(within(cards()[0] as HTMLElement).getByTitle('~/Pictures/Import')).toBeTruthy();
    expect(within(cards()[1] as HTMLElement).getByText(/^Folder is not connected/)).toBeTruthy();
    expect(screen.getByRole('heading', { name: 'All rules' })).toBeTruthy();
    expect(screen.getByText('128 converted today')).toBeTruthy();
  });

  it('switch a rule off at once, and all of them', async () => {
    const { user, bridge, watch } = showWatch({ rules: [busy, rests] });
    await user.click(screen.getByRole('switch', { name: 'Watch with “Camera import”' }));
    expect(bridge.inputsOf('watch:save')).toMatchObject([{ rule: { id: watchId(1), on: false } }]);
    expect(watch().rules?.map(({ rule }) => rule.on)).toEqual([false, false]);
    await user.click(screen.getByRole('button', { name: 'Watch all' }));
    await waitFor(() => expect(watch().rules?.map(({ rule }) => rule.on)).toEqual([true, true]));
    expect(screen.getByRole('button', { name: 'Pause all' })).toBeTruthy();
  });

  it('choose the rule for the editor and the activity, and let go of it', async () => {
    const { user, bridge, watch } = showWatch({ rules: [busy, rests] });
    await user.click(screen.getByRole('button', { name: /^Raw takes/ }));
    expect(watch()).toMatchObject({ chosen: watchId(3), editor: { draft: { name: 'Raw takes' } } });
    expect(bridge.inputsOf('watch:files').at(-1)).toMatchObject({ ruleId: watchId(3) });
    expect(screen.getByRole('complementary', { name: 'Rule Raw takes' })).toBeTruthy();
    expect(screen.getByRole('button', { name: /^Raw takes/ }).getAttribute('aria-current')).toBe('true');
    await user.click(screen.getByRole('button', { name: 'Show all rules' }));
    expect(screen.queryByRole('complementary')).toBeNull();
    expect(bridge.inputsOf('watch:files').at(-1)).toMatchObject({ ruleId: null });
  });

  it('have a menu: look again, show the folder, duplicate as a draft', async () => {
    const { user, bridge, watch } = showWatch({ rules: [busy, rests] });
    await menuOf(user, 'Camera import', 'Look again now');
    await menuOf(user, 'Camera import', 'Show folder');
    expect(bridge.inputsOf('watch:rescan')).toEqual([{ id: watchId(1) }]);
    expect(bridge.inputsOf('shell:show_watched')).toEqual([{ id: watchId(1) }]);
    await menuOf(user, 'Camera import', 'Duplicate');
    expect(watch().editor?.draft).toEqual({ ...watch().editor?.draft, id: null, name: 'Camera import copy' });
    expect(bridge.inputsOf('watch:save')).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'More for “Raw takes”' }));
    const look = await screen.findByRole('menuitem', { name: /^Look again now/ });
    expect(look.getAttribute('aria-disabled')).toBe('true');
    expect(look.textContent).toContain('The rule rests.');
  });

  it('remove with a way back, by the toast and by Mod Z', async () => {
    const { user, bridge, watch } = showWatch({ rules: [busy, rests] });
    await user.click(screen.getByRole('button', { name: /^Camera import/ }));
    await menuOf(user, 'Camera import', 'Remove');
    expect(await screen.findByText('Removed “Camera import”')).toBeTruthy();
    expect(watch()).toMatchObject({ chosen: null, editor: null });
    expect(cards()).toHaveLength(1);
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(cards()).toHaveLength(2));
    expect(bridge.inputsOf('watch:save').at(-1)).toMatchObject({ rule: { id: watchId(1), on: true } });
    await menuOf(user, 'Raw takes', 'Remove');
    await waitFor(() => expect(cards()).toHaveLength(1));
    await user.keyboard('{Control>}z{/Control}');
    await waitFor(() => expect(cards()).toHaveLength(2));
  });

  it('a browser cannot show folders', async () => {
    const { user } = showWatch({ rules: [busy], state: { hello: webHello } });
    await user.click(screen.getByRole('button', { name: 'More for “Camera import”' }));
    await screen.findByRole('menuitem', { name: 'Edit' });
    expect(screen.queryByRole('menuitem', { name: 'Show folder' })).toBeNull();
  });
});

describe('activity', () => {
  const seen = [
    aFile(9, { path: 'a/new.JPG', state: 'settling', reason: 'still_written', bytes: 21_400_000 }),
    aFile(8, { path: 'run.JPG', state: 'converting', reason: 'works', jobId: jobId(8) }),
    aFile(7, { path: 'done.JPG', jobId: jobId(7) }),
    aFile(6, { path: 'bad.JPG', state: 'failed', reason: 'job_failed', detail: 'Not a picture: 0 bytes.' }),
    aFile(5, { path: 'left.JPG', state: 'left_alone', reason: 'own_result' }),
  ];
  const rows = tableOf([done(7, { bytesIn: 9_800_000, bytesOut: 241_000 }), running(8)], 1);

  it('names each file, its state and why', async () => {
    showWatch({ seen, state: { rows } });
    await screen.findByRole('grid', { name: 'Activity' });
    expect(names()).toEqual([
      'a/new.JPG, Settling, Still being written, 21.4 MB so far',
      'run.JPG, Converting, 62%',
      'done.JPG, Done, 9.80 MB → 241 kB',
      'bad.JPG, Failed, Not a picture: 0 bytes.',
      'left.JPG, Left alone, Made by Convoy',
    ]);
    expect(screen.getAllByRole('columnheader').map((one) => one.textContent)).toEqual([
      ...['File', 'State', 'Why', 'Seen'],
    ]);
  });

  it('follows what the engine tells, newest on top', async () => {
    const { bridge } = showWatch({ seen: [aFile(1)] });
    await screen.findByRole('grid', { name: 'Activity' });
    act(() => bridge.emit('watch:seen', { files: [aFile(2, { state: 'queued', reason: 'waits' })] }));
    await waitFor(() => expect(names()).toHaveLength(2));
    expect(names()[0]).toBe('DSC_0002.JPG, Waiting, Waits for its turn');
    act(() => bridge.emit('watch:seen', { files: [aFile(1, { changedAt: aFile(5).changedAt })] }));
    await waitFor(() => expect(names()[0]).toBe('DSC_0001.JPG, Done, Converted'));
    expect(names()).toHaveLength(2);
  });

  it('is filtered by state', async () => {
    const { user, bridge } = showWatch({ seen: [] });
    expect(await screen.findByText('No file was seen yet.')).toBeTruthy();
    screen.getByRole('combobox', { name: 'Files shown' }).focus();
    await user.keyboard('{Enter}');
    await user.click(await screen.findByRole('option', { name: 'Failed' }));
    expect(bridge.inputsOf('watch:files').at(-1)).toMatchObject({ states: ['failed'], after: null });
    expect(await screen.findByText('No file is in this state.')).toBeTruthy();
  });

  it('draws few of ten thousand, and asks for more before the end comes', async () => {
    const many = files(10_000);
    const { bridge } = showWatch({
      answers: {
        'watch:files': ({ after, limit }) => {
          const from = after === null ? 0 : many.findIndex(({ path }) => path === after.path) + 1;
          return { files: many.slice(from, from + limit), more: from + limit < many.length };
        },
      },
    });
    await screen.findByRole('grid', { name: 'Activity' });
    expect(names().length).toBeLessThan(60);
    expect(grid().getAttribute('aria-rowcount')).toBe('-1');
    for (const page of [1, 2]) {
      grid().scrollTop = page * 200 * 30 - 600;
      fireEvent.scroll(grid());
      await waitFor(() => expect(bridge.inputsOf('watch:files')).toHaveLength(page + 1));
    }
    expect(bridge.inputsOf('watch:files').map(({ after }) => after?.path ?? null)).toEqual([
      null,
      many[199]?.path,
      many[399]?.path,
    ]);
    expect(names().length).toBeLessThan(60);
  });

  it('converts a file anyway, shows its job in the queue and its file in the folder', async () => {
    const { user, app, bridge } = showWatch({ seen, state: { rows } });
    await screen.findByRole('grid', { name: 'Activity' });
    await user.hover(rowOf('left.JPG'));
    // Clicked plainly: the pointer of the test leaves the row on its way to a button in it.
    fireEvent.click(screen.getByRole('button', { name: 'Convert anyway' }));
    expect(bridge.inputsOf('watch:again')).toEqual([{ ruleId: watchId(1), path: 'left.JPG' }]);
    await user.hover(rowOf('done.JPG'));
    fireEvent.click(screen.getByRole('button', { name: 'Show in folder' }));
    expect(bridge.inputsOf('shell:show')).toEqual([{ id: jobId(7), which: 'result' }]);
    fireEvent.click(screen.getByRole('button', { name: 'Show in the queue' }));
    expect(app.store.getState()).toMatchObject({
      place: { name: 'queue' },
      selection: { focus: jobId(7), ids: new Set([jobId(7)]) },
    });
  });

  it('is walked and worked by keyboard', async () => {
    const { user, app, bridge } = showWatch({ seen, state: { rows } });
    await screen.findByRole('grid', { name: 'Activity' });
    act(() => grid().focus());
    await user.keyboard('{End}r');
    expect(bridge.inputsOf('watch:again')).toEqual([{ ruleId: watchId(1), path: 'left.JPG' }]);
    expect(grid().getAttribute('aria-activedescendant')).toBe(rowOf('left.JPG').id);
    await user.keyboard('{ArrowUp}{ArrowUp}{Control>}r{/Control}{Enter}');
    expect(bridge.inputsOf('shell:show')).toEqual([{ id: jobId(7), which: 'result' }]);
    expect(app.store.getState().place).toEqual({ name: 'queue' });
  });

  it('what is being converted cannot be converted anyway; what left the queue cannot be shown', async () => {
    const { user } = showWatch({ seen, state: { rows } });
    await screen.findByRole('grid', { name: 'Activity' });
    await user.pointer({ keys: '[MouseRight]', target: rowOf('run.JPG') });
    const items = await screen.findAllByRole('menuitem');
    expect(items.map((item) => [item.textContent, item.getAttribute('aria-disabled')])).toEqual([
      ['Convert anywayIt is being worked on, or it is gone.R', 'true'],
      ['Show in the queueEnter', null],
      ['Show in folderCtrl R', null],
    ]);
    await user.keyboard('{Escape}');
    await user.pointer({ keys: '[MouseRight]', target: rowOf('bad.JPG') });
    const others = await screen.findAllByRole('menuitem');
    expect(others.map((item) => item.getAttribute('aria-disabled'))).toEqual([null, 'true', 'true']);
  });
});

it('axe finds nothing, with the editor open', async () => {
  const { user } = showWatch({ rules: [aView(1), aView(2, { name: 'Other', on: false })], seen: files(3) });
  await user.click(screen.getByRole('button', { name: /^Camera import/ }));
  await screen.findByText('131 of 140 files here would match');
  const result = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  expect(result.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
});

it('a rule that was saved elsewhere shows at once', async () => {
  const { bridge } = showWatch({ rules: [] });
  act(() => bridge.emit('watch:changed', [{ ...aView(1), rule: aRule(1, { name: 'From the server' }) }]));
  expect(await screen.findByRole('button', { name: /^From the server/ })).toBeTruthy();
});
