import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AddDeps, addFiles } from '../../../electron/calls/adding/add-files.ts';
import { createAllowedPlaces } from '../../../electron/calls/allowed-places.ts';
import { createArrivals } from '../../../electron/calls/adding/arrivals.ts';
import type { AddRequest, BatchInParts, BatchPart, Engine } from '../../../electron/engine/index.ts';
import { expandInputs } from '../../../electron/engine/inputs/inputs.ts';
import type { Target } from '../../../shared/ipc/contract.ts';
import { type AppSettings, defaultAppSettings } from '../../../shared/model/app-settings.ts';
import type { Preset } from '../../../shared/model/preset.ts';
import { usualTarget } from '../../../electron/calls/adding/usual-target.ts';
import { aView, connectionId } from '../../support/connection-views.ts';
import { bytes, fileTree, heads } from './file-tree.ts';

const at = fileTree();

describe('adding', () => {
  /** An engine that keeps what it is given. */
  function setup(
    settings: Partial<AppSettings> = {},
    allowed: readonly string[] | null = null,
    usual: Target = { output: null, connection: null },
  ) {
    const added: AddRequest[] = [];
    const batches: BatchInParts[] = [];
    const parts: BatchPart[] = [];
    const arrivals = createArrivals();
    const engine: AddDeps['engine'] = {
      expand: (inputs, kind, passed) => expandInputs(inputs, kind, { passed }),
      addInParts: async (batch, given) => {
        batches.push(batch);
        for await (const part of given) {
          parts.push(part);
          added.push(...part.requests);
          coming.push(await isComing());
        }
        coming.push(await isComing());
        const refused = added.filter((one) => one.refused !== undefined).length;
        return { batchId: 'batch_1', firstId: 'job_1', added: added.length, refused };
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
      usual: () => Promise.resolve(usual),
      expect: (sizes) => expected.push(sizes),
      arrivals,
    };
    const coming: boolean[] = [];
    const isComing = (): Promise<boolean> =>
      Promise.race([
        arrivals.over().then(() => false),
        new Promise<boolean>((resolve) => setImmediate(() => resolve(true))),
      ]);
    const expected: ReadonlyMap<string, number>[] = [];
    const short = (): unknown[] =>
      added.map(({ request, root: from, preset, refused }) => [
        path.relative(at(), String(request.input)),
        request.kind,
        ...(preset === undefined ? [] : [preset]),
        ...(from === undefined ? [] : [`from ${path.relative(at(), from)}`]),
        ...(refused === undefined ? [] : [refused.kind]),
      ]);
    const ways = (): boolean[] => batches.map(({ ready }) => ready);
    return { deps, added, ways, batches, parts, short, expected, coming, isComing };
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
    expect(ways()).toEqual([true]);
    expect([expected[0]?.get(at('in/film.mp4')), expected[0]?.size, expected[1]?.size]).toEqual([12, 6, 0]);
  });

  it('files of a folder that are passed over are counted by their extension, but for what systems leave there', async () => {
    const { deps } = setup();
    mkdirSync(at('in/wedding'), { recursive: true });
    const names = ['a.jpg', 'a.CR3', 'b.cr3', 'a.xmp', 'Thumbs.db', '.hidden'];
    for (const name of names) writeFileSync(at('in/wedding', name), 'x');
    const add = { paths: [at('in/wedding')], choice: null };
    const { added, leftAlone } = await addFiles(deps, add);
    expect(added).toBe(1);
    expect(leftAlone).toEqual([
      { extension: 'cr3', count: 2 },
      { extension: 'xmp', count: 1 },
    ]);
    expect((await addFiles(deps, { ...add, paths: [at('in/film.mp4')] })).leftAlone).toBeUndefined();
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
    expect(ways()).toEqual([false]);
  });

  it('starts by itself when the settings say so', async () => {
    const { deps, ways } = setup({ startByItself: true });
    await addFiles(deps, { paths: [at('in/film.mp4')], choice: null });
    await addFiles(deps, { paths: [at('in/film.mp4')], choice: null, start: false });
    expect(ways()).toEqual([false, true]);
  });

  it('many files are one batch in parts, few in the first one', async () => {
    const { deps, added, batches, parts, expected, coming } = setup();
    const names = Array.from({ length: 1300 }, (_, n) => at(`many/photo ${String(n).padStart(4, '0')}.jpg`));
    mkdirSync(at('many'));
    for (const name of names) writeFileSync(name, bytes(heads.png));
    const answer = await addFiles(deps, { paths: [at('many')], choice: null });
    expect(answer).toMatchObject({ added: 1300, skipped: 0 });
    expect(added.map(({ request }) => request.input)).toEqual(names);
    expect(parts.map(({ looked }) => looked.size)).toEqual([100, 400, 800]);
    expect(batches).toEqual([{ ready: true, of: 1300, inputs: names }]);
    expect(expected.map((sizes) => sizes.size)).toEqual([100, 400, 800, 0]);
    // Pictures wait for the rows, and not for the names that are promised afterwards.
    expect(coming).toEqual([true, true, true, false]);
  });

  it('no more sizes are expected when a batch is broken off in the middle', async () => {
    const { deps, expected, isComing } = setup();
    const names = Array.from({ length: 200 }, (_, n) => at(`half/${n}.jpg`));
    mkdirSync(at('half'));
    for (const name of names) writeFileSync(name, bytes(heads.png));
    const engine: AddDeps['engine'] = {
      ...deps.engine,
      addInParts: async (_batch, given) => {
        for await (const { requests } of given) if (requests.length > 0) throw new Error('the disk is full');
        throw new Error('no part came');
      },
    };
    await expect(addFiles({ ...deps, engine }, { paths: names, choice: null })).rejects.toThrow('full');
    expect(expected.map((sizes) => sizes.size)).toEqual([100, 0]);
    expect(await isComing()).toBe(false);
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
        addFiles(deps, { paths: [at('in/film.mp4'), `${at()}/${name}`], choice: null }),
      ).rejects.toMatchObject({
        error: { kind: 'invalid_input' },
      });
      expect(added).toEqual([]);
    },
  );

  it('addresses in the web and in S3 become jobs, whatever folders are allowed, of the kind of their name', async () => {
    const { deps, added } = setup({}, [at('in')]);
    const named = [
      'https://example.org/film.mp4?token=a.jpg',
      's3://films/one/a.gif',
      'https://example.org/watch',
      'http://example.org/a%20b.WAV#t=3',
    ];
    const answer = await addFiles(deps, { paths: [...named, 'ftp://example.org/a.mp4'], choice: null });
    expect(added.map(({ request, refused }) => [request.input, request.kind, refused?.kind])).toEqual([
      ['https://example.org/film.mp4?token=a.jpg', 'video', undefined],
      ['s3://films/one/a.gif', 'animation', undefined],
      ['https://example.org/watch', 'video', undefined],
      ['http://example.org/a%20b.WAV', 'audio', undefined],
      ['ftp://example.org/a.mp4', 'video', 'invalid_input'],
    ]);
    expect(answer).toMatchObject({ added: 4, skipped: 1 });
  });

  it('what looks like an address of a file leads nowhere that is not allowed', async () => {
    const { deps, added } = setup({}, [at('in')]);
    for (const given of [`file://${at('secret/plan.mp4')}`, `FILE://${at('secret/plan.mp4')}`]) {
      await expect(addFiles(deps, { paths: [given], choice: null })).rejects.toMatchObject({
        error: { kind: 'invalid_input' },
      });
    }
    expect(added).toEqual([]);
    await addFiles(deps, { paths: ['file://elsewhere/plan.mp4'], choice: null });
    expect(added.map(({ refused }) => refused?.kind)).toEqual(['invalid_input']);
  });

  it('links and patterns do not lead out of what is allowed', async () => {
    const { deps, short } = setup({}, [at('in')]);
    await addFiles(deps, { paths: [at('in/trip'), `${at()}/in/*/*.mp4`], choice: null });
    expect(short().map((one) => (one as string[])[0])).toEqual([
      'in/trip/day 2/a.gif',
      'in/trip/day 2/c.mkv',
      'in/trip/day 10/b.jpg',
    ]);
  });

  describe('where results go', () => {
    const usual = { output: 's3://media-prod/films/', connection: 'media' };
    const there = (added: readonly AddRequest[]) =>
      added.map(({ request: { output, connection } }) => [output ?? null, connection ?? null]);
    const film = () => [at('in/film.mp4')];
    const choice = { kind: 'video', presetId: null, options: {}, output: null } as const;

    it('is what the settings say, whoever chose a kind', async () => {
      const { deps, added } = setup({}, [at('in')], usual);
      await addFiles(deps, { paths: film(), choice: null });
      await addFiles(deps, { paths: film(), choice });
      expect(there(added)).toEqual([
        ['s3://media-prod/films/', 'media'],
        ['s3://media-prod/films/', 'media'],
      ]);
    });

    it('is what a choice or a preset says before that', async () => {
      const { deps, added } = setup({}, null, usual);
      await addFiles(deps, { paths: film(), choice: { ...choice, connection: null } });
      await addFiles(deps, { paths: film(), choice: { ...choice, output: at('out/') } });
      await addFiles(deps, { paths: film(), choice: { ...choice, connection: 'other' } });
      await addFiles({ ...deps, preset: (id) => presetTo(id, at('out/')) }, { paths: film(), choice: null });
      expect(there(added)).toEqual([
        [null, null],
        [at('out/'), null],
        [null, 'other'],
        [at('out/'), null],
      ]);
    });

    it('is what the call says for files of all kinds, and a place that is not allowed is refused', async () => {
      const { deps, added } = setup({}, [at('in')], usual);
      await addFiles(deps, { paths: film(), choice: null, target: { output: null, connection: 'other' } });
      await addFiles(deps, { paths: film(), choice: null, target: { output: null, connection: null } });
      expect(there(added)).toEqual([
        [null, 'other'],
        [null, null],
      ]);
      const target = { output: at('secret/'), connection: null };
      await expect(addFiles(deps, { paths: film(), choice: null, target })).rejects.toMatchObject({
        error: { kind: 'invalid_option' },
      });
    });

    it('is a folder of the connection that the settings name, and this computer when it is gone', async () => {
      const views = [aView(1, { name: 'media', bucket: 'media-prod', prefix: 'films' })];
      const connections = { list: () => Promise.resolve(views) } as unknown as Engine['connections'];
      const outputs = [
        null,
        { id: connectionId(1), folder: null },
        { id: connectionId(1), folder: 'a/{date}' },
      ];
      const others = [
        { id: connectionId(1), folder: '' },
        { id: connectionId(2), folder: 'a' },
      ];
      const targets = [...outputs, ...others].map((outputConnection) =>
        usualTarget({ connections }, { outputConnection }),
      );
      expect(await Promise.all(targets)).toEqual([
        { output: null, connection: null },
        { output: null, connection: 'media' },
        { output: 's3://media-prod/a/{date}/', connection: 'media' },
        { output: 's3://media-prod/', connection: 'media' },
        { output: null, connection: null },
      ]);
    });
  });
});

const presetTo = (id: string, output: string): Preset | null =>
  id === 'web_video'
    ? { ...{ id, name: id, kind: 'video', options: {}, output }, purpose: null, builtIn: true, updatedAt: 0 }
    : null;
