// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { connect } from '../../../../renderer/store/connect.ts';
import { tableOf } from '../../../../renderer/store/apply-patches.ts';
import * as words from '../../../../renderer/words/row-words.ts';
import { aRow, done, failed, jobId, running } from '../rows.ts';
import { roomForLists } from '../room-for-lists.ts';
import { busy, grid, host, names, rowOf, rows, selected, shown } from './show-queue.tsx';

roomForLists();

// Counts how often rows are rendered: each asks for its words once a time.
vi.mock('../../../../renderer/words/row-words.ts', async (original) => {
  const real = await original<typeof words>();
  return { ...real, rowWords: vi.fn(real.rowWords) };
});
const rendered = vi.mocked(words.rowWords);

describe('the list', () => {
  it('is a grid whose rows say what they are', () => {
    shown();
    expect(grid().getAttribute('aria-rowcount')).toBe('6');
    expect(rowOf('three.mov').getAttribute('aria-label')).toBe('three.mov, converting, to MP4 H.264 1080p');
    expect(rowOf('three.mov').getAttribute('aria-rowindex')).toBe('3');
    const bar = within(rowOf('three.mov')).getByRole('progressbar', { name: 'Progress of three.mov' });
    expect(bar.getAttribute('aria-valuetext')).toBe('62 percent, about 2 minutes left');
    expect(rowOf('two.mov').textContent).toContain('The recording stops at 31:02');
    expect(rowOf('four.mov').textContent).toContain('next, about 3 min');
    expect(rowOf('five.mov').textContent).toContain('2nd in line');
  });

  it('mounts no more than what fits of 10 000 rows', () => {
    shown({
      rows: tableOf(
        Array.from({ length: 10_000 }, (_, n) => aRow(n)),
        1,
      ),
    });
    const mounted = within(grid()).getAllByRole('row').length;
    expect(mounted).toBeGreaterThan(10);
    expect(mounted).toBeLessThan(60);
    expect(grid().getAttribute('aria-rowcount')).toBe('10000');
  });

  it('renders one row for a patch of progress, and the bar at the foot', async () => {
    const many = Array.from({ length: 200 }, (_, n) => (n === 2 ? running(n) : aRow(n, { hold: null })));
    const { app, bridge } = shown(
      {},
      {
        ...host,
        'queue:page': { revision: 1, rows: many, more: false, total: many.length },
      },
    );
    const disconnect = connect(app);
    await waitFor(() => expect(app.store.getState().rows.order).toHaveLength(200));
    await waitFor(() => expect(names()).toContain('clip 2.mov'));
    rendered.mockClear();
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
    expect(rendered.mock.calls.map(([row]) => row.name)).toEqual(['clip 2.mov']);
    disconnect();
  });

  it('selects by click, Mod click and Shift click', () => {
    shown();
    fireEvent.click(rowOf('two.mov'));
    expect(selected()).toEqual(['two.mov']);
    fireEvent.click(rowOf('four.mov'), { ctrlKey: true });
    expect(selected()).toEqual(['two.mov', 'four.mov']);
    fireEvent.click(rowOf('six.mov'), { shiftKey: true });
    expect(selected()).toEqual(['four.mov', 'five.mov', 'six.mov']);
    expect(screen.getByRole('toolbar', { name: '3 selected' })).toBeTruthy();
    fireEvent.click(within(rowOf('six.mov')).getByRole('checkbox', { name: 'Select six.mov' }));
    expect(selected()).toEqual(['four.mov', 'five.mov']);
  });

  it('moves by keyboard, with one stop of Tab, and says where it is', async () => {
    const user = userEvent.setup();
    shown();
    grid().focus();
    expect(grid().tabIndex).toBe(0);
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(selected()).toEqual(['three.mov']);
    expect(grid().getAttribute('aria-activedescendant')).toBe(rowOf('three.mov').id);
    await user.keyboard('{Shift>}{End}{/Shift}');
    expect(selected()).toEqual(['three.mov', 'four.mov', 'five.mov', 'six.mov']);
    await user.keyboard('{Home}');
    expect(selected()).toEqual(['one.mov']);
    await user.keyboard('{Control>}a{/Control}');
    expect(selected()).toHaveLength(6);
    await user.keyboard('{Escape}');
    expect(within(grid()).queryAllByRole('row', { selected: true })).toEqual([]);
  });

  it('does what the keys of the table say to what is selected', async () => {
    const user = userEvent.setup();
    const { bridge } = shown(
      {},
      { 'jobs:retry': { retried: 1, refused: [] }, 'jobs:remove': { removed: 1, token: 't1' } },
    );
    fireEvent.click(rowOf('four.mov'));
    grid().focus();
    await user.keyboard('h{Alt>}{ArrowDown}{ArrowUp}{Home}{/Alt}');
    expect(bridge.inputsOf('jobs:hold')).toEqual([{ ids: [jobId(4)] }]);
    expect(bridge.inputsOf('jobs:move')).toEqual([
      { ids: [jobId(4)], before: jobId(6) },
      { ids: [jobId(4)], before: jobId(3) },
    ]);
    fireEvent.click(rowOf('two.mov'));
    await user.keyboard('r{Delete}');
    expect(bridge.inputsOf('jobs:retry')).toEqual([{ ids: [jobId(2)] }]);
    expect(bridge.inputsOf('jobs:remove')).toEqual([{ ids: [jobId(2)] }]);
    await screen.findByText('1 file removed');
    await user.keyboard('{Control>}z{/Control}');
    await waitFor(() => expect(bridge.inputsOf('jobs:restore')).toEqual([{ token: 't1' }]));
  });

  it('passes the keyboard on to the next row when the focused one goes', async () => {
    const { app, bridge } = shown(
      {},
      { ...host, 'queue:page': { revision: 1, rows: [...rows], more: false, total: 6 } },
    );
    const disconnect = connect(app);
    await waitFor(() => expect(app.store.getState().engine.state).toBe('ready'));
    fireEvent.click(rowOf('two.mov'));
    act(() => bridge.emit('rows:patched', { revision: 2, patches: [{ op: 'removed', id: jobId(2) }] }));
    await waitFor(() => expect(selected()).toEqual(['three.mov']));
    disconnect();
  });

  it('offers what the state asks for on hover, and more in a menu', async () => {
    const user = userEvent.setup();
    const { bridge } = shown();
    await user.hover(rowOf('three.mov'));
    // Clicked plainly: the pointer of the test leaves the row on its way to a button in it.
    fireEvent.click(within(rowOf('three.mov')).getByRole('button', { name: 'Cancel' }));
    expect(bridge.inputsOf('jobs:cancel')).toEqual([{ ids: [jobId(3)] }]);
    await user.hover(rowOf('four.mov'));
    fireEvent.click(within(rowOf('four.mov')).getByRole('button', { name: 'More for four.mov' }));
    const items = within(await screen.findByRole('menu')).getAllByRole('menuitem');
    expect(items.map((item) => item.textContent)).toEqual([
      'PreviewSpace',
      'CompareC',
      'Convert nextAlt Home',
      'Convert before all others',
      'Convert after all others',
      'HoldH',
      'Open original',
      'Show original in folderCtrl R',
      'Copy as job JSONCtrl J',
      'Copy as commandCtrl Alt C',
      'Remove from the queueDel',
    ]);
  });

  it('reorders by drag and drags results out', () => {
    const { bridge } = shown();
    const data = { effectAllowed: '', dropEffect: '', setData: vi.fn() };
    const drag = (type: string, at: HTMLElement, clientY = 0): boolean =>
      fireEvent(
        at,
        Object.assign(new MouseEvent(type, { bubbles: true, cancelable: true, clientY }), {
          dataTransfer: data,
        }),
      );
    drag('dragstart', rowOf('six.mov'));
    // Between the third row and the fourth.
    drag('dragover', grid(), 4 + 3 * 48 + 10);
    drag('drop', grid(), 4 + 3 * 48 + 10);
    expect(bridge.inputsOf('jobs:move')).toEqual([{ ids: [jobId(6)], before: jobId(4) }]);
    // The shell takes over, so the page's own drag is called off.
    expect(drag('dragstart', rowOf('one.mov'))).toBe(false);
    expect(bridge.inputsOf('shell:drag_result')).toEqual([{ ids: [jobId(1)] }]);
  });
});

describe('the bar', () => {
  it('filters and counts', async () => {
    const user = userEvent.setup();
    shown();
    const tabs = screen.getAllByRole('tab').map((tab) => tab.textContent);
    expect(tabs).toEqual(['All 6', 'Active 1', 'Waiting 3', 'Finished 1', 'Attention 1']);
    await user.click(screen.getByRole('tab', { name: 'Attention 1' }));
    expect(names()).toEqual(['two.mov']);
    await user.keyboard('{ArrowLeft}');
    expect(names()).toEqual(['one.mov']);
  });

  it('searches, and offers the way back when nothing is found', async () => {
    const user = userEvent.setup();
    shown();
    await user.keyboard('{Control>}f{/Control}');
    await user.keyboard('FI');
    expect(names()).toEqual(['five.mov']);
    await user.keyboard('x');
    expect(screen.getByText('No file or folder has “FIx” in its name.')).toBeTruthy();
    // Others may have it: only those that wait were looked at.
    await user.click(screen.getByRole('tab', { name: /^Waiting/ }));
    expect(screen.getByText('No file here has these words')).toBeTruthy();
    expect(screen.getByText('No file or folder that the filter leaves has “FIx” in its name.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Show all files' }));
    expect(names()).toHaveLength(6);
  });

  it('sorts, and clears what has finished with a way back', async () => {
    const user = userEvent.setup();
    const { bridge } = shown(
      {},
      { 'queue:clear_finished': { removed: 1, token: 't2' }, 'jobs:restore': { restored: 1 } },
    );
    await user.click(screen.getByRole('button', { name: 'List options' }));
    await user.click(await screen.findByRole('menuitemcheckbox', { name: 'Name' }));
    expect(names()).toEqual(['five.mov', 'four.mov', 'one.mov', 'six.mov', 'three.mov', 'two.mov']);
    await user.click(screen.getByRole('button', { name: 'List options' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Clear finished' }));
    expect(bridge.inputsOf('queue:clear_finished')).toEqual([{ all: false }]);
    await screen.findByText('1 finished file cleared');
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(bridge.inputsOf('jobs:restore')).toEqual([{ token: 't2' }]));
  });

  it('says in its own words what the engine refuses', async () => {
    const user = userEvent.setup();
    const { CallFailed } = await import('../../../../renderer/bridge/bridge.ts');
    const { convoyError } = await import('../../../../shared/model/error.ts');
    shown(
      {},
      {
        'jobs:hold': () => {
          throw new CallFailed(convoyError('conflict', { reason: 'it has begun' }));
        },
      },
    );
    fireEvent.click(rowOf('four.mov'));
    grid().focus();
    await user.keyboard('h');
    await screen.findByText('That is not possible now: it has begun.');
  });
});

describe('the bar of a selection', () => {
  it('does to all what can be done to them', async () => {
    const user = userEvent.setup();
    const { bridge } = shown({}, { 'jobs:export': { text: '[]' } });
    fireEvent.click(rowOf('four.mov'));
    fireEvent.click(rowOf('five.mov'), { ctrlKey: true });
    const bar = screen.getByRole('toolbar', { name: '2 selected' });
    await user.click(within(bar).getByRole('button', { name: 'Hold' }));
    expect(bridge.inputsOf('jobs:hold')).toEqual([{ ids: [jobId(4), jobId(5)] }]);
    // With the keyboard alone: the button, the list of turns, the last of them.
    within(bar).getByRole('button', { name: 'Order…' }).focus();
    await user.keyboard('{Enter}');
    expect((await screen.findAllByRole('menuitem')).map(({ textContent }) => textContent)).toEqual([
      'Convert before all others',
      'Convert after all others',
    ]);
    await user.keyboard('{ArrowDown}{Enter}');
    expect(bridge.inputsOf('jobs:prioritize')).toEqual([{ ids: [jobId(4), jobId(5)], priority: 'low' }]);
    await user.click(within(bar).getByRole('button', { name: 'Copy as…' }));
    await user.click(await screen.findByRole('menuitem', { name: /Job JSON/ }));
    await waitFor(() => expect(bridge.inputsOf('shell:copy')).toEqual([{ text: '[]' }]));
    await user.click(within(bar).getByRole('button', { name: 'Select all 6' }));
    expect(selected()).toHaveLength(6);
    await user.click(screen.getByRole('button', { name: 'Clear selection' }));
    expect(screen.getByRole('toolbar', { name: 'List' })).toBeTruthy();
  });
});

describe('the convoy bar', () => {
  const sentence = (): string | null =>
    within(screen.getByRole('contentinfo', { name: 'All files' }))
      .getByRole('img')
      .getAttribute('aria-label');

  it('adds nothing up while files are still to be read, and tells a broken file from a wrong option', () => {
    const broken = { kind: 'input_truncated', message: 'It is incomplete.' } as const;
    const rows = [
      aRow(1),
      aRow(2, { media: null, plan: null }),
      aRow(3, { media: null, plan: null, error: broken }),
    ];
    shown({ rows: tableOf(rows, 1) });
    expect(sentence()).toBe('2 files, 1 still to read, 1 file cannot be read');
    expect(screen.getByText('Cannot be read')).toBeTruthy();
  });

  it('starts all that wait for it', async () => {
    const user = userEvent.setup();
    const ready = [
      aRow(1),
      aRow(2),
      aRow(3, { plan: null, error: { kind: 'invalid_option', message: 'no' } }),
    ];
    const { bridge } = shown({ rows: tableOf(ready, 1) });
    expect(sentence()).toBe('2 files ready, about 6 min, 1 file needs a change, 9.6 GB → ~1.2 GB');
    await user.click(screen.getByRole('button', { name: 'Convert 2' }));
    expect(bridge.inputsOf('queue:start')).toEqual([{ ids: null }]);
  });

  it('says that it waits for the night, and can be told to go on', async () => {
    const user = userEvent.setup();
    const until = new Date(new Date().setHours(24, 0, 0, 0)).getTime();
    const { bridge } = shown({ queue: { ...busy, waits: { why: 'window', until } } });
    expect(sentence()).toBe(
      '1 of 6 done, Waits until 00:00, about 8 min left, 1 failed, 4.2 GB saved so far',
    );
    expect(within(rowOf('four.mov')).getByText('until 00:00')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Pause the queue' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Convert anyway now' }));
    expect(bridge.inputsOf('queue:resume')).toEqual([null]);
  });

  it('leads to the disk that is full, where folders can be opened', async () => {
    const user = userEvent.setup();
    const disk = { why: 'disk', folder: '/media/Media', needs: 2_100_000_000, free: 1000 } as const;
    const { bridge, app } = shown({ queue: { ...busy, waits: disk } });
    await user.click(screen.getByRole('button', { name: 'Show what to clear' }));
    expect(bridge.inputsOf('shell:show_full_disk')).toEqual([null]);
    const { hello } = app.store.getState();
    if (hello === null) throw new Error('there is no hello');
    act(() => app.store.setState({ hello: { ...hello, abilities: { ...hello.abilities, show: false } } }));
    expect(screen.queryByRole('button', { name: 'Show what to clear' })).toBeNull();
  });

  it('lets a file go after all others', async () => {
    const { bridge } = shown({}, { 'jobs:prioritize': null });
    fireEvent.mouseEnter(rowOf('four.mov'));
    fireEvent.contextMenu(rowOf('four.mov'));
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Convert after all others' }));
    await waitFor(() =>
      expect(bridge.inputsOf('jobs:prioritize')).toEqual([{ ids: [jobId(4)], priority: 'low' }]),
    );
  });

  it('pauses from a menu and goes on', async () => {
    const user = userEvent.setup();
    const { app, bridge } = shown();
    expect(sentence()).toBe('1 of 6 done, about 8 min left, 1 failed, 4.2 GB saved so far');
    await user.click(screen.getByRole('button', { name: 'Pause the queue' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Pause after these files' }));
    expect(bridge.inputsOf('queue:pause')).toEqual([{ mode: 'after' }]);
    act(() => app.store.setState({ queue: { ...busy, paused: 'after' } }));
    expect(sentence()).toBe(
      '1 of 6 done, Pauses after 1 file, about 8 min left, 1 failed, 4.2 GB saved so far',
    );
    await user.click(screen.getByRole('button', { name: 'Go on' }));
    expect(bridge.inputsOf('queue:resume')).toEqual([null]);
    await user.click(screen.getByRole('button', { name: 'Convert 1 more' }));
    expect(bridge.inputsOf('queue:start')).toEqual([{ ids: null }]);
  });

  it('says how it went when nothing is left, and leads to what failed', async () => {
    const user = userEvent.setup();
    shown({ rows: tableOf([done(1, { name: 'one.mov' }), done(2)], 1) });
    expect(sentence()).toBe('All 2 done, 8.4 GB saved in 40 s');
    document.body.replaceChildren();
    shown({ rows: tableOf([done(1), failed(2, { name: 'two.mov' })], 1) });
    expect(sentence()).toBe('1 of 2 done, 1 failed, 4.2 GB saved in 40 s');
    await user.click(screen.getByRole('button', { name: '1 failed' }));
    expect(names()).toEqual(['two.mov']);
  });

  it('selects the file of a vehicle, and leads to the lanes', async () => {
    const user = userEvent.setup();
    const { app } = shown();
    const vehicle = screen.getByTitle('four.mov: Waiting');
    await user.click(vehicle);
    expect(selected()).toEqual(['four.mov']);
    await user.click(screen.getByRole('button', { name: '4 lanes, change in Settings' }));
    expect(app.store.getState().place).toEqual({ name: 'settings', page: 'lanes' });
  });
});
