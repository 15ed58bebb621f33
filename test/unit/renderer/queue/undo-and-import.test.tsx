// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { convoyError } from '../../../../shared/model/error.ts';
import { JobsRefusedDialog } from '../../../../renderer/features/queue/index.ts';
import type { ListView } from '../../../../renderer/store/app-state.ts';
import { tableOf } from '../../../../renderer/store/apply-patches.ts';
import { batchId, takenBack } from '../history/entries.ts';
import { aRow, done, jobId } from '../rows.ts';
import { windowOf } from '../window-of.tsx';
import { roomForLists } from '../room-for-lists.ts';
import { grid, rowOf, shown } from './show-queue.tsx';

roomForLists();

const mine = { batchId: batchId(1) };
const grouped: ListView = {
  filter: 'all',
  search: '',
  sort: 'queue',
  descending: false,
  grouped: true,
  folded: new Set(),
};
const heads = () => within(grid()).queryAllByRole('button', { name: 'Undo batch…', hidden: true });

describe('undo of a batch', () => {
  it('is offered by the head of a batch with results', () => {
    const rows = tableOf([done(1, mine), aRow(2, mine), aRow(3)], 1);
    const { app } = shown({ rows, view: grouped });
    expect(heads()).toHaveLength(1);
    fireEvent.click(heads()[0] as HTMLElement);
    expect(app.store.getState().dialog).toEqual({ name: 'undo_batch', batchId: batchId(1) });
  });

  it('is not offered before there is one, nor after it was taken back', () => {
    const back = done(4, { batchId: batchId(2), warnings: [takenBack] });
    shown({
      rows: tableOf([aRow(1, mine), aRow(2, mine), back, { ...back, id: jobId(5) }], 1),
      view: grouped,
    });
    expect(heads()).toEqual([]);
  });

  it('is in the menu of a file that is done', async () => {
    const user = userEvent.setup();
    const { app } = shown({ rows: tableOf([done(1, { name: 'one.mov', ...mine })], 1) });
    await user.pointer({ keys: '[MouseRight]', target: rowOf('one.mov') });
    await user.click(await screen.findByRole('menuitem', { name: 'Undo batch…' }));
    expect(app.store.getState().dialog).toEqual({ name: 'undo_batch', batchId: batchId(1) });
  });
});

describe('importing jobs', () => {
  const importing = async (answers: Parameters<typeof shown>[1]) => {
    const user = userEvent.setup();
    const made = shown({}, { 'shell:choose': { paths: ['/jobs.json'], text: '[{}]' }, ...answers });
    await user.click(screen.getByRole('button', { name: 'List options' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Import jobs…' }));
    return made;
  };
  const answer = { batchId: batchId(1), firstId: jobId(6), added: 2, refused: [] };

  it('adds those of a file, and selects the first', async () => {
    const { bridge, app } = await importing({ 'jobs:import': answer });
    expect(await screen.findByText('2 files added')).toBeTruthy();
    expect(bridge.inputsOf('shell:choose')).toEqual([{ what: 'jobs_file' }]);
    expect(bridge.inputsOf('jobs:import')).toEqual([{ text: '[{}]' }]);
    expect([...app.store.getState().selection.ids]).toEqual([jobId(6)]);
  });

  it('asks nothing when no file was chosen', async () => {
    const { bridge } = await importing({ 'shell:choose': { paths: [], text: null } });
    expect(bridge.inputsOf('jobs:import')).toEqual([]);
  });

  it('tells what is no job', async () => {
    const error = convoyError('invalid_request', { reason: '“kind” is missing' });
    const imported = { ...answer, refused: [{ entry: 3, error }] };
    const { app } = await importing({ 'jobs:import': imported });
    await screen.findByRole('grid');
    expect(app.store.getState().dialog).toEqual({ name: 'jobs_refused', imported });
    windowOf(<JobsRefusedDialog />, { state: { dialog: { name: 'jobs_refused', imported } } });
    const dialog = screen.getByRole('dialog', { name: '1 entry was not added' });
    expect(within(dialog).getByText('2 files added.')).toBeTruthy();
    expect(within(dialog).getByRole('group').textContent).toBe(`2 files added.Entry 3${error.message}`);
  });
});
