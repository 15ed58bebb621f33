import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type NamePlatform,
  cleanSegment,
  fitName,
  nameKey,
  numberedName,
  splitExtension,
} from '../../../shared/plan/names/file-name.ts';

const platforms: readonly NamePlatform[] = ['linux', 'darwin', 'win32'];
const bytes = (text: string): number => new TextEncoder().encode(text).length;
const anyName = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.constantFrom('.', '..', '', 'CON', 'nul.txt', 'a/../b', '..\\x', '👨‍👩‍👧‍👦'.repeat(40), 'e\u0301'.repeat(200)),
);

describe('splitExtension', () => {
  it.each([
    ['clip.mp4', { stem: 'clip', ext: 'mp4' }],
    ['clip.tar.webm', { stem: 'clip.tar', ext: 'webm' }],
    ['v1.2', { stem: 'v1.2', ext: '' }],
    ['Dr. Who', { stem: 'Dr. Who', ext: '' }],
    ['.mp4', { stem: '.mp4', ext: '' }],
    ['...mp4', { stem: '..', ext: 'mp4' }],
    ['a.b.', { stem: 'a.b.', ext: '' }],
  ])('%s', (name, parts) => {
    expect(splitExtension(name)).toEqual(parts);
  });
});

describe('cleanSegment', () => {
  it.each(['🐈 a:b?.mp4', 'line\nbreak.png', 'res%03d.mp4', '-x.mp4', 'it\'s "so".mp4', 'a\\b.mp4', 'dot. '])(
    'keeps %j on POSIX',
    (name) => {
      expect(cleanSegment(name, 'linux')).toBe(name);
      expect(cleanSegment(name, 'darwin')).toBe(name);
    },
  );

  it.each([
    ['a:b?.mp4', 'a_b_.mp4'],
    ['line\nbreak.png', 'line_break.png'],
    ['CON', '_CON'],
    ['con.mp4', '_con.mp4'],
    ['Lpt1 .tar.gz', '_Lpt1 .tar.gz'],
    ['COM¹.txt', '_COM¹.txt'],
    ['console.mp4', 'console.mp4'],
    ['COM10', 'COM10'],
    ['end. . ', 'end'],
    ['a\\b/c', 'a_b_c'],
    ['...', '_'],
    ['猫.mp4', '猫.mp4'],
  ])('makes %j legal on Windows', (name, clean) => {
    expect(cleanSegment(name, 'win32')).toBe(clean);
  });

  it('never leads to another folder', () => {
    fc.assert(
      fc.property(anyName, fc.constantFrom(...platforms), (name, platform) => {
        const clean = cleanSegment(name, platform);
        expect(clean).not.toMatch(platform === 'win32' ? /[\\/:]|[. ]$/ : /\//);
        expect(['', '.', '..']).not.toContain(clean);
      }),
    );
  });
});

describe('fitName', () => {
  it('leaves a name of 255 bytes alone, and cuts the next one', () => {
    const name = `${'a'.repeat(251)}.mp4`;
    expect(fitName(name, 'file', 'linux')).toEqual({ name, shortened: false });
    expect(fitName(`a${name}`, 'file', 'linux')).toEqual({ name: `${'a'.repeat(245)}.mp4`, shortened: true });
  });

  it('cuts between graphemes and keeps the extension', () => {
    const family = '👨‍👩‍👧‍👦';
    expect(bytes(family)).toBe(25);
    expect(fitName(`${family.repeat(12)}.webm`, 'file', 'linux')).toEqual({
      name: `${family.repeat(9)}.webm`,
      shortened: true,
    });
  });

  it('counts UTF-16 units on Windows, where 100 Chinese characters fit', () => {
    const name = `${'猫'.repeat(100)}.mp4`;
    expect(fitName(name, 'file', 'win32').shortened).toBe(false);
    expect(fitName(name, 'file', 'linux').shortened).toBe(true);
  });

  it('cuts inside a grapheme that alone is too long', () => {
    const zalgo = `e${'\u0301'.repeat(300)}.png`;
    const { name } = fitName(zalgo, 'file', 'linux');
    expect(bytes(name)).toBeLessThanOrEqual(255);
    expect(name).toMatch(/^e\u0301+\.png$/);
  });

  it('always fits, numbers never meet, whatever the name', () => {
    fc.assert(
      fc.property(
        anyName,
        fc.constantFrom(...platforms),
        fc.constantFrom('file', 'folder'),
        (raw, platform, form) => {
          const base = cleanSegment(raw, platform);
          const names = [
            fitName(base, form, platform),
            ...[2, 3, 10, 999].map((n) => numberedName(base, n, form, platform)),
          ];
          for (const { name } of names) {
            expect(platform === 'win32' ? name.length : bytes(name)).toBeLessThanOrEqual(255);
            expect(cleanSegment(name, platform)).toBe(name);
          }
          expect(new Set(names.map(({ name }) => nameKey(name, platform))).size).toBe(names.length);
        },
      ),
    );
  });
});

describe('numberedName', () => {
  it.each([
    ['clip.mp4', 'file', 'clip (2).mp4'],
    ['clip (2).mp4', 'file', 'clip (2) (2).mp4'],
    ['Dr. Who', 'folder', 'Dr. Who (2)'],
    ['lecture.hls', 'folder', 'lecture.hls (2)'],
    [`${'a'.repeat(251)}.mp4`, 'file', `${'a'.repeat(247)} (2).mp4`],
  ] as const)('%s as a %s', (name, form, numbered) => {
    expect(numberedName(name, 2, form, 'linux').name).toBe(numbered);
  });
});

describe('nameKey', () => {
  it('does not see case or composition on macOS and Windows', () => {
    for (const platform of ['darwin', 'win32'] as const) {
      expect(nameKey('Cafe\u0301.MP4', platform)).toBe(nameKey('café.mp4', platform));
    }
    expect(nameKey('Cafe\u0301.MP4', 'linux')).not.toBe(nameKey('café.mp4', 'linux'));
  });
});
