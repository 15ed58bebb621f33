import { expect, it } from 'vitest';
import { answerCall } from '../../../electron/main/answer-call.ts';

/** An engine that answers with what it was asked, and takes no functions, as no channel does. */
const ask = (name: string, input: unknown): Promise<string> =>
  typeof input === 'function'
    ? Promise.reject(new Error('could not be cloned'))
    : Promise.resolve(JSON.stringify(['engine', name, input]));
const answer = answerCall({ ask }, (name, input) => Promise.resolve(JSON.stringify(['shell', name, input])));

it.each([
  ['queue:state', null, '["engine","queue:state",null]'],
  ['shell:copy', { text: 'a' }, '["shell","shell:copy",{"text":"a"}]'],
  [7, null, '["shell",7,null]'],
])('hands the text on for %s', async (name, input, text) => {
  expect(await answer(true, name, input)).toBe(text);
});

it.each([
  ['of a page that is not ours', false, 'queue:state', null],
  ['of what cannot be passed on', true, 'queue:add', () => null],
])('refuses a call %s', async (_, trusted, name, input) => {
  expect(JSON.parse(await answer(trusted, name, input))).toMatchObject({
    ok: false,
    error: { kind: 'invalid_request' },
  });
});
