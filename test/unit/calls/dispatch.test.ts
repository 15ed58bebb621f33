import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dispatch, toConvoyError } from '../../../electron/calls/dispatch.ts';
import type { EngineHandlers } from '../../../shared/ipc/contract.ts';
import { engineCallNames } from '../../../shared/ipc/names.ts';
import { ConvoyError, fail } from '../../../shared/model/error.ts';

/** Handlers that all do the same. */
function handlersThat(act: (input: unknown) => unknown): EngineHandlers {
  return Object.fromEntries(engineCallNames.map((name) => [name, act])) as unknown as EngineHandlers;
}

describe('dispatch', () => {
  it('gives the parsed input to the handler and its value back', async () => {
    const handlers = handlersThat((input) => ({ heard: input }));
    expect(await dispatch(handlers, 'queue:pause', { mode: 'now' })).toEqual({
      ok: true,
      value: { heard: { mode: 'now' } },
    });
  });

  it('answers nothing as null, which JSON has', async () => {
    expect(
      await dispatch(
        handlersThat(() => undefined),
        'queue:resume',
        null,
      ),
    ).toEqual({ ok: true, value: null });
  });

  it.each([
    ['queue:nothing', 'The request cannot be understood: there is no call “queue:nothing”.'],
    ['toString', 'The request cannot be understood: there is no call “toString”.'],
    ['__proto__', 'The request cannot be understood: there is no call “__proto__”.'],
    ['shell:hello', 'The request cannot be understood: there is no call “shell:hello”.'],
    [null, 'The request cannot be understood: there is no call of the type null.'],
    [{}, 'The request cannot be understood: there is no call of the type object.'],
  ])('refuses %j as a name', async (name, message) => {
    const answer = await dispatch(
      handlersThat(() => 1),
      name,
      null,
    );
    expect(answer).toMatchObject({ ok: false, error: { kind: 'invalid_request', message } });
  });

  it('names what is wrong with an input', async () => {
    const answer = await dispatch(
      handlersThat(() => 1),
      'queue:page',
      { after: null, limit: 9999 },
    );
    expect(answer).toMatchObject({
      ok: false,
      error: {
        kind: 'invalid_request',
        message:
          'The request cannot be understood: queue:page cannot take this: limit: Too big: expected number to be <=500.',
      },
    });
  });

  it('passes on what a handler refuses', async () => {
    const handlers = handlersThat(() => {
      throw fail('not_found', { given: 'This job' });
    });
    expect(await dispatch(handlers, 'queue:state', null)).toMatchObject({
      ok: false,
      error: { kind: 'not_found', message: 'This job does not exist.' },
    });
  });

  it('tells a defect without the places of the code', async () => {
    const handlers = handlersThat(() => Promise.reject(new TypeError('x is not a function')));
    const answer = await dispatch(handlers, 'queue:state', null);
    expect(answer).toMatchObject({ ok: false, error: { kind: 'internal' } });
    const detail = answer.ok ? '' : (answer.error.detail ?? '');
    expect(detail).toMatch(/^TypeError: x is not a function/);
    expect(detail).not.toMatch(/[\\/]\w+\.[jt]s|node_modules|:\d+:\d+/);
  });

  it('never throws and always answers in the form of the contract, whatever is sent', async () => {
    const handlers = handlersThat((input) => input);
    const name = fc.oneof(fc.constantFrom(...engineCallNames), fc.string(), fc.anything());
    await fc.assert(
      fc.asyncProperty(
        name,
        fc.anything({ withNullPrototype: true, withBigInt: true }),
        async (called, input) => {
          const answer = await dispatch(handlers, called, input);
          if (answer.ok) expect(engineCallNames).toContain(called);
          else expect(ConvoyError.safeParse(answer.error).success).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('makes an error of anything that is thrown', () => {
    fc.assert(
      fc.property(fc.anything(), (thrown) => {
        expect(ConvoyError.safeParse(toConvoyError(thrown)).success).toBe(true);
      }),
    );
  });
});
