// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test } from 'vitest';
import { CallFailed } from '../../../../renderer/bridge/bridge.ts';
import {
  BrowseDialog,
  DropPanel,
  HoveringContext,
  SendingPanel,
  addPaths,
  chooseFiles,
  useHovering,
} from '../../../../renderer/features/drop/index.ts';
import { EmptyQueue } from '../../../../renderer/features/empty/index.ts';
import { AppContext, createApp } from '../../../../renderer/store/store.ts';
import { LiveRegion } from '../../../../renderer/ui/live-region.tsx';
import { Toasts, dismissToast } from '../../../../renderer/ui/toast.tsx';
import type { Hello } from '../../../../shared/ipc/shell-calls.ts';
import { builtInPresets } from '../../../../shared/model/built-in-presets.ts';
import { convoyError } from '../../../../shared/model/error.ts';
import { type FakeAnswers, fakeBridge } from '../../../support/fake-bridge.ts';

afterEach(() => {
  act(() => dismissToast());
  cleanup();
});

const added = { batchId: null, added: 2, skipped: 0, firstId: null };
const hello = (abilities: Partial<Hello['abilities']>): Hello => ({
  host: 'web',
  platform: 'linux',
  version: '0.1.0',
  locale: 'en',
  home: '/home/ada',
  downloads: '/home/ada/Downloads',
  abilities: {
    choose: false,
    browse: false,
    upload: false,
    show: false,
    drag: false,
    trash: false,
    notify: false,
    quit: false,
    sleep: false,
    shutDown: false,
    ...abilities,
  },
  links: [],
});

function Window() {
  const hovering = useHovering();
  return (
    <HoveringContext value={hovering}>
      <EmptyQueue />
      {hovering !== null && <DropPanel hovering={hovering} />}
      <BrowseDialog />
      <SendingPanel />
      <Toasts />
      <LiveRegion />
      <input aria-label="Search" />
    </HoveringContext>
  );
}

function open({
  answers = {},
  seesFiles = true,
  abilities = {},
}: { answers?: FakeAnswers; seesFiles?: boolean; abilities?: Partial<Hello['abilities']> } = {}) {
  const bridge = fakeBridge({ answers: { 'queue:add': added, ...answers }, seesFiles });
  const app = createApp(bridge, { presets: builtInPresets, hello: hello(abilities), loaded: true });
  render(
    <AppContext value={app}>
      <Window />
    </AppContext>,
  );
  return { bridge, app };
}

/** What a browser would give for dragged files. */
function carrying(...files: File[]) {
  const items = files.map((file) => ({
    kind: 'file',
    type: file.type,
    webkitGetAsEntry: () => ({
      name: file.name,
      isFile: true,
      isDirectory: false,
      file: (done: (one: File) => void) => done(file),
    }),
  }));
  return { dataTransfer: { types: ['Files'], files, items, dropEffect: 'none', getData: () => '' } };
}
/** What a browser would give for a dragged link. */
const link = (address: string) => ({
  dataTransfer: {
    types: ['text/uri-list', 'text/html'],
    files: [],
    items: [],
    dropEffect: 'none',
    getData: (type: string) => (type === 'text/uri-list' ? address : ''),
  },
});
const photo = new File(['x'], 'one.jpg', { type: 'image/jpeg' });

describe('dropping', () => {
  test('files over the window show what a drop does, until they leave', () => {
    open();
    fireEvent.dragEnter(document.body, carrying(photo, photo));
    expect(screen.getAllByText('Drop 2 items')).toHaveLength(2);
    expect(screen.getByText('Anywhere for “Web photo”, or onto a preset')).toBeTruthy();
    fireEvent.dragLeave(document.body, carrying(photo, photo));
    expect(screen.queryByText('Drop 2 items')).toBeNull();
  });

  test('a plain drop becomes what is set for the next files; a drop on a preset becomes that', async () => {
    const { bridge, app } = open();
    fireEvent.drop(document.body, carrying(photo));
    fireEvent.dragEnter(document.body, carrying(photo));
    const list = screen.getByRole('list', { name: 'Presets' });
    fireEvent.drop(within(list).getByText('Web photo'), carrying(photo));
    app.store.setState({ next: { kind: 'audio', presetId: null, options: { format: 'mp3' }, output: null } });
    fireEvent.drop(document.body, carrying(photo));
    await waitFor(() => expect(bridge.inputsOf('queue:add')).toHaveLength(3));
    const preset = builtInPresets.find(({ id }) => id === 'web_photo');
    expect(bridge.inputsOf('queue:add')).toEqual([
      { paths: ['/dropped/one.jpg'], choice: null },
      {
        paths: ['/dropped/one.jpg'],
        choice: { kind: 'image', presetId: 'web_photo', options: preset?.options, output: null },
      },
      {
        paths: ['/dropped/one.jpg'],
        choice: { kind: 'audio', presetId: null, options: { format: 'mp3' }, output: null },
      },
    ]);
  });

  test('a link becomes a job, on a preset that of the preset; a link of our own does not', async () => {
    const { bridge } = open();
    const dragged = link('https://example.org/v.mp4');
    fireEvent.dragEnter(document.body, dragged);
    expect(screen.getAllByText('Drop to add')).toHaveLength(2);
    const list = screen.getByRole('list', { name: 'Presets' });
    fireEvent.drop(within(list).getByText('Web photo'), dragged);
    fireEvent.drop(document.body, dragged);
    await waitFor(() => expect(bridge.inputsOf('queue:add')).toHaveLength(2));
    const options = builtInPresets.find(({ id }) => id === 'web_photo')?.options;
    expect(bridge.inputsOf('queue:add')).toEqual([
      {
        paths: ['https://example.org/v.mp4'],
        choice: { kind: 'image', presetId: 'web_photo', options, output: null },
      },
      { paths: ['https://example.org/v.mp4'], choice: null },
    ]);
    fireEvent.dragStart(screen.getByRole('textbox'));
    fireEvent.drop(document.body, dragged);
    fireEvent.dragEnd(document.body);
    expect(bridge.inputsOf('queue:add')).toHaveLength(2);
  });

  test('a picture out of a page comes by its address when it lies nowhere', async () => {
    const { bridge } = open();
    const dragged = link('https://example.org/one.jpg');
    fireEvent.drop(document.body, {
      dataTransfer: { ...dragged.dataTransfer, types: ['Files', 'text/uri-list'], items: [] },
    });
    await waitFor(() =>
      expect(bridge.inputsOf('queue:add')).toEqual([
        { paths: ['https://example.org/one.jpg'], choice: null },
      ]),
    );
  });

  test('a field that takes the file itself keeps it', () => {
    const { bridge } = open();
    const field = screen.getByRole('textbox');
    field.addEventListener('drop', (event) => event.preventDefault());
    fireEvent.drop(field, carrying(photo));
    expect(bridge.calls).toEqual([]);
  });

  test('a host that cannot see the files is sent them', async () => {
    const { bridge } = open({ seesFiles: false });
    fireEvent.drop(document.body, carrying(photo));
    await waitFor(() =>
      expect(bridge.inputsOf('queue:add')).toEqual([{ paths: ['/sent/one.jpg'], choice: null }]),
    );
    expect(screen.queryByText(/Sending/)).toBeNull();
  });
});

describe('pasting', () => {
  const paste = (text: string, target: Element = document.body) =>
    fireEvent.paste(target, { clipboardData: { files: [], items: [], getData: () => text } });

  test('paths and addresses are added, in their order', async () => {
    const { bridge } = open();
    paste('/a.mov\nhttps://example.org/v.mp4\ns3://films/v.mov');
    const paths = ['/a.mov', 'https://example.org/v.mp4', 's3://films/v.mov'];
    await waitFor(() => expect(bridge.inputsOf('queue:add')).toEqual([{ paths, choice: null }]));
  });

  test('what is neither is said to be nothing', async () => {
    const { bridge } = open();
    paste('Dear Anna,');
    expect(await screen.findByText('There are no files, paths or addresses to paste.')).toBeTruthy();
    expect(bridge.calls).toEqual([]);
  });

  test('text that is pasted into a field stays there', () => {
    const { bridge } = open();
    paste('/a.mov', screen.getByRole('textbox'));
    expect(bridge.calls).toEqual([]);
  });
});

describe('adding', () => {
  test('says what came in, and what was left alone', async () => {
    const { app } = open({ answers: { 'queue:add': { ...added, added: 40, skipped: 1 } } });
    await act(() => addPaths(app, ['/a']));
    // Messages of the tests before may still be pacing the live region.
    const said = /Added 40 files\. 1 file is not a picture, sound or video\./;
    expect(await screen.findByText(said, undefined, { timeout: 7000 })).toBeTruthy();
  });

  test('says what a folder held besides', async () => {
    const leftAlone = [
      { extension: 'cr3', count: 1200 },
      { extension: 'xmp', count: 3 },
      { extension: '', count: 1 },
      { extension: 'txt', count: 1 },
    ];
    const { app } = open({ answers: { 'queue:add': { ...added, leftAlone } } });
    await act(() => addPaths(app, ['/wedding']));
    expect(await screen.findByText('1,205 other files were left alone')).toBeTruthy();
    expect(screen.getByText('1,200 CR3, 3 XMP, 1 without an extension, 1 more')).toBeTruthy();
  });

  test('says when there was nothing in it, and why it was refused', async () => {
    const { app } = open({ answers: { 'queue:add': { ...added, added: 0 } } });
    await act(() => addPaths(app, ['/empty']));
    expect(await screen.findByText('There is no picture, sound or video in it.')).toBeTruthy();
    cleanup();

    const refused = open({
      answers: {
        'queue:add': () => {
          throw new CallFailed(convoyError('input_not_found', { file: 'a.mov' }));
        },
      },
    });
    await act(() => addPaths(refused.app, ['/a.mov']));
    expect(await screen.findByText('“a.mov” is not there.')).toBeTruthy();
  });

  test('chooses by the dialog of the system where there is one', async () => {
    const { bridge, app } = open({
      abilities: { choose: true },
      answers: { 'shell:choose': { paths: ['/m/a.mov'], text: null } },
    });
    await act(() => chooseFiles(app));
    expect(bridge.calls).toEqual([
      { name: 'shell:choose', input: { what: 'files' } },
      { name: 'queue:add', input: { paths: ['/m/a.mov'], choice: null } },
    ]);
  });

  test('or by the folders of the host', async () => {
    const user = userEvent.setup();
    const entries = [
      { name: '2026', path: '/srv/2026', folder: true, bytes: null },
      { name: 'a.mov', path: '/srv/a.mov', folder: false, bytes: 2_410_000 },
    ];
    const { bridge } = open({
      abilities: { browse: true },
      answers: {
        'files:browse': ({ folder }) =>
          folder === '/srv/2026'
            ? { folder, parent: '/srv', entries: entries.slice(1) }
            : { folder, parent: null, entries },
      },
    });
    await user.click(screen.getByRole('button', { name: 'Choose files…' }));
    await user.click(await screen.findByRole('button', { name: 'Open 2026' }));
    const dialog = screen.getByRole('dialog', { name: 'Add files' });
    await within(dialog).findByText('/srv/2026');
    await user.click(within(dialog).getByRole('checkbox', { name: 'a.mov' }));
    await user.click(within(dialog).getByRole('button', { name: 'Add 1 file' }));
    await waitFor(() =>
      expect(bridge.inputsOf('queue:add')).toEqual([{ paths: ['/srv/a.mov'], choice: null }]),
    );
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  describe('a folder that is still being read', () => {
    const folderEntry = (name: string, path: string) => ({ name, path, folder: true, bytes: null });
    const roots = { folder: null, parent: null, entries: [folderEntry('srv', '/srv')] };

    /** The dialog for the folder of results; what is in `/srv/2026` is answered when the test says so. */
    async function browsing() {
      const slow: { answer: () => void; refuse: () => void }[] = [];
      const { bridge, app } = open({
        abilities: { browse: true },
        answers: {
          'files:browse': ({ folder }) => {
            if (folder === null) return roots;
            if (folder === '/srv')
              return { folder, parent: null, entries: [folderEntry('2026', '/srv/2026')] };
            return new Promise((resolve, reject) =>
              slow.push({
                answer: () => resolve({ folder, parent: '/srv', entries: [] }),
                refuse: () => reject(new CallFailed(convoyError('input_unreadable', { file: '2026' }))),
              }),
            );
          },
        },
      });
      act(() => app.store.setState({ dialog: { name: 'browse', for: 'output_folder' } }));
      const user = userEvent.setup();
      const dialog = within(await screen.findByRole('dialog'));
      await user.click(await dialog.findByRole('button', { name: 'Open srv' }));
      await dialog.findByText('/srv');
      await user.click(await dialog.findByRole('button', { name: 'Open 2026' }));
      await waitFor(() => expect(slow).toHaveLength(1));
      await user.click(dialog.getByRole('button', { name: 'Use this folder' }));
      const chosen = () => bridge.inputsOf('settings:change');
      return { dialog, user, chosen, slow: slow[0] };
    }

    test('is the one that is used, not its parent', async () => {
      const { chosen, slow } = await browsing();
      expect(chosen()).toEqual([]);
      slow?.answer();
      await waitFor(() => expect(chosen()).toEqual([{ change: { outputFolder: '/srv/2026' } }]));
      expect(screen.queryByRole('dialog')).toBeNull();
    });

    test('is not used when it cannot be read; then what is shown can be', async () => {
      const { dialog, user, chosen, slow } = await browsing();
      slow?.refuse();
      await dialog.findByRole('alert');
      expect(chosen()).toEqual([]);
      await user.click(dialog.getByRole('button', { name: 'Use this folder' }));
      await waitFor(() => expect(chosen()).toEqual([{ change: { outputFolder: '/srv' } }]));
    });

    test('is not used when the dialog was closed meanwhile', async () => {
      const { user, chosen, slow } = await browsing();
      await user.keyboard('{Escape}');
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
      slow?.answer();
      await act(() => Promise.resolve());
      expect(chosen()).toEqual([]);
    });
  });
});
