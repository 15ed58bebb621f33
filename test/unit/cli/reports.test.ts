import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlannedJob } from '../../../electron/engine/index.ts';
import { healthText } from '../../../electron/cli/health.ts';
import { inkFor } from '../../../electron/cli/print/ink.ts';
import { run } from '../../../electron/cli/program.ts';
import type { ToolReport } from '../../../electron/cli/print/tool-abilities.ts';
import { convoyError } from '../../../shared/model/error.ts';
import type { MediaFacts } from '../../../shared/model/media.ts';
import type { Plan } from '../../../shared/plan/plan.ts';
import { facts, fakeDoor, fakeEngine, goodPictures } from './stand-ins.ts';

const plan = (overrides: Partial<Plan>): Plan => ({
  kind: 'video',
  mode: 'encode',
  lane: 'video',
  streams: [],
  steps: [
    {
      tool: 'ffmpeg',
      label: 'convert',
      args: [],
      slowSeek: null,
      progress: { duration: 1, frames: null, weight: 1 },
    },
  ],
  result: { form: 'file', ext: 'mp4', format: 'mp4', mime: 'video/mp4', size: null },
  expect: { streams: [], duration: null, tolerance: 0.5 },
  warnings: [],
  estimate: null,
  note: '',
  ...overrides,
});

const planned: readonly PlannedJob[] = [
  {
    request: { input: '/m/holiday.mov', kind: 'video' },
    inputBytes: 912e6,
    result: {
      ok: true,
      plan: plan({ mode: 'copy', note: 'H.264 and AAC copied', estimate: { low: 912e6, high: 912e6 } }),
      path: '/work-folder/holiday.mp4',
      ffmpeg: '/usr/bin/ffmpeg',
      commands: ['ffmpeg -i file:/m/holiday.mov -c copy x'],
      seconds: null,
    },
  },
  {
    request: { input: '/m/talk.mkv', kind: 'video' },
    inputBytes: 4.82e9,
    result: {
      ok: true,
      plan: plan({
        note: 'video to H.264',
        warnings: [{ kind: 'hdr', message: 'HDR becomes standard colour.' }],
        estimate: { low: 580e6, high: 640e6 },
      }),
      path: '/elsewhere/talk.mp4',
      ffmpeg: '/usr/bin/ffmpeg',
      commands: ['ffmpeg x'],
      seconds: null,
    },
  },
  {
    request: { input: '/m/old.mov', kind: 'video' },
    inputBytes: 1e6,
    result: { ok: false, skipped: true, error: convoyError('output_exists', { file: 'old.mp4' }) },
  },
];
const failing: PlannedJob = {
  request: { input: '/m/notes.mp4', kind: 'video' },
  inputBytes: 12,
  result: { ok: false, skipped: false, error: convoyError('input_unsupported', { file: 'notes.mp4' }) },
};

describe('--dry-run', () => {
  const dry = async (
    jobs: readonly PlannedJob[],
    ...more: string[]
  ): Promise<[number, ReturnType<typeof fakeDoor>]> => {
    const engine = fakeEngine([], { plan: () => Promise.resolve(jobs) });
    const door = fakeDoor(['video', 'a', '--dry-run', ...more], { engine });
    const code = await run(door);
    expect(engine.added).toEqual([]);
    return [code, door];
  };

  it('is a table, with the commands when they are asked for', async () => {
    const [code, door] = await dry([...planned, failing], '--show-command');
    expect([code, door.stderr.text]).toEqual([1, '']);
    expect(door.stdout.text.split('\n')).toEqual([
      'Plan    File         Size                      Saves to',
      'Copy    holiday.mov  912 MB → ~912 MB          holiday.mp4',
      '        H.264 and AAC copied',
      '        $ ffmpeg -i file:/m/holiday.mov -c copy x',
      'Encode  talk.mkv     4.82 GB → ~580 to 640 MB  /elsewhere/talk.mp4',
      '        video to H.264',
      '        ! HDR becomes standard colour.',
      '        $ ffmpeg x',
      'Skip    old.mov      1.00 MB',
      '        » “old.mp4” is already there.',
      'Fail    notes.mp4    12 B',
      '        ✗ “notes.mp4” cannot be converted this way.',
      '            Choose another kind, or check that the file really is what its name says.',
      '',
      '4 files: Encode 1, Copy 1, Skip 1, Fail 1 · 5.73 GB → ~1.49 to 1.55 GB. Nothing was converted.',
      '',
    ]);
  });

  it('with --json is the whole plan', async () => {
    const [code, door] = await dry(planned, '--json');
    expect(code).toBe(0);
    expect(door.stdout.json).toHaveLength(4);
    expect(door.stdout.json[0]).toEqual({
      type: 'plan',
      input: '/m/holiday.mov',
      kind: 'video',
      action: 'copy',
      input_bytes: 912e6,
      path: '/work-folder/holiday.mp4',
      ffmpeg: '/usr/bin/ffmpeg',
      commands: ['ffmpeg -i file:/m/holiday.mov -c copy x'],
      plan: plan({ mode: 'copy', note: 'H.264 and AAC copied', estimate: { low: 912e6, high: 912e6 } }),
      error: null,
    });
    expect(door.stdout.json[2]).toMatchObject({
      action: 'skip',
      plan: null,
      error: { kind: 'output_exists' },
    });
    expect(door.stdout.json[3]).toEqual({
      type: 'summary',
      ...{ copy: 1, encode: 1, mixed: 0, skip: 1, fail: 0 },
      ...{ input_bytes: 5_732_000_000, output_bytes_low: 1_492_000_000, output_bytes_high: 1_552_000_000 },
    });
  });
});

const everything = {
  version: '7.1',
  libavcodec: 61,
  encoders: [
    ...['libx264', 'libx265', 'libvpx-vp9', 'libsvtav1', 'aac', 'libmp3lame', 'libopus', 'libvorbis'],
    ...['flac', 'pcm_s16le', 'gif', 'libwebp', 'apng', 'png'],
  ],
  decoders: [],
  muxers: [],
  demuxers: [],
  filters: ['palettegen', 'paletteuse', 'zscale', 'tonemap'],
};
const system: ToolReport = {
  place: 'system',
  ffmpeg: '/usr/bin/ffmpeg',
  ffprobe: '/usr/bin/ffprobe',
  capabilities: everything,
  problem: null,
};
const old: ToolReport = {
  ...system,
  place: 'bundled',
  capabilities: {
    ...everything,
    version: 'N-47683',
    encoders: everything.encoders.filter((e) => e !== 'libsvtav1'),
  },
};
const broken: ToolReport = {
  place: 'setting',
  ffmpeg: '/opt/ffmpeg',
  ffprobe: null,
  capabilities: null,
  problem: convoyError('tool_missing', { reason: 'it may not be run', detail: 'EACCES' }),
};

describe('health', () => {
  it('tells what each tool can do and why one cannot be used', () => {
    expect(healthText([broken, old, system], goodPictures, 'linux', inkFor(false), true).split('\n')).toEqual(
      [
        'ffmpeg, the one you named, cannot be used',
        '  /opt/ffmpeg',
        '  ✗ A tool that Convoy needs cannot be started: it may not be run.',
        '      Run `convoy health` to see what was looked for and where.',
        '      EACCES',
        '',
        'ffmpeg N-47683, built in, used first',
        '  /usr/bin/ffmpeg',
        '  /usr/bin/ffprobe',
        '  Video      H.264, H.265, VP9, no AV1',
        '  Sound      AAC, MP3, Opus, Vorbis, FLAC, WAV',
        '  Animation  GIF, WebP, APNG',
        '  Picture    stills from video',
        '  Colour     HDR to standard colour',
        '',
        'ffmpeg 7.1, on this computer',
        '  /usr/bin/ffmpeg',
        '  /usr/bin/ffprobe',
        '  Video      H.264, H.265, VP9, AV1',
        '  Sound      AAC, MP3, Opus, Vorbis, FLAC, WAV',
        '  Animation  GIF, WebP, APNG',
        '  Picture    stills from video',
        '  Colour     HDR to standard colour',
        '',
        'libvips 8.17.0, built in',
        '  Picture  JPEG, PNG, WebP, AVIF, TIFF, GIF',
        '  Opens    also HEIC (libheif 1.23.2) and SVG',
        '',
        '✓ Everything works.',
      ],
    );
  });

  it('tells which encoders of a graphics chip work, and with --debug why others do not', () => {
    const hardware = [
      { encoder: 'h264_vaapi', works: true, tenBit: false, problem: null },
      { encoder: 'h264_nvenc', works: false, tenBit: false, problem: 'there is no NVIDIA driver' },
    ];
    const told = (some: typeof hardware, debug: boolean): readonly string[] => {
      const report = { ...system, capabilities: { ...everything, hardware: some } };
      const lines = healthText([report], goodPictures, 'linux', inkFor(false), debug).split('\n');
      return lines.slice(lines.findIndex((line) => line.includes('Colour')) + 1, lines.indexOf('', 4));
    };
    expect([
      told(hardware, false),
      told(hardware, true),
      told(hardware.slice(1), false),
      told([], true),
    ]).toEqual([
      ['  Chip       h264_vaapi'],
      ['  Chip       h264_vaapi', '             h264_nvenc: there is no NVIDIA driver'],
      ['  Chip       none that works'],
      [],
    ]);
  });

  it('says so when no worker for pictures starts', () => {
    const pictures = {
      ok: false as const,
      error: convoyError('tool_missing', { reason: 'it is not there' }),
    };
    expect(healthText([old], pictures, 'linux', inkFor(false), false)).toContain(
      '✗ Pictures cannot be converted.',
    );
  });

  it.each<[readonly ToolReport[], number, string]>([
    [
      [old],
      0,
      '! Missing: AV1.\n  Install a newer ffmpeg with the package manager (`sudo apt install ffmpeg`), or name one with --ffmpeg.\n',
    ],
    [
      [broken],
      1,
      '✗ No ffmpeg can be used.\n  Install a newer ffmpeg with the package manager (`sudo apt install ffmpeg`), or name one with --ffmpeg.\n',
    ],
  ])('%#: ends with the verdict', async (reports, code, end) => {
    const door = fakeDoor(['health'], { engine: fakeEngine([], { tools: () => Promise.resolve(reports) }) });
    expect(await run(door)).toBe(code);
    expect(door.stdout.text.slice(-end.length)).toBe(end);
  });

  it('speaks JSON', async () => {
    const door = fakeDoor(['health', '--json'], {
      engine: fakeEngine([], { tools: () => Promise.resolve([old, broken]) }),
    });
    expect(await run(door)).toBe(0);
    expect(door.stdout.json).toEqual([
      { type: 'tool', ...old },
      { type: 'tool', ...broken },
      { type: 'pictures', ...goodPictures.value },
      { type: 'health', usable: true, missing: ['AV1'] },
    ]);
  });
});

describe('probe', () => {
  let dir = '';
  beforeAll(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'convoy-probe-'));
    writeFileSync(path.join(dir, 'a.mov'), 'x');
    writeFileSync(path.join(dir, 'b.mov'), 'x');
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  const movie: MediaFacts = {
    ...facts(912e6),
    duration: 222.4,
    bitrate: 32_800_000,
    chapters: 3,
    video: [
      {
        index: 0,
        codec: 'hevc',
        profile: null,
        codecTag: 'hvc1',
        width: 3840,
        height: 2160,
        sar: 1,
        rotation: 90,
        pixFmt: 'yuv420p10le',
        bitDepth: 10,
        chroma: '420',
        alpha: false,
        fps: 29.97003,
        fpsFraction: '30000/1001',
        constantRate: false,
        frames: null,
        bitrate: 32_000_000,
        duration: null,
        start: 0,
        interlaced: false,
        colour: { range: 'tv', space: 'bt2020nc', transfer: 'arib-std-b67', primaries: 'bt2020' },
        language: null,
        title: null,
      },
    ],
    audio: [
      {
        index: 1,
        codec: 'aac',
        profile: null,
        channels: 2,
        layout: 'stereo',
        sampleRate: 44_100,
        bitDepth: null,
        bitrate: 192_000,
        duration: null,
        start: 0,
        language: 'eng',
        title: 'Commentary',
        isDefault: true,
      },
    ],
    otherStreams: 2,
  };
  const probe = (file: string): ReturnType<NonNullable<Parameters<typeof fakeEngine>[1]>['probe'] & object> =>
    Promise.resolve(
      file.endsWith('a.mov')
        ? { ok: true, value: movie }
        : { ok: false, error: convoyError('input_unsupported', { file: 'b.mov' }) },
    );

  it('is a table on a terminal', async () => {
    const door = fakeDoor(['probe', 'a.mov', 'b.mov'], {
      engine: fakeEngine([], { probe }),
      terminal: { stdout: true, stderr: true },
      cwd: dir,
    });
    expect(await run(door)).toBe(1);
    expect(door.stdout.text.split('\n')).toEqual([
      'a.mov  mov · 912 MB · 3:42 · 32.8 Mb/s · 3 chapters',
      '  Video  0  HEVC, 3840 × 2160, turned 90°, 29.97 fps (varies), 10 bit, HDR (HLG), 32.0 Mb/s',
      '  Sound  1  AAC, stereo, 44.1 kHz, 192 kb/s, eng, Commentary',
      '  Other     2 left alone',
      '',
    ]);
    expect(door.stderr.text).toMatch(/^✗ “b\.mov” cannot be converted this way\.\n/);
  });

  it('is JSON lines on a pipe', async () => {
    const door = fakeDoor(['probe', 'a.mov', 'b.mov'], { engine: fakeEngine([], { probe }), cwd: dir });
    expect(await run(door)).toBe(1);
    expect(door.stdout.json).toEqual([
      { path: path.join(dir, 'a.mov'), ...movie },
      { path: path.join(dir, 'b.mov'), error: convoyError('input_unsupported', { file: 'b.mov' }) },
    ]);
  });
});
