import { describe, expect, it } from 'vitest';
import { tableOf } from '../../../../renderer/store/apply-patches.ts';
import {
  copyAsCommand,
  dragResults,
  openLink,
  removeFiles,
  startFiles,
  stepTarget,
} from '../../../../renderer/store/queue-actions.ts';
import { abilitiesOf } from '../../../../renderer/store/row-state.ts';
import { createApp } from '../../../../renderer/store/store.ts';
import { undo } from '../../../../renderer/store/undo.ts';
import { fakeBridge } from '../../../support/fake-bridge.ts';
import { hello } from '../hosts.ts';
import { aRow, done, failed, jobId, running, sound } from '../rows.ts';

describe('stepTarget', () => {
  const table = tableOf([done(1), running(2), aRow(3), aRow(4), aRow(5)], 1);
  const target = (ids: number[], step: 'up' | 'down' | 'next') =>
    stepTarget(table, new Set(ids.map(jobId)), step);

  it.each([
    [[4], 'up', jobId(3)],
    [[1], 'up', undefined],
    [[3], 'down', jobId(5)],
    [[4], 'down', null],
    [[5], 'down', undefined],
    [[3, 4], 'down', null],
    [[4, 5], 'up', jobId(3)],
    [[5], 'next', jobId(3)],
    [[3], 'next', undefined],
    [[3, 5], 'next', jobId(4)],
  ] as const)('%j %s', (ids, step, expected) => {
    expect(target([...ids], step)).toBe(expected);
  });
});

describe('abilitiesOf', () => {
  const able = (row: ReturnType<typeof aRow>): string[] =>
    Object.entries(abilitiesOf(row))
      .filter(([, can]) => can)
      .map(([name]) => name);

  it.each([
    ['ready', aRow(1), ['start', 'cancel', 'hold', 'move', 'compare', 'openOriginal']],
    ['waiting', aRow(1, { hold: null }), ['cancel', 'hold', 'move', 'compare', 'openOriginal']],
    ['held', aRow(1, { hold: 'user' }), ['cancel', 'release', 'move', 'compare', 'openOriginal']],
    ['converting', running(1), ['cancel', 'compare', 'openOriginal']],
    ['finishing', running(1, { phase: 'finishing' }), ['compare', 'openOriginal']],
    ['done', done(1), ['retry', 'compare', 'openResult', 'openOriginal']],
    ['done, sound', done(1, { kind: 'audio', media: sound }), ['retry', 'openResult', 'openOriginal']],
    ['failed', failed(1), ['retry', 'openOriginal']],
  ])('%s', (_, row, expected) => {
    expect(able(row)).toEqual(expected);
  });
});

describe('actions', () => {
  it('goes on when files are started in a paused queue', async () => {
    const bridge = fakeBridge();
    const app = createApp(bridge);
    await startFiles(app, null);
    app.store.setState(({ queue }) => ({ queue: { ...queue, paused: 'after' } }));
    await startFiles(app, [jobId(1)]);
    expect(bridge.calls).toEqual([
      { name: 'queue:start', input: { ids: null } },
      { name: 'queue:start', input: { ids: [jobId(1)] } },
      { name: 'queue:resume', input: null },
    ]);
  });

  it('takes back the last thing first, each once', async () => {
    let n = 0;
    const bridge = fakeBridge({ answers: { 'jobs:remove': () => ({ removed: 1, token: `t${(n += 1)}` }) } });
    const app = createApp(bridge);
    const first = await removeFiles(app, [jobId(1)]);
    await removeFiles(app, [jobId(2)]);
    expect(await undo(app, first.undo)).toBe(true);
    expect(await undo(app)).toBe(true);
    expect(await undo(app)).toBe(false);
    expect(await undo(app, first.undo)).toBe(false);
    expect(bridge.inputsOf('jobs:restore')).toEqual([{ token: 't1' }, { token: 't2' }]);
  });

  it('asks for commands a hundred at a time, and drags no more than the contract allows', async () => {
    const bridge = fakeBridge({
      answers: { 'jobs:command': ({ ids }) => ({ text: `${ids.length} commands` }) },
    });
    const app = createApp(bridge);
    const ids = Array.from({ length: 230 }, (_, i) => jobId(i));
    await copyAsCommand(app, ids);
    expect(bridge.inputsOf('shell:copy')).toEqual([{ text: '100 commands\n100 commands\n30 commands' }]);
    await dragResults(app, ids);
    expect(bridge.inputsOf('shell:drag_result')[0]?.ids).toHaveLength(200);
  });
});

describe('the link to an uploaded result', () => {
  it('is opened by the host, which is given the job and no address', async () => {
    const bridge = fakeBridge();
    await openLink(createApp(bridge, { hello }), jobId(1));
    expect(bridge.calls).toEqual([{ name: 'shell:open_link', input: { id: jobId(1) } }]);
  });
});
