// @vitest-environment happy-dom
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { convoyError } from '../../../../shared/model/error.ts';
import type { Task } from '../../../../shared/model/job.ts';
import type { AppState } from '../../../../renderer/store/app-state.ts';
import type { FakeAnswers } from '../../../support/fake-bridge.ts';
import { got, hello, idOf, job, planBrief, row, tasks } from './fixtures.ts';
import { show } from './show-inspector.tsx';

beforeEach(() => localStorage.clear());
afterEach(cleanup);

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

  it.each(['failed', 'skipped', 'cancelled'] as const)('%s before there was a plan, shows none', (status) => {
    show([
      row({
        status,
        hold: null,
        media: null,
        plan: null,
        error: status === 'cancelled' ? null : failed.error,
      }),
    ]);
    expect(screen.queryByRole('region', { name: 'Plan' })).toBeNull();
    expect(screen.queryByText('Size not known yet')).toBeNull();
  });

  it('say that Convoy ended under it, and what came of that', async () => {
    const cutOff = row({ status: 'processing', hold: null, startedAt: Date.now(), interrupted: 2 });
    show([cutOff], { 'jobs:get': () => got({ row: cutOff }) }, details);
    const happened = await screen.findByRole('region', { name: 'What happened' });
    expect(happened.textContent).toContain('Tried3 times, last ');
    expect(happened.textContent).toContain(
      'Interrupted2 times: Convoy ended while it worked on this file, and started it again',
    );
    cleanup();
    const error = { kind: 'interrupted', message: 'Convoy ended three times.' } as const;
    const given = row({ status: 'failed', hold: null, startedAt: Date.now(), interrupted: 3, error });
    show([given], { 'jobs:get': () => got({ row: given }) }, details);
    const ended = await screen.findByRole('region', { name: 'What happened' });
    expect(ended.textContent).toContain('Tried3 times, last ');
    expect(ended.textContent).toMatch(/Interrupted3 times: Convoy ended while it worked on this file$/);
  });

  it('the failure and its way on stand over the options, too', async () => {
    const { user } = show([failed], answers);
    const panel = await screen.findByRole('region', { name: 'What went wrong' });
    expect(within(panel).getByRole('heading').textContent).toBe(message);
    await user.click(await screen.findByRole('button', { name: 'Convert again with other options' }));
    expect(screen.queryByRole('region', { name: 'What went wrong' })).toBeNull();
  });

  it.each([
    [
      'copied' as const,
      'Original copied as photo.jpg',
      'Kept original: WebP came out larger, so the original was copied to the output folder.',
    ],
    [
      'in_place' as const,
      'Not needed, the original stays',
      'Kept original: WebP came out larger, so the original stays and nothing was written beside it.',
    ],
  ])('say of an original that was kept why that is: %s', async (kept, published, why) => {
    const done = row({
      ...{ kind: 'image', status: 'succeeded', hold: null, kept },
      plan: planBrief({ format: 'webp', warnings: [{ kind: 'lost', message: 'Of the WebP.' }] }),
    });
    const output = { files: [{ path: '/out/photo.jpg' }], kept };
    const export_: Partial<Task> = { status: 'succeeded', started_at: 0, finished_at: 100, output };
    const ended = job({ kind: 'image', status: 'succeeded', tasks: tasks('image', [{}, {}, {}, export_]) });
    show([done], { 'jobs:get': () => got({ row: done, job: ended }) }, details);
    const happened = await screen.findByRole('region', { name: 'What happened' });
    expect(within(happened).getByText(published)).toBeTruthy();
    expect(within(happened).getByText(why)).toBeTruthy();
    expect(screen.queryByText('Of the WebP.')).toBeNull();
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
          connection: null,
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

  it('copy a report where there is no place for it', async () => {
    const { bridge, user } = show([failed], answers, { ...details, hello: { ...hello, links: [] } });
    await screen.findByRole('region', { name: 'What happened' });
    expect(screen.queryByRole('button', { name: 'Report…' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Copy report' }));
    await waitFor(() => expect(bridge.inputsOf('shell:copy')[0]?.text).toContain('[error]'));
    expect(bridge.inputsOf('shell:link')).toEqual([]);
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
