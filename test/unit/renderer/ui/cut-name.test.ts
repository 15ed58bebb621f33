import { describe, expect, test } from 'vitest';
import { cutName } from '../../../../renderer/ui/cut-name.ts';

const parts = (text: string) => {
  const { head, tail } = cutName(text);
  return [head, tail];
};

describe('cutName', () => {
  test('keeps the last words and the extension', () => {
    expect(parts('Konferenzaufzeichnung Saal 2 2026-02-27 ungeschnitten Teil 1 von 3.mxf')).toEqual([
      'Konferenzaufzeichnung Saal 2 2026-02-27 ungeschnitten Teil ',
      '1 von 3.mxf',
    ]);
    expect(parts('~/Movies/Web/A7S3_0412 harbour dawn.mp4')).toEqual([
      '~/Movies/Web/A7S3_0412 harbour ',
      'dawn.mp4',
    ]);
  });

  test('a last word that is too long keeps its last letters', () => {
    expect(parts('onboardingcapturefinalversion.webm')).toEqual(['onboardingcapturefinalv', 'ersion.webm']);
  });

  test('short names are not cut', () => {
    expect(parts('clip.mov')).toEqual(['clip.mov', '']);
  });

  test('letters of several code points stay whole', () => {
    const family = '👩‍👩‍👧';
    expect(parts(`${'a'.repeat(20)}${family.repeat(3)}.mp4`)[1]).toBe(`aaa${family.repeat(3)}.mp4`);
    expect(parts(`${'x'.repeat(20)}e\u0301.png`)[1]).toBe('xxxxxe\u0301.png');
  });

  test('a dot in a sentence is no extension', () => {
    expect(parts('a talk about the year 2026.and what comes after it')[1]).toBe('comes after it'.slice(6));
  });

  test('marks that turn the direction and control characters are shown', () => {
    expect(cutName('photo\u202egpj.exe').whole).toBe('photo\ufffdgpj.exe');
    expect(cutName('two\nlines').whole).toBe('two\ufffdlines');
  });

  test('head and tail are the whole, whatever it is', () => {
    for (const text of [
      '',
      ' ',
      '.hidden',
      'a b c d e f g h i j.k',
      'שלום עולם זה קובץ ארוך מאוד.mp4',
      '…'.repeat(40),
    ]) {
      const { head, tail, whole } = cutName(text);
      expect(head + tail).toBe(whole);
    }
  });
});
