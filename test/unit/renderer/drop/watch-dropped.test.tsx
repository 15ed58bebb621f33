// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { DropPanel, dropWatch, useHovering } from '../../../../renderer/features/drop/index.ts';
import { AppContext, createApp } from '../../../../renderer/store/store.ts';
import { Toasts, dismissToast } from '../../../../renderer/ui/toast.tsx';
import { fakeBridge } from '../../../support/fake-bridge.ts';

afterEach(() => {
  act(() => dismissToast());
  cleanup();
});

function Window() {
  const hovering = useHovering();
  return (
    <>
      <nav>
        <button {...{ [dropWatch]: '' }}>Watch folders</button>
        <button>Queue</button>
      </nav>
      <main>the page</main>
      {hovering !== null && <DropPanel hovering={hovering} />}
      <Toasts />
    </>
  );
}

function open(place: 'queue' | 'watch', seesFiles = true) {
  const bridge = fakeBridge({
    seesFiles,
    answers: { 'queue:add': { batchId: null, added: 1, skipped: 0, firstId: null } },
  });
  const app = createApp(bridge, { place: { name: place }, loaded: true });
  render(
    <AppContext value={app}>
      <Window />
    </AppContext>,
  );
  return { bridge, app, draft: () => app.store.getState().watch.editor?.draft };
}

/** What a browser gives for a dragged file or folder. */
function carrying(name: string, isDirectory: boolean) {
  const files = [new File(['x'], name)];
  const entry = { name, isDirectory, isFile: !isDirectory };
  const items = [{ kind: 'file', type: '', webkitGetAsEntry: () => entry }];
  return { dataTransfer: { types: ['Files'], files, items, dropEffect: 'none' } };
}

describe('a folder begins a rule', () => {
  test('dropped onto the place, wherever one is', () => {
    const { app, draft, bridge } = open('queue');
    fireEvent.drop(screen.getByText('Watch folders'), carrying('Import', true));
    expect(draft()).toMatchObject({ id: null, folder: '/dropped/Import' });
    expect(app.store.getState()).toMatchObject({ place: { name: 'watch' }, inspector: { open: true } });
    expect(bridge.inputsOf('queue:add')).toEqual([]);
  });

  test('dropped onto the page, which says so; the place of the queue stays the queue', () => {
    const { draft, bridge } = open('watch');
    fireEvent.dragEnter(screen.getByText('the page'), carrying('Import', true));
    expect(screen.getByText('Drop a folder to watch it')).toBeTruthy();
    fireEvent.drop(screen.getByText('the page'), carrying('Import', true));
    expect(draft()?.folder).toBe('/dropped/Import');
    fireEvent.drop(screen.getByText('Queue'), carrying('Other', true));
    expect(bridge.inputsOf('queue:add')).toMatchObject([{ paths: ['/dropped/Other'] }]);
  });

  test('a file does not, and says why', async () => {
    const { draft } = open('watch');
    fireEvent.drop(screen.getByText('the page'), carrying('one.jpg', false));
    expect(await screen.findByText('A rule watches a folder. Drop a folder, not a file.')).toBeTruthy();
    expect(draft()).toBeUndefined();
  });

  test('where a browser does not say where it is, the rule begins without', async () => {
    const { draft } = open('watch', false);
    fireEvent.drop(screen.getByText('the page'), carrying('Import', true));
    expect(draft()).toMatchObject({ id: null, folder: '' });
    expect(await screen.findByText('A browser does not say where a folder is.')).toBeTruthy();
  });
});
