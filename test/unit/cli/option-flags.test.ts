import { describe, expect, it } from 'vitest';
import {
  attributeOf,
  optionFlags,
  optionNames,
  readOptions,
} from '../../../electron/cli/convert/option-flags.ts';
import { run } from '../../../electron/cli/program.ts';
import { type Kind, kinds, parseOptions } from '../../../shared/model/options.ts';
import { fakeDoor, fakeEngine } from './stand-ins.ts';

/** For each option of each kind: what stands on the command line and what the schema must get. */
const round: Readonly<Record<string, readonly [readonly string[], unknown]>> = {
  'video.format': [['--format', 'webm'], 'webm'],
  'audio.format': [['--format', 'flac'], 'flac'],
  'image.format': [['--format', 'JPG'], 'JPG'],
  'animation.format': [['--format', 'apng'], 'apng'],
  'adaptive_video.format': [['--format', 'hls'], 'hls'],
  'video.bitrate': [['--bitrate', '2.5M'], 2_500_000],
  'audio.bitrate': [['--bitrate', '192k'], 192_000],
  codec: [['--codec', 'h265'], 'h265'],
  quality: [['--quality', 'very_high'], 'very_high'],
  compression: [['--compression', '80'], 80],
  target_bytes: [['--target-bytes', '10MB'], 10_000_000],
  lossless: [['--lossless'], true],
  // The format it would have by itself, gif, cannot be lossless.
  'animation.lossless': [['--lossless', '--format', 'webp'], true],
  width: [['--width', '50%'], '50%'],
  height: [['--height', '720'], 720],
  fit: [['--fit', 'cover'], 'cover'],
  position: [['--position', 'top-left'], 'top-left'],
  background: [['--width', '640', '--height', '480', '--background', '#336699'], '#336699'],
  fps: [['--fps', '29.97'], 29.97],
  start: [['--start', '1:02.5'], 62.5],
  end: [['--end', '1:01:00'], 3660],
  enlarge: [['--no-enlarge'], false],
  auto_orient: [['--no-auto-orient'], false],
};

const cases = kinds.flatMap((kind) => optionNames(kind).map((option): [Kind, string] => [kind, option]));

describe('flags', () => {
  it.each(cases)('%s --%s goes from the command line to the request', async (kind, option) => {
    const row = round[`${kind}.${option}`] ?? round[option];
    expect(row, `the table of this test has no ${kind}.${option}`).toBeDefined();
    if (row === undefined) return;
    const engine = fakeEngine();
    const door = fakeDoor([kind, '-i', '/media/a.mov', ...row[0]], { engine });
    expect(await run(door), door.stderr.text).toBe(0);
    const options = engine.added[0]?.request.options as Record<string, unknown>;
    expect(options[option]).toEqual(row[1]);
    expect(parseOptions(kind, options).ok).toBe(true);
  });

  it('offers each option once, switches in both ways', () => {
    expect(optionFlags('audio').map(({ flag, shown }) => [flag, shown])).toEqual([
      ['--format <name>', true],
      ['--quality <word>', true],
      ['--compression <n>', true],
      ['--bitrate <rate>', true],
      ['--target-bytes <size>', true],
      ['--start <time>', true],
      ['--end <time>', true],
    ]);
    expect(optionFlags('image').filter(({ flag }) => !flag.includes('<'))).toEqual([
      { flag: '--lossless', help: 'keep every pixel', shown: true },
      { flag: '--no-lossless', help: 'keep every pixel', shown: false },
      { flag: '--enlarge', help: 'what is smaller than the size keeps its own', shown: false },
      { flag: '--no-enlarge', help: 'what is smaller than the size keeps its own', shown: true },
      { flag: '--auto-orient', help: 'leave the picture as it is stored', shown: false },
      { flag: '--no-auto-orient', help: 'leave the picture as it is stored', shown: true },
    ]);
  });
});

describe('reading of values', () => {
  const read = (option: string, text: string): unknown =>
    readOptions('video', { [attributeOf(option)]: text })[option];

  it.each([
    ['width', '1280', 1280],
    ['width', '50%', '50%'],
    ['width', '12abc', '12abc'],
    ['width', '1e3', '1e3'],
    ['width', '0x10', '0x10'],
    ['width', '', ''],
    ['width', '-5', -5],
    ['fps', '.5', 0.5],
    ['start', '5', 5],
    ['start', '62.1', 62.1],
    ['start', '1:02.1', 62.1],
    ['start', '90:00', 5400],
    ['start', '2:03:04.25', 7384.25],
    ['start', '1:60', '1:60'],
    ['start', '1:75:00', '1:75:00'],
    ['start', 'soon', 'soon'],
    ['bitrate', '2000000', 2_000_000],
    ['bitrate', '2M', 2_000_000],
    ['bitrate', '2500K', 2_500_000],
    ['bitrate', '2G', '2G'],
    ['bitrate', '-2M', '-2M'],
  ])('%s %s', (option, text, value) => {
    expect(read(option, text)).toBe(value);
  });

  it('keeps what was not given out', () => {
    expect(readOptions('video', {})).toEqual({});
  });
});
