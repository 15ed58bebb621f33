import { describe, expect, it } from 'vitest';
import {
  folderBeside,
  nameProblem,
  numberedName,
  outputOf,
  placeOf,
  usualFolder,
} from '../../../../renderer/features/inspector/save/save-place.ts';

describe('placeOf and outputOf', () => {
  it('part an output into folder and name, and put it together again', () => {
    const places = [
      [null, { folder: null, name: null }],
      ['/out/web/', { folder: '/out/web', name: null }],
      ['/', { folder: '/', name: null }],
      ['/out/{name}-{width}.{ext}', { folder: '/out', name: '{name}-{width}.{ext}' }],
      ['C:\\Filme\\', { folder: 'C:\\Filme', name: null }],
      ['C:\\', { folder: 'C:\\', name: null }],
      ['C:\\Filme\\a.mp4', { folder: 'C:\\Filme', name: 'a.mp4' }],
    ] as const;
    for (const [output, place] of places) {
      expect(placeOf(output)).toEqual(place);
      expect(outputOf(place, null)).toBe(output);
    }
  });

  it('put a name alone beside the original, where there is one', () => {
    const place = { folder: null, name: '{name} small.{ext}' };
    expect(outputOf(place, '/home/ada')).toBe('/home/ada/{name} small.{ext}');
    expect(outputOf(place, null)).toBeNull();
    expect(placeOf('a.mp4')).toEqual({ folder: null, name: 'a.mp4' });
  });

  it('there is nothing beside a file that was sent, nor beside an address', () => {
    const folders = ['/home/ada', 'C:\\Filme', '\\\\nas\\share', '', 'Holiday/day 1', 'example.org'];
    expect(folders.map((folder) => folderBeside({ folder }))).toEqual([
      ...folders.slice(0, 3),
      ...[null, null, null],
    ]);
  });
});

describe('where results go when nothing is said', () => {
  const [here, fetched] = [{}, { remote: true as const }];
  it.each([
    ['beside the original', [here, here], null, null],
    ['as the settings say', [here, fetched], '/out', '/out'],
    ['with the downloads, what is fetched', [fetched, fetched], null, '/home/ada/Downloads'],
    ['as each file says, where files differ', [here, fetched], null, undefined],
    ['beside the original, the next files', [], null, null],
  ] as const)('%s', (_, rows, settings, folder) => {
    expect(usualFolder(rows, settings, '/home/ada/Downloads')).toBe(folder);
  });
});

describe('names', () => {
  it('hold known tokens and no slash', () => {
    expect(nameProblem('{name}-{width}.{ext}')).toBeNull();
    expect(nameProblem('{{name}} }')).toBeNull();
    expect(nameProblem('{nmae}.{ext}')).toEqual({ problem: 'unknown_token', token: '{nmae}' });
    expect(nameProblem('a/b')).toEqual({ problem: 'has_separator' });
  });

  it('take a number before the extension', () => {
    expect(['{name}.{ext}', 'clip.mp4', 'clip', '.hidden'].map((name) => numberedName(name, 2))).toEqual([
      '{name} (2).{ext}',
      'clip (2).mp4',
      'clip (2)',
      '.hidden (2)',
    ]);
  });
});
