import { expect, test } from 'vitest';
import { en } from '../../../../renderer/words/en/index.ts';
import { pseudo, pseudoText } from '../../../../renderer/words/pseudo.ts';

test('texts get accents, brackets and at least 40 % more room', () => {
  expect(pseudoText('Choose files…')).toBe('[Čhóóšé fíléš… ···]');
  expect(pseudoText('')).toBe('');
  // What is put into a text brings its own room.
  expect(pseudoText(`about ${pseudoText('74% smaller')}`)).toBe('[ábóút [74% šmállér ··] ·]');
  for (const text of ['All', 'Queue', en.app.emptyTakes, en.app.emptyTitle])
    expect(pseudoText(text).length).toBeGreaterThanOrEqual(Math.ceil(text.length * 1.4));
});

test('a catalogue keeps its shape, and functions what they take', () => {
  const odd = pseudo({ a: 'Add', deep: { say: (n: number) => `${n} files` }, list: ['x'] });
  expect(odd.deep.say(3)).toBe('[3 fíléš ·]');
  expect(odd.list).toEqual(['[x ·]']);
  expect(Object.keys(pseudo(en))).toEqual(Object.keys(en));
});
