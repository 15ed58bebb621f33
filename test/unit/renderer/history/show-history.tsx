import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { onTestFinished } from 'vitest';
import type { Input, Output } from '../../../../shared/ipc/contract.ts';
import type { HistoryRow } from '../../../../shared/ipc/history-calls.ts';
import {
  BatchUndoneDialog,
  HistoryDetails,
  HistoryPage,
  UndoBatchDialog,
} from '../../../../renderer/features/history/index.ts';
import { PreviewDialog } from '../../../../renderer/features/preview/index.ts';
import { useFrameCommands } from '../../../../renderer/features/frame/use-frame-commands.ts';
import { listenToCommands } from '../../../../renderer/keyboard/listen.ts';
import { lastFirst } from '../../../../renderer/store/history-lines.ts';
import type { AppState } from '../../../../renderer/store/app-state.ts';
import { LiveRegion } from '../../../../renderer/ui/live-region.tsx';
import type { FakeAnswers } from '../../../support/fake-bridge.ts';
import { windowOf } from '../window-of.tsx';

export interface ShownHistory {
  readonly entries?: readonly HistoryRow[];
  readonly answers?: FakeAnswers;
  readonly state?: Partial<AppState>;
}

/** What keys do wherever one is in the window. */
function FrameCommands(): null {
  useFrameCommands();
  return null;
}

/** The history on an engine in memory, which pages, sums up, forgets and brings back as the real one does. */
export function showHistory({ entries = [], answers = {}, state = {} }: ShownHistory = {}) {
  let kept = [...entries].sort(lastFirst);
  let forgotten: readonly HistoryRow[] = [];
  const asked = (filter: Input<'history:totals'>['filter']) =>
    kept
      .filter(({ name }) => name.toLowerCase().includes(filter.text.toLowerCase()))
      .filter(({ kind }) => filter.kinds === null || filter.kinds.includes(kind))
      .filter(({ status }) => filter.statuses === null || filter.statuses.some((one) => one === status))
      .filter(({ finishedAt }) => filter.from === null || finishedAt >= filter.from);
  const made = windowOf(
    <>
      <HistoryPage />
      <HistoryDetails />
      <PreviewDialog />
      <FrameCommands />
      <UndoBatchDialog />
      <BatchUndoneDialog />
      <LiveRegion />
    </>,
    {
      state: { place: { name: 'history' }, ...state },
      answers: {
        'history:page': ({ filter, after, limit }): Output<'history:page'> => {
          const rows = asked(filter).filter((row) => after === null || lastFirst(row, after) > 0);
          return { rows: rows.slice(0, limit), more: rows.length > limit };
        },
        'history:totals': ({ filter }) => {
          const rows = asked(filter);
          const sum = (of: (row: HistoryRow) => number | null) =>
            rows.reduce((all, row) => all + (of(row) ?? 0), 0);
          const [bytesIn, bytesOut] = [sum((row) => row.bytesIn), sum((row) => row.bytesOut)];
          return {
            jobs: rows.length,
            succeeded: rows.length,
            mediaSeconds: sum((row) => row.mediaSeconds),
            ...{ bytesIn, bytesOut, saved: bytesIn - bytesOut },
          };
        },
        'history:remove': ({ ids }) => {
          forgotten = kept.filter(({ id }) => ids.includes(id));
          kept = kept.filter(({ id }) => !ids.includes(id));
          return { removed: forgotten.length, token: 'token' };
        },
        'jobs:restore': () => {
          kept = [...kept, ...forgotten].sort(lastFirst);
          return { restored: forgotten.length };
        },
        'history:run_again': ({ ids }) => {
          kept = kept.filter(({ id }) => !ids.includes(id));
          return { queued: ids.length, refused: [] };
        },
        'batches:look': { open: 1, results: 2, originals: 2 },
        'jobs:export': ({ ids }) => ({ text: JSON.stringify(ids) }),
        'shell:save_text': { saved: true },
        ...answers,
      },
    },
  );
  onTestFinished(listenToCommands(made.app));
  return {
    ...made,
    user: userEvent.setup(),
    history: () => made.app.store.getState().history,
    /** Something ended, or changed elsewhere. */
    become: (now: readonly HistoryRow[]) => {
      kept = [...now].sort(lastFirst);
      made.bridge.emit('history:changed', null);
    },
  };
}

export const grid = (): HTMLElement => screen.getByRole('grid', { name: 'Converted files' });
export const rowOf = (name: string): HTMLElement =>
  within(grid()).getByRole('row', { name: new RegExp(`^${name},`) });
/** What the lines say, from top to bottom: days and names of files. */
export const lines = (): (string | null)[] =>
  within(grid())
    .getAllByRole('row')
    .map((row) => row.getAttribute('aria-label')?.split(',')[0] ?? row.textContent);
