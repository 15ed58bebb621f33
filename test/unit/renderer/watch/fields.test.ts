import { describe, expect, it } from 'vitest';
import { convoyError } from '../../../../shared/model/error.ts';
import { fieldOf } from '../../../../renderer/features/watch/field-of.ts';
import {
  fullPath,
  isWholePath,
  readNames,
  readSeconds,
  readSize,
  showSize,
} from '../../../../renderer/features/watch/field-values.ts';
import { moved } from '../../../../renderer/features/watch/moved.ts';
import { problemsOf } from '../../../../renderer/features/watch/use-problems.ts';
import { editorOf } from '../../../../renderer/store/watch-draft.ts';
import { en } from '../../../../renderer/words/en/index.ts';
import { aDraft } from './rules.ts';

describe('what is typed into fields', () => {
  it('sizes: with or without a unit, with a point or a comma', () => {
    const texts = ['10', ' 2,5 ', '4 GB', '0.5MB', '7 b', '', 'ten', '-1', '4 PB', '1.2.3', '9'.repeat(30)];
    expect(texts.map((text) => readSize(text, 1e3))).toEqual([
      ...[10_000, 2_500, 4e9, 500_000, 7, null],
      ...[undefined, undefined, undefined, undefined, undefined],
    ]);
    expect([showSize(10_000, 1e3, 'en'), showSize(2_500_000, 1e6, 'de'), showSize(null, 1e3, 'en')]).toEqual([
      '10',
      '2,5',
      '',
    ]);
  });

  it('seconds: 0.5 to 3600', () => {
    expect(['2', '0,5', '3600', '0.4', '3601', '', 'x'].map(readSeconds)).toEqual([
      ...[2, 0.5, 3600, undefined, undefined, undefined, undefined],
    ]);
  });

  it('names: each once, between commas or semicolons', () => {
    expect([
      readNames(' *.mov, IMG_*;*.mov ,, '),
      readNames(''),
      readNames('x'.repeat(256)),
      readNames(Array.from({ length: 51 }, (_, n) => `${n}.mov`).join(',')),
    ]).toEqual([['*.mov', 'IMG_*'], [], undefined, undefined]);
  });

  it('paths: the home folder is ~, and a whole path says where it begins', () => {
    expect([
      fullPath(' ~/Movies ', '/home/ada'),
      fullPath('~', '/home/ada/'),
      fullPath('~bob', '/home/ada'),
      fullPath('/a', ''),
    ]).toEqual(['/home/ada/Movies', '/home/ada', '~bob', '/a']);
    const paths = ['/a', 'C:\\a', 'c:/a', '\\\\campus\\capture', 'a/b', './a', ''];
    expect(paths.map(isWholePath)).toEqual([true, true, true, true, false, false, false]);
  });
});

describe('what is wrong with a rule', () => {
  it('stands at the field that it is about', () => {
    const at = (option: string) => fieldOf(convoyError('invalid_option', { option }));
    expect([
      at('folder'),
      at('filter.maxBytes'),
      at('output'),
      at('choice'),
      at('fps'),
      fieldOf(convoyError('input_not_found', { file: 'Import' })),
      fieldOf(convoyError('invalid_input', { file: 'Import' })),
      fieldOf(convoyError('busy_elsewhere')),
    ]).toEqual(['folder', 'maxBytes', 'output', 'choice', 'choice', 'folder', 'folder', null]);
  });

  it('is said once something was tried, and what was typed comes before what was refused', () => {
    const words = en;
    const fresh = editorOf(aDraft({ folder: '' }));
    const limits = aDraft({ filter: { ...aDraft().filter, minBytes: 5_000_000, maxBytes: 1_000_000 } });
    const refused = convoyError('invalid_option', { field: 'output', reason: 'it leads nowhere' });
    const busy = convoyError('busy_elsewhere');
    expect([
      problemsOf(fresh, null, words),
      problemsOf({ ...fresh, tried: true }, null, words),
      problemsOf(editorOf(limits), null, words),
      problemsOf({ ...editorOf(aDraft()), refused, unread: { minBytes: 'Wrong.' } }, null, words),
      problemsOf({ ...editorOf(aDraft()), refused: busy }, null, words),
      problemsOf(editorOf(aDraft()), convoyError('input_not_found', { file: 'Import' }), words),
    ]).toEqual([
      { at: {}, other: null },
      { at: { folder: 'Choose the folder to watch.' }, other: null },
      { at: { maxBytes: 'At most has to be more than at least.' }, other: null },
      { at: { output: 'It leads nowhere.', minBytes: 'Wrong.' }, other: null },
      { at: {}, other: 'Another Convoy is already working on this queue.' },
      { at: { folder: '“Import” is not there.' }, other: null },
    ]);
  });
});

it('keys move in the list and stop at its ends', () => {
  const keys = ['ArrowDown', 'ArrowUp', 'Home', 'End', 'PageDown', 'PageUp', 'x'];
  expect(keys.map((key) => moved(key, 5, 10, 4))).toEqual([6, 4, 0, 9, 8, 2, null]);
  expect(keys.map((key) => moved(key, -1, 10, 4))).toEqual([0, 9, 0, 9, 3, 0, null]);
  expect(keys.map((key) => moved(key, -1, 0, 4))).toEqual(keys.map(() => null));
});
