import { describe, expect, it } from 'vitest';
import type { Comparison, Input, Output } from '../../../../shared/ipc/contract.ts';
import { convoyError } from '../../../../shared/model/error.ts';
import { qualityWords } from '../../../../shared/model/options.ts';
import { CallFailed } from '../../../../renderer/bridge/bridge.ts';
import { createComparison } from '../../../../renderer/features/compare/comparison.ts';
import { fakeBridge } from '../../../support/fake-bridge.ts';
import { jobId } from '../rows.ts';

type Render = Input<'compare:render'>;
type Rendered = Output<'compare:render'>;

const bytes = { very_low: 100, low: 200, medium: 300, high: 400, very_high: 500 };

function frame(input: Render): Comparison {
  const word = (input.change?.options?.['quality'] ?? 'medium') as keyof typeof bytes;
  const picture = { width: 1920, height: 1080, mime: 'image/png' };
  return {
    before: { key: 'before', ...picture },
    after: { key: `after ${word}`, ...picture },
    bytesBefore: 1000,
    bytesAfter: bytes[word],
    exact: false,
    at: input.at ?? 12,
    took: 0.1,
  };
}

/** An engine whose renders end when the test says so, in the order in which they were asked. */
function engine(options: Record<string, unknown> = { format: 'mp4' }, copies = false, isPicture = false) {
  const open: { readonly input: Render; readonly answer: (rendered: Rendered) => void }[] = [];
  const asked: Render[] = [];
  const originals: ((answer: Output<'compare:original'>) => void)[] = [];
  const bridge = fakeBridge({
    answers: {
      'jobs:get': () => ({ options }) as Output<'jobs:get'>,
      'compare:original': () => new Promise((answer) => originals.push(answer)),
      'compare:render': (input) => {
        asked.push(input);
        return new Promise<Rendered>((answer) => open.push({ input, answer }));
      },
    },
  });
  const loop = createComparison(
    bridge,
    { id: jobId(1), kind: 'video' },
    { standard: 'medium', copies, isPicture },
  );
  /** Lets everything that was promised so far go on. */
  const settle = async () => {
    for (let n = 0; n < 20; n++) await Promise.resolve();
  };
  const finish = async (rendered?: Rendered) => {
    const next = open.shift();
    if (next === undefined) throw new Error('nothing is being rendered');
    next.answer(rendered ?? { ok: true, comparison: frame(next.input) });
    await settle();
  };
  return { loop, bridge, asked, open, originals, settle, finish, state: () => loop.state.getState() };
}

describe('a comparison', () => {
  it('shows the frame as the file would be made, then finds the sizes of the other words', async () => {
    const e = engine();
    e.loop.start();
    await e.settle();
    expect(e.asked).toEqual([{ id: jobId(1), at: null }]);
    expect(e.state()).toMatchObject({ status: 'loading', own: 'medium', rendering: true });
    await e.finish();
    expect(e.state()).toMatchObject({ status: 'ready', rendering: false, shown: { word: null } });
    for (let n = 0; n < 4; n++) await e.finish();
    expect(e.open).toEqual([]);
    expect(e.asked.slice(1)).toEqual(
      ['very_low', 'low', 'high', 'very_high'].map((quality) => ({
        id: jobId(1),
        at: 12,
        change: { options: { quality } },
      })),
    );
    expect([...e.state().sizes].sort(([, a], [, b]) => Number(sizeOf(a)) - Number(sizeOf(b)))).toEqual(
      qualityWords.map((word) => [word, { bytes: bytes[word], exact: false }]),
    );
  });

  it('of a picture shows the original while its result is made, once', async () => {
    const e = engine({ format: 'webp' }, false, true);
    const original = { key: 'alone', width: 4000, height: 3000, mime: 'image/jpeg' };
    e.loop.start();
    await e.settle();
    expect(e.asked).toEqual([]);
    e.originals[0]?.({ ok: true, original });
    await e.settle();
    expect(e.state()).toMatchObject({ status: 'loading', original, shown: null, rendering: true });
    expect(e.asked).toEqual([{ id: jobId(1), at: null }]);
    await e.finish();
    // It is not loaded a second time.
    expect(e.state()).toMatchObject({
      status: 'ready',
      shown: { word: null, comparison: { before: original } },
    });
    e.loop.choose('high');
    await e.settle();
    expect(e.originals).toHaveLength(1);
  });

  it('whose original cannot be shown alone says what its comparison says', async () => {
    const e = engine({ format: 'webp' }, false, true);
    const error = convoyError('input_truncated');
    e.loop.start();
    await e.settle();
    e.originals[0]?.({ ok: false, error: convoyError('input_unsupported') });
    await e.settle();
    expect(e.state()).toMatchObject({ status: 'loading', original: null, error: null });
    await e.finish({ ok: false, error });
    expect(e.state()).toMatchObject({ status: 'refused', error });
  });

  it('follows no quality while the picture is copied, and gives all five of them', async () => {
    const e = engine({ format: 'mp4' }, true);
    e.loop.start();
    await e.settle();
    await e.finish();
    expect(e.state()).toMatchObject({ own: null, asIs: { bytes: 300, exact: false } });
    for (let n = 0; n < 5; n++) await e.finish();
    // The size of the copy is never that of a quality.
    expect(e.asked.slice(1).map(({ change }) => change?.options?.['quality'])).toEqual(qualityWords);
    e.loop.choose('high');
    await e.settle();
    await e.finish();
    e.loop.choose(null);
    await e.settle();
    expect(e.asked.at(-1)).toEqual({ id: jobId(1), at: 12 });
  });

  it('lets what a person chooses go first, and the old frame stays until it is there', async () => {
    const e = engine();
    e.loop.start();
    await e.settle();
    await e.finish();
    e.loop.choose('high');
    await e.settle();
    expect(e.state()).toMatchObject({ chosen: 'high', rendering: true, shown: { word: null } });
    expect(e.asked.at(-1)).toEqual({ id: jobId(1), at: 12, change: { options: { quality: 'high' } } });
    // The engine ends the one for a size early.
    await e.finish({ ok: false, error: convoyError('cancelled') });
    expect(e.state().sizes.has('very_low')).toBe(false);
    await e.finish();
    expect(e.state()).toMatchObject({ rendering: false, shown: { word: 'high' } });
    expect(e.state().sizes.get('high')).toEqual({ bytes: 400, exact: false });
    expect(e.open[0]?.input.change).toEqual({ options: { quality: 'very_low' } });
  });

  it('asks for the chosen quality at another time', async () => {
    const e = engine();
    e.loop.start();
    await e.settle();
    await e.finish();
    e.loop.choose('low');
    e.loop.seek(7.5);
    await e.settle();
    expect(e.asked.at(-1)).toEqual({ id: jobId(1), at: 7.5, change: { options: { quality: 'low' } } });
  });

  it('asks nothing more once it was left', async () => {
    const e = engine();
    e.loop.start();
    await e.settle();
    e.loop.stop();
    await e.finish();
    expect(e.asked).toHaveLength(1);
    expect(e.state().shown).toBeNull();
  });

  it('stops the frame that is being made when it is left, and nothing when none is', async () => {
    const e = engine({ quality: 'very_low' });
    const stopped = () => e.bridge.inputsOf('compare:cancel');
    e.loop.start();
    e.loop.stop();
    expect(stopped()).toEqual([]);
    e.loop.start();
    await e.settle();
    e.loop.stop();
    expect(stopped()).toEqual([{ id: jobId(1) }]);
    await e.finish({ ok: false, error: convoyError('cancelled') });
    e.loop.start();
    await e.settle();
    while (e.open.length > 0) await e.finish();
    expect(e.state().sizes.size).toBe(5);
    e.loop.stop();
    expect(stopped()).toHaveLength(1);
  });

  it('can be begun again', async () => {
    const e = engine();
    e.loop.start();
    e.loop.stop();
    e.loop.start();
    await e.settle();
    await e.finish();
    expect(e.state().status).toBe('ready');
  });

  it('says what was refused', async () => {
    const e = engine();
    const error = convoyError('encoder_missing');
    e.loop.start();
    await e.settle();
    await e.finish({ ok: false, error });
    expect(e.state()).toMatchObject({ status: 'refused', error, rendering: false });
  });

  it('keeps the frame when a later one is refused', async () => {
    const e = engine();
    const error = convoyError('encode_failed');
    e.loop.start();
    await e.settle();
    await e.finish();
    e.loop.choose('high');
    await e.settle();
    await e.finish({ ok: false, error: convoyError('cancelled') });
    await e.finish({ ok: false, error });
    expect(e.state()).toMatchObject({ status: 'ready', error, shown: { word: null } });
  });

  it('says that a size cannot be told', async () => {
    const e = engine({ quality: 'very_low' });
    e.loop.start();
    await e.settle();
    await e.finish();
    await e.finish({ ok: false, error: convoyError('encoder_missing') });
    expect(e.state().sizes.get('low')).toBe('unknown');
  });

  it('is refused when the file is gone', async () => {
    const error = convoyError('not_found');
    const bridge = fakeBridge({
      answers: {
        'jobs:get': () => {
          throw new CallFailed(error);
        },
      },
    });
    const loop = createComparison(
      bridge,
      { id: jobId(1), kind: 'video' },
      { standard: 'medium', copies: false, isPicture: false },
    );
    loop.start();
    for (let n = 0; n < 20; n++) await Promise.resolve();
    expect(loop.state.getState()).toMatchObject({ status: 'refused', error });
  });
});

const sizeOf = (size: unknown): unknown =>
  typeof size === 'object' && size !== null && 'bytes' in size ? size.bytes : null;
