import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatFromOutput } from '../../../shared/plan/names/output-format.ts';
import { localDate, qualityToken } from '../../../shared/plan/names/name-template.ts';
import {
  type NameFacts,
  type OutputQuestion,
  needsPlan,
  outputTarget,
  renderOutputPath,
} from '../../../shared/plan/names/output-path.ts';

const question = (change: Partial<OutputQuestion>): OutputQuestion => ({
  asked: null,
  askedIsFolder: false,
  input: '/in/photos/2023/cat.jpg',
  root: null,
  many: false,
  cwd: '/work',
  nameTemplate: '{name}.{ext}',
  platform: 'linux',
  paths: path.posix,
  ...change,
});

const facts = (change: Partial<NameFacts> = {}): NameFacts => ({
  input: '/in/photos/2023/cat.jpg',
  kind: 'image',
  format: 'webp',
  ext: 'webp',
  size: { width: 1600, height: 900 },
  quality: 'medium',
  date: '2024-05-06',
  index: 7,
  count: 120,
  id: 'job_01jd4z0k3vf1nt9s3c5h8m2x7q',
  ...change,
});

/** The path that comes out, or the sentence of the refusal. */
function place(change: Partial<OutputQuestion>, values: Partial<NameFacts> = {}): string {
  const asked = question(change);
  const target = outputTarget(asked);
  if (!target.ok) return target.error.message;
  const rendered = renderOutputPath(target.value, facts({ input: asked.input, ...values }));
  return rendered.ok ? rendered.value.path : rendered.error.message;
}

describe('where a result goes', () => {
  it.each<[string, Partial<OutputQuestion>, string]>([
    ['nothing asked: beside the input', {}, '/in/photos/2023/cat.webp'],
    ['nothing asked for a folder: still beside', { root: '/in/photos' }, '/in/photos/2023/cat.webp'],
    ['a file', { asked: 'small.webp' }, '/work/small.webp'],
    ['an absolute file', { asked: '/out/./x/../small.webp' }, '/out/small.webp'],
    ['a file above', { asked: '../small.webp' }, '/small.webp'],
    ['a name without extension gets one', { asked: 'out/v1.2' }, '/work/out/v1.2.webp'],
    ['a folder by its slash', { asked: 'out/' }, '/work/out/cat.webp'],
    ['a folder that exists', { asked: 'out', askedIsFolder: true }, '/work/out/cat.webp'],
    [
      'a folder that exists keeps its braces',
      { asked: '{old}', askedIsFolder: true },
      '/work/{old}/cat.webp',
    ],
    ['a folder because there are several', { asked: 'out', many: true }, '/work/out/cat.webp'],
    ['a folder because a folder was named', { asked: 'out', root: '/in/photos' }, '/work/out/2023/cat.webp'],
    ['the current folder', { asked: '.', many: true }, '/work/cat.webp'],
    ['the root', { asked: '/' }, '/cat.webp'],
    ['a template', { asked: 'out/{name}-{width}x{height}.{ext}', many: true }, '/work/out/cat-1600x900.webp'],
    [
      'a template with its tree',
      { asked: 'out/{name}.{ext}', root: '/in/photos' },
      '/work/out/2023/cat.webp',
    ],
    [
      'a template that places by itself',
      { asked: 'out/{parent}/{name}', root: '/in' },
      '/work/out/2023/cat.webp',
    ],
    [
      'folders from tokens',
      { asked: '{date}/{kind}/', root: '/in/photos' },
      '/work/2024-05-06/image/2023/cat.webp',
    ],
    ['the id of the job', { asked: 'out/{id}' }, '/work/out/job_01jd4z0k3vf1nt9s3c5h8m2x7q.webp'],
    ['a padded number', { asked: 'out/{index}.{ext}', many: true }, '/work/out/007.webp'],
    ['braces', { asked: 'out/{{{name}}}.{ext}' }, '/work/out/{cat}.webp'],
    ['lone braces', { asked: 'out/a}b{.webp' }, '/work/out/a}b{.webp'],
    ['quality and format', { asked: '{name}_{quality}.{format}' }, '/work/cat_medium.webp'],
    ['an input elsewhere is not mirrored', { asked: 'out/', root: '/other' }, '/work/out/cat.webp'],
    ['a root whose name begins alike', { asked: 'out/', root: '/in/photos/20' }, '/work/out/cat.webp'],
    [
      'a name from the settings',
      { nameTemplate: '{kind}/{name}-web.{ext}' },
      '/in/photos/2023/image/cat-web.webp',
    ],
  ])('%s', (_, change, expected) => {
    expect(place(change)).toBe(expected);
  });

  it.each<[string, Partial<OutputQuestion>, string]>([
    [
      'an unknown token',
      { asked: '{nam}.mp4' },
      'output: there is no {nam}; names can hold {name} {ext} {kind} {format} {width} {height} {quality} {date} {parent} {index} {id}.',
    ],
    [
      'going up behind a token',
      { asked: '{name}/../../x' },
      'output: a name with {…} cannot go up again by "..".',
    ],
    [
      'another address',
      { asked: 'ftp://host/x' },
      'output: results are written to a path on this computer or to s3://, not to ftp://.',
    ],
  ])('refuses %s', (_, change, message) => {
    expect(place(change)).toBe(message);
  });

  it('refuses {width} of something without a picture', () => {
    expect(place({ asked: '{width}.{ext}' }, { format: 'mp3', ext: 'mp3', size: null })).toBe(
      'output: {width} has no value, because mp3 has no picture.',
    );
  });

  it('makes a folder of an HLS result', () => {
    const hls = { kind: 'adaptive_video', format: 'hls', ext: '' } as const;
    const input = '/in/Dr. Who';
    expect(place({ input }, hls)).toBe('/in/Dr. Who');
    expect(place({ input: '/in/lecture.mp4' }, hls)).toBe('/in/lecture');
    expect(place({ asked: 'out/talk.m3u8' }, hls)).toBe('/work/out/talk');
    expect(place({ asked: 'out/talk' }, hls)).toBe('/work/out/talk');
    expect(place({ asked: 'out/', input: '/in/lecture.mp4' }, hls)).toBe('/work/out/lecture');
  });

  it('keeps names that are a danger elsewhere', () => {
    for (const name of ['🐈', 'a\nb', '%03d', 'a:b', '-x', "it's", 'x ', 'e\u0301']) {
      expect(place({ input: `/in/${name}.mp4` })).toBe(`/in/${name}.webp`);
    }
  });

  it('does not follow a name that would be a way up', () => {
    expect(place({ input: '/in/...mp4', asked: 'out/{name}/x' })).toBe('/work/out/_/x.webp');
    expect(place({ input: '/in/...mp4' })).toBe('/in/...webp');
    expect(place({ input: '/cat.jpg', asked: 'out/{parent}/x' })).toBe('/work/out/x.webp');
  });

  it('follows the rules of Windows there', () => {
    const windows = {
      platform: 'win32',
      paths: path.win32,
      cwd: 'C:\\work',
      input: 'D:\\in\\a\\cat.jpg',
    } as const;
    expect(place(windows)).toBe('D:\\in\\a\\cat.webp');
    expect(place({ ...windows, asked: 'out\\' })).toBe('C:\\work\\out\\cat.webp');
    expect(place({ ...windows, asked: 'out/', root: 'D:\\in' })).toBe('C:\\work\\out\\a\\cat.webp');
    expect(place({ ...windows, asked: 'out/', root: 'E:\\in' })).toBe('C:\\work\\out\\cat.webp');
    expect(place({ ...windows, asked: 'E:\\x\\{name}: best?.webp' })).toBe('E:\\x\\cat_ best_.webp');
    expect(place({ ...windows, asked: '\\\\nas\\films\\{date}\\' })).toBe(
      '\\\\nas\\films\\2024-05-06\\cat.webp',
    );
    expect(place({ ...windows, asked: 'aux.webp' })).toBe('C:\\work\\_aux.webp');
  });

  it('says when a name had to be shortened', () => {
    const target = outputTarget(question({ input: `/in/${'é'.repeat(126)}.mp4` }));
    if (!target.ok) throw new Error(target.error.message);
    const name = `${'é'.repeat(122)}.jpeg`;
    expect(
      renderOutputPath(
        target.value,
        facts({ input: `/in/${'é'.repeat(126)}.mp4`, format: 'jpeg', ext: 'jpeg' }),
      ),
    ).toEqual({
      ok: true,
      value: {
        path: `/in/${name}`,
        warnings: [
          { kind: 'name_shortened', message: `The name was too long and was shortened to “${name}”.` },
        ],
      },
    });
  });

  it('knows when it must wait for the plan', () => {
    const needs = (asked: string): boolean => {
      const target = outputTarget(question({ asked }));
      return target.ok && needsPlan(target.value);
    };
    expect(['{width}.{ext}', '{height}/', '{name}.{ext}', 'x.webp', '{{width}}.webp'].map(needs)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('never leaves the folder, whatever input and template are called', () => {
    const segment = fc
      .oneof(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
        fc.constantFrom('...mp4', '..', '...', '..\\..', 'a', ' ', '{name}', 'CON', 'x'.repeat(300)),
      )
      .map((text) => text.replace(/[/\0]/g, '-'))
      .filter((text) => text !== '.' && text !== '..');
    const template = fc.array(
      fc.constantFrom(
        '{name}',
        '{parent}',
        '{ext}',
        '.',
        '..',
        '-',
        '/',
        'x',
        '{{',
        '}}',
        '{index}',
        '{id}',
        '{date}',
      ),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(
        fc.array(segment, { minLength: 1, maxLength: 4 }),
        fc.nat(3),
        template,
        fc.boolean(),
        fc.constantFrom('linux', 'darwin', 'win32'),
        fc.constantFrom('webp', ''),
        (segments, depth, parts, many, platform, ext) => {
          const paths = platform === 'win32' ? path.win32 : path.posix;
          const top = platform === 'win32' ? 'C:\\in' : '/in';
          const clean = segments.map((s) =>
            platform === 'win32' ? s.replace(/[\\:]/g, '-').replace(/^[. ]+$/, 'd') : s,
          );
          const input = [top, ...clean].join(paths.sep);
          const root = [top, ...clean.slice(0, Math.min(depth, clean.length - 1))].join(paths.sep);
          const asked = `out/q${parts.join('')}`;
          const target = outputTarget(question({ asked, input, root, many, platform, paths, cwd: top }));
          if (!target.ok) return;
          const rendered = renderOutputPath(target.value, facts({ input, ext }));
          if (!rendered.ok) throw new Error(rendered.error.message);
          const relative = paths.relative(target.value.folder, rendered.value.path);
          expect(relative).not.toBe('');
          expect(relative.split(paths.sep)).not.toContain('..');
          expect(paths.isAbsolute(relative)).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('mirrors the tree below a root exactly, for any names', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
      .map((text) => text.replace(/[/\0]/g, '-'))
      .filter((text) => !/^\.+$/.test(text));
    fc.assert(
      fc.property(fc.array(name, { maxLength: 5 }), fc.array(name, { maxLength: 5 }), (above, below) => {
        const root = path.posix.join('/', ...above);
        const input = path.posix.join(root, ...below, 'cat.jpg');
        expect(place({ asked: '/out/', root, input })).toBe(path.posix.join('/out', ...below, 'cat.webp'));
      }),
    );
  });
});

describe('formatFromOutput', () => {
  const from = (asked: string | null, kind: NameFacts['kind'], explicit?: string): unknown => {
    const target = outputTarget(question({ asked }));
    if (!target.ok) return target.error.message;
    const format = formatFromOutput(target.value, kind, explicit);
    return format.ok ? format.value : [format.error.kind, format.error.message, format.error.hint];
  };

  it.each([
    [null, 'video', undefined, null],
    ['out/', 'video', undefined, null],
    ['{name}.{ext}', 'video', undefined, null],
    ['{name}-v1.2', 'video', undefined, null],
    ['x.WebM', 'video', undefined, 'webm'],
    ['x.m4v', 'video', 'mp4', 'mp4'],
    ['{name}.jpg', 'image', undefined, 'jpeg'],
    ['x.jpg', 'image', 'jpeg', 'jpeg'],
    ['x.tif', 'image', undefined, 'tiff'],
    ['x.m4b', 'audio', 'm4a', 'm4a'],
    ['x.png', 'animation', undefined, 'apng'],
    ['x.m3u8', 'adaptive_video', undefined, 'hls'],
    ['out/lecture', 'adaptive_video', undefined, null],
  ] as const)('%s as %s with %s', (asked, kind, explicit, format) => {
    expect(from(asked, kind, explicit)).toBe(format);
  });

  it('names what fits, and the kind that writes it', () => {
    expect(from('x.mp3', 'video')).toEqual([
      'invalid_format',
      'output: .mp3 is not a format of video; it can be mp4, webm, mov, mkv.',
      '.mp3 is written by the kind audio.',
    ]);
    expect(from('x.xyz', 'image')).toEqual([
      'invalid_format',
      'output: .xyz is not a format of image; it can be jpeg, png, webp, avif, tiff, gif.',
      'Choose one of the formats of this kind.',
    ]);
    expect(from('x.mp4', 'adaptive_video')).toEqual([
      'invalid_format',
      'output: .mp4 is not a format of adaptive_video; it can be hls, a folder whose name has no extension.',
      '.mp4 is written by the kind video.',
    ]);
  });

  it('refuses a contradiction', () => {
    expect(from('x.webm', 'video', 'mp4')).toEqual([
      'invalid_format',
      'format: mp4 is asked, but the output ends in .webm.',
      'Leave out one of the two, or make them agree.',
    ]);
  });
});

describe('what tokens stand for', () => {
  it('quality', () => {
    expect([
      qualityToken({}, 'medium'),
      qualityToken({ quality: 'high', bitrate: 800_000 }, 'medium'),
      qualityToken({ compression: 40 }, 'medium'),
      qualityToken({ lossless: true }, 'medium'),
      qualityToken({ bitrate: 800_000 }, 'medium'),
    ]).toEqual(['medium', 'high', '40', 'lossless', '800k']);
  });

  it('date is the local day', () => {
    expect(localDate(new Date(2024, 0, 2, 23, 59).getTime())).toBe('2024-01-02');
  });
});
