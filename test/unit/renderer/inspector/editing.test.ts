import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JobChange } from '../../../../shared/ipc/contract.ts';
import { type ConvoyError, convoyError } from '../../../../shared/model/error.ts';
import { sendable, shownProblems, shownView } from '../../../../renderer/features/inspector/edit-state.ts';
import { createEditing, type EditPort } from '../../../../renderer/features/inspector/editing.ts';
import { noLimits } from '../../../../renderer/features/inspector/options/option-errors.ts';
import {
  changedView,
  commonOptions,
  type View,
  viewOfChoice,
} from '../../../../renderer/features/inspector/view.ts';

const start = viewOfChoice({ kind: 'video', presetId: null, options: { width: 1920 }, output: null });

/** A port that keeps what was sent, and answers when the test says so. */
function port(refuse: (change: JobChange) => readonly ConvoyError[] = () => []) {
  let view: View = start;
  const sent: JobChange[] = [];
  const waiting: (() => void)[] = [];
  const made: EditPort = {
    load: () => Promise.resolve({ view }),
    send: async (change) => {
      sent.push(change);
      await new Promise<void>((resolve) => waiting.push(resolve));
      const refused = refuse(change);
      if (refused.length === 0) view = changedView(view, change, []);
      return refused;
    },
  };
  return { ...made, sent, answer: () => waiting.shift()?.() };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

async function editing(of: EditPort, delay: number | null = 300) {
  const made = createEditing(of, { presets: () => [], limits: () => noLimits, delay });
  made.reload();
  await settle();
  const shown = () => {
    const view = shownView(made.store.getState(), []);
    return view === null ? null : commonOptions(view);
  };
  return { ...made, shown };
}

describe('createEditing', () => {
  it('shows a change at once and sends only what changed, when it has settled', async () => {
    const engine = port();
    const edit = await editing(engine);
    edit.change({ options: { quality: 'high' } });
    edit.change({ options: { quality: 'low', fps: 25 } });
    expect(edit.shown()).toEqual({ width: 1920, quality: 'low', fps: 25 });
    await vi.advanceTimersByTimeAsync(299);
    expect(engine.sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(engine.sent).toEqual([{ options: { quality: 'low', fps: 25 } }]);
    expect(edit.shown()).toEqual({ width: 1920, quality: 'low', fps: 25 });
    engine.answer();
    await settle();
    expect(edit.store.getState()).toMatchObject({ draft: null, sending: null, settled: 1 });
    expect(edit.shown()).toEqual({ width: 1920, quality: 'low', fps: 25 });
  });

  it('sends one change at a time', async () => {
    const engine = port();
    const edit = await editing(engine);
    edit.change({ options: { fps: 25 } });
    await vi.advanceTimersByTimeAsync(300);
    edit.change({ options: { fps: 30 } });
    await vi.advanceTimersByTimeAsync(1000);
    expect(engine.sent).toEqual([{ options: { fps: 25 } }]);
    expect(edit.shown()).toEqual({ width: 1920, fps: 30 });
    engine.answer();
    await vi.advanceTimersByTimeAsync(300);
    expect(engine.sent).toEqual([{ options: { fps: 25 } }, { options: { fps: 30 } }]);
  });

  it('keeps back what is wrong and sends the rest', async () => {
    const engine = port();
    const edit = await editing(engine);
    edit.change({ options: { fps: 90, quality: 'high' } });
    await vi.advanceTimersByTimeAsync(300);
    engine.answer();
    await settle();
    expect(engine.sent).toEqual([{ options: { quality: 'high' } }]);
    const state = edit.store.getState();
    expect(state.draft).toEqual({ options: { fps: 90 } });
    expect(shownProblems(state, shownView(state, []), noLimits)).toEqual({
      fps: { problem: 'not_allowed', given: 90 },
    });
    edit.change({ options: { fps: 30 } });
    await vi.advanceTimersByTimeAsync(300);
    expect(engine.sent.at(-1)).toEqual({ options: { fps: 30 } });
  });

  it('shows what the engine refused at its field, and does not ask it again', async () => {
    const refusal = convoyError('invalid_option', { field: 'start', reason: 'it is past the end' });
    const engine = port(() => [refusal, convoyError('conflict')]);
    const edit = await editing(engine);
    edit.change({ options: { start: 400 } });
    await vi.advanceTimersByTimeAsync(300);
    engine.answer();
    await settle();
    expect(edit.shown()).toEqual({ width: 1920, start: 400 });
    expect(edit.store.getState()).toMatchObject({
      told: { start: { problem: 'told', message: refusal.message } },
      refusals: [{ kind: 'conflict' }],
    });
    edit.change({ options: { fps: 25 } });
    await vi.advanceTimersByTimeAsync(300);
    expect(engine.sent).toEqual([{ options: { start: 400 } }, { options: { fps: 25 } }]);
    edit.change({ options: { start: 4 } });
    expect(edit.store.getState()).toMatchObject({ told: {}, refusals: [] });
  });

  it('holds a change until the field is left, and brings back what was there', async () => {
    const engine = port();
    const edit = await editing(engine);
    edit.change({ options: { width: 800 } }, { hold: true });
    await vi.advanceTimersByTimeAsync(5000);
    expect([edit.shown(), engine.sent]).toEqual([{ width: 800 }, []]);
    edit.restore('width');
    expect(edit.shown()).toEqual({ width: 1920 });
    edit.flush();
    expect(engine.sent).toEqual([]);
    edit.change({ options: { width: 640 } }, { hold: true });
    edit.flush();
    expect(engine.sent).toEqual([{ options: { width: 640 } }]);
  });

  it('says text that is no value, and forgets it with the next one', async () => {
    const edit = await editing(port());
    edit.unreadable('start', 'soon');
    expect(edit.store.getState().unreadable).toEqual({ start: { problem: 'unreadable', text: 'soon' } });
    edit.change({ options: { start: 1 } });
    expect(edit.store.getState().unreadable).toEqual({});
  });

  it('sends what waits when it is closed', async () => {
    const engine = port();
    const edit = await editing(engine);
    edit.change({ options: { fps: 25 } });
    edit.close();
    expect(engine.sent).toEqual([{ options: { fps: 25 } }]);
    engine.answer();
    await vi.advanceTimersByTimeAsync(1000);
    expect(engine.sent).toHaveLength(1);
  });

  it('keeps everything until it is submitted, where nothing is sent by itself', async () => {
    const engine = port();
    const edit = await editing(engine, null);
    edit.change({ options: { fps: 25 } });
    edit.flush();
    await vi.advanceTimersByTimeAsync(5000);
    expect(engine.sent).toEqual([]);
    const done = edit.submit();
    engine.answer();
    await expect(done).resolves.toBe(true);
    expect(engine.sent).toEqual([{ options: { fps: 25 } }]);
  });
});

describe('sendable', () => {
  it('keeps a change back that makes another field wrong', () => {
    const trimmed = viewOfChoice({ kind: 'video', presetId: null, options: { start: 10 }, output: null });
    expect(sendable(trimmed, { options: { end: 5 } }, [], noLimits)).toEqual({
      send: null,
      keep: { options: { end: 5 } },
    });
  });

  it('is not held up by what was wrong before', () => {
    const wrong = viewOfChoice({ kind: 'video', presetId: null, options: { start: 400 }, output: null });
    const limits = { class: 'video', duration: 384 } as const;
    expect(sendable(wrong, { options: { quality: 'high' } }, [], limits)).toEqual({
      send: { options: { quality: 'high' } },
      keep: null,
    });
  });

  it('waits with an animation of a video until it has an end', () => {
    const limits = { class: 'video', duration: 384 } as const;
    expect(sendable(start, { kind: 'animation' }, [], limits)).toEqual({
      send: null,
      keep: { kind: 'animation' },
    });
    const ended: JobChange = { kind: 'animation', options: { end: 5 } };
    expect(sendable(start, ended, [], limits)).toEqual({ send: ended, keep: null });
  });
});
