// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { Output } from '../../../../shared/ipc/contract.ts';
import type { Row } from '../../../../shared/ipc/row.ts';
import { convoyError } from '../../../../shared/model/error.ts';
import { ComparePage } from '../../../../renderer/features/compare/index.ts';
import type { FakeAnswers } from '../../../support/fake-bridge.ts';
import { aRow, done, photo, running, sound, toWebp } from '../rows.ts';
import { windowOf } from '../window-of.tsx';

const bytes: Readonly<Record<string, number>> = {
  very_low: 150_000_000,
  low: 320_000_000,
  medium: 610_000_000,
  high: 910_000_000,
  very_high: 1_400_000_000,
};

function page(row: Row, answers: FakeAnswers = {}, at: number | null = 123.48) {
  const shown = windowOf(<ComparePage />, {
    state: {
      place: { name: 'compare', id: row.id },
      rows: { byId: new Map([[row.id, row]]), order: [row.id], revision: 1 },
    },
    answers: {
      'jobs:get': {
        options: { format: 'mp4', codec: 'h264', height: 1080 },
      } as unknown as Output<'jobs:get'>,
      'jobs:edit': { changed: 1, refused: [] },
      'jobs:retry': { retried: 1, refused: [] },
      'compare:original': {
        ok: true,
        original: { key: 'before', width: 3840, height: 2160, mime: 'image/png' },
      },
      'compare:render': (input) => {
        const asked = input.change?.options?.['quality'];
        const word = typeof asked === 'string' ? asked : 'medium';
        return {
          ok: true,
          comparison: {
            before: { key: 'before', width: 3840, height: 2160, mime: 'image/png' },
            after: { key: `after-${word}`, width: 1920, height: 1080, mime: 'image/png' },
            bytesBefore: 4_820_000_000,
            bytesAfter: bytes[word] ?? null,
            exact: at === null,
            at: input.at ?? at,
            took: 0.5,
          },
        };
      },
      ...answers,
    },
  });
  return { ...shown, user: userEvent.setup() };
}

const group = (name: string) => within(screen.getByRole('radiogroup', { name }));
const result = () => screen.getByRole('img', { name: 'Result' });

describe('a video', () => {
  const row = aRow(1, { name: 'harbour dawn.MOV', presetId: 'web_video' });

  it('shows both sides with their sizes, the time and the sizes of all qualities', async () => {
    page(row);
    expect(screen.getByRole('status').textContent).toBe('Making this frame');
    expect((await screen.findByRole('img', { name: 'Original' })).getAttribute('src')).toBe(
      '/media/compare/before',
    );
    expect(result().getAttribute('src')).toBe('/media/compare/after-medium');
    expect(screen.getByRole('heading').textContent).toContain('harbour dawn.MOV');
    const stage = screen.getByRole('group', { name: 'Original and result' });
    expect(stage.textContent).toBe('Before4.82 GBHEVC 4K HDR, 100 Mb/sAfter~610 MBH.264 1080p, Medium');
    expect(screen.getByText('2:03.480')).toBeTruthy();
    expect(screen.getByText('frame 6,174')).toBeTruthy();
    expect(group('Quality').getByRole('radio', { checked: true }).textContent).toBe('Medium~610 MB');
    await waitFor(() =>
      expect(
        group('Quality')
          .getAllByRole('radio')
          .map((one) => one.textContent),
      ).toEqual(['Very low~150 MB', 'Low~320 MB', 'Medium~610 MB', 'High~910 MB', 'Very high~1.4 GB']),
    );
  });

  it('renders a chosen quality, and Use writes it back and returns to the row', async () => {
    const { user, bridge, app } = page(row);
    await screen.findByRole('img', { name: 'Result' });
    await user.click(group('Quality').getByRole('radio', { name: /^High/ }));
    await waitFor(() => expect(result().getAttribute('src')).toBe('/media/compare/after-high'));
    expect(screen.getByText('Web video, changed')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Use High' }));
    await waitFor(() => expect(app.store.getState().place).toEqual({ name: 'queue' }));
    expect(bridge.inputsOf('jobs:edit')).toEqual([
      { ids: [row.id], change: { options: { quality: 'high' } } },
    ]);
    expect(app.store.getState().selection).toEqual({ ids: new Set([row.id]), anchor: row.id, focus: row.id });
  });

  it('changes nothing when the quality is what it was', async () => {
    const { user, bridge, app } = page(row);
    await user.click(await screen.findByRole('button', { name: 'Use Medium' }));
    expect(app.store.getState().place).toEqual({ name: 'queue' });
    expect(bridge.inputsOf('jobs:edit')).toEqual([]);
  });

  it('says why a quality was refused, and stays', async () => {
    const error = convoyError('conflict');
    const { user, app } = page(row, { 'jobs:edit': { changed: 0, refused: [{ id: row.id, error }] } });
    await screen.findByRole('img', { name: 'Result' });
    await user.click(group('Quality').getByRole('radio', { name: /^Low/ }));
    await user.click(await screen.findByRole('button', { name: 'Use Low' }));
    expect(await screen.findByText(error.message)).toBeTruthy();
    expect(app.store.getState().place.name).toBe('compare');
  });

  it('steps frame by frame', async () => {
    const { user, bridge } = page(row);
    await user.click(await screen.findByRole('button', { name: 'One frame forward' }));
    expect(bridge.inputsOf('compare:render').some(({ at }) => at === 123.5)).toBe(true);
    await waitFor(() => expect(screen.getByText('2:03.500')).toBeTruthy());
    await user.click(screen.getByRole('button', { name: 'One frame back' }));
    await waitFor(() => expect(screen.getByText('2:03.480')).toBeTruthy());
  });

  it('goes to another time when the line is let go', async () => {
    const { bridge } = page(row);
    const line = await screen.findByRole('slider', { name: 'Time in the file' });
    fireEvent.change(line, { target: { value: '60' } });
    expect(screen.getByText('1:00.000')).toBeTruthy();
    expect(bridge.inputsOf('compare:render').some(({ at }) => at === 60)).toBe(false);
    fireEvent.pointerUp(line);
    await waitFor(() => expect(bridge.inputsOf('compare:render').some(({ at }) => at === 60)).toBe(true));
  });

  it('moves the split with the keys', async () => {
    const { user } = page(row);
    const split = await screen.findByRole('slider', { name: /Original to the left/ });
    split.focus();
    await user.keyboard('{ArrowRight}');
    expect(split.getAttribute('aria-valuetext')).toBe('52% original');
    await user.keyboard('{Home}');
    expect(split.getAttribute('aria-valuenow')).toBe('0');
  });

  it('shows only the original while Space is held', async () => {
    page(row);
    const stage = await screen.findByRole('group', { name: 'Original and result' });
    fireEvent.keyDown(stage, { key: ' ' });
    expect(stage.textContent).not.toContain('After');
    expect(stage.style.getPropertyValue('--split')).toBe('100%');
    fireEvent.keyUp(stage, { key: ' ' });
    expect(stage.textContent).toContain('After');
  });

  it('leaves Space to a button that has the focus', async () => {
    page(row);
    const stage = await screen.findByRole('group', { name: 'Original and result' });
    fireEvent.keyDown(screen.getByRole('button', { name: 'One frame back' }), { key: ' ' });
    expect(stage.textContent).toContain('After');
  });

  it('lies side by side, or as the difference', async () => {
    const { user } = page(row);
    await screen.findByRole('img', { name: 'Result' });
    await user.click(group('Way to compare').getByRole('radio', { name: 'Side by side' }));
    expect(screen.queryByRole('slider', { name: /Original to the left/ })).toBeNull();
    expect(screen.getAllByRole('img')).toHaveLength(2);
    await user.click(group('Way to compare').getByRole('radio', { name: 'Difference' }));
    expect(screen.getByText('Four times as bright as it is')).toBeTruthy();
  });

  it('is moved with the keys when it is larger than the stage', async () => {
    const { user } = page(row);
    const stage = await screen.findByRole('group', { name: 'Original and result' });
    await user.click(group('Zoom').getByRole('radio', { name: '100%' }));
    expect(stage.style.getPropertyValue('--w')).toBe('3840px');
    stage.focus();
    await user.keyboard('{ArrowLeft}{ArrowDown}');
    expect([stage.style.getPropertyValue('--x'), stage.style.getPropertyValue('--y')]).toEqual([
      '40px',
      '-40px',
    ]);
  });
});

describe('other files', () => {
  it('a photo shows its original first, and its result when that is made', async () => {
    let finish: (answer: Output<'compare:render'>) => void = () => undefined;
    const before = { key: 'before', width: 3840, height: 2160, mime: 'image/jpeg' };
    page(
      aRow(1, { kind: 'image', media: photo, plan: toWebp }),
      {
        'compare:original': { ok: true, original: before },
        'compare:render': () => new Promise<Output<'compare:render'>>((answer) => (finish = answer)),
      },
      null,
    );
    const stage = await screen.findByRole('group', { name: 'Original and result' });
    expect(within(stage).getByRole('img', { name: 'Original' })).toBeTruthy();
    expect(within(stage).queryByRole('img', { name: 'Result' })).toBeNull();
    expect(within(stage).queryByRole('slider')).toBeNull();
    expect(within(stage).getByRole('progressbar', { name: 'Making the result of this frame' })).toBeTruthy();
    expect(stage.textContent).toContain('After…');
    const after = { ...before, key: 'after' };
    const sizes = { bytesBefore: 10, bytesAfter: 5, exact: true, at: null, took: 1 };
    finish({ ok: true, comparison: { before, after, ...sizes } });
    await screen.findByRole('img', { name: 'Result' });
    expect(screen.getByRole('group', { name: 'Original and result' })).toBe(stage);
    expect(stage.textContent).toContain('After5 B');
  });

  it('a photo has no time, and its sizes are exact', async () => {
    page(aRow(1, { kind: 'image', media: photo, plan: toWebp }), {}, null);
    await screen.findByRole('img', { name: 'Result' });
    const stage = screen.getByRole('group', { name: 'Original and result' });
    expect(stage.textContent).toBe('Before4.82 GBHEIC 12 MPAfter610 MBWebP 1600\u202f×\u202f1200, Medium');
    expect(screen.queryByRole('slider', { name: 'Time in the file' })).toBeNull();
  });

  it('one that has ended is converted again', async () => {
    const row = done(1);
    const { user, bridge } = page(row);
    await screen.findByRole('img', { name: 'Result' });
    await user.click(group('Quality').getByRole('radio', { name: /^Low/ }));
    await user.click(screen.getByRole('button', { name: 'Convert again with Low' }));
    expect(bridge.inputsOf('jobs:retry')).toEqual([
      { ids: [row.id], change: { options: { quality: 'low' } } },
    ]);
  });

  it('one that is being converted cannot be changed, and says so', async () => {
    page(running(1));
    await screen.findByRole('img', { name: 'Result' });
    expect(screen.getByText('It is being converted now. Cancel it to change its quality.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Use/ })).toBeNull();
  });

  it('sound has nothing to look at, and nothing is asked', async () => {
    const { user, bridge, app } = page(aRow(1, { media: sound, kind: 'audio' }));
    expect(screen.getByText('There is no picture in this file.')).toBeTruthy();
    expect(bridge.calls).toEqual([]);
    await user.click(screen.getAllByRole('button', { name: 'Back to the queue' })[0] as HTMLElement);
    expect(app.store.getState().place).toEqual({ name: 'queue' });
  });

  it('what cannot be rendered says why', async () => {
    const error = convoyError('encoder_missing', { hint: 'Get a newer ffmpeg.' });
    page(aRow(1), { 'compare:render': { ok: false, error } });
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toBe(`${error.message}Get a newer ffmpeg.`);
  });

  it('one that was removed meanwhile says so', async () => {
    const { app } = page(aRow(1));
    await screen.findByRole('img', { name: 'Result' });
    app.store.setState({ rows: { byId: new Map(), order: [], revision: 2 } });
    expect(await screen.findByText('This file is not in the queue any more.')).toBeTruthy();
  });
});
