import { screen, within } from '@testing-library/react';
import { onTestFinished } from 'vitest';
import { defaultAppSettings } from '../../../../shared/model/app-settings.ts';
import type { Row } from '../../../../shared/ipc/row.ts';
import { QueuePage } from '../../../../renderer/features/queue/index.ts';
import { listenToCommands } from '../../../../renderer/keyboard/listen.ts';
import { tableOf } from '../../../../renderer/store/apply-patches.ts';
import type { AppState } from '../../../../renderer/store/app-state.ts';
import type { App } from '../../../../renderer/store/store.ts';
import type { FakeAnswers, FakeBridge } from '../../../support/fake-bridge.ts';
import { aRow, done, failed, running } from '../rows.ts';
import { hello, windowOf } from '../window-of.tsx';

export const rows: readonly Row[] = [
  done(1, { name: 'one.mov' }),
  failed(2, {
    name: 'two.mov',
    error: { kind: 'input_truncated', message: '“two.mov” is incomplete: the recording stops at 31:02.' },
  }),
  running(3, { name: 'three.mov' }),
  aRow(4, { name: 'four.mov', hold: null }),
  aRow(5, { name: 'five.mov', hold: null }),
  aRow(6, { name: 'six.mov' }),
];

export const busy = {
  paused: 'no',
  active: true,
  waits: null,
  lanes: { video: 1, still: 1, audio: 1, copy: 1, transfer: 3 },
} as const;

/** What a host answers when the window connects. */
export const host: FakeAnswers = {
  'shell:hello': hello,
  'settings:get': defaultAppSettings,
  'presets:list': [],
  'queue:state': busy,
};

/** The page on a bridge in memory, with the keys of the window. */
export function shown(
  state: Partial<AppState> = {},
  answers: FakeAnswers = {},
): { app: App; bridge: FakeBridge } {
  const made = windowOf(<QueuePage />, { state: { rows: tableOf(rows, 1), queue: busy, ...state }, answers });
  const stop = listenToCommands(made.app);
  onTestFinished(stop);
  return made;
}
export const grid = (): HTMLElement => screen.getByRole('grid', { name: 'Queue' });
export const rowOf = (name: string): HTMLElement => screen.getByRole('row', { name: new RegExp(`^${name}`) });
export const names = (): (string | null)[] =>
  within(grid())
    .getAllByRole('row')
    .map((row) => /^[^,]+/.exec(row.getAttribute('aria-label') ?? '')?.[0] ?? null);
export const selected = (): (string | null)[] =>
  within(grid())
    .getAllByRole('row', { selected: true })
    .map((row) => /^[^,]+/.exec(row.getAttribute('aria-label') ?? '')?.[0] ?? null);
