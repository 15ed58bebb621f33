// @vitest-environment happy-dom
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Output } from '../../../../shared/ipc/contract.ts';
import { convoyError } from '../../../../shared/model/error.ts';
import { noSelection } from '../../../../renderer/store/selection.ts';
import { brief, idOf, planBrief, planView, row } from './fixtures.ts';
import { show } from './show-inspector.tsx';

beforeEach(() => localStorage.clear());
afterEach(cleanup);

describe('no file', () => {
  it('leads to the files that wait in the list, and says nothing of them when there are none', async () => {
    const rows = [1, 2, 3].map((n) => row({ id: idOf(n), status: n === 3 ? 'succeeded' : 'queued' }));
    const { app, user } = show(rows, {}, { selection: noSelection });
    const panel = screen.getByRole('complementary', { name: 'Options for the next files' });
    await user.click(within(panel).getByRole('button', { name: 'Change the 2 files in the list' }));
    expect([...app.store.getState().selection.ids]).toEqual([idOf(1), idOf(2)]);
    expect(document.activeElement).toBe(panel);
    expect(screen.getByRole('complementary', { name: 'Options of 2 files' })).toBe(panel);
    cleanup();
    show([row({ status: 'succeeded' })], {}, { selection: noSelection });
    expect(screen.queryByRole('button', { name: /in the list$/ })).toBeNull();
  });
});

describe('one file', () => {
  it('is named with its facts, and its kinds that it cannot become say why', async () => {
    show([row({ media: brief({ audioCodec: null }) })]);
    const panel = screen.getByRole('complementary', { name: 'Options of A7S3_0412 harbour dawn.MOV' });
    expect(within(panel).getByText(/^3840.×.2160, 50 fps, HEVC 10-bit HDR$/)).toBeTruthy();
    const kinds = await screen.findByRole('radiogroup', { name: 'Kind' });
    expect(within(kinds).getByRole('radio', { name: 'Video' }).getAttribute('aria-checked')).toBe('true');
    expect(within(kinds).getByRole('radio', { name: 'Audio' }).hasAttribute('disabled')).toBe(true);
    expect(screen.getByText('There is no sound in this file.')).toBeTruthy();
  });

  it('sends one changed option after a moment, and shows it at once', async () => {
    const { bridge, user } = show([row()]);
    const slider = await screen.findByRole('slider', { name: 'Quality' });
    slider.focus();
    await user.keyboard('{ArrowRight}');
    expect(slider.getAttribute('aria-valuetext')).toBe('High');
    await waitFor(() =>
      expect(bridge.inputsOf('jobs:edit')).toEqual([
        { ids: [idOf(1)], change: { options: { quality: 'high' } } },
      ]),
    );
    await waitFor(() => expect(bridge.inputsOf('jobs:plan')).toHaveLength(2));
  });

  it('says a wrong value at its field and does not send it', async () => {
    const { bridge, user } = show([row()]);
    const width = await screen.findByRole('textbox', { name: 'Width' });
    await user.clear(width);
    await user.type(width, 'wide{Enter}');
    expect(screen.getByText(/“wide” is not a size/)).toBeTruthy();
    expect(width.getAttribute('aria-invalid')).toBe('true');
    await user.clear(width);
    await user.type(width, '20000{Enter}');
    expect(screen.getByText(/^Width cannot be 20000 px. Give 1 to 16,383 px/)).toBeTruthy();
    await user.clear(width);
    await user.type(width, '1280{Enter}');
    await waitFor(() =>
      expect(bridge.inputsOf('jobs:edit').at(-1)).toEqual({
        ids: [idOf(1)],
        change: { options: { width: 1280 } },
      }),
    );
    expect(bridge.inputsOf('jobs:edit').some(({ change }) => change.options?.['width'] === 20000)).toBe(
      false,
    );
  });

  it('knows where the file ends', async () => {
    const { user } = show([row()]);
    await user.click(await screen.findByRole('button', { name: /^Trim/ }));
    await user.type(screen.getByRole('textbox', { name: 'Start' }), '7:10{Enter}');
    expect(
      screen.getByText('Start is past the end of the file, 6:24. Give a time before 6:24.'),
    ).toBeTruthy();
  });

  it('shows what the engine refused at its field', async () => {
    const error = convoyError('invalid_option', { field: 'fps', given: '24', allowed: '1 to 60' });
    const { user } = show([row()], {
      'jobs:edit': ({ ids }) => ({ changed: 0, refused: ids.map((id) => ({ id, error })) }),
    });
    const slider = await screen.findByRole('slider', { name: 'Quality' });
    slider.focus();
    await user.keyboard('{ArrowLeft}');
    expect(await screen.findByText('Frame rate cannot be 24; it can be 1 to 60.')).toBeTruthy();
  });

  it('takes the default preset of another kind', async () => {
    const { bridge, user } = show([row()]);
    const kinds = await screen.findByRole('radiogroup', { name: 'Kind' });
    await user.click(within(kinds).getByRole('radio', { name: 'Image' }));
    expect(screen.getByRole('radio', { name: 'Image' }).getAttribute('aria-checked')).toBe('true');
    await waitFor(() =>
      expect(bridge.inputsOf('jobs:edit')).toEqual([
        { ids: [idOf(1)], change: { kind: 'image', presetId: 'web_photo' } },
      ]),
    );
  });

  it('keeps Shape away until both sides are set', async () => {
    const { user } = show([row()]);
    const height = await screen.findByRole('textbox', { name: 'Height' });
    expect(screen.queryByRole('combobox', { name: 'Shape' })).toBeNull();
    await user.type(height, '1080{Enter}');
    expect(await screen.findByRole('combobox', { name: 'Shape' })).toBeTruthy();
    expect(screen.getByRole('textbox', { name: 'Bar colour' })).toBeTruthy();
  });

  it('shows the plan, dims it while a newer one is asked, and ignores late answers', async () => {
    const answers: ((plan: Output<'jobs:plan'>) => void)[] = [];
    const { replace } = show([row()], { 'jobs:plan': () => new Promise((resolve) => answers.push(resolve)) });
    const plan = screen.getByRole('region', { name: 'Plan' });
    const answer = (n: number, path: string) => {
      const settle = answers[n];
      if (settle === undefined) throw new Error(`the plan was asked ${answers.length} times`);
      settle({ ok: true, plan: planView({ path }) });
    };
    expect(within(plan).getByText('580 to 640 MB')).toBeTruthy();
    await waitFor(() => expect(answers).toHaveLength(1));
    answer(0, '/home/ada/Movies/first.mp4');
    expect(await within(plan).findByTitle('~/Movies/first.mp4')).toBeTruthy();
    expect(within(plan).getByText('HDR becomes standard colour')).toBeTruthy();
    replace(row({ plan: planBrief() }));
    expect(plan.getAttribute('aria-busy')).toBe('true');
    expect(within(plan).getByTitle('~/Movies/first.mp4')).toBeTruthy();
    replace(row({ plan: planBrief() }));
    await waitFor(() => expect(answers).toHaveLength(3));
    answer(1, '/home/ada/Movies/second.mp4');
    answer(2, '/home/ada/Movies/third.mp4');
    expect(await within(plan).findByTitle('~/Movies/third.mp4')).toBeTruthy();
    expect(within(plan).queryByTitle('~/Movies/second.mp4')).toBeNull();
    expect(plan.getAttribute('aria-busy')).toBe('false');
  });

  it('says why it cannot be planned, and leads to the option', async () => {
    const error = convoyError('invalid_option', {
      field: 'start',
      given: '430 s',
      allowed: '0 to less than 384 s',
    });
    const { user } = show([row()], { 'jobs:plan': () => ({ ok: false, error }) });
    const plan = screen.getByRole('region', { name: 'Plan' });
    expect(
      await within(plan).findByText('Start cannot be 430 s; it can be 0 to less than 384 s.'),
    ).toBeTruthy();
    // The same stands at the field, whose group is open.
    expect(screen.getByRole('textbox', { name: 'Start' }).getAttribute('aria-invalid')).toBe('true');
    await user.click(within(plan).getByRole('button', { name: 'Change this option' }));
    await waitFor(() => expect(document.activeElement?.id).toBe('inspector-start'));
  });

  it('is read only while it runs, and converts again with other options when it has ended', async () => {
    const { bridge, replace, user } = show([row({ status: 'processing', hold: null })]);
    expect(await screen.findByText(/^This file is being converted/)).toBeTruthy();
    expect(screen.getByRole('textbox', { name: 'Bit rate' }).hasAttribute('disabled')).toBe(true);
    replace(row({ status: 'succeeded', hold: null, finishedAt: 2, startedAt: 1 }));
    await user.click(await screen.findByRole('button', { name: 'Convert again with other options' }));
    const slider = await screen.findByRole('slider', { name: 'Quality' });
    slider.focus();
    await user.keyboard('{End}');
    expect(bridge.inputsOf('jobs:retry')).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Convert again' }));
    await waitFor(() =>
      expect(bridge.inputsOf('jobs:retry')).toEqual([
        { ids: [idOf(1)], change: { options: { quality: 'very_high' } } },
      ]),
    );
    expect(bridge.inputsOf('jobs:edit')).toEqual([]);
  });
});

describe('the next files', () => {
  it('take each the default of their kind until one is chosen', async () => {
    const { app, bridge, user } = show([]);
    expect(screen.getByRole('heading', { name: 'For the next files' })).toBeTruthy();
    const kinds = await screen.findByRole('radiogroup', { name: 'Kind' });
    await user.click(within(kinds).getByRole('radio', { name: 'Video' }));
    await waitFor(() =>
      expect(app.store.getState().next).toEqual({
        kind: 'video',
        presetId: 'web_video',
        options: { format: 'mp4', width: 1920 },
        output: null,
      }),
    );
    const slider = await screen.findByRole('slider', { name: 'Quality' });
    slider.focus();
    await user.keyboard('{Home}');
    await waitFor(() =>
      expect(app.store.getState().next?.options).toEqual({ format: 'mp4', width: 1920, quality: 'very_low' }),
    );
    expect(screen.getByText('Changed')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Use each file’s own kind' }));
    expect(app.store.getState().next).toBeNull();
    expect(bridge.inputsOf('jobs:edit')).toEqual([]);
  });
});
