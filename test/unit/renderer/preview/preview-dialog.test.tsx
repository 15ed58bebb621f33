// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Comparison, Output } from '../../../../shared/ipc/contract.ts';
import type { Row } from '../../../../shared/ipc/row.ts';
import { convoyError } from '../../../../shared/model/error.ts';
import { CallFailed } from '../../../../renderer/bridge/bridge.ts';
import { PreviewDialog } from '../../../../renderer/features/preview/index.ts';
import type { FakeAnswers } from '../../../support/fake-bridge.ts';
import { aRow, done, failed, jobId, photo, sound, toWebp } from '../rows.ts';
import { hello, webHello, windowOf } from '../window-of.tsx';

// A player of a page in memory plays nothing; what matters here is which one is there and with what.
beforeEach(() => {
  vi.spyOn(HTMLMediaElement.prototype, 'load').mockReturnValue(undefined);
  vi.spyOn(HTMLMediaElement.prototype, 'pause').mockReturnValue(undefined);
});
afterEach(() => vi.restoreAllMocks());

const jpeg = { ...photo, format: 'jpeg' };
const picture = (n: number, change: Partial<Row> = {}): Row =>
  aRow(n, { name: `photo ${n}.jpg`, kind: 'image', media: jpeg, plan: toWebp, ...change });

const frame = { width: 2560, height: 1920, mime: 'image/png' };
const comparison = {
  before: { key: 'before', ...frame },
  after: { key: 'after', ...frame },
} as unknown as Comparison;

function show(rows: readonly Row[], answers: FakeAnswers = {}, host = hello) {
  const [first] = rows;
  const window = windowOf(
    <>
      <div role="grid" aria-label="Queue" tabIndex={0} />
      <PreviewDialog />
    </>,
    {
      state: {
        hello: host,
        rows: {
          byId: new Map(rows.map((row) => [row.id, row])),
          order: rows.map((row) => row.id),
          revision: 1,
        },
        dialog: first === undefined ? null : { name: 'preview', id: first.id },
      },
      answers: {
        'compare:render': { ok: true, comparison },
        'compare:original': { ok: true, original: comparison.before },
        ...answers,
      },
    },
  );
  const { store } = window.app;
  return { ...window, user: userEvent.setup(), dialog: () => store.getState().dialog, store };
}

const dialog = (name: string) => screen.findByRole('dialog', { name });
const query = (selector: string) => document.querySelector(selector);

describe('the preview', () => {
  it('shows the result of a file that has one, and the original beside it', async () => {
    const { user } = show([
      picture(1, { ...done(1), kind: 'image', media: jpeg, resultName: 'photo 1.webp', finishedAt: 7 }),
    ]);
    const shown = within(await dialog('photo 1.webp'));
    expect(shown.getByRole('img', { name: 'photo 1.webp, result' }).getAttribute('src')).toBe(
      `/media/file/${jobId(1)}/result?v=7`,
    );
    expect(shown.getByRole('list').textContent).toContain('610 MB');
    await user.click(shown.getByRole('radio', { name: 'Original' }));
    const original = within(await dialog('clip 1.mov'));
    expect(original.getByRole('img').getAttribute('src')).toBe(`/media/file/${jobId(1)}/input`);
  });

  it('of a file without a result shows the original and offers nothing else', async () => {
    show([picture(1)]);
    const shown = within(await dialog('photo 1.jpg'));
    expect(shown.queryByRole('radiogroup', { name: 'Which file' })).toBeNull();
    expect(shown.getByRole('radio', { name: 'Fit', checked: true })).toBeTruthy();
  });

  it('goes on showing the original when the result comes meanwhile', async () => {
    const { store } = show([picture(1)]);
    await dialog('photo 1.jpg');
    const row = { ...done(1), name: 'photo 1.jpg', kind: 'image', media: jpeg } as Row;
    store.setState({ rows: { byId: new Map([[row.id, row]]), order: [row.id], revision: 2 } });
    await screen.findByRole('radio', { name: 'Original', checked: true });
    expect(screen.getByRole('dialog', { name: 'photo 1.jpg' })).toBeTruthy();
  });

  it('goes through the list with the arrows, with the selection, and stops at its ends', async () => {
    const { user, store } = show([picture(1), picture(2), picture(3)]);
    await dialog('photo 1.jpg');
    await user.keyboard('{ArrowUp}');
    await dialog('photo 1.jpg');
    await user.keyboard('{ArrowDown}{ArrowDown}');
    await dialog('photo 3.jpg');
    expect([...store.getState().selection.ids]).toEqual([jobId(3)]);
    expect(screen.getByText('3 of 3')).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Next file' }).disabled).toBe(true);
    await user.click(screen.getByRole('button', { name: 'Previous file' }));
    await dialog('photo 2.jpg');
  });

  it('is left with Space, and the list has the keyboard again', async () => {
    const { user, dialog: state } = show([picture(1)]);
    await dialog('photo 1.jpg');
    await user.keyboard(' ');
    expect(state()).toBeNull();
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('grid')));
  });

  it('is left with Esc', async () => {
    const { user, dialog: state } = show([picture(1)]);
    await dialog('photo 1.jpg');
    await user.keyboard('{Escape}');
    expect(state()).toBeNull();
  });

  it('stays open while the Space that opened it is held down', async () => {
    const { dialog: state } = show([picture(1)]);
    const shown = await dialog('photo 1.jpg');
    fireEvent.keyDown(shown, { key: ' ', repeat: true });
    fireEvent.keyUp(shown, { key: ' ' });
    expect(state()).not.toBeNull();
  });

  it('leaves Space and the arrows to what uses them', async () => {
    const { user, dialog: state } = show([picture(1), picture(2)]);
    await dialog('photo 1.jpg');
    screen.getByRole('radio', { name: 'Fit' }).focus();
    await user.keyboard('{ArrowDown}');
    expect(screen.getByRole('radio', { name: '100%', checked: true })).toBeTruthy();
    await user.keyboard(' ');
    expect(state()).toEqual({ name: 'preview', id: jobId(1) });
    expect(screen.getByRole('group', { name: 'The picture, larger than its place' })).toBeTruthy();
  });

  it('closes when the file leaves the queue', async () => {
    const { store, dialog: state } = show([picture(1)]);
    await dialog('photo 1.jpg');
    store.setState({ rows: { byId: new Map(), order: [], revision: 2 } });
    await waitFor(() => expect(state()).toBeNull());
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('a film', () => {
  it('is played by the browser', async () => {
    show([aRow(1)]);
    await dialog('clip 1.mov');
    const video = query('video') as HTMLVideoElement | null;
    expect([video?.getAttribute('src'), video?.controls, video?.getAttribute('aria-label')]).toEqual([
      `/media/file/${jobId(1)}/input`,
      true,
      'clip 1.mov, original',
    ]);
    expect(screen.queryByRole('radiogroup', { name: 'Zoom' })).toBeNull();
  });

  it('that the browser cannot play says so, and another program is offered', async () => {
    const { user, bridge } = show([aRow(1)]);
    await dialog('clip 1.mov');
    fireEvent.error(query('video') as Element);
    expect(screen.getByRole('status').textContent).toContain('MOV HEVC cannot be played in the window.');
    await user.click(within(screen.getByRole('status')).getByRole('button'));
    expect(bridge.inputsOf('shell:open')).toEqual([{ id: jobId(1), which: 'input' }]);
  });

  it('of which only the sound can be played counts as one that cannot', async () => {
    show([aRow(1)]);
    await dialog('clip 1.mov');
    const video = query('video') as Element;
    Object.defineProperty(video, 'videoWidth', { value: 0 });
    fireEvent.loadedMetadata(video);
    expect(screen.getByRole('status').textContent).toContain('cannot be played');
  });

  it('is not offered a program in a browser, but a tab', async () => {
    show([aRow(1)], {}, webHello);
    await dialog('clip 1.mov');
    expect(screen.getByRole('button', { name: 'Open in a new tab' })).toBeTruthy();
  });

  it('that cannot be opened says why', async () => {
    const error = convoyError('input_not_found', { file: 'clip 1.mov' });
    const { user } = show([aRow(1)], {
      'shell:open': () => {
        throw new CallFailed(error);
      },
    });
    await dialog('clip 1.mov');
    await user.click(screen.getByRole('button', { name: 'Open in its own program' }));
    expect(await screen.findByText(error.message)).toBeTruthy();
  });
});

describe('other files', () => {
  it('sound has a player below its cover', async () => {
    show([aRow(1, { media: sound, kind: 'audio' })]);
    await dialog('clip 1.mov');
    expect(query('audio')?.getAttribute('src')).toBe(`/media/file/${jobId(1)}/input`);
    expect(query('audio')?.parentElement?.querySelector('img')?.getAttribute('src')).toBe(
      `/media/thumb/${jobId(1)}/input?v=1`,
    );
  });

  it('a picture that no browser reads is made by the engine, once', async () => {
    const { user, bridge } = show([picture(1, { media: photo }), picture(2)]);
    await dialog('photo 1.jpg');
    const made = await screen.findByRole('img', { name: 'photo 1.jpg, original' });
    expect(made.getAttribute('src')).toBe('/media/compare/before');
    expect(screen.getByText(/^shown as 2560/)).toBeTruthy();
    await user.keyboard('{ArrowDown}{ArrowUp}');
    await dialog('photo 1.jpg');
    expect(screen.getByRole('img').getAttribute('src')).toBe('/media/compare/before');
    expect(bridge.inputsOf('compare:original')).toEqual([{ id: jobId(1) }]);
    // The engine forgot it meanwhile: it is made again.
    fireEvent.error(screen.getByRole('img'));
    expect(await screen.findByRole('img')).toBeTruthy();
    expect(bridge.inputsOf('compare:original').length).toBe(2);
    // Its result is nobody's business here, and takes as long again.
    expect(bridge.inputsOf('compare:render')).toEqual([]);
    fireEvent.error(screen.getByRole('img'));
    expect(screen.getByRole('status').textContent).toContain('This picture cannot be shown in the window.');
  });

  it('one that is still being made is stopped when nobody waits for it', async () => {
    const { user, bridge } = show([picture(1, { media: photo }), picture(2)], {
      'compare:original': () => new Promise<Output<'compare:original'>>(() => undefined),
    });
    await dialog('photo 1.jpg');
    expect(screen.getByRole('status').textContent).toBe('Making a picture of it that can be shown here');
    await user.keyboard('{ArrowDown}');
    await dialog('photo 2.jpg');
    expect(bridge.inputsOf('compare:cancel')).toEqual([{ id: jobId(1) }]);
    await user.keyboard('{Escape}');
    expect(bridge.inputsOf('compare:cancel').length).toBe(1);
  });

  it('one that cannot be made says why', async () => {
    const error = convoyError('encoder_missing');
    show([picture(1, { media: photo })], { 'compare:original': { ok: false, error } });
    await screen.findByText('This picture cannot be shown in the window.');
    expect(screen.getByRole('status').textContent).toContain(error.message);
  });

  it('a picture that the browser refuses after all is made, too', async () => {
    show([picture(1)]);
    await dialog('photo 1.jpg');
    fireEvent.error(screen.getByRole('img'));
    await waitFor(() => expect(screen.getByRole('img').getAttribute('src')).toBe('/media/compare/before'));
  });

  it('one that is no media says what the engine says of it', async () => {
    const row = failed(1, { media: null });
    show([row]);
    await dialog('clip 1.mov');
    expect(screen.getByRole('status').textContent).toContain(row.error?.message);
  });

  it('one that is not read yet is waited for', async () => {
    const { store } = show([aRow(1, { media: null, plan: null })]);
    await screen.findByText('The file is still being read.');
    store.setState({ rows: { byId: new Map([[jobId(1), aRow(1)]]), order: [jobId(1)], revision: 2 } });
    await waitFor(() => expect(query('video')).toBeTruthy());
  });
});
