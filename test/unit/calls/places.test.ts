import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type AddDeps, addFiles } from '../../../electron/calls/add-files.ts';
import { type AllowedPlaces, createAllowedPlaces } from '../../../electron/calls/allowed-places.ts';
import { browseFiles } from '../../../electron/calls/browse-files.ts';
import { createMediaLocator } from '../../../electron/calls/media-locator.ts';
import { classOfBytes, sniffClass } from '../../../electron/calls/sniff-kind.ts';
import type { AddRequest, Engine, QueueEntry } from '../../../electron/engine/index.ts';
import { type AppSettings, defaultAppSettings } from '../../../shared/model/app-settings.ts';
import { newId } from '../../../shared/model/id.ts';
import { expandInputs } from '../../../electron/engine/inputs/inputs.ts';
import { suiteDir } from '../../support/suite-dir.ts';
import { jobOf } from '../cli/stand-ins.ts';
import { entry } from './rows.ts';

/** Files that begin like what they are called. */
const heads = {
  png: '\x89PNG\r\n\x1a\n\0\0\0\rIHDR',
  gif: 'GIF89a',
  mp4: '\0\0\0\x18ftypisom',
  heic: '\0\0\0\x18ftypheic',
  m4a: '\0\0\0\x18ftypM4A ',
  webp: 'RIFF\0\0\0\0WEBPVP8 ',
  webpAnimated: 'RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x02',
  wav: 'RIFF\0\0\0\0WAVEfmt ',
  mp3: 'ID3\x04',
  svg: '<?xml version="1.0"?>\n<!-- by hand -->\n<svg xmlns="x">',
  text: 'Dear Anna,',
  zip: 'PK\x03\x04',
} as const;
const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

const dir = suiteDir();
let root = '';
const at = (...names: string[]): string => path.join(root, ...names);

beforeEach(() => {
  if (root !== '') return;
  root = dir();
  for (const folder of [
    'in/trip/day 10',
    'in/trip/day 2',
    'in/.hidden',
    'out',
    'secret',
    'package/360p',
    'uploads/up-12345678/tree',
  ]) {
    mkdirSync(at(folder), { recursive: true });
  }
  const files: Record<string, string> = {
    'in/film.mp4': heads.mp4,
    'in/note.txt': heads.text,
    'in/letter': heads.text,
    'in/song': heads.mp3,
    'in/trip/day 10/b.jpg': '\xff\xd8',
    'in/trip/day 2/a.gif': heads.gif,
    'in/trip/day 2/c.mkv': '\x1aE\xdf\xa3',
    'in/trip/day 2/readme.md': heads.text,
    'secret/plan.mp4': heads.mp4,
    'package/master.m3u8': '#EXTM3U',
    'package/360p/1.m4s': 'segment',
    'uploads/up-12345678/tree/d.png': heads.png,
    'uploads/up-12345678/e.png': heads.png,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(at(name), bytes(text));
  symlinkSync(at('secret'), at('in/way-out'));
  symlinkSync(at('secret/plan.mp4'), at('in/trip/linked.mp4'));
  symlinkSync(at('in/film.mp4'), at('secret/way-in.mp4'));
  symlinkSync(at('secret/plan.mp4'), at('package/360p/2.m4s'));
});

describe('allowed places', () => {
  let places: AllowedPlaces;
  beforeEach(() => {
    places = createAllowedPlaces([at('in')], [at('out')]);
  });

  it.each([
    ['in', true],
    ['in/film.mp4', true],
    ['in/not/there/yet.mp4', true],
    ['in/../secret/plan.mp4', false],
    ['secret/plan.mp4', false],
    ['in/way-out/plan.mp4', false],
    ['in/trip/linked.mp4', false],
    ['secret/way-in.mp4', false],
    ['in-other/film.mp4', false],
    ['out/a.mp4', false],
  ])('%s may be read: %s', async (name, allowed) => {
    expect(await places.holds(`${root}/${name}`)).toBe(allowed);
  });

  it.each([
    ['in/', true],
    ['out/', true],
    ['out/new/{parent}/{name}.{ext}', true],
    ['out/../secret/', false],
    ['secret/{name}.{ext}', false],
    ['in/way-out/{name}.{ext}', false],
    ['out/{name}/../../secret/x.mp4', false],
  ])('results may go to %s: %s', async (name, allowed) => {
    const answer = places.checkOutput(`${root}/${name}`);
    if (allowed) await answer;
    else await expect(answer).rejects.toMatchObject({ error: { kind: 'invalid_option' } });
  });

  it('relative paths and addresses are refused', async () => {
    expect(
      await Promise.all(['film.mp4', '', 'http://a/b', `${root}/in/a\0b`].map((one) => places.holds(one))),
    ).toEqual([false, false, false, false]);
    await expect(places.checkOutput('out/')).rejects.toMatchObject({ error: { kind: 'invalid_option' } });
  });

  it('for the window of the person who sits here there is no limit', async () => {
    const all = createAllowedPlaces(null);
    await all.checkInput('anything');
    await all.checkOutput('/anywhere/{name}');
    expect(await all.holds('/etc/hosts')).toBe(true);
  });
});

describe('sniffing', () => {
  it.each([
    ['png', 'image'],
    ['gif', 'animation'],
    ['mp4', 'video'],
    ['heic', 'image'],
    ['m4a', 'audio'],
    ['webp', 'image'],
    ['webpAnimated', 'animation'],
    ['wav', 'audio'],
    ['mp3', 'audio'],
    ['svg', 'image'],
    ['text', null],
    ['zip', null],
  ] as const)('%s is %s', (name, what) => {
    expect(classOfBytes(bytes(heads[name]))).toBe(what);
  });

  it('an animated png is an animation', () => {
    expect(classOfBytes(bytes(`${heads.png}\0\0\0\0\0\0\0\x08acTL`))).toBe('animation');
  });

  it('goes by the name first', async () => {
    expect(
      await Promise.all(
        ['film.mp4', 'note.txt', 'letter', 'song', 'gone.wav'].map((one) => sniffClass(at('in', one))),
      ),
    ).toEqual(['video', null, null, 'audio', 'audio']);
  });
});

describe('browsing', () => {
  it('begins at the roots', async () => {
    const places = createAllowedPlaces([at('in'), at('out')]);
    expect(await browseFiles(places, '/home/a', null)).toEqual({
      folder: null,
      parent: null,
      entries: [
        { name: 'in', path: at('in'), folder: true, bytes: null },
        { name: 'out', path: at('out'), folder: true, bytes: null },
      ],
    });
  });

  it('shows folders and media, no hidden names and no way out', async () => {
    const places = createAllowedPlaces([at('in')]);
    expect(await browseFiles(places, '/home/a', at('in'))).toEqual({
      folder: at('in'),
      parent: null,
      entries: [
        { name: 'trip', path: at('in/trip'), folder: true, bytes: null },
        { name: 'film.mp4', path: at('in/film.mp4'), folder: false, bytes: 12 },
      ],
    });
    const below = await browseFiles(places, '/home/a', at('in/trip'));
    expect([below.parent, below.entries.map(({ name }) => name)]).toEqual([at('in'), ['day 2', 'day 10']]);
  });

  it.each([
    ['secret', 'invalid_input'],
    ['in/way-out', 'invalid_input'],
    ['in/gone', 'input_not_found'],
    ['in/film.mp4', 'invalid_input'],
  ])('%s is refused as %s', async (name, kind) => {
    const places = createAllowedPlaces([at('in')]);
    await expect(browseFiles(places, '/home/a', at(name))).rejects.toMatchObject({ error: { kind } });
  });
});

describe('adding', () => {
  /** An engine that keeps what it is given. */
  function setup(settings: Partial<AppSettings> = {}, allowed: readonly string[] | null = null) {
    const added: AddRequest[] = [];
    const ways: (boolean | undefined)[] = [];
    const engine: Pick<Engine, 'expand' | 'add'> = {
      expand: (inputs, kind) => expandInputs(inputs, kind),
      add: (requests, how) => {
        added.push(...requests);
        ways.push(how?.ready);
        return Promise.resolve(
          requests.map((one) =>
            jobOf({ status: one.refused === undefined ? 'queued' : 'skipped', batch_id: 'batch_1' }),
          ),
        );
      },
    };
    const deps: AddDeps = {
      engine,
      places: createAllowedPlaces(allowed),
      uploads: { folder: at('uploads'), output: at('out') },
      settings: () => ({ ...defaultAppSettings, ...settings }),
      preset: (id) =>
        id === 'web_video'
          ? {
              id,
              name: id,
              kind: 'video',
              options: { format: 'mp4' },
              output: null,
              purpose: null,
              builtIn: true,
              updatedAt: 0,
            }
          : null,
      expect: (sizes) => expected.push(sizes),
    };
    const expected: ReadonlyMap<string, number>[] = [];
    const short = (): unknown[] =>
      added.map(({ request, root: from, preset, refused }) => [
        path.relative(root, String(request.input)),
        request.kind,
        ...(preset === undefined ? [] : [preset]),
        ...(from === undefined ? [] : [`from ${path.relative(root, from)}`]),
        ...(refused === undefined ? [] : [refused.kind]),
      ]);
    return { deps, added, ways, short, expected };
  }

  it('each file takes its own kind, folders give media only, what is none is skipped with the reason', async () => {
    const { deps, short, ways, expected } = setup();
    const answer = await addFiles(deps, {
      paths: [
        at('in/letter'),
        at('in/trip'),
        at('in/film.mp4'),
        at('in/gone.mp4'),
        at('in/film.mp4'),
        at('out'),
      ],
      choice: null,
    });
    expect(short()).toEqual([
      ['in/letter', 'video', 'web_video', 'input_unsupported'],
      ['in/trip/linked.mp4', 'video', 'web_video', 'from in/trip'],
      ['in/trip/day 2/a.gif', 'animation', 'from in/trip'],
      ['in/trip/day 2/c.mkv', 'video', 'web_video', 'from in/trip'],
      ['in/trip/day 10/b.jpg', 'image', 'from in/trip'],
      ['in/film.mp4', 'video', 'web_video'],
      ['in/gone.mp4', 'video', 'web_video', 'input_not_found'],
      ['out', 'video', 'web_video', 'invalid_input'],
    ]);
    expect(answer).toMatchObject({ added: 5, skipped: 3, batchId: 'batch_1' });
    expect(ways).toEqual([true]);
    expect([expected[0]?.get(at('in/film.mp4')), expected[0]?.size, expected[1]?.size]).toEqual([12, 6, 0]);
  });

  it('a choice is for all of them', async () => {
    const { deps, added, ways } = setup();
    const choice = {
      kind: 'audio',
      presetId: null,
      options: { format: 'flac' },
      output: '/out/{name}.{ext}',
    } as const;
    await addFiles(deps, {
      paths: [at('in/film.mp4')],
      choice: { ...choice, options: { format: 'flac' } },
      start: true,
    });
    expect(added).toEqual([
      {
        request: {
          input: at('in/film.mp4'),
          kind: 'audio',
          options: { format: 'flac' },
          output: '/out/{name}.{ext}',
        },
      },
    ]);
    expect(ways).toEqual([false]);
  });

  it('starts by itself when the settings say so', async () => {
    const { deps, ways } = setup({ startByItself: true });
    await addFiles(deps, { paths: [at('in/film.mp4')], choice: null });
    await addFiles(deps, { paths: [at('in/film.mp4')], choice: null, start: false });
    expect(ways).toEqual([false, true]);
  });

  it('a wrong choice adds nothing and names the field', async () => {
    const { deps, added } = setup();
    const choice = { kind: 'video' as const, presetId: null, options: { width: 0 }, output: null };
    await expect(addFiles(deps, { paths: [at('in/film.mp4')], choice })).rejects.toMatchObject({
      error: { kind: 'invalid_option', message: expect.stringMatching(/^width cannot be 0/) as string },
    });
    expect(added).toEqual([]);
  });

  it('files that were sent keep their tree, below a folder that people see', async () => {
    const { deps, added } = setup();
    await addFiles(deps, {
      paths: [at('uploads/up-12345678/tree/d.png'), at('uploads/up-12345678/e.png')],
      choice: null,
    });
    expect(added.map(({ request, root: from }) => [request.output, from])).toEqual([
      [`${at('out')}/`, at('uploads/up-12345678')],
      [`${at('out')}/`, undefined],
    ]);
    const { deps: other, added: elsewhere } = setup({ outputFolder: at('in') });
    await addFiles(other, { paths: [at('uploads/up-12345678/e.png')], choice: null });
    expect(elsewhere[0]?.request.output).toBeUndefined();
  });

  it.each([['secret/plan.mp4'], ['in/way-out'], ['in/../secret']])(
    '%s is refused when it lies outside of what is allowed, and nothing is added',
    async (name) => {
      const { deps, added } = setup({}, [at('in')]);
      await expect(
        addFiles(deps, { paths: [at('in/film.mp4'), `${root}/${name}`], choice: null }),
      ).rejects.toMatchObject({
        error: { kind: 'invalid_input' },
      });
      expect(added).toEqual([]);
    },
  );

  it('links and patterns do not lead out of what is allowed', async () => {
    const { deps, short } = setup({}, [at('in')]);
    await addFiles(deps, { paths: [at('in/trip'), `${root}/in/*/*.mp4`], choice: null });
    expect(short().map((one) => (one as string[])[0])).toEqual([
      'in/trip/day 2/a.gif',
      'in/trip/day 2/c.mkv',
      'in/trip/day 10/b.jpg',
    ]);
  });
});

describe('media addresses', () => {
  const film = newId('job');
  const ladder = newId('job');
  const done = jobOf({ status: 'succeeded', kind: 'adaptive_video' }, [1, 1]);
  const file = {
    url: 'file:///x',
    bytes: 1,
    mime: 'application/vnd.apple.mpegurl',
    width: null,
    height: null,
    duration: null,
  };

  const locate = (address: string): Promise<unknown> => {
    const entries = new Map<string, QueueEntry>([
      [film, entry({ status: 'queued', id: film, input: at('in/film.mp4') })],
      [
        ladder,
        {
          ...entry({ status: 'succeeded' }),
          job: {
            ...done,
            id: ladder,
            tasks: done.tasks.map((task) =>
              task.kind === 'export'
                ? {
                    ...task,
                    output: { files: [{ ...file, path: at('package/master.m3u8') }], primary: null },
                  }
                : task,
            ),
          },
        },
      ],
    ]);
    const picture = { path: at('out/p.png'), mime: 'image/png', width: 1, height: 1 };
    const compare = () => Promise.reject(new Error('nothing is compared here'));
    const engine: Pick<Engine, 'queue' | 'previews'> = {
      queue: { entry: (id: string) => entries.get(id) ?? null } as Engine['queue'],
      previews: {
        compare,
        picture: (key: string) => (key === 'a b' ? picture : null),
        thumbnail: (id: string, which: string) =>
          Promise.resolve({ ok: true as const, value: id === film && which === 'input' ? picture : null }),
      },
    };
    return createMediaLocator(engine)
      .locate(address)
      .then((found) => (found === null ? null : path.relative(root, found.path)));
  };

  it.each([
    ['the file', `file/${film}/input`, 'in/film.mp4'],
    ['a thumbnail, with its version', `thumb/${film}/input?v=3`, 'out/p.png'],
    ['no picture', `thumb/${film}/result?v=3`, null],
    ['no result yet', `file/${film}/result`, null],
    ['a playlist', `file/${ladder}/result`, 'package/master.m3u8'],
    ['the same by its name', `file/${ladder}/result/master.m3u8`, 'package/master.m3u8'],
    ['a segment', `file/${ladder}/result/360p/1.m4s`, 'package/360p/1.m4s'],
    ['a segment that is a link out', `file/${ladder}/result/360p/2.m4s`, null],
    ['a segment that is not there', `file/${ladder}/result/360p/3.m4s`, null],
    ['a folder', `file/${ladder}/result/360p/..`, null],
    ['a way out', `file/${ladder}/result/..%2F..%2Fsecret%2Fplan.mp4`, null],
    ['another way out', `file/${ladder}/result/%2e%2e/in/film.mp4`, null],
    ['below a file', `file/${film}/input/x`, null],
    ['nobody', `file/${newId('job')}/input`, null],
    ['no id', 'file/../input', null],
    ['a compared picture', 'compare/a%20b', 'out/p.png'],
    ['one that is gone', 'compare/b', null],
    ['what cannot be decoded', 'compare/%zz', null],
    ['nothing', '', null],
  ])('%s', async (_, address, found) => {
    expect(await locate(address)).toBe(found);
  });
});
