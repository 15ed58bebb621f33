// @vitest-environment happy-dom
import { act, cleanup, configure, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Output } from '../../../../shared/ipc/contract.ts';
import type { Row } from '../../../../shared/ipc/row.ts';
import { convoyError } from '../../../../shared/model/error.ts';
import type { Job } from '../../../../shared/model/job.ts';
import { Inspector } from '../../../../renderer/features/inspector/index.ts';
import type { AppState } from '../../../../renderer/store/app-state.ts';
import { AppContext, createApp } from '../../../../renderer/store/store.ts';
import { type FakeAnswers, fakeBridge } from '../../../support/fake-bridge.ts';
import { brief, got, hello, idOf, job, planBrief, planView, preset, row, tasks } from './fixtures.ts';

// A busy machine is slow, not wrong.
configure({ asyncUtilTimeout: 15_000 });
beforeEach(() => localStorage.clear());
afterEach(cleanup);

const webPhoto = preset({
  id: 'web_photo',
  name: 'Web photo',
  kind: 'image',
  options: { format: 'webp', width: 1600 },
});

function show(rows: readonly Row[], answers: FakeAnswers = {}, state: Partial<AppState> = {}) {
  // What the one job of a test is asked: edits are kept, as an engine does.
  let asked: Pick<Job, 'kind' | 'preset' | 'options'> = job();
  const bridge = fakeBridge({
    answers: {
      'jobs:get': ({ id }) =>
        got({
          row: rows.find((one) => one.id === id) ?? row(),
          job: job({ kind: asked.kind, preset: asked.preset, options: asked.options }),
        }),
      'jobs:plan': () => ({ ok: true, plan: planView() }),
      'jobs:log': () => ({ lines: ['frame=1', 'Error while decoding'], next: 2 }),
      'jobs:command': () => ({ text: 'ffmpeg -i a' }),
      'jobs:edit': ({ ids, change }) => {
        if (change.kind !== undefined)
          asked = { kind: change.kind, preset: change.presetId ?? null, options: {} };
        const options = Object.entries({ ...asked.options, ...change.options }).filter(
          ([, one]) => one !== null,
        );
        asked = { ...asked, options: Object.fromEntries(options) };
        return { changed: ids.length, refused: [] };
      },
      'jobs:retry': ({ ids }) => ({ retried: ids.length, refused: [] }),
      ...answers,
    },
  });
  const app = createApp(bridge, {
    hello,
    rows: { byId: new Map(rows.map((one) => [one.id, one])), order: rows.map(({ id }) => id), revision: 1 },
    selection: { ids: new Set(rows.map(({ id }) => id)), anchor: null, focus: null },
    presets: [preset(), webPhoto],
    loaded: true,
    ...state,
  });
  render(
    <AppContext value={app}>
      <Inspector />
    </AppContext>,
  );
  const replace = (next: Row) =>
    act(() => {
      const { rows: table } = app.store.getState();
      app.store.setState({ rows: { ...table, byId: new Map(table.byId).set(next.id, next) } });
    });
  return { app, bridge, replace, user: userEvent.setup() };
}

const totals = (more: Partial<Output<'jobs:totals'>> = {}): Output<'jobs:totals'> => ({
  encode: 2,
  copy: 0,
  refused: 0,
  unplanned: 0,
  bytesIn: 24_000_000,
  low: 500_000,
  high: 700_000,
  seconds: 2,
  volumes: [{ folder: '/home/ada/Pictures', needs: 12e9, free: 8.1e9 }],
  kinds: [{ kind: 'image', count: 2 }],
  presets: [
    { presetId: 'web_photo', count: 1 },
    { presetId: null, count: 1 },
  ],
  options: { width: [{ value: 1600, count: 1 }], quality: [{ value: 'high', count: 1 }] },
  ...more,
});
const photo = (n: number): Row =>
  row({
    id: idOf(n),
    name: `IMG_${n}.JPG`,
    kind: 'image',
    media: brief({ class: 'image', format: 'jpeg', codec: null, audioCodec: null, duration: null }),
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
    expect(await within(plan).findByText(error.message)).toBeTruthy();
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

describe('many files', () => {
  it('show what they share, what is mixed and what it comes to', async () => {
    const { user, bridge } = show([photo(1), photo(2)], { 'jobs:totals': () => totals() });
    expect(screen.getByRole('heading', { name: '2 photos' })).toBeTruthy();
    expect(screen.queryByRole('tab', { name: 'Details' })).toBeNull();
    const plan = screen.getByRole('region', { name: 'Plan' });
    expect(await within(plan).findByText('500 to 700 kB')).toBeTruthy();
    expect(within(plan).getByText('Needs 12 GB, 8.1 GB free on ~/Pictures')).toBeTruthy();
    expect(screen.getByText('High 1, Medium 1')).toBeTruthy();
    expect(screen.getByText('Width 1600 1, auto 1')).toBeTruthy();

    const width = screen.getByRole('textbox', { name: 'Width' });
    expect(width.getAttribute('placeholder')).toBe('Mixed');
    await user.type(width, '800{Enter}');
    await waitFor(() => expect(screen.queryByText('Width 1600 1, auto 1')).toBeNull());
    await user.keyboard('{Escape}');
    expect(screen.getByText('Width 1600 1, auto 1')).toBeTruthy();
    await user.type(width, '640');
    await user.tab();
    await waitFor(() =>
      expect(bridge.inputsOf('jobs:edit')).toEqual([
        { ids: [idOf(1), idOf(2)], change: { options: { width: 640 } } },
      ]),
    );
  });

  it('are one kind before they have options', async () => {
    show([photo(1), row({ id: idOf(2) })], {
      'jobs:totals': () =>
        totals({
          kinds: [
            { kind: 'image', count: 1 },
            { kind: 'video', count: 1 },
          ],
        }),
    });
    expect(await screen.findByText('Image 1, Video 1')).toBeTruthy();
    expect(screen.queryByRole('slider', { name: 'Quality' })).toBeNull();
  });

  it('that failed are grouped by what went wrong', async () => {
    const failed = (n: number, kind: 'disk_full' | 'input_not_found') =>
      row({
        id: idOf(n),
        name: `f${n}.mov`,
        status: 'failed',
        hold: null,
        error: convoyError(kind, { file: `f${n}.mov` }),
      });
    const { bridge, user } = show(
      [failed(1, 'input_not_found'), failed(2, 'disk_full'), failed(3, 'disk_full')],
      {
        'jobs:totals': () => totals(),
      },
    );
    const panels = screen.getAllByRole('region', { name: 'What went wrong' });
    expect(panels.map((panel) => within(panel).getByRole('heading').textContent)).toEqual([
      'There was no space left for 2 files.',
      '“f1.mov” is not there.',
    ]);
    await user.click(screen.getByRole('button', { name: 'Try 2 again' }));
    expect(bridge.inputsOf('jobs:retry')).toEqual([{ ids: [idOf(2), idOf(3)] }]);
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

describe('details', () => {
  const message = '“talk.mov” is incomplete: the recording stops at 31:02.';
  const failed = row({
    status: 'failed',
    hold: null,
    error: { kind: 'input_truncated', message },
    startedAt: 1_770_000_000_000,
    finishedAt: 1_770_000_484_000,
  });
  const answers: FakeAnswers = {
    'jobs:get': () =>
      got({
        row: failed,
        job: job({
          status: 'failed',
          error: convoyError('input_truncated', { file: 'talk.mov', reason: 'the recording stops at 31:02' }),
          tasks: tasks('video', [
            { status: 'succeeded', started_at: 0, finished_at: 300 },
            { status: 'skipped' },
            {
              status: 'failed',
              started_at: 0,
              finished_at: 484_000,
              error: convoyError('input_truncated', {
                file: 'talk.mov',
                reason: 'the recording stops at 31:02',
              }),
            },
            { status: 'waiting' },
          ]),
        }),
      }),
  };
  const details: Partial<AppState> = { inspector: { open: true, tab: 'details', width: 344 } };

  it('tell the failure, what happened and the log', async () => {
    show([failed], answers, details);
    const panel = screen.getByRole('region', { name: 'What went wrong' });
    expect(within(panel).getByRole('heading').textContent).toBe(message);
    const happened = await screen.findByRole('region', { name: 'What happened' });
    expect(
      within(happened)
        .getAllByRole('listitem')
        .map((item) => item.textContent),
    ).toEqual([
      'ReadDone0.3 s',
      'Bring inNot needed, file is local',
      'ConvertThe recording stops at 31:028 min 04 s',
      'PublishNot reached',
    ]);
    expect((await screen.findByRole('log')).textContent).toContain('Error while decoding');
    expect(screen.getByText('ffmpeg -i a')).toBeTruthy();
  });

  it('do what the hint says with one button', async () => {
    const { bridge, user } = show([failed], answers, details);
    await screen.findByRole('region', { name: 'What happened' });
    await user.click(screen.getByRole('button', { name: 'Convert the first 31 min' }));
    expect(bridge.inputsOf('jobs:retry')).toEqual([{ ids: [idOf(1)], change: { options: { end: 1862 } } }]);
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(bridge.inputsOf('jobs:retry').at(-1)).toEqual({ ids: [idOf(1)] });
  });

  it('find a lost file: it is added as it was asked, and the lost one goes', async () => {
    const lost = row({
      status: 'failed',
      hold: null,
      error: convoyError('input_not_found', { file: 'talk.mov' }),
    });
    const { bridge, user } = show(
      [lost],
      {
        'shell:choose': () => ({ paths: ['/elsewhere/talk.mov'], text: null }),
        'queue:add': () => ({ batchId: null, added: 1, skipped: 0, firstId: idOf(9) }),
        'jobs:remove': () => ({ removed: 1, token: null }),
      },
      details,
    );
    await user.click(screen.getByRole('button', { name: 'Find the file…' }));
    await waitFor(() => expect(bridge.inputsOf('jobs:remove')).toEqual([{ ids: [idOf(1)] }]));
    expect(bridge.inputsOf('queue:add')).toEqual([
      {
        paths: ['/elsewhere/talk.mov'],
        choice: {
          kind: 'video',
          presetId: 'web_video',
          options: { format: 'mp4', width: 1920 },
          output: null,
        },
      },
    ]);
  });

  it('copy a report and open the place for it', async () => {
    const { bridge, user } = show([failed], answers, details);
    await screen.findByRole('region', { name: 'What happened' });
    await user.click(screen.getByRole('button', { name: 'Report…' }));
    await waitFor(() => expect(bridge.inputsOf('shell:link')).toEqual([{ to: 'report' }]));
    const text = bridge.inputsOf('shell:copy')[0]?.text ?? '';
    expect(text).toContain('[error]\ninput_truncated: ');
    expect(text).toContain('[log]\nframe=1\nError while decoding');
    expect(text).not.toContain('/home/ada');
  });

  it('follow the log while the file runs, and stop with it', async () => {
    let asked = 0;
    const running = row({ status: 'processing', hold: null });
    const { bridge, replace } = show(
      [running],
      { 'jobs:log': ({ from }) => ({ lines: [`line ${(asked += 1)}`], next: from + 1 }) },
      details,
    );
    const log = await screen.findByRole('log');
    await waitFor(() => expect(log.textContent).toBe('line 1line 2'));
    replace(row({ status: 'succeeded', hold: null }));
    await waitFor(() => expect(log.textContent).toBe('line 3'));
    expect(bridge.inputsOf('jobs:log').map(({ from }) => from)).toEqual([0, 1, 0]);
  });
});
