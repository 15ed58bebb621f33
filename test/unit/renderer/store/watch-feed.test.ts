// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Input, Output } from '../../../../shared/ipc/contract.ts';
import { convoyError } from '../../../../shared/model/error.ts';
import { WatchDraft, type WatchedFile } from '../../../../shared/model/watch.ts';
import { CallFailed } from '../../../../renderer/bridge/bridge.ts';
import { newestFirst } from '../../../../renderer/store/activity.ts';
import { createApp } from '../../../../renderer/store/store.ts';
import { answerLeaving, changeDraft, leaveTo, makeRule } from '../../../../renderer/store/watch-editor.ts';
import { askActivity, askOlder, followWatch, showStates } from '../../../../renderer/store/watch-feed.ts';
import { type FakeAnswers, fakeBridge } from '../../../support/fake-bridge.ts';
import { aFile, aRule, aView, files, watchId } from '../watch/rules.ts';

/** An engine with a ledger that is paged as the real one is. */
function engine(ledger: WatchedFile[], answers: FakeAnswers = {}) {
  return fakeBridge({
    answers: {
      'watch:list': [aView(1), aView(2, { name: 'Lecture capture', folder: '/campus' })],
      'watch:files': ({ ruleId, states, after, limit }: Input<'watch:files'>): Output<'watch:files'> => {
        const asked = ledger
          .filter((file) => ruleId === null || file.ruleId === ruleId)
          .filter((file) => states === null || states.includes(file.state))
          .sort(newestFirst)
          .filter((file) => after === null || newestFirst(file, after as WatchedFile) > 0);
        return { files: asked.slice(0, limit), more: asked.length > limit };
      },
      ...answers,
    },
  });
}

const stops: (() => void)[] = [];
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  vi.useRealTimers();
});

async function following(bridge: ReturnType<typeof engine>) {
  const app = createApp(bridge);
  const feed = followWatch(app);
  stops.push(() => feed.stop());
  await feed.load();
  return { app, feed, watch: () => app.store.getState().watch };
}
const settle = () => vi.advanceTimersByTimeAsync(400);

describe('rules', () => {
  it('are asked for, and replaced by what is told', async () => {
    const bridge = engine([]);
    const { watch } = await following(bridge);
    expect(watch().rules?.map(({ rule }) => rule.name)).toEqual(['Camera import', 'Lecture capture']);
    bridge.emit('watch:changed', [aView(1)]);
    expect(watch().rules).toEqual([aView(1)]);
  });

  it('that cannot be had are a problem until they can', async () => {
    let refuse = true;
    const bridge = engine([], {
      'watch:list': () => {
        if (refuse) throw new CallFailed(convoyError('busy_elsewhere'));
        return [aView(1)];
      },
    });
    const { feed, watch } = await following(bridge);
    expect(watch()).toMatchObject({
      rules: null,
      problem: 'Another Convoy is already working on this queue.',
    });
    refuse = false;
    await feed.load();
    expect(watch()).toMatchObject({ rules: [aView(1)], problem: null });
  });

  it('the editor follows a rule that nobody changes here, and keeps what somebody does', async () => {
    const bridge = engine([]);
    const { app, watch } = await following(bridge);
    leaveTo(app, { to: 'rule', id: watchId(1) });
    bridge.emit('watch:changed', [aView(1, { name: 'Import' })]);
    expect(watch().editor?.draft.name).toBe('Import');
    changeDraft(app, { name: 'Mine' });
    bridge.emit('watch:changed', [aView(1, { name: 'Theirs', on: false })]);
    expect(watch().editor?.draft).toMatchObject({ name: 'Mine', on: false });
    expect(watch().editor?.base).toMatchObject({ name: 'Theirs' });
    bridge.emit('watch:changed', []);
    expect(watch()).toMatchObject({ chosen: null, editor: { draft: { name: 'Mine' } } });
  });
});

describe('activity', () => {
  it('is not asked for before somebody looks', async () => {
    const bridge = engine(files(3));
    const { app, feed, watch } = await following(bridge);
    bridge.emit('watch:seen', { files: [aFile(9)] });
    await settle();
    expect([bridge.inputsOf('watch:files'), watch().activity.files]).toEqual([[], []]);
    await askActivity(app);
    expect(watch().activity.files).toEqual(files(3));
    await feed.load();
    expect(bridge.inputsOf('watch:files')).toHaveLength(2);
  });

  it('is paged to the end, once each', async () => {
    const bridge = engine(files(450));
    const { app, watch } = await following(bridge);
    await askActivity(app);
    expect(watch().activity).toMatchObject({ more: true, loading: 'no' });
    await Promise.all([askOlder(app), askOlder(app)]);
    await askOlder(app);
    await askOlder(app);
    expect(watch().activity.files).toEqual(files(450));
    expect(bridge.inputsOf('watch:files').map(({ after }) => after?.path ?? null)).toEqual([
      null,
      'DSC_0250.JPG',
      'DSC_0050.JPG',
    ]);
  });

  it('shows news once a frame, those too that came while the first page was on its way', async () => {
    const ledger = files(2);
    const bridge = engine(ledger);
    const { app, watch } = await following(bridge);
    const asked = askActivity(app);
    bridge.emit('watch:seen', { files: [aFile(5)] });
    await asked;
    await settle();
    bridge.emit('watch:seen', { files: [aFile(6)] });
    bridge.emit('watch:seen', { files: [aFile(7)] });
    expect(watch().activity.files).toHaveLength(3);
    await settle();
    expect(watch().activity.files.map(({ path }) => path)).toEqual([7, 6, 5, 1, 0].map((n) => aFile(n).path));
  });

  it('narrows at once to what another filter shows, and asks for the rest', async () => {
    const failed = aFile(1, { state: 'failed', reason: 'job_failed' });
    const other = aFile(3, { ruleId: watchId(2) });
    const bridge = engine([aFile(2), failed, other]);
    const { app, watch } = await following(bridge);
    await askActivity(app);
    const shown = showStates(app, 'failed');
    expect(watch().activity).toMatchObject({ files: [failed], loading: 'first' });
    await shown;
    leaveTo(app, { to: 'rule', id: watchId(2) });
    await showStates(app, 'all');
    expect(watch().activity.files).toEqual([other]);
    expect(bridge.inputsOf('watch:files').at(-1)).toMatchObject({ ruleId: watchId(2), states: null });
  });

  it('that is refused says so, and keeps what is known', async () => {
    let refuse = false;
    const bridge = engine([], {
      'watch:files': () => {
        if (refuse) throw new CallFailed(convoyError('busy_elsewhere'));
        return { files: files(2), more: false };
      },
    });
    const { app, watch } = await following(bridge);
    await askActivity(app);
    refuse = true;
    await askActivity(app);
    expect(watch().activity).toEqual({
      ...{ files: files(2), more: false, loading: 'no' },
      problem: 'Another Convoy is already working on this queue.',
    });
  });
});

describe('leaving a rule that was changed', () => {
  async function changed(answers: FakeAnswers = {}) {
    const bridge = engine([], {
      'watch:save': ({ rule }) => aRule(1, { ...WatchDraft.parse(rule), id: watchId(1) }),
      ...answers,
    });
    const made = await following(bridge);
    leaveTo(made.app, { to: 'rule', id: watchId(1) });
    changeDraft(made.app, { recursive: false });
    leaveTo(made.app, { to: 'rule', id: watchId(2) });
    return { ...made, bridge };
  }

  it('asks first; staying changes nothing', async () => {
    const { app, watch } = await changed();
    expect(watch()).toMatchObject({ chosen: watchId(1), leaving: { to: 'rule', id: watchId(2) } });
    await answerLeaving(app, 'stay');
    expect(watch()).toMatchObject({
      chosen: watchId(1),
      leaving: null,
      editor: { draft: { recursive: false } },
    });
  });

  it('discards', async () => {
    const { app, watch, bridge } = await changed();
    await answerLeaving(app, 'discard');
    expect(watch()).toMatchObject({ chosen: watchId(2), editor: { draft: { name: 'Lecture capture' } } });
    expect(bridge.inputsOf('watch:save')).toEqual([]);
  });

  it('saves and goes', async () => {
    const { app, watch, bridge } = await changed();
    await answerLeaving(app, 'save');
    expect(bridge.inputsOf('watch:save')).toMatchObject([{ rule: { id: watchId(1), recursive: false } }]);
    expect(watch().chosen).toBe(watchId(2));
  });

  it('stays when saving is refused', async () => {
    const error = convoyError('invalid_option', { field: 'output', reason: 'it leads nowhere' });
    const { app, watch } = await changed({
      'watch:save': () => {
        throw new CallFailed(error);
      },
    });
    await answerLeaving(app, 'save');
    expect(watch()).toMatchObject({ chosen: watchId(1), editor: { refused: error, saving: false } });
  });

  it('is no question when nothing was changed, nor for a second new rule', async () => {
    const { app, watch } = await following(engine([]));
    leaveTo(app, { to: 'rule', id: watchId(1) });
    makeRule(app);
    expect(watch()).toMatchObject({ chosen: null, leaving: null, editor: { draft: { id: null } } });
    changeDraft(app, { folder: '/a' });
    makeRule(app);
    expect(watch()).toMatchObject({ leaving: null, editor: { draft: { folder: '/a' } } });
  });
});
