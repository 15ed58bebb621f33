// @vitest-environment happy-dom
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { ToolView } from '../../../../shared/ipc/contract.ts';
import { chipEncoders, hasNoChip } from '../../../../renderer/features/settings/hardware-table.ts';
import { toolReport } from '../../../../renderer/features/settings/tool-report.ts';
import { en } from '../../../../renderer/words/en/index.ts';
import { settings, view } from './show-settings.tsx';

const works = (encoder: string, tenBit = false) => ({ encoder, works: true, tenBit, problem: null });
const fails = (encoder: string, problem: string) => ({ encoder, works: false, tenBit: false, problem });

const trials = [
  fails('h264_nvenc', 'there is no NVIDIA driver'),
  fails('hevc_nvenc', 'there is no NVIDIA driver'),
  works('h264_vaapi'),
  works('hevc_vaapi', true),
  fails('vp9_vaapi', 'the chip cannot write it'),
];
const [first, second] = view.tools as [ToolView, ToolView];
const withTrials = (hardware: ToolView['hardware'] | null): typeof view => ({
  ...view,
  tools: [hardware === null ? first : { ...first, hardware }, { ...second, hardware: [] }],
});
const shown = (hardware: ToolView['hardware'] | null, state = {}) =>
  settings(
    'tools',
    { 'tools:list': withTrials(hardware), 'tools:test': withTrials(hardware) },
    { tools: withTrials(hardware), ...state },
  );

describe('the graphics chip', () => {
  it('is listed by tool and maker, with what it writes and why it does not write the rest', async () => {
    shown(trials);
    const list = await screen.findByRole('list', { name: 'Graphics chip' });
    expect(
      within(list)
        .getAllByRole('listitem')
        .map((item) => item.textContent),
    ).toEqual([
      'ffmpeg 7.1' +
        'VA-API: Writes H.264, H.265 with 8 and 10 bits; Not VP9: the chip cannot write it' +
        'NVENC: Not H.264, H.265: there is no NVIDIA driver',
      'ffmpeg, built inBuilt without encoders of a graphics chip',
    ]);
  });

  it('is being tried as long as nothing is known', async () => {
    shown(null);
    expect(await screen.findByText('Being tried')).toBeTruthy();
    expect(screen.getByRole('switch', { name: 'Use the graphics chip' }).hasAttribute('disabled')).toBe(
      false,
    );
  });

  it('is switched on and off', async () => {
    const { user, changes } = shown(trials);
    const use = await screen.findByRole('switch', { name: 'Use the graphics chip' });
    expect(use.getAttribute('aria-checked')).toBe('false');
    await user.click(use);
    await user.click(use);
    expect(changes()).toEqual([{ hardware: 'auto' }, { hardware: 'off' }]);
  });

  it('cannot be switched on where none works, and the reason stands beside it', async () => {
    shown([fails('h264_nvenc', 'there is no NVIDIA driver')]);
    const use = await screen.findByRole('switch', { name: 'Use the graphics chip' });
    expect(use.hasAttribute('disabled')).toBe(true);
    expect(screen.getByText(/^No tool has an encoder of a graphics chip that works here\./)).toBeTruthy();
  });

  it('is found by the name of its maker', async () => {
    const { user } = settings('general');
    await user.type(screen.getByRole('searchbox'), 'nvenc');
    expect(await screen.findByRole('switch', { name: 'Use the graphics chip' })).toBeTruthy();
  });

  it('stands in the report', () => {
    const text = toolReport(withTrials(trials), null, en.settings, 'en');
    expect(text).toContain('  hevc_vaapi: Yes, 10 bit\n');
    expect(text).toContain('  h264_nvenc: there is no NVIDIA driver\n');
  });
});

describe('chipEncoders', () => {
  it('puts makers whose encoders work first, and joins codecs of one reason', () => {
    expect(chipEncoders(trials)).toEqual([
      {
        family: 'vaapi',
        name: 'VA-API',
        works: [
          { codec: 'h264', tenBit: false },
          { codec: 'h265', tenBit: true },
        ],
        fails: [{ codecs: ['vp9'], why: 'the chip cannot write it' }],
      },
      {
        family: 'nvenc',
        name: 'NVENC',
        works: [],
        fails: [{ codecs: ['h264', 'h265'], why: 'there is no NVIDIA driver' }],
      },
    ]);
  });

  it('knows that there is none only when every tool was tried', () => {
    expect([
      hasNoChip(withTrials(trials).tools),
      hasNoChip(withTrials([]).tools),
      hasNoChip(withTrials(null).tools),
    ]).toEqual([false, true, false]);
  });
});
