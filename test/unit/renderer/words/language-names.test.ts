import { expect, it } from 'vitest';
import { languageText } from '../../../../renderer/words/language-names.ts';

it.each([
  ['eng', 'en-GB', 'English'],
  ['ger', 'en', 'German'],
  ['deu', 'de', 'Deutsch'],
  ['pt_BR', 'en', 'Brazilian Portuguese'],
  ['und', 'en', null],
  ['mul', 'en', null],
  ['', 'en', null],
  [null, 'en', null],
  ['qaa', 'en', 'qaa'],
  ['not a code', 'en', 'not a code'],
  ['fra', 'no locale', 'French'],
])('%s, said in %s, is %s', (code, locale, name) => {
  expect(languageText(code, locale)).toBe(name);
});
