// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { newId } from '../../../../shared/model/id.ts';
import { connect } from '../../../../renderer/store/connect.ts';
import { tableOf } from '../../../../renderer/store/apply-patches.ts';
import { emptyState } from '../../../../renderer/store/store.ts';
import * as headWords from '../../../../renderer/words/batch-words.ts';
import * as words from '../../../../renderer/words/row-words.ts';
import { aRow, done, jobId, running } from '../rows.ts';
import { roomForLists } from '../room-for-lists.ts';
import { grid, host, names, rowOf, selected, shown } from './show-queue.tsx';

roomForLists();

// Counts how often rows and heads are rendered: each asks for its words once a time.
vi.mock('../../../../renderer/words/row-words.ts', async (original) => {
  const real = await original<typeof words>();
  return { ...real, rowWords: vi.fn(real.rowWords) };
});
vi.mock('../../../../renderer/words/batch-words.ts', async (original) => {
  const real = await original<typeof headWords>();
  return { ...real, batchWords: vi.fn(real.batchWords) };
});
const rendered = vi.mocked(words.rowWords);
const headRendered = vi.mocked(headWords.batchWords);

describe('a list that is grouped by drop', () => {
  it('renders one row and its head for a file that is done, of a batch of 200', async () => {
    const batchId = newId('batch');
    const many = Array.from({ length: 200 }, (_, n) => (n === 2 ? running : aRow)(n, { batchId }));
    const view = { ...emptyState.view, grouped: true };
    const answers = { ...host, 'queue:page': { revision: 1, rows: many, more: false, total: many.length } };
    const { app, bridge } = shown({ view }, answers);
    const disconnect = connect(app);
    await waitFor(() => expect(names()).toContain('clip 2.mov'));
    rendered.mockClear();
    headRendered.mockClear();
    act(() => {
      const patch = {
        op: 'progress' as const,
        id: jobId(2),
        progress: 0.63,
        speed: 2,
        eta: 100,
        transfer: null,
      };
      bridge.emit('rows:patched', { revision: 2, patches: [patch] });
    });
    await waitFor(() => expect(rowOf('clip 2.mov').textContent).toContain('Converting 63%'));
    expect(rendered).toHaveBeenCalledTimes(1);
    expect(headRendered).not.toHaveBeenCalled();
    rendered.mockClear();
    act(() => {
      bridge.emit('rows:patched', { revision: 3, patches: [{ op: 'put', row: done(2, { batchId }) }] });
    });
    await waitFor(() => expect(rowOf('clip 2.mov').textContent).toContain('Done'));
    expect(rendered.mock.calls.map(([row]) => row.name)).toEqual(['clip 2.mov']);
    expect(headRendered).toHaveBeenCalledTimes(1);
    disconnect();
  });

  it('groups by drop: heads fold, count and select', async () => {
    const user = userEvent.setup();
    const batchId = newId('batch');
    const root = 'Lindqvist wedding';
    const both = [done(1, { name: 'a.jpg', batchId, root }), aRow(2, { name: 'b.jpg', batchId, root })];
    shown({ rows: tableOf([...both, aRow(3, { name: 'c.mov' })], 1) });
    await user.click(screen.getByRole('button', { name: 'List options' }));
    await user.click(await screen.findByRole('menuitemcheckbox', { name: 'Group by drop' }));
    expect(names()).toEqual(['Lindqvist wedding', 'a.jpg', 'b.jpg', 'Single files', 'c.mov']);
    expect(grid().getAttribute('aria-rowcount')).toBe('5');
    const head = rowOf('Lindqvist wedding');
    expect(head.getAttribute('aria-rowindex')).toBe('1');
    expect(within(head).getByRole('rowheader').textContent).toContain('Lindqvist wedding');
    expect(head.textContent).toContain('1 of 2 done');

    fireEvent.click(head);
    expect(selected()).toEqual(['Lindqvist wedding', 'a.jpg', 'b.jpg']);
    expect(screen.getByRole('toolbar', { name: '2 selected' })).toBeTruthy();
    await user.click(within(head).getByRole('button', { name: 'Fold Lindqvist wedding' }));
    expect(names()).toEqual(['Lindqvist wedding', 'Single files', 'c.mov']);
    expect(screen.getByRole('toolbar', { name: '2 selected' })).toBeTruthy();

    grid().focus();
    await user.keyboard('{ArrowRight}{ArrowDown}');
    expect(selected()).toEqual(['a.jpg']);
    await user.keyboard('{ArrowLeft}');
    expect(selected()).toEqual(['Lindqvist wedding', 'a.jpg', 'b.jpg']);
    await user.keyboard('{Enter}');
    expect(names()).toEqual(['Lindqvist wedding', 'Single files', 'c.mov']);
    expect(localStorage.getItem('convoy.list.grouped')).toBe('yes');
  });
});
