// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Bridge } from '../../../../renderer/bridge/bridge.ts';
import { Frame, readInspector } from '../../../../renderer/features/frame/index.ts';
import { clampWidth } from '../../../../renderer/features/frame/inspector-memory.ts';
import { unfinishedCount } from '../../../../renderer/features/frame/sidebar.tsx';
import { listenToCommands } from '../../../../renderer/keyboard/listen.ts';
import { tableOf } from '../../../../renderer/store/apply-patches.ts';
import { AppContext, createApp } from '../../../../renderer/store/store.ts';
import { dismissToast } from '../../../../renderer/ui/toast.tsx';
import { defaultAppSettings } from '../../../../shared/model/app-settings.ts';
import { fakeBridge } from '../../../support/fake-bridge.ts';
import { aRow, running } from '../rows.ts';

let stop = () => {};
beforeEach(() => localStorage.clear());
afterEach(() => {
  act(() => dismissToast());
  cleanup();
  stop();
});

function open(bridge: Bridge & Partial<ReturnType<typeof fakeBridge>> = fakeBridge()) {
  const rows = tableOf([aRow(1), running(2), aRow(3, { status: 'succeeded', hold: null })], 1);
  const app = createApp(bridge, { rows, loaded: true, engine: { state: 'ready', again: 0, message: null } });
  stop = listenToCommands(app);
  const view = render(
    <AppContext value={app}>
      <Frame inspector={<aside aria-label="Options">options</aside>} dialogs={null}>
        <main>
          <button type="button">the page</button>
        </main>
      </Frame>
    </AppContext>,
  );
  return { app, ...view };
}

describe('places', () => {
  test('the queue tells how much is not finished; Settings is a page without an inspector', async () => {
    const user = userEvent.setup();
    const { app } = open();
    expect(unfinishedCount(app.store.getState())).toBe(2);
    const queue = screen.getByRole('button', { name: /^Queue ?, 2 files not finished$/ });
    expect(queue.getAttribute('aria-current')).toBe('page');
    await user.click(screen.getByRole('button', { name: 'Settings' }));
    expect(app.store.getState().place).toEqual({ name: 'settings', page: 'general' });
    expect(screen.queryByRole('complementary')).toBeNull();
    await user.keyboard('{Control>}1{/Control}');
    expect(app.store.getState().place).toEqual({ name: 'queue' });
  });

  test('axe finds nothing in the frame', async () => {
    const { container } = open();
    const result = await axe.run(container, { rules: { 'color-contrast': { enabled: false } } });
    expect(result.violations.map(({ id }) => id)).toEqual([]);
  });
});

describe('inspector', () => {
  test('opens and closes by key, and is remembered', async () => {
    const user = userEvent.setup();
    open();
    expect(screen.getByText('options')).toBeTruthy();
    await user.keyboard('{Control>}i{/Control}');
    expect(screen.queryByText('options')).toBeNull();
    await user.keyboard('{Control>}d{/Control}');
    expect(screen.getByText('options')).toBeTruthy();
    expect(readInspector()).toEqual({ open: true, width: null });
  });

  test('its width moves by arrow keys inside its limits and is kept', async () => {
    const user = userEvent.setup();
    const { app } = open();
    const edge = screen.getByRole('separator', { name: 'Width of the options' });
    edge.focus();
    await user.keyboard('{ArrowLeft}');
    expect(edge.getAttribute('aria-valuenow')).toBe('320');
    expect(readInspector().width).toBe(320);
    expect(app.store.getState().inspector.width).toBe(320);
    await user.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}');
    expect(readInspector().width).toBe(304);
    expect([clampWidth(100), clampWidth(333.4), clampWidth(900)]).toEqual([304, 333, 480]);
  });

  test('lies over the list in a narrow browser, is opened by key, and gives the keyboard back', async () => {
    const user = userEvent.setup();
    const wide = window.matchMedia.bind(window);
    vi.spyOn(window, 'matchMedia').mockImplementation((query) =>
      Object.defineProperty(wide(query), 'matches', { value: query === '(max-width: 899px)' }),
    );
    open();
    expect(screen.queryByText('options')).toBeNull();
    const page = screen.getByRole('button', { name: 'the page' });
    page.focus();
    await user.keyboard('{Control>}i{/Control}');
    expect(screen.getByText('options')).toBeTruthy();
    const sheet = screen.getByRole('button', { name: 'Close the options' }).parentElement;
    expect(document.activeElement).toBe(sheet);
    expect(page.closest('[inert]')).not.toBeNull();
    await user.keyboard('{Escape}');
    expect(screen.queryByText('options')).toBeNull();
    expect(document.activeElement).toBe(page);
    expect(readInspector().open).toBe(true);
    vi.restoreAllMocks();
  });

  test('a damaged memory is none', () => {
    localStorage.setItem('convoy.inspector', '{"open":"yes"');
    expect(readInspector()).toEqual({ open: true, width: null });
  });
});

describe('engine', () => {
  test('a restart is told, once, with what starts again', async () => {
    const bridge = fakeBridge();
    open(bridge);
    act(() => bridge.emit('engine:changed', { state: 'restarted', again: 1, message: null }));
    expect(await screen.findByText('1 file starts again, the rest goes on')).toBeTruthy();
    expect(screen.getByText(/^The converter stopped and was restarted\. 1 file starts again/)).toBeTruthy();
  });

  test('a converter that does not start is told until it does', () => {
    const { app } = open();
    act(() =>
      app.store.setState({ engine: { state: 'failed', again: 0, message: 'It ended three times.' } }),
    );
    expect(screen.getByText('The converter does not start.').parentElement?.textContent).toBe(
      'The converter does not start. It ended three times.',
    );
    act(() => app.store.setState({ engine: { state: 'ready', again: 0, message: null } }));
    expect(screen.queryByText('The converter does not start.')).toBeNull();
  });

  test('a queue that could not be read is told, and where it is, until that was read', () => {
    const { app } = open();
    const queue = {
      paused: 'no',
      active: false,
      waits: null,
      lanes: { video: 1, still: 2, audio: 1, copy: 1, transfer: 2 },
    } as const;
    act(() => app.store.setState({ queue }));
    expect(screen.queryByText(/could not be read/)).toBeNull();
    act(() => app.store.setState({ queue: { ...queue, setAside: '/state/queue.db.set-aside-1' } }));
    const line = (): HTMLElement | null =>
      screen.queryByText(/could not be read/)?.closest<HTMLElement>('[role="alert"]') ?? null;
    expect(line()?.textContent).toBe(
      'The queue could not be read, so an empty one took its place. The old one is kept as /state/queue.db.set-aside-1',
    );
    act(() =>
      within(line() ?? document.body)
        .getByRole('button', { name: 'Close' })
        .click(),
    );
    expect(line()).toBeNull();
  });

  test('a lost connection is told until it is back', () => {
    let tell: (state: 'lost' | 'back') => void = () => undefined;
    open({
      ...fakeBridge(),
      onConnection: (listener) => {
        const before = tell;
        tell = (state) => {
          before(state);
          listener(state);
        };
        return () => undefined;
      },
    });
    act(() => tell('lost'));
    expect(screen.getByText('The connection to Convoy is lost. Trying again.')).toBeTruthy();
    act(() => tell('back'));
    expect(screen.queryByText('The connection to Convoy is lost. Trying again.')).toBeNull();
  });
});

describe('look', () => {
  test('theme, rows, host and platform stand on the root of the page', () => {
    const { app } = open();
    const { dataset } = document.documentElement;
    act(() =>
      app.store.setState({ settings: { ...defaultAppSettings, appearance: 'dark', compactRows: true } }),
    );
    expect([dataset['theme'], dataset['rows']]).toEqual(['dark', 'compact']);
    act(() => app.store.setState({ settings: defaultAppSettings }));
    expect([dataset['theme'], dataset['rows']]).toEqual([undefined, 'normal']);
  });
});

describe('when all is done', () => {
  const done = { what: 'when_done', action: 'quit', seconds: 30 } as const;
  const quits = { settings: { ...defaultAppSettings, whenDone: 'quit' as const } };

  test('the countdown can be stopped', async () => {
    const user = userEvent.setup();
    const bridge = fakeBridge();
    const { app } = open(bridge);
    act(() => app.store.setState(quits));
    act(() => bridge.emit('shell:asked', done));
    expect(screen.getByRole('alertdialog', { name: 'Convoy quits in 30 s' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(bridge.inputsOf('shell:cancel_when_done')).toEqual([null]);
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
  });

  test('another choice ends it', () => {
    const bridge = fakeBridge();
    const { app } = open(bridge);
    act(() => app.store.setState(quits));
    act(() => bridge.emit('shell:asked', done));
    act(() => app.store.setState({ settings: { ...defaultAppSettings, whenDone: 'sleep' } }));
    expect(screen.queryByRole('alertdialog')).toBeNull();
  });

  test('new work ends it', () => {
    const bridge = fakeBridge();
    const { app } = open(bridge);
    act(() => app.store.setState(quits));
    act(() => bridge.emit('shell:asked', done));
    act(() => app.store.setState((state) => ({ queue: { ...state.queue, active: true } })));
    expect(screen.queryByRole('alertdialog')).toBeNull();
  });
});

test('files over the list show the drop panel', () => {
  open();
  const items = [{ kind: 'file', type: 'video/mp4' }];
  fireEvent.dragEnter(screen.getByText('the page'), {
    dataTransfer: { types: ['Files'], items, dropEffect: 'none' },
  });
  expect(screen.getByText('Drop 1 item')).toBeTruthy();
});
