import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type AllowedPlaces, createAllowedPlaces } from '../../../electron/calls/allowed-places.ts';
import { browseFiles } from '../../../electron/calls/browse-files.ts';
import { createMediaLocator } from '../../../electron/calls/media/media-locator.ts';
import { classOfBytes } from '../../../electron/engine/inputs/media-class.ts';
import { sniffClass, sniffClassNow } from '../../../electron/engine/inputs/media-class.ts';
import type { Engine, QueueEntry } from '../../../electron/engine/index.ts';
import { newId } from '../../../shared/model/id.ts';
import { jobOf } from '../cli/stand-ins.ts';
import { bytes, fileTree, heads } from './file-tree.ts';
import { entry } from './rows.ts';

const at = fileTree();

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
    expect(await places.holds(`${at()}/${name}`)).toBe(allowed);
  });

  it.each([
    ['in/', true],
    ['out/', true],
    ['out/new/{parent}/{name}.{ext}', true],
    ['out/../secret/', false],
    ['secret/{name}.{ext}', false],
    ['in/way-out/{name}.{ext}', false],
    // What is a folder takes results, with and without a slash, and as itself.
    ['in/way-out', false],
    ['in', true],
    ['out', true],
    ['out/{name}/../../secret/x.mp4', false],
  ])('results may go to %s: %s', async (name, allowed) => {
    const answer = places.checkOutput(`${at()}/${name}`);
    if (allowed) await answer;
    else await expect(answer).rejects.toMatchObject({ error: { kind: 'invalid_option' } });
  });

  it('a name that cannot be is told as that', async () => {
    await expect(places.checkOutput(`${at()}/in/{foo}.mp4`)).rejects.toMatchObject({
      error: { message: expect.stringMatching(/^output: there is no \{foo\}/) as string },
    });
  });

  it('relative paths and addresses are refused', async () => {
    expect(
      await Promise.all(['film.mp4', '', 'http://a/b', `${at()}/in/a\0b`].map((one) => places.holds(one))),
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

  it('a png is an animation when it says so before its pixels', () => {
    const header = `${heads.png}${'\0'.repeat(13 + 4)}`;
    const [control, pixels] = ['\0\0\0\x08acTL', '\0\0\0\x08IDAT'];
    expect(classOfBytes(bytes(header + control))).toBe('animation');
    expect(classOfBytes(bytes(header + pixels + control))).toBe('image');
  });

  it('goes by the name first', async () => {
    const classes = ['film.mp4', 'note.txt', 'letter', 'song', 'gone.wav'].map(async (one) =>
      sniffClass(at('in', one)),
    );
    expect(await Promise.all(classes)).toEqual(['video', null, null, 'audio', 'audio']);
    const now = ['film.mp4', 'note.txt', 'letter', 'song', 'gone.wav'].map((one) =>
      sniffClassNow(at('in', one)),
    );
    expect(now).toEqual(['video', null, null, 'audio', 'audio']);
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
    const engine: Pick<Engine, 'history' | 'previews'> = {
      history: { entry: (id: string) => entries.get(id) ?? null } as Engine['history'],
      previews: {
        compare,
        original: compare,
        cancelCompare: () => undefined,
        picture: (key: string) => (key === 'a b' ? picture : null),
        thumbnail: (id: string, which: string) =>
          Promise.resolve({ ok: true as const, value: id === film && which === 'input' ? picture : null }),
      },
    };
    return createMediaLocator(engine)
      .locate(address)
      .then((found) => (found === null ? null : path.relative(at(), found.path)));
  };

  it.each([
    ['the file', `file/${film}/input`, 'in/film.mp4'],
    ['a thumbnail, with its version', `thumb/${film}/input?v=3`, 'out/p.png'],
    ['no picture', `thumb/${film}/result?v=3`, null],
    ['no result yet', `file/${film}/result`, null],
    ['a playlist', `file/${ladder}/result`, 'package/master.m3u8'],
    ['the same by its name', `file/${ladder}/result/master.m3u8`, 'package/master.m3u8'],
    ['a segment', `file/${ladder}/result/360p/1.m4s`, 'package/360p/1.m4s'],
    ['subtitles', `file/${ladder}/result/en.vtt`, 'package/en.vtt'],
    ['a segment that is a link out', `file/${ladder}/result/360p/2.m4s`, null],
    ['a folder that is a link out', `file/${ladder}/result/out/plan.mp4`, null],
    ['what is no part of a stream', `file/${ladder}/result/note.txt`, null],
    ['the same by the name of a part', `file/${ladder}/result/note.vtt`, null],
    ['a hidden file', `file/${ladder}/result/.m4s`, null],
    ['the folder itself', `file/${ladder}/result/.`, null],
    ['a folder with the name of a part', `file/${ladder}/result/odd.ts/plan`, null],
    ['an absolute path', `file/${ladder}/result/%2Fetc%2Fhosts.mp4`, null],
    ['a path as on Windows', `file/${ladder}/result/..%5Csecret%5Cplan.mp4`, null],
    ['a name that ends early', `file/${ladder}/result/note.txt%00.m4s`, null],
    ['a result that is no folder', `file/${film}/result/master.m3u8`, null],
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
