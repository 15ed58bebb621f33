// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { convoyError } from '../../../../shared/model/error.ts';
import { CallFailed } from '../../../../renderer/bridge/bridge.ts';
import { tableOf } from '../../../../renderer/store/apply-patches.ts';
import { webHello } from '../hosts.ts';
import { done, jobId } from '../rows.ts';
import { got, job, row, tasks } from '../inspector/fixtures.ts';
import { batchId, ended } from './entries.ts';
import { roomForLists } from '../room-for-lists.ts';
import { grid, lines, rowOf, showHistory } from './show-history.tsx';

type User = ReturnType<typeof showHistory>['user'];
roomForLists();

const now = new Date().setHours(12, 0, 0, 0);
const day = 24 * 60;
const mine = { batchId: batchId(1) };
const entries = [
  ended(1, now, 1, { name: 'harbour.mov', ...mine }),
  ended(2, now, 2, { name: 'talk.mov', ...mine }),
  ended(3, now, day + 1, { name: 'photo.heic', kind: 'image' }),
  ended(4, now, day + 2, {
    name: 'broken.mov',
    status: 'failed',
    error: { kind: 'internal', message: 'No.' },
  }),
];
const choose = async (user: User, box: string, option: string) => {
  screen.getByRole('combobox', { name: box }).focus();
  await user.keyboard('{Enter}');
  await user.click(await screen.findByRole('option', { name: option }));
};
const foundRow = (name: string) => screen.findByRole('row', { name: new RegExp(`^${name},`) });
const menuItem = async (user: User, name: string, item: string | RegExp) => {
  await user.pointer({ keys: '[MouseRight]', target: rowOf(name) });
  await user.click(await screen.findByRole('menuitem', { name: item }));
};

describe('the list', () => {
  it('shows files by day, with the sums over all of them', async () => {
    showHistory({ entries });
    expect(await screen.findByText(/^4 files/)).toBeTruthy();
    expect(lines()).toEqual(['Today', 'harbour.mov', 'talk.mov', 'Yesterday', 'photo.heic', 'broken.mov']);
    expect(screen.getByText(/^4 files, 26 min, .* GB saved$/)).toBeTruthy();
    expect((await axe.run(document.body, { rules: { region: { enabled: false } } })).violations).toEqual([]);
  });

  it('has a menu for the files of a day on its head, and none for nothing', async () => {
    const { user } = showHistory({ entries });
    await screen.findByText(/^4 files/);
    await user.pointer({ keys: '[MouseRight]', target: grid() });
    expect(screen.queryByRole('menu')).toBeNull();
    await user.pointer({ keys: '[MouseRight]', target: screen.getByText('Yesterday') });
    expect(await screen.findByRole('menuitem', { name: /Remove from the history/ })).toBeTruthy();
    expect(
      screen
        .getAllByRole('row', { selected: true, hidden: true })
        .map((row) => row.getAttribute('aria-label')),
    ).toEqual([expect.stringMatching(/^photo\.heic,/), expect.stringMatching(/^broken\.mov,/)]);
  });

  it('is narrowed by words, kind, state and date, and shows everything again', async () => {
    const { user, bridge } = showHistory({ entries });
    await screen.findByText(/^4 files/);
    await choose(user, 'Kind', 'Image');
    await waitFor(() => expect(lines()).toEqual(['Yesterday', 'photo.heic']));
    await choose(user, 'Kind', 'All kinds');
    await choose(user, 'State', 'Failed');
    await waitFor(() => expect(lines()).toEqual(['Yesterday', 'broken.mov']));
    await choose(user, 'State', 'All states');
    await choose(user, 'When', 'Today');
    await waitFor(() => expect(lines()).toEqual(['Today', 'harbour.mov', 'talk.mov']));
    await user.keyboard('{Control>}f{/Control}zebra');
    // Others may have it: only today's were looked at.
    const left = 'No file or folder that the filters leave has “zebra” in its name.';
    expect(await screen.findByText(left)).toBeTruthy();
    await choose(user, 'When', 'Any time');
    expect(await screen.findByText('No file or folder has “zebra” in its name.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Show everything' }));
    expect(await screen.findByText(/^4 files/)).toBeTruthy();
    expect(bridge.inputsOf('history:page').at(-1)?.filter).toEqual({
      ...{ text: '', kinds: null, statuses: null },
      ...{ from: null, to: null },
    });
  });

  it('says what it is for while there is nothing', async () => {
    const { user, app } = showHistory();
    expect(await screen.findByRole('heading', { name: 'Nothing was converted yet' })).toBeTruthy();
    expect(screen.queryByRole('combobox')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Go to the queue' }));
    expect(app.store.getState().place).toEqual({ name: 'queue' });
  });

  it('says why it cannot be shown, and is asked for again', async () => {
    let refuse = true;
    const { user } = showHistory({
      answers: {
        'history:totals': () => {
          if (refuse) throw new CallFailed(convoyError('internal', { reason: 'the database is gone' }));
          return { jobs: 0, succeeded: 0, mediaSeconds: 0, bytesIn: 0, bytesOut: 0, saved: 0 };
        },
      },
    });
    expect((await screen.findByText(/^The history cannot be shown/)).getAttribute('role')).toBe('alert');
    refuse = false;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { name: 'Nothing was converted yet' })).toBeTruthy();
  });

  it('takes in what ends meanwhile', async () => {
    const { become, history } = showHistory({ entries });
    await screen.findByText(/^4 files/);
    become([...entries, ended(5, now, 0, { name: 'late.mov' })]);
    await screen.findByText(/^5 files/);
    expect(lines()[1]).toBe('late.mov');
    become([]);
    expect(await screen.findByRole('heading', { name: 'Nothing was converted yet' })).toBeTruthy();
    expect(history().selection.ids.size).toBe(0);
  });

  it('of many thousands comes page by page', async () => {
    const many = Array.from({ length: 1000 }, (_, n) => ended(n + 1, now, n));
    const { user, bridge, history } = showHistory({ entries: many });
    await screen.findByText(/^1,000 files/);
    expect(bridge.inputsOf('history:page')).toHaveLength(1);
    expect(history().rows).toHaveLength(200);
    grid().focus();
    await user.keyboard('{Control>}a{/Control}');
    expect(await screen.findByRole('heading', { name: '1,000 selected' })).toBeTruthy();
    expect(bridge.inputsOf('history:page')).toHaveLength(3);
    expect(new Set(history().rows.map(({ id }) => id)).size).toBe(1000);
  });
});

describe('keys', () => {
  it('move, extend, clear', async () => {
    const { user, history } = showHistory({ entries });
    await screen.findByText(/^4 files/);
    grid().focus();
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect([...history().selection.ids]).toEqual([jobId(3)]);
    await user.keyboard('{Shift>}{End}{/Shift}');
    expect(screen.getByRole('heading', { name: '2 selected' })).toBeTruthy();
    await user.keyboard('{Escape}');
    expect(history().selection.ids.size).toBe(0);
    await user.keyboard('{Home}');
    expect(grid().getAttribute('aria-activedescendant')).toBe(`row-${jobId(1)}`);
  });

  it('run again, copy, open', async () => {
    const { user, bridge, app } = showHistory({
      entries,
      state: { rows: tableOf([done(1, { name: 'harbour.mov', ...mine })], 1) },
    });
    await user.click(await foundRow('harbour.mov'));
    await user.keyboard('{Enter}');
    expect(bridge.inputsOf('shell:open')).toEqual([{ id: jobId(1), which: 'result' }]);
    await user.keyboard('{Control>}j{/Control}');
    await waitFor(() =>
      expect(bridge.inputsOf('shell:copy')).toEqual([{ text: JSON.stringify([jobId(1)]) }]),
    );
    await user.keyboard('r');
    expect(await screen.findByText('1 file in the queue again')).toBeTruthy();
    expect(bridge.inputsOf('history:run_again')).toEqual([{ ids: [jobId(1)] }]);
    expect(lines()).toEqual(['Today', 'talk.mov', 'Yesterday', 'photo.heic', 'broken.mov']);
    await user.click(screen.getByRole('button', { name: 'Show' }));
    expect(app.store.getState()).toMatchObject({ place: { name: 'queue' }, selection: { focus: jobId(1) } });
  });
});

describe('what is done to files', () => {
  it('removing is taken back', async () => {
    const { user, bridge } = showHistory({ entries });
    await user.click(await foundRow('talk.mov'));
    await user.keyboard('{Delete}');
    expect(await screen.findByText('1 file removed from the history')).toBeTruthy();
    expect(lines()).toEqual(['Today', 'harbour.mov', 'Yesterday', 'photo.heic', 'broken.mov']);
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(lines()[2]).toBe('talk.mov'));
    expect(bridge.inputsOf('jobs:restore')).toEqual([{ token: 'token' }]);
  });

  it('what cannot run again is told', async () => {
    const error = convoyError('input_not_found', { file: 'talk.mov' });
    const { user } = showHistory({
      entries,
      answers: { 'history:run_again': { queued: 0, refused: [{ id: jobId(2), error }] } },
    });
    await user.click(await foundRow('talk.mov'));
    await user.keyboard('r');
    expect(await screen.findByText('1 file cannot be run again')).toBeTruthy();
    expect(screen.getByText(error.message)).toBeTruthy();
    expect(lines()).toHaveLength(6);
  });

  it('several are saved as jobs', async () => {
    const { user, bridge } = showHistory({ entries });
    await user.click(await foundRow('talk.mov'));
    await user.keyboard('{Control>}a{/Control}');
    await user.click(await screen.findByRole('button', { name: 'Export' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Save as job JSON…' }));
    expect(await screen.findByText('4 jobs saved')).toBeTruthy();
    const text = JSON.stringify([1, 2, 3, 4].map(jobId));
    expect(bridge.inputsOf('shell:save_text')).toEqual([{ name: 'convoy-jobs.json', text }]);
    // They are of several batches.
    expect(screen.queryByRole('button', { name: 'Undo batch…' })).toBeNull();
  });

  it('a browser offers no folder', async () => {
    const { user } = showHistory({ entries, state: { hello: webHello } });
    await user.hover(await foundRow('talk.mov'));
    const names = within(rowOf('talk.mov')).getAllByRole('button');
    expect(names.map((one) => one.getAttribute('aria-label'))).toEqual([
      'Open result',
      'Run again',
      'More for talk.mov',
    ]);
  });
});

describe('undoing a batch', () => {
  const undone = { cancelled: 1, trashed: 2, restored: 2, kept: [] };

  it('says what will happen, does it, and says what happened', async () => {
    const { user, bridge } = showHistory({
      entries,
      answers: { 'batches:undo': undone },
    });
    await foundRow('talk.mov');
    await menuItem(user, 'talk.mov', 'Undo batch…');
    const dialog = await screen.findByRole('alertdialog', { name: 'Undo this batch?' });
    await within(dialog).findByText(/^2 results/);
    expect(
      within(dialog)
        .getAllByText(/\.$/)
        .map((one) => one.textContent),
    ).toEqual([
      '1 file that is not done yet is cancelled.',
      '2 results go to the trash.',
      '2 originals come back to their places.',
      'What was changed since stays as it is. No file is replaced.',
    ]);
    await user.click(within(dialog).getByRole('button', { name: 'Cancel' }));
    expect(bridge.inputsOf('batches:undo')).toEqual([]);
    await menuItem(user, 'talk.mov', 'Undo batch…');
    await user.click(await screen.findByRole('button', { name: 'Undo batch' }));
    expect(
      await screen.findByText('2 results are in the trash, 2 originals came back, 1 file cancelled'),
    ).toBeTruthy();
    expect(bridge.inputsOf('batches:undo')).toEqual([{ batchId: batchId(1) }]);
  });

  it('lists what stayed, and why', async () => {
    const kept = [
      {
        id: jobId(1),
        what: 'result',
        name: 'harbour.mp4',
        folder: '/home/ada/Movies',
        reason: 'it was changed since',
      },
    ] as const;
    const { user } = showHistory({ entries, answers: { 'batches:undo': { ...undone, kept: [...kept] } } });
    await foundRow('talk.mov');
    await menuItem(user, 'talk.mov', 'Undo batch…');
    await user.click(await screen.findByRole('button', { name: 'Undo batch' }));
    const dialog = await screen.findByRole('dialog', { name: '1 file stayed as it was' });
    const [file] = within(within(dialog).getByRole('list')).getAllByRole('listitem');
    expect(file?.textContent).toMatch(/harbour\.mp4Result: it was changed since~\/Movies$/);
    expect((await axe.run(dialog)).violations).toEqual([]);
    await user.click(within(dialog).getAllByRole('button', { name: 'Close' })[1] as HTMLElement);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('a refusal is told', async () => {
    const { user } = showHistory({
      entries,
      answers: {
        'batches:undo': () => {
          throw new CallFailed(convoyError('not_found', { given: 'This batch' }));
        },
      },
    });
    await foundRow('talk.mov');
    await menuItem(user, 'talk.mov', 'Undo batch…');
    await user.click(await screen.findByRole('button', { name: 'Undo batch' }));
    expect(await screen.findByText(/^This batch/)).toBeTruthy();
  });

  it('is not offered where there is no result', async () => {
    const { user } = showHistory({ entries: [ended(1, now, 1, { status: 'failed', ...mine })] });
    await user.pointer({ keys: '[MouseRight]', target: await foundRow('clip 1.mov') });
    expect(await screen.findByRole('menuitem', { name: /^Run again/ })).toBeTruthy();
    expect(screen.queryByRole('menuitem', { name: 'Undo batch…' })).toBeNull();
  });
});

describe('what happened to a file', () => {
  const aJob = tasks(
    'video',
    [1, 2, 3, 4].map((n) => ({ id: `task_${String(n).padStart(26, '0')}`, status: 'succeeded' })),
  );
  const answers = {
    'jobs:get': ({ id }: { readonly id: string }) => {
      const broken = id === jobId(4);
      const error = broken ? convoyError('internal', { reason: 'No.', hint: 'Look elsewhere.' }) : null;
      return got({
        row: row({ id, status: broken ? 'failed' : 'succeeded' }),
        job: job({ id, status: broken ? 'failed' : 'succeeded', error, tasks: aJob }),
      });
    },
    'jobs:log': { lines: ['frame=  100'], next: 1 },
    'jobs:command': { text: 'ffmpeg -i harbour.mov harbour.mp4\n' },
  };
  const details = (name: string) => screen.findByRole('complementary', { name: `Details of ${name}` });

  it('stands beside the list: steps, facts, log and command, for the file that is selected', async () => {
    const { user, bridge, history } = showHistory({ entries, answers });
    await screen.findByText(/^4 files/);
    await menuItem(user, 'harbour.mov', /^Details/);
    const panel = await details('harbour.mov');
    expect(within(panel).getByRole('heading', { name: 'Details' })).toBeTruthy();
    for (const part of ['What happened', 'Log', 'Command'])
      expect(await within(panel).findByRole('region', { name: part })).toBeTruthy();
    expect(within(panel).getByText('frame= 100')).toBeTruthy();
    expect(within(panel).getByText(/^ffmpeg -i harbour.mov/)).toBeTruthy();
    expect(within(panel).queryByRole('region', { name: 'What went wrong' })).toBeNull();
    expect((await axe.run(panel, { rules: { region: { enabled: false } } })).violations).toEqual([]);

    await user.click(rowOf('talk.mov'));
    await details('talk.mov');
    expect(bridge.inputsOf('jobs:get')).toEqual([{ id: jobId(1) }, { id: jobId(2) }]);
    // Of several there are none.
    await user.keyboard('{Control>}a{/Control}');
    await waitFor(() => expect(screen.queryByRole('complementary')).toBeNull());
    await user.keyboard('{Home}');
    const back = await details('harbour.mov');
    await user.click(within(back).getByRole('button', { name: 'Close details' }));
    expect(screen.queryByRole('complementary')).toBeNull();
    expect(history().selection.ids).toEqual(new Set([jobId(1)]));
    await user.keyboard('{Control>}d{/Control}');
    await details('harbour.mov');
    await user.keyboard('{Control>}i{/Control}');
    await waitFor(() => expect(screen.queryByRole('complementary')).toBeNull());
  });

  it('says why it failed, and runs it again', async () => {
    const { user, bridge } = showHistory({ entries, answers });
    await screen.findByText(/^4 files/);
    await user.click(rowOf('broken.mov'));
    await user.keyboard('{Enter}');
    const failure = within(await details('broken.mov')).getByRole('region', { name: 'What went wrong' });
    expect(within(failure).getByRole('heading').textContent).toBe('No.');
    expect(await within(failure).findByText('Look elsewhere.')).toBeTruthy();
    await user.click(within(failure).getByRole('button', { name: 'Run again' }));
    await waitFor(() => expect(bridge.inputsOf('history:run_again')).toEqual([{ ids: [jobId(4)] }]));
  });

  it('that nobody knows any more is said', async () => {
    const { user } = showHistory({
      entries,
      answers: {
        ...answers,
        'jobs:get': () => {
          throw new CallFailed(convoyError('not_found', { given: 'This job' }));
        },
      },
    });
    await screen.findByText(/^4 files/);
    await menuItem(user, 'harbour.mov', /^Details/);
    expect(within(await details('harbour.mov')).getByText(/^This job/)).toBeTruthy();
  });
});

describe('the preview', () => {
  it('shows a file of the history, and goes through its list', async () => {
    const named = entries.map((one) => ({
      ...one,
      resultName: one.name.replace('.mov', '.mp4').replace('.heic', '.webp'),
    }));
    const { user, history } = showHistory({ entries: named });
    await screen.findByText(/^4 files/);
    await user.click(rowOf('harbour.mov'));
    await user.keyboard(' ');
    await screen.findByRole('dialog', { name: 'harbour.mp4' });
    expect(screen.getByText('1 of 4')).toBeTruthy();
    await user.keyboard('{ArrowDown}');
    await screen.findByRole('dialog', { name: 'talk.mp4' });
    expect(screen.getByText('2 of 4')).toBeTruthy();
    expect(history().selection.ids).toEqual(new Set([jobId(2)]));
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await menuItem(user, 'photo.heic', /^Preview/);
    await screen.findByRole('dialog', { name: 'photo.webp' });
  });
});
