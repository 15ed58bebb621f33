import { describe, expect, it } from 'vitest';
import {
  folderBeside,
  nameProblem,
  numberedName,
  outputOf,
  placeOf,
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
