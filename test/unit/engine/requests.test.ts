import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtInPreset } from '../../../shared/model/built-in-presets.ts';
import type { JobRequest } from '../../../shared/model/job.ts';
import { defaultSettings } from '../../../shared/model/settings.ts';
import type { SizeOrigin } from '../../../shared/plan/preset-size.ts';
import { type ReadRequest, type RequestPlace, readRequest } from '../../../electron/engine/queue/requests.ts';
import { wishedPath } from '../../../electron/engine/publish/result-name.ts';

const home = path.resolve('/home/a');
const place: RequestPlace = {
  ...{
    root: null,
    cwd: home,
    settings: defaultSettings,
    results: null,
    preset: null,
    relativeToInputs: false,
  },
  imports: path.resolve('/state/imports/job'),
  outgoing: path.resolve('/state/outgoing'),
  downloads: path.resolve('/home/a/Downloads'),
  connections: () => [],
};
const video = (more: Partial<JobRequest> = {}): JobRequest => ({
  input: path.join(home, 'trip', 'day 1', 'clip.mov'),
  kind: 'video',
  ...more,
});

async function read(request: JobRequest, more: Partial<RequestPlace> = {}): Promise<ReadRequest> {
  const answer = await readRequest(request, { ...place, ...more });
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

async function pathOf(request: JobRequest, more: Partial<RequestPlace> = {}): Promise<string> {
  const settings = more.settings ?? defaultSettings;
  const wished = wishedPath(
    await read(request, more),
    { id: 'job_1', index: 1, count: 1, now: 0, settings },
    null,
  );
  if (!wished.ok) throw new Error(wished.error.message);
  return path.relative(home, wished.value.path).split(path.sep).join('/');
}

describe('where a result goes', () => {
  const root = path.join(home, 'trip');
  const results = { folder: path.join(home, 'out {name}'), keepTree: true };

  it('is beside the input, or in the folder of the settings, taken literally', async () => {
    expect(await pathOf(video())).toBe('trip/day 1/clip.mp4');
    expect(await pathOf(video(), { results })).toBe('out {name}/clip.mp4');
  });

  it('mirrors the tree of a named folder there, unless the settings say no', async () => {
    expect(await pathOf(video(), { results, root })).toBe('out {name}/day 1/clip.mp4');
    expect(await pathOf(video(), { results: { ...results, keepTree: false }, root })).toBe(
      'out {name}/clip.mp4',
    );
    // Beside its input it is where it belongs anyway.
    expect(await pathOf(video(), { root })).toBe('trip/day 1/clip.mp4');
  });

  it('is what the request says, whatever the settings say', async () => {
    expect(await pathOf(video({ output: 'mine/' }), { results })).toBe('mine/clip.mp4');
  });

  it('is a folder beside each original, where there is no current folder that a person knows of', async () => {
    const window = { relativeToInputs: true, results, root };
    expect(await pathOf(video({ output: 'web/' }), window)).toBe('trip/day 1/web/clip.mp4');
    expect(await pathOf(video({ output: 'web/{name} small.{ext}' }), window)).toBe(
      'trip/day 1/web/clip small.mp4',
    );
    const whole = path.join(home, 'all') + path.sep;
    expect(await pathOf(video({ output: whole }), window)).toBe('all/day 1/clip.mp4');
    // What is fetched lies beside nothing.
    const fetched = video({ input: 'https://example.com/a/clip.mov', output: 'web/' });
    expect(await pathOf(fetched, window)).toBe('Downloads/web/clip.mp4');
  });

  it('follows the name template of the settings', async () => {
    const settings = { ...defaultSettings, nameTemplate: '{kind}/{name} small.{ext}' };
    expect(await pathOf(video(), { results, settings })).toBe('out {name}/video/clip small.mp4');
  });
});

describe('an end that comes from a preset', () => {
  const preset = builtInPreset('gif_chat') ?? null;
  const from = async (options: object, more: Partial<RequestPlace> = { preset }) =>
    (await read({ input: 'trip/clip.mp4', kind: 'animation', options }, more)).endFrom;

  it('is said to come from it, until it is changed', async () => {
    expect(preset?.options['end']).toBe(10);
    expect(await from({ ...preset?.options })).toBe('preset');
    expect(await from({ ...preset?.options, width: 320 })).toBe('preset');
    expect(await from({ ...preset?.options, end: 12 })).toBe('request');
    expect(await from({ ...preset?.options }, { preset: null })).toBe('request');
  });
});

describe('a format that comes from a preset', () => {
  const preset = builtInPreset('web_photo') ?? null;
  const from = async (options: object, more: Partial<RequestPlace> = { preset }) =>
    (await read({ input: 'trip/a.jpg', kind: 'image', options }, more)).formatFrom;

  it('is said to come from it, until it is changed', async () => {
    expect(await from({ ...preset?.options })).toBe('preset');
    expect(await from({ ...preset?.options, quality: 'high' })).toBe('preset');
    expect(await from({ ...preset?.options, format: 'avif' })).toBe('request');
    expect(await from({})).toBe('request');
    expect(await from({ ...preset?.options }, { preset: null })).toBe('request');
  });
});

describe('a size that comes from a preset', () => {
  const preset = builtInPreset('web_video') ?? null;
  const from = async (options: object, more: Partial<RequestPlace> = { preset }): Promise<SizeOrigin> =>
    (await read(video({ options }), more)).sizeFrom;

  it('is said to come from it', async () => {
    expect(preset?.options['height']).toBe(1080);
    expect(await from({ ...preset?.options })).toBe('built_in_preset');
    expect(await from({ ...preset?.options, quality: 'high' })).toBe('built_in_preset');
    const own = { kind: 'video', options: { height: 1080 }, builtIn: false } as const;
    expect(await from({ height: 1080 }, { preset: own })).toBe('own_preset');
  });

  it('is a wish like any other once it was changed', async () => {
    expect(await from({ ...preset?.options, height: 2160 })).toBe('request');
    expect(await from({ ...preset?.options, width: 4000 })).toBe('request');
    expect(await from({ format: 'mp4' })).toBe('request');
  });

  it('needs a preset of that kind', async () => {
    expect(await from({ ...preset?.options }, { preset: null })).toBe('request');
    const other = { kind: 'image', options: { height: 1080 }, builtIn: true } as const;
    expect(await from({ height: 1080 }, { preset: other })).toBe('request');
  });
});
