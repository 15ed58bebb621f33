import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { run } from '../../../electron/cli/program.ts';
import { convoyError } from '../../../shared/model/error.ts';
import { type FakeDoor, type FakeEngine, fakeDoor, fakeEngine } from './stand-ins.ts';

const terminal = { stdout: true, stderr: true };

/** Waits, for five seconds at most, until something is true. */
async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('a wrong command line', () => {
  it.each<[readonly string[], string]>([
    [['video', '--widht', '5'], "convoy: unknown option '--widht'. Did you mean --width?\n"],
    [['vidoe'], "convoy: unknown command 'vidoe'. Did you mean video?\n"],
    [['audio', '-i', 'a', '--width', '5'], "convoy: unknown option '--width'\n"],
    [['video', '-i'], "convoy: option '-i, --input <paths...>' argument missing\n"],
    [['video'], 'convoy: No input was given.\n  Name at least one file or folder.\n'],
    [
      ['video', 'a', '--width', '12abc'],
      'convoy: width cannot be "12abc"; it can be 1 to 16383 pixels, or "1%" to "1000%".\n  Change this option.\n',
    ],
    [
      ['video', 'a', '--quality', 'high', '--compression', '5'],
      'convoy: quality and compression: both steer the size; give one of them.\n  Change this option.\n',
    ],
    [
      ['image', 'a', '--format', 'mp4'],
      'convoy: format cannot be "mp4"; it can be jpeg, png, webp, avif, tiff, gif.\n  Choose one of the formats of this kind.\n',
    ],
    [
      ['video', 'a', '--hardware', 'always'],
      'convoy: hardware cannot be "always"; it can be off, auto.\n  Change this option.\n',
    ],
    [
      ['video', 'a', '--parallel', '0'],
      'convoy: parallel cannot be "0"; it can be a whole number from 1 to 64.\n  Change this option.\n',
    ],
    [
      ['video', 'a', '--on-collision', 'ask'],
      'convoy: on-collision cannot be "ask"; it can be number, overwrite, skip.\n  Change this option.\n',
    ],
    [
      ['video', 'a', '--ffmpeg', '/no/ffmpeg'],
      'convoy: ffmpeg: there is nothing at /no/ffmpeg.\n  Give the path of an ffmpeg program, or of the folder it is in.\n',
    ],
    [
      ['video', 'a', '--metadata', 'x'],
      'convoy: metadata cannot be "x"; it can be key=value.\n  Change this option.\n',
    ],
    [
      ['jobs', 'create', '--body', '{'],
      expect.stringMatching(/^convoy: The request cannot be understood: the body is not JSON \(/) as string,
    ],
    [
      ['jobs', 'create'],
      "convoy: The request cannot be understood: there is no body.\n  Give it with --body '<json>', or - to read it from standard input.\n",
    ],
    [['probe', '/no/such.mov'], 'convoy: “such.mov” is not there.\n  Check the path, or find the file.\n'],
    [['health', 'x'], "convoy: too many arguments for 'health'. Expected 0 arguments but got 1.\n"],
  ])('%j', async (args, message) => {
    const door = fakeDoor(args);
    expect(await run(door)).toBe(2);
    expect(door.stderr.text).toEqual(message);
    expect(door.stdout.text).toBe('');
    expect(door.opened, 'the engine was not opened').toEqual([]);
  });

  it('names every input that leads nowhere, and starts nothing', async () => {
    const engine = fakeEngine([], {
      expand: (inputs) =>
        Promise.resolve(
          inputs.map((given) =>
            given === 'good.mov'
              ? { ok: true as const, path: '/good.mov', root: null, isLink: null }
              : { ok: false as const, given, error: convoyError('input_not_found', { file: given }) },
          ),
        ),
    });
    const door = fakeDoor(['video', '-i', 'good.mov', 'x.mov', '-i', 'y.mov'], { engine });
    expect(await run(door)).toBe(2);
    expect(door.stderr.text).toBe(
      'convoy: “x.mov” is not there.\n  Check the path, or find the file.\n' +
        'convoy: “y.mov” is not there.\n  Check the path, or find the file.\n',
    );
    expect([engine.added, engine.closed()]).toEqual([[], true]);
  });
});

describe('help and version', () => {
  it.each<[readonly string[], RegExp]>([
    [[], /^Usage: convoy [^]*Examples:[^]*convoy adaptive -i lecture\.mp4/],
    [['--help'], /^Usage: convoy /],
    [['--version'], /^1\.2\.3\n$/],
    [['help', 'video'], /^Usage: convoy video [^]*--bitrate <rate>[^]*Examples:\n {2}convoy video /],
    [['help', 'adaptive_video'], /^Usage: convoy adaptive/],
    [['jobs', 'create', '--help'], /Examples:\n {2}convoy jobs create --body/],
  ])('%j', async (args, text) => {
    const door = fakeDoor(args);
    expect(await run(door)).toBe(0);
    expect(door.stdout.text).toMatch(text);
    expect(door.stderr.text).toBe('');
  });
});

describe('requests', () => {
  const added = async (...args: string[]): Promise<FakeEngine['added']> => {
    const engine = fakeEngine();
    const door = fakeDoor(args, { engine });
    expect(await run(door), door.stderr.text).toBe(0);
    return engine.added;
  };

  it('come from -i and from bare names, each with the same options', async () => {
    expect(
      await added(
        'adaptive_video',
        '/b.mov',
        '-i',
        '/a.mov',
        '-o',
        'out',
        '--metadata',
        'a=1',
        '--metadata',
        'b=x=y',
        '--width',
        '640',
      ),
    ).toEqual(
      ['/a.mov', '/b.mov'].map((input) => ({
        request: {
          input,
          kind: 'adaptive_video',
          options: { width: 640 },
          output: 'out/',
          metadata: { a: '1', b: 'x=y' },
        },
      })),
    );
  });

  it('are judged by the format that the name of the result asks for', async () => {
    const args = ['animation', '/a.mov', '--end', '3', '--lossless'];
    expect(await added(...args, '-o', 'a.webp')).toHaveLength(1);
    const door = fakeDoor([...args, '-o', 'a.gif']);
    expect(await run(door)).toBe(2);
    expect(door.stderr.text).toBe('convoy: lossless: gif cannot be lossless.\n  Change this option.\n');
  });

  it('with a name that contradicts the format are refused before the start', async () => {
    const engine = fakeEngine();
    const door = fakeDoor(['video', '/a.mov', '--format', 'mp4', '-o', 'a.webm'], { engine });
    expect(await run(door)).toBe(2);
    expect(engine.added).toEqual([]);
    expect(door.stderr.text).toBe(
      'convoy: format: mp4 is asked, but the output ends in .webm.\n  Leave out one of the two, or make them agree.\n',
    );
  });

  it('come from standard input as JSON lines', async () => {
    const engine = fakeEngine();
    const door = fakeDoor(['jobs', 'create', '-'], { engine });
    door.stdin.end('{"input":"a.mov","kind":"audio"}\n{"input":"b.mov","kind":"image"}\n');
    expect(await run(door)).toBe(0);
    expect(engine.added).toEqual([
      { request: { input: 'a.mov', kind: 'audio' } },
      { request: { input: 'b.mov', kind: 'image' } },
    ]);
  });

  it('choose the engine', async () => {
    const door = fakeDoor(
      ['video', 'a', '--parallel', '3', '--on-collision', 'skip', '--hardware', 'auto', '--ffmpeg', tmpdir()],
      {
        engine: fakeEngine(),
      },
    );
    expect(await run(door)).toBe(0);
    expect(door.opened).toEqual([
      {
        parallel: 3,
        collision: 'skip',
        hardware: 'auto',
        connections: [],
        ffmpegPath: tmpdir(),
        onlyFfmpegPath: true,
      },
    ]);
  });
});

describe('a pipe', () => {
  it('gets a line for each change, and the summary last', async () => {
    const door = fakeDoor(['video', '/a.mov', '/b.mov', '/c.mov'], {
      engine: fakeEngine(['succeeded', 'failed', 'skipped'], {
        error: convoyError('input_truncated', { file: 'b.mov' }),
      }),
    });
    expect(await run(door)).toBe(1);
    const lines = door.stdout.json as Record<string, unknown>[];
    expect(
      lines.map((l) => (l['type'] === 'job' ? (l['job'] as { status: string }).status : l['type'])),
    ).toEqual([
      ...['queued', 'queued', 'queued'],
      ...['processing', 'progress', 'succeeded'],
      ...['processing', 'progress', 'failed'],
      ...['processing', 'progress', 'skipped'],
      'summary',
    ]);
    expect(lines[4]).toEqual({
      type: 'progress',
      id: expect.stringMatching(/^job_/) as string,
      progress: 0.5,
    });
    expect(lines.at(-1)).toEqual({
      type: 'summary',
      succeeded: 1,
      failed: 1,
      skipped: 1,
      cancelled: 0,
      input_bytes: 1_000_000,
      output_bytes: 250_000,
      ms: expect.any(Number) as number,
    });
    expect(door.stderr.text).toMatch(
      /^✓ a\.mov → out\/holiday\.mp4 {2}1\.00 MB → 250 kB, 75% smaller · 6 s\n✗ “b\.mov” is incomplete\.\n {4}Copy the file again .*\n» c\.mov {2}Skipped: .*\n1 of 3 done, 1 failed, 1 skipped · 750 kB saved in under 1 s\n$/,
    );
  });

  it('that is closed cancels everything and says nothing more', async () => {
    const engine = fakeEngine(['succeeded', 'never']);
    const door = fakeDoor(['video', '/a.mov', '/b.mov', '--quiet'], { engine });
    const running = run(door);
    await until(() => door.stdout.text.includes('"progress"'));
    const before = door.stdout.text;
    door.stdout.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    expect(await running).toBe(141);
    expect(door.stdout.text.slice(before.length)).not.toContain('summary');
    expect([door.stderr.text, engine.closed()]).toEqual(['', true]);
  });

  it('gets a failed job for an entry that is no request; the rest goes on', async () => {
    const engine = fakeEngine(['succeeded']);
    const door = fakeDoor(['jobs', 'create', '--body', '[{"kind":"audio"},{"input":"b","kind":"audio"}]'], {
      engine,
    });
    expect(await run(door)).toBe(1);
    expect(engine.added).toEqual([{ request: { input: 'b', kind: 'audio' } }]);
    expect(door.stdout.json.at(0)).toMatchObject({
      type: 'job',
      job: { status: 'failed', kind: 'audio', error: { kind: 'invalid_request' } },
    });
    expect(door.stdout.json.at(-1)).toMatchObject({ type: 'summary', succeeded: 1, failed: 1 });
  });
});

describe('a terminal', () => {
  it('gets a live view, what stays, and the sentence; standard output stays empty', async () => {
    const door = fakeDoor(['video', '/a.mov', '/b.mov'], {
      engine: fakeEngine(['succeeded', 'never']),
      terminal,
    });
    const running = run(door);
    await until(() => door.stderr.text.includes('1 of 2 done'));
    expect(door.stderr.text).toContain('Converting · 2.0× · 4 s left');
    door.signal('SIGINT');
    expect(await running).toBe(130);
    expect(door.stdout.text).toBe('');
    expect(door.stderr.text).toContain('✓ a.mov → out/holiday.mp4  1.00 MB → 250 kB, 75% smaller · 6 s\n');
    expect(door.stderr.text).toContain('Stopped. 1 of 2 done, 1 cancelled · 750 kB saved in ');
    // The cursor is hidden and given back only where the process itself is on a terminal: see the integration test.
  });

  it('with --quiet hears of failures only', async () => {
    const engine = fakeEngine(['succeeded', 'failed'], {
      error: convoyError('disk_full', { file: 'b.mp4' }),
    });
    const door = fakeDoor(['video', '/a.mov', '/b.mov', '--quiet'], { engine, terminal });
    expect(await run(door)).toBe(1);
    expect([door.stdout.text, door.stderr.text]).toEqual([
      '',
      '✗ There is no space left where “b.mp4” is being written.\n    Free some space, or choose a folder on another disk.\n',
    ]);
  });

  it('with --json gets JSON lines and no view', async () => {
    const door = fakeDoor(['video', '/a.mov', '--json'], { engine: fakeEngine(), terminal });
    expect(await run(door)).toBe(0);
    expect(door.stdout.json.at(-1)).toMatchObject({ type: 'summary', succeeded: 1 });
    expect(door.stderr.text).toBe('');
  });

  it('with --show-command sees the command', async () => {
    const door = fakeDoor(['video', '/a.mov', '--show-command', '--debug'], {
      engine: fakeEngine(),
      terminal,
    });
    expect(await run(door)).toBe(0);
    expect(door.stderr.text).toBe(
      '✓ a.mov → out/holiday.mp4  1.00 MB → 250 kB, 75% smaller · 6 s\n    $ ffmpeg -i file:/a b\n',
    );
  });
});

describe('signals', () => {
  const interrupted = async (door: FakeDoor, name: 'SIGINT' | 'SIGTERM' | 'SIGHUP'): Promise<number> => {
    const running = run(door);
    await until(() => door.stdout.text.includes('"progress"'));
    door.signal(name);
    return running;
  };

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s ends with %d and a summary', async (name, code) => {
    const engine = fakeEngine(['never']);
    const door = fakeDoor(['video', '/a.mov'], { engine });
    expect(await interrupted(door, name)).toBe(code);
    expect(door.stdout.json.at(-1)).toMatchObject({ type: 'summary', succeeded: 0, cancelled: 1 });
    expect([engine.closed(), door.exits]).toEqual([true, []]);
  });

  it('a second one does not wait, unless it is the first one over again', async () => {
    const engine = { ...fakeEngine(['never']), cancel: () => new Promise<void>(() => undefined) };
    const door = fakeDoor(['video', '/a.mov'], { engine });
    void run(door);
    await until(() => door.stdout.text.includes('"progress"'));
    door.signal('SIGINT');
    door.pass(900);
    door.signal('SIGINT');
    expect(door.exits).toEqual([]);
    door.pass(100);
    door.signal('SIGINT');
    expect(door.exits).toEqual([130]);
  });

  it('while the inputs are looked for leaves at once', async () => {
    const engine = fakeEngine([], { expand: () => new Promise(() => undefined) });
    const door = fakeDoor(['video', '/a.mov'], { engine });
    const running = run(door);
    await until(() => door.opened.length === 1);
    door.signal('SIGINT');
    expect(await running).toBe(130);
    expect([engine.added, engine.closed(), door.stdout.text]).toEqual([[], true, '']);
  });
});

describe('a fault of our own', () => {
  it('is told as a sentence, with the raw words only when asked', async () => {
    const door = fakeDoor(['video', '/a.mov']);
    expect(await run(door)).toBe(1);
    expect(door.stderr.text).toBe(
      'convoy: Something went wrong inside Convoy.\n  Run it again with --debug, and report it.\n',
    );
    const debug = fakeDoor(['video', '/a.mov', '--debug']);
    await run(debug);
    expect(debug.stderr.text).toContain('Error: this test opens no engine');
  });
});
