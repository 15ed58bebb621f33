import { describe, expect, it } from 'vitest';
import { jobAsCommand, jobsAsJson, requestOf } from '../../../electron/calls/jobs/export-jobs.ts';
import { readJobs } from '../../../electron/calls/jobs/import-jobs.ts';
import { builtInPreset, builtInPresets } from '../../../shared/model/built-in-presets.ts';
import { type CountedJob, needsOf, totalsOf } from '../../../electron/calls/jobs/job-totals.ts';
import { createRemovedJobs, undoMs } from '../../../electron/calls/jobs/removed-jobs.ts';
import { requestChange } from '../../../electron/calls/jobs/request-change.ts';
import { nothingKnown } from '../../../electron/calls/rows/row-of.ts';
import { settingsExample } from '../../../electron/calls/settings-example.ts';
import { toolsView } from '../../../electron/calls/tools-view.ts';
import { planBrief } from '../../../electron/calls/rows/plan-brief.ts';
import type { Preset } from '../../../shared/model/preset.ts';
import { convoyError } from '../../../shared/model/error.ts';
import { type Job, JobRequest } from '../../../shared/model/job.ts';
import { planVideo } from '../../../shared/plan/video.ts';
import { goodPictures, jobOf } from '../cli/stand-ins.ts';
import { context, media, modern, old } from '../plan/media-fixtures.ts';

const preset = (more: Partial<Preset> = {}): Preset => ({
  id: 'preset_1',
  name: 'Small',
  kind: 'video',
  options: { format: 'webm', width: 640 },
  output: null,
  purpose: null,
  builtIn: false,
  updatedAt: 1,
  ...more,
});

describe('requestChange', () => {
  const presetOf = (id: string) =>
    id === 'preset_1' ? preset() : id === 'music' ? preset({ kind: 'audio', name: 'Music' }) : null;

  it.each([
    ['options alone', { options: { width: 100, fps: null } }, { setOptions: { width: 100, fps: null } }],
    ['the place alone', { output: null }, { output: null }],
    ['a kind starts anew', { kind: 'audio' }, { kind: 'audio', preset: null }],
    ['no preset any more', { presetId: null }, { preset: null }],
    [
      'a preset with something on top',
      { presetId: 'preset_1', options: { fps: 25 } },
      { kind: 'video', options: { format: 'webm', width: 640 }, preset: 'preset_1', setOptions: { fps: 25 } },
    ],
  ] as const)('%s', (_, change, request) => {
    expect(requestChange(change, presetOf)).toEqual({ ok: true, value: request });
  });

  it('a preset brings its place unless another is said', () => {
    const withPlace = () => preset({ output: '/out/' });
    expect(requestChange({ presetId: 'preset_1' }, withPlace)).toMatchObject({ value: { output: '/out/' } });
    expect(requestChange({ presetId: 'preset_1', output: null }, withPlace)).toMatchObject({
      value: { output: null },
    });
  });

  it('refuses a preset that is gone, and one of another kind', () => {
    expect(requestChange({ presetId: 'gone' }, presetOf)).toMatchObject({ error: { kind: 'not_found' } });
    expect(requestChange({ presetId: 'music', kind: 'video' }, presetOf)).toMatchObject({
      error: { kind: 'invalid_option', message: 'preset: “Music” is for another kind of result.' },
    });
  });
});

describe('totals', () => {
  const planned = planVideo(media(), { format: 'mp4' }, context());
  if (!planned.ok) throw new Error('no plan');
  const copy = { ...planBrief(planned.value, {}, 2), low: 90, high: 110 };
  const counted = (
    job: Partial<CountedJob['job']>,
    known: Partial<CountedJob['known']> = {},
  ): CountedJob => ({
    job: jobOf({ status: 'queued', ...job }),
    known: { ...nothingKnown, ...known },
    bytesIn: 100,
  });
  const jobs = [
    counted({ preset: 'web_video', options: { quality: 'high' } }, { plan: copy, path: '/out/a.mp4' }),
    counted(
      { preset: 'web_video', options: { quality: 'high', fps: 25 } },
      { plan: { ...copy, mode: 'mixed', seconds: null } },
    ),
    counted({ kind: 'image' }, { refusal: convoyError('input_unsupported') }),
    counted({ options: { quality: 'low' } }),
  ];

  it('tells the output that all were asked for, and none where they differ', () => {
    const asked = (...outputs: (string | null)[]) =>
      totalsOf(outputs.map((output) => counted({ output }))).output;
    expect([asked('/out/', '/out/'), asked(null, null), asked('/out/', null), asked()]).toEqual([
      '/out/',
      null,
      undefined,
      undefined,
    ]);
    expect(totalsOf([counted({ output: '/out/a.mp4', status: 'succeeded' })]).output).toBeUndefined();
  });

  it('adds up what is known', () => {
    expect(totalsOf(jobs)).toEqual({
      encode: 1,
      copy: 1,
      refused: 1,
      unplanned: 1,
      bytesIn: 400,
      // Twice 90 to 110: one may come out larger and the other one smaller.
      low: 184,
      high: 216,
      seconds: 2,
      output: null,
      kinds: [
        { kind: 'video', count: 3 },
        { kind: 'image', count: 1 },
      ],
      presets: [
        { presetId: 'web_video', count: 2 },
        { presetId: null, count: 2 },
      ],
      options: {
        fps: [
          { value: null, count: 3 },
          { value: 25, count: 1 },
        ],
        quality: [
          { value: 'high', count: 2 },
          { value: null, count: 1 },
          { value: 'low', count: 1 },
        ],
      },
    });
  });

  it('needs room for what will be written, where it will be', () => {
    expect(needsOf([...jobs, counted({ status: 'succeeded' }, { plan: copy })])).toEqual([
      { folder: '/out', bytes: 110 },
      { folder: '/media', bytes: 110 },
      { folder: '/media', bytes: 100 },
    ]);
  });
});

describe('jobs as text', () => {
  it('are requests that any door takes', () => {
    const job = jobOf({ status: 'queued', options: { width: 640 }, output: 'out/', metadata: { a: 1 } });
    const request = {
      input: '/media/holiday.mov',
      kind: 'video',
      options: { width: 640 },
      output: 'out/',
      metadata: { a: 1 },
    };
    expect(requestOf(job)).toEqual(request);
    expect(JobRequest.parse(JSON.parse(jobsAsJson([{ job, connection: null }])))).toEqual(request);
    expect(
      JSON.parse(
        jobsAsJson([
          { job, connection: null },
          { job, connection: null },
        ]),
      ),
    ).toEqual([request, request]);
  });

  it('name the built-in preset that they began with, and are the same job again', async () => {
    const preset = builtInPreset('web_video');
    const options = { ...preset?.options, quality: 'low' };
    const job = jobOf({ status: 'queued', preset: 'web_video', options });
    expect(requestOf(job).preset).toBe('web_video');
    const deps = {
      places: {
        checkInput: () => Promise.resolve(),
        checkOutput: () => Promise.resolve(),
        within: () => Promise.resolve(null),
      },
      presets: () => builtInPresets,
    };
    const { requests } = await readJobs(jobsAsJson([{ job, connection: null }]), deps);
    expect(requests).toEqual([
      { request: { input: '/media/holiday.mov', kind: 'video', options }, preset: 'web_video' },
    ]);
    // One that is somebody's own is not everywhere, and what was taken away from one would come back.
    expect(requestOf({ ...job, preset: 'preset_01m81y0d71eyxrv0vgd7y76k4v' }).preset).toBeUndefined();
    expect(requestOf({ ...job, options: { quality: 'low' } }).preset).toBeUndefined();
    // Its size is a limit all the same.
    expect(requestOf({ ...job, options: { height: preset?.options['height'] } }).options).toEqual({
      height: preset?.options['height'],
      enlarge: false,
    });
    expect(requestOf({ ...job, kind: 'audio' }).preset).toBeUndefined();
  });

  it('say what an own preset means with its size, because it is not everywhere', () => {
    const own: Preset = {
      ...{ id: 'preset_01m81y0d71eyxrv0vgd7y76k4v', name: 'For the wall', kind: 'video', output: null },
      ...{ options: { height: 1080, quality: 'high' }, purpose: null, builtIn: false, updatedAt: 1 },
    };
    const presets = (id: string): Preset | null => (id === own.id ? own : null);
    const job = jobOf({ status: 'queued', preset: own.id, options: own.options });
    expect(requestOf(job, null, presets)).toEqual({
      ...{ input: '/media/holiday.mov', kind: 'video' },
      options: { height: 1080, quality: 'high', enlarge: false },
    });
    const options = (more: Partial<Job>, kind: Preset['kind'] = 'video'): unknown =>
      requestOf({ ...job, ...more }, null, () => ({ ...own, kind })).options;
    // A person's own size, or word, outweighs the preset's; HLS never enlarges and has no such option.
    expect(options({ options: { height: 720 } })).toEqual({ height: 720 });
    expect(options({ options: { height: 1080, enlarge: true } })).toEqual({ height: 1080, enlarge: true });
    expect(options({ kind: 'adaptive_video' }, 'adaptive_video')).toEqual(own.options);
    expect(jobAsCommand({ job, connection: null }, 'linux', presets)).toContain('"enlarge":false');
  });

  it('a job that is done says the folder of its result, unless that is beside the original', () => {
    const done = jobOf({ status: 'succeeded', output: '/x' }, [1, 1]);
    expect(requestOf(done).output).toBe('/');
    expect(requestOf({ ...done, input: '/holiday.mov' }).output).toBeUndefined();
  });

  it('a line for a shell holds the whole request', () => {
    const job = jobOf({ status: 'queued', input: "/media/it's.png", kind: 'image' });
    expect(jobAsCommand({ job, connection: null }, 'linux')).toBe(
      `convoy jobs create --body '{"input":"/media/it'\\''s.png","kind":"image","options":{}}'`,
    );
  });
});

describe('removed jobs', () => {
  it('come back once, within ten minutes', () => {
    let clock = 0;
    const removed = createRemovedJobs(() => clock);
    const jobs = [{ id: 'a', record: {}, log: null }];
    const first = removed.keep(jobs) ?? '';
    const second = removed.keep(jobs) ?? '';
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect([removed.keep([]), removed.take(first), removed.take(first)]).toEqual([null, jobs, null]);
    clock = undoMs;
    expect(removed.take(second)).toBeNull();
  });
});

describe('settingsExample', () => {
  const example = (nameTemplate: string, outputFolder: string | null) =>
    settingsExample({
      nameTemplate,
      outputFolder,
      home: '/home/a',
      now: Date.UTC(2024, 4, 5, 12),
      platform: 'linux',
    });

  it.each([
    ['{name}.{ext}', null, '/home/a/Movies/Holiday.mp4'],
    ['{name}-{width}x{height}', '/out', '/out/Holiday-1920x1080.mp4'],
    ['{date}/{index} {name}.{ext}', '/out', '/out/2024-05-05/01 Holiday.mp4'],
    ['{parent}_{quality}.{ext}', '/o{name}t', '/o{name}t/Movies_medium.mp4'],
  ])('%s in %s', (template, folder, path) => {
    expect(example(template, folder)).toEqual({ ok: true, value: { path } });
  });

  it.each([
    ['{nam}.{ext}', null, /there is no \{nam\}/],
    [' ', null, /the name is empty/],
    ['{name}/../x', null, /cannot go up again/],
    ['{name}.xyz1', 'relative', /not a whole path/],
  ])('refuses %j in %j', (template, folder, message) => {
    const answer = example(template, folder);
    expect(answer.ok ? '' : answer.error.message).toMatch(message);
  });
});

describe('toolsView', () => {
  const report = (capabilities: typeof modern | null, place: 'system' | 'bundled') => ({
    place,
    ffmpeg: `/${place}/ffmpeg`,
    ffprobe: `/${place}/ffprobe`,
    capabilities,
    problem: capabilities === null ? convoyError('tool_missing') : null,
  });
  const abilities = goodPictures;

  it('says what each can do and which is used first', () => {
    const view = toolsView([report(null, 'system'), report(old, 'bundled')], abilities, 'Install it.');
    expect(view.tools.map(({ path, first, version }) => [path, first, version])).toEqual([
      ['/system/ffmpeg', false, null],
      ['/bundled/ffmpeg', true, old.version],
    ]);
    expect(view.tools[1]?.features).toContainEqual({ id: 'encode:av1', can: false });
    expect(view.tools[1]?.features).toContainEqual({ id: 'encode:h264', can: true });
    expect(view.missing.map(({ option }) => option)).toEqual(['video.codec.av1']);
    expect(view.missing[0]?.remedy).toMatch(/^Install it\./);
    expect(view.pictures).toEqual({ libvips: '8.17.0', build: 'native', libheif: '1.23.2' });
  });

  it('says what the hardware encoders came to, and nothing as long as that is not known', () => {
    const hardware = [{ encoder: 'h264_nvenc', works: true, tenBit: false, problem: null }];
    const known = report({ ...modern, hardware }, 'system');
    const view = toolsView([known, report(old, 'bundled')], abilities, '');
    expect(view.tools.map((tool) => tool.hardware)).toEqual([hardware, undefined]);
  });

  it('what one of several can do is not missing', () => {
    expect(toolsView([report(modern, 'system'), report(old, 'bundled')], abilities, '').missing).toEqual([]);
  });

  it('without a tool everything that needs one is missing', () => {
    const missing = toolsView([], abilities, 'Install it.').missing.map(({ option }) => option);
    expect(missing).toContain('video.format.mp4');
    expect(missing).toContain('audio.format.mp3');
    expect(missing.filter((option) => option.startsWith('image.'))).toEqual([]);
  });

  it('pictures are missing as far as their library cannot write them', () => {
    const some = {
      ok: true as const,
      value: { ...goodPictures.value, writes: ['jpeg', 'png', 'webp', 'tiff', 'gif'] },
    };
    expect(toolsView([report(modern, 'system')], some, '').missing.map(({ option }) => option)).toEqual([
      'image.format.avif',
    ]);
    const none = { ok: false as const, error: convoyError('tool_missing') };
    expect(toolsView([report(modern, 'system')], none, '')).toMatchObject({ pictures: null });
  });
});
