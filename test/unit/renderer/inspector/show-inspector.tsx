import { act, configure, render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Output } from '../../../../shared/ipc/contract.ts';
import type { Row } from '../../../../shared/ipc/row.ts';
import type { Job } from '../../../../shared/model/job.ts';
import { Inspector } from '../../../../renderer/features/inspector/index.ts';
import type { AppState } from '../../../../renderer/store/app-state.ts';
import { AppContext, createApp } from '../../../../renderer/store/store.ts';
import { type FakeAnswers, fakeBridge } from '../../../support/fake-bridge.ts';
import { brief, got, hello, idOf, job, planView, preset, row } from './fixtures.ts';

// A busy machine is slow, not wrong.
configure({ asyncUtilTimeout: 15_000 });

const webPhoto = preset({
  id: 'web_photo',
  name: 'Web photo',
  kind: 'image',
  options: { format: 'webp', width: 1600 },
});

/** Renders the inspector with these rows selected, on a bridge in memory that keeps what one job is asked. */
export function show(rows: readonly Row[], answers: FakeAnswers = {}, state: Partial<AppState> = {}) {
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

/** Sums over two photos that differ. */
export const totals = (more: Partial<Output<'jobs:totals'>> = {}): Output<'jobs:totals'> => ({
  encode: 2,
  copy: 0,
  refused: 0,
  unplanned: 0,
  bytesIn: 24_000_000,
  low: 500_000,
  high: 700_000,
  seconds: 2,
  volumes: [{ folder: '/home/ada/Pictures', folders: 1, needs: 12e9, free: 8.1e9 }],
  kinds: [{ kind: 'image', count: 2 }],
  presets: [
    { presetId: 'web_photo', count: 1 },
    { presetId: null, count: 1 },
  ],
  options: { width: [{ value: 1600, count: 1 }], quality: [{ value: 'high', count: 1 }] },
  ...more,
});
export const photo = (n: number): Row =>
  row({
    id: idOf(n),
    name: `IMG_${n}.JPG`,
    kind: 'image',
    media: brief({ class: 'image', format: 'jpeg', codec: null, audioCodec: null, duration: null }),
  });
