// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { listenToCommands } from '../../../../renderer/keyboard/listen.ts';
import { goToRegion } from '../../../../renderer/keyboard/regions.ts';
import type { CommandId } from '../../../../renderer/keyboard/shortcuts.ts';
import { useCommand } from '../../../../renderer/keyboard/use-command.ts';
import { AppContext, createApp } from '../../../../renderer/store/store.ts';
import { SelectField } from '../../../../renderer/ui/select-field.tsx';
import { WordsProvider } from '../../../../renderer/words/words.tsx';
import { fakeBridge } from '../../../support/fake-bridge.ts';

const offs: (() => void)[] = [];
afterEach(() => {
  for (const off of offs.splice(0)) off();
  cleanup();
});

function Does({ id, run, enabled = true }: { id: CommandId; run: () => void; enabled?: boolean }) {
  useCommand(id, run, enabled);
  return null;
}

function start(children: React.ReactNode) {
  const bridge = fakeBridge();
  const app = createApp(bridge);
  offs.push(listenToCommands(app));
  const view = render(<AppContext value={app}>{children}</AppContext>);
  return { bridge, app, view };
}

test('keys run what is registered and enabled, the latest first', async () => {
  const user = userEvent.setup();
  const [first, second, off] = [vi.fn(), vi.fn(), vi.fn()];
  const { app, view } = start(
    <>
      <Does id="compare" run={first} />
      <Does id="compare" run={second} />
      <Does id="hold" run={off} enabled={false} />
    </>,
  );
  await user.keyboard('ch');
  view.rerender(
    <AppContext value={app}>
      <Does id="compare" run={first} />
    </AppContext>,
  );
  await user.keyboard('c');
  expect([first, second, off].map((one) => one.mock.calls.length)).toEqual([1, 1, 0]);
});

test('typing, menus and dialogs keep their keys', async () => {
  const user = userEvent.setup();
  const [compare, open, add] = [vi.fn(), vi.fn(), vi.fn()];
  start(
    <>
      <Does id="compare" run={compare} />
      <Does id="open_result" run={open} />
      <Does id="add_files" run={add} />
      <input aria-label="Search" />
      <div role="dialog" aria-label="Presets" tabIndex={0} />
      <div role="grid" aria-label="Queue" tabIndex={0}>
        <button type="button">Hold</button>
      </div>
    </>,
  );
  await user.click(screen.getByRole('textbox'));
  await user.keyboard('c{Enter}{Control>}o{/Control}');
  expect([compare, open, add].map((one) => one.mock.calls.length)).toEqual([0, 0, 1]);
  screen.getByRole('dialog').focus();
  await user.keyboard('c{Control>}o{/Control}');
  expect([compare, add].map((one) => one.mock.calls.length)).toEqual([0, 1]);
  screen.getByRole('button').focus();
  await user.keyboard('{Enter}');
  expect(open).not.toHaveBeenCalled();
  screen.getByRole('grid').focus();
  await user.keyboard('{Enter}c');
  expect([compare, open].map((one) => one.mock.calls.length)).toEqual([1, 1]);
});

test('menus of the system run commands by name; unknown names do nothing', () => {
  const add = vi.fn();
  const { bridge } = start(<Does id="add_folder" run={add} />);
  bridge.emit('shell:asked', { what: 'command', id: 'add_folder' });
  bridge.emit('shell:asked', { what: 'command', id: 'format_disk' });
  bridge.emit('shell:asked', { what: 'add', paths: ['/a'] });
  expect(add).toHaveBeenCalledOnce();
});

test('F6 goes through the regions and comes back to where one was', () => {
  render(
    <>
      <nav>
        <button type="button">Queue</button>
      </nav>
      <main>
        <div role="toolbar">
          <button type="button">Add</button>
          <button type="button">Search</button>
        </div>
        <div role="grid" aria-label="rows" tabIndex={0} />
        <div role="contentinfo">nothing to stop at</div>
      </main>
      <aside>
        <button type="button">Format</button>
      </aside>
    </>,
  );
  const names: (string | null)[] = [];
  const go = (direction: 1 | -1) => {
    goToRegion(direction);
    names.push(
      document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? null,
    );
  };
  go(1);
  go(1);
  go(1);
  screen.getByRole('button', { name: 'Search' }).focus();
  go(1);
  go(-1);
  go(-1);
  go(-1);
  expect(names).toEqual(['Queue', 'rows', 'Add', 'Format', 'Search', 'rows', 'Queue']);
});

test('the queue is run from a list of choices, too, which opens on Enter alone', async () => {
  const user = userEvent.setup();
  const run = vi.fn();
  start(
    <>
      <Does id="start_pause" run={run} />
      <WordsProvider locale="en">
        <SelectField
          value="a"
          options={[{ value: 'a', label: 'A' }]}
          onChange={() => undefined}
          ariaLabel="Letter"
        />
      </WordsProvider>
    </>,
  );
  act(() => screen.getByRole('combobox', { name: 'Letter' }).focus());
  await user.keyboard('{Control>}{Enter}{/Control}');
  expect(run).toHaveBeenCalledTimes(1);
  expect(screen.queryByRole('listbox')).toBeNull();
  await user.keyboard('{Enter}');
  expect(screen.getByRole('listbox')).toBeTruthy();
  await user.keyboard('{Control>}{Enter}{/Control}');
  expect(run).toHaveBeenCalledTimes(1);
});
