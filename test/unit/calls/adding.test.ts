import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AddDeps, addFiles } from '../../../electron/calls/add-files.ts';
import { createAllowedPlaces } from '../../../electron/calls/allowed-places.ts';
import type { AddRequest, Engine } from '../../../electron/engine/index.ts';
import { expandInputs } from '../../../electron/engine/inputs/inputs.ts';
import { type AppSettings, defaultAppSettings } from '../../../shared/model/app-settings.ts';
import { jobOf } from '../cli/stand-ins.ts';
import { fileTree } from './file-tree.ts';

const at = fileTree();

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
        path.relative(at(), String(request.input)),
        request.kind,
        ...(preset === undefined ? [] : [preset]),
        ...(from === undefined ? [] : [`from ${path.relative(at(), from)}`]),
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
        addFiles(deps, { paths: [at('in/film.mp4'), `${at()}/${name}`], choice: null }),
      ).rejects.toMatchObject({
        error: { kind: 'invalid_input' },
      });
      expect(added).toEqual([]);
    },
  );

  it('links and patterns do not lead out of what is allowed', async () => {
    const { deps, short } = setup({}, [at('in')]);
    await addFiles(deps, { paths: [at('in/trip'), `${at()}/in/*/*.mp4`], choice: null });
    expect(short().map((one) => (one as string[])[0])).toEqual([
      'in/trip/day 2/a.gif',
      'in/trip/day 2/c.mkv',
      'in/trip/day 10/b.jpg',
    ]);
  });
});
