// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { ToolView } from '../../../../shared/ipc/contract.ts';
import { convoyError } from '../../../../shared/model/error.ts';
import { webHello } from '../hosts.ts';
import { settings, view } from './show-settings.tsx';

describe('Tools', () => {
  it('are listed with what they can do', async () => {
    settings('tools');
    expect(screen.getByText('Looking for tools')).toBeTruthy();
    const table = await screen.findByRole('table');
    expect(
      within(table)
        .getAllByRole('columnheader')
        .map((one) => one.textContent),
    ).toEqual(['Task', 'ffmpeg 7.1', 'Built in', 'Photo tools']);
    const row = within(table).getByRole('row', { name: /Write AV1/ });
    expect(
      within(row)
        .getAllByRole('cell')
        .map((one) => one.textContent),
    ).toEqual(['YesYes, in use', 'No', '–Not its task']);
    const [list] = screen.getAllByRole('list');
    expect(
      within(list as HTMLElement)
        .getAllByRole('listitem')
        .map((one) => one.textContent),
    ).toEqual([
      'ffmpeg 7.1Used first/usr/bin/ffmpeg/usr/bin/ffmpegAll checks',
      'ffmpeg, built inComes with Convoy, N-476830 of 1 checksUse first',
      'libvips 8.17.2Photos, in separate processes',
      'libheif 1.23.2Reads HEIC from phones',
    ]);
  });

  it('another one is chosen, used first and tested', async () => {
    const { user, bridge, changes } = settings('tools', {
      'shell:choose': { paths: ['/opt/ffmpeg'], text: null },
    });
    await user.click(await screen.findByRole('button', { name: 'Add ffmpeg…' }));
    await waitFor(() => expect(bridge.inputsOf('tools:test')).toHaveLength(1));
    expect(bridge.inputsOf('shell:choose')).toEqual([{ what: 'ffmpeg' }]);
    expect(changes()).toEqual([{ ffmpegPath: '/opt/ffmpeg' }]);
  });

  it('is written as a path where the host has no dialogs', async () => {
    const { user, changes } = settings('tools', {}, { hello: webHello });
    await user.click(await screen.findByRole('button', { name: 'Add ffmpeg…' }));
    await user.type(screen.getByRole('textbox', { name: 'Path of another ffmpeg' }), '/opt/ffmpeg{Enter}');
    expect(changes()).toEqual([{ ffmpegPath: '/opt/ffmpeg' }]);
  });

  it('a found one is put first, and one that does not start can be dropped', async () => {
    const problem = convoyError('tool_missing', { reason: 'it is for another processor' });
    const broken: ToolView = {
      path: '/x/ffmpeg',
      place: 'setting',
      version: null,
      first: false,
      features: [],
      problem,
    };
    const { user, changes } = settings('tools', {
      'tools:list': { ...view, tools: [broken, ...view.tools] },
      'tools:test': { ...view, tools: [broken, ...view.tools] },
    });
    expect(await screen.findByText(`${problem.message} ${problem.hint}`)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Use first' }));
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Stop using' }).hasAttribute('disabled')).toBe(false),
    );
    await user.click(screen.getByRole('button', { name: 'Stop using' }));
    expect(changes()).toEqual([{ ffmpegPath: '/app/ffmpeg' }, { ffmpegPath: null }]);
  });

  it('one that is dragged to the top is used first', async () => {
    const { changes } = settings('tools');
    const rows = (await screen.findAllByRole('listitem')).slice(0, 2) as [HTMLElement, HTMLElement];
    const drag = (type: string, at: HTMLElement): boolean =>
      fireEvent(
        at,
        Object.assign(new MouseEvent(type, { bubbles: true, cancelable: true }), {
          dataTransfer: { effectAllowed: '', setData: () => undefined },
        }),
      );
    // All rows lie at the top without a layout engine: the pointer is above the middle of each.
    drag('dragstart', rows[1]);
    drag('dragover', rows[1]);
    expect(rows[0].dataset['line']).toBeUndefined();
    drag('dragover', rows[0]);
    expect(rows[0].dataset['line']).toBe('above');
    drag('drop', rows[0]);
    await waitFor(() => expect(changes()).toEqual([{ ffmpegPath: '/app/ffmpeg' }]));
    expect(rows[0].dataset['line']).toBeUndefined();
  });

  it('says what none of them can do, and where to get more', async () => {
    const { user, bridge } = settings('tools', {
      'tools:list': { ...view, missing: [{ option: 'video.codec.vp9', remedy: 'Install ffmpeg 5.' }] },
    });
    expect(await screen.findByText('Video, VP9')).toBeTruthy();
    expect(screen.getByText('Install ffmpeg 5.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Get ffmpeg…' }));
    expect(bridge.inputsOf('shell:link')).toEqual([{ to: 'get_ffmpeg' }]);
  });

  it('are copied as a report', async () => {
    const { user, bridge } = settings('tools');
    await user.click(await screen.findByRole('button', { name: 'Copy report' }));
    await waitFor(() => expect(bridge.inputsOf('shell:copy')).toHaveLength(1));
    expect(bridge.inputsOf('shell:copy')[0]?.text).toContain('ffmpeg 7.1, Used first');
  });
});
