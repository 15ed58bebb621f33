import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../../electron/cli/program.ts';
import { browserOpener } from '../../../electron/cli/serve/served-places.ts';
import type { Surroundings } from '../../../electron/cli/surroundings.ts';
import { fail } from '../../../shared/model/error.ts';
import { tempDir } from '../../support/found-tools.ts';
import { readControlFile } from '../../../electron/control/index.ts';
import { type FakeDoor, fakeDoor, fakeEngine } from './stand-ins.ts';

/** Waits, for five seconds at most, until something is true. */
async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** `convoy serve` without a server: what it starts, what it says, how it ends. */

type Asked = Parameters<Surroundings['startServer']>[0];

interface Served {
  readonly door: FakeDoor;
  readonly asked: Asked[];
  readonly programs: string[][];
  readonly events: string[];
  readonly code: Promise<number>;
  /** Settles when the server runs. */
  readonly running: Promise<void>;
}

function serve(
  home: string,
  args: readonly string[],
  more: Partial<Pick<Surroundings, 'startServer' | 'startProgram'>> = {},
): Served {
  const engine = fakeEngine();
  const asked: Asked[] = [];
  const programs: string[][] = [];
  const events: string[] = [];
  let begun: () => void = () => undefined;
  const running = new Promise<void>((resolve) => (begun = resolve));
  const door: FakeDoor = {
    ...fakeDoor(['serve', ...args], {
      engine: { ...engine, close: () => Promise.resolve(void events.push('engine')) },
    }),
    home,
    cwd: home,
    startServer: (deps) => {
      asked.push(deps);
      setImmediate(begun);
      return Promise.resolve({
        url: 'http://127.0.0.1:4777/?token=abc',
        apiUrl: deps.api === undefined ? null : 'http://127.0.0.1:4777',
        port: 4777,
        token: 'abc',
        broadcast: () => undefined,
        close: () => Promise.resolve(void events.push('server')),
      });
    },
    startProgram: (file, list) => {
      programs.push([file, ...list]);
      return Promise.resolve(true);
    },
    ...more,
  };
  return { door, asked, programs, events, code: run(door), running };
}

describe('convoy serve', () => {
  it('prints the address, says what is allowed, and ends with Ctrl-C', async (t) => {
    const home = tempDir(t);
    const { door, asked, programs, events, code, running } = serve(home, []);
    await running;
    await until(() => door.stdout.text !== '');
    const whileRunning = readControlFile(path.join(home, '.config/Convoy'));
    door.signal('SIGINT');
    expect(await code).toBe(130);
    expect(door.stdout.text).toBe('http://127.0.0.1:4777/?token=abc\n');
    expect(door.stderr.text).toBe(
      `Files below ${home} can be used.\n` +
        `Results of files that a browser sends go to ${path.join(home, 'Downloads', 'Convoy')}.\n` +
        'The address above lets in whoever has it. Ctrl-C ends the server.\n',
    );
    const state = path.join(home, '.config/Convoy');
    expect(asked).toEqual([
      {
        engine: expect.anything() as unknown,
        port: 4777,
        allow: [home],
        output: path.join(home, 'Downloads', 'Convoy'),
        home,
        uploadsPlace: state,
        trash: true,
        version: '1.2.3',
      },
    ]);
    expect(door.opened).toEqual([
      {
        stateFile: path.join(state, 'queue.db'),
        watchRules: 'stored',
        downloads: path.join(home, 'Downloads', 'Convoy'),
      },
    ]);
    // While it runs, other processes reach the queue through it.
    expect([whileRunning?.what, readControlFile(state)]).toEqual(['server', null]);
    // The server first, so that nobody speaks to an engine that is gone.
    expect([existsSync(state), programs, events]).toEqual([true, [], ['server', 'engine']]);
  });

  it('takes everything from its flags', async (t) => {
    const home = tempDir(t);
    const args = ['--port', '0', '--allow', '.', '/', '--output', 'out', '--state', 'kept', '--open'];
    const { door, asked, programs, code, running } = serve(home, args);
    await running;
    await until(() => programs.length > 0);
    door.signal('SIGTERM');
    expect(await code).toBe(143);
    expect(asked[0]).toMatchObject({ port: 0, allow: [home, '/'], output: path.join(home, 'out') });
    expect(door.opened).toEqual([
      {
        stateFile: path.join(home, 'kept', 'queue.db'),
        watchRules: 'stored',
        downloads: path.join(home, 'out'),
      },
    ]);
    expect(programs).toEqual([['xdg-open', 'http://127.0.0.1:4777/?token=abc']]);
  });

  it('serves the job API when told to, and says where its token is and not what it is', async (t) => {
    const home = tempDir(t);
    const { door, asked, code, running } = serve(home, ['--api', '--state', 'kept']);
    await running;
    door.signal('SIGTERM');
    await code;
    expect(asked[0]?.api).toEqual({ token: undefined });
    expect(door.stderr.text).toContain('The job API is at http://127.0.0.1:4777/jobs ; its token is in ');
    expect(door.stderr.text).toContain(path.join('kept', 'api-token'));
  });

  it('says so when there is no browser', async (t) => {
    const more = { startProgram: () => Promise.resolve(false) };
    const { door, code, running } = serve(tempDir(t), ['--open'], more);
    await running;
    await until(() => door.stderr.text.includes('could not be opened'));
    door.signal('SIGINT');
    await code;
    expect(door.stderr.text).toContain('The browser could not be opened');
  });

  it.each([
    [['--port', 'x'], /port cannot be "x"/],
    [['--port', '70000'], /port cannot be "70000"/],
    [['--allow', 'nowhere'], /“nowhere” is not a folder/],
    [['--ffmpeg', 'nowhere'], /there is nothing at/],
  ])('%j starts nothing', async (args, message) => {
    const { door, asked, code } = serve('/', args);
    expect(await code).toBe(2);
    expect(door.stderr.text).toMatch(message);
    expect([asked, door.opened]).toEqual([[], []]);
  });

  it('a port that is taken is told, and the engine closed', async (t) => {
    const taken = fail('conflict', {
      reason: 'port 4777 is used by another program',
      hint: 'Choose another one.',
    });
    const { door, events, code } = serve(tempDir(t), [], { startServer: () => Promise.reject(taken) });
    expect(await code).toBe(1);
    expect(door.stderr.text).toBe(
      'convoy: That is not possible now: port 4777 is used by another program.\n  Choose another one.\n',
    );
    expect(events).toEqual(['engine']);
  });
});

describe('places of a system', () => {
  it('each opens addresses its own way, as one argument', () => {
    const url = 'http://127.0.0.1:1/?token=a&b="c"';
    expect([
      browserOpener('darwin', url),
      browserOpener('win32', url),
      browserOpener('freebsd', url),
    ]).toEqual([
      { file: 'open', args: [url] },
      { file: 'rundll32', args: ['url.dll,FileProtocolHandler', url] },
      { file: 'xdg-open', args: [url] },
    ]);
  });
});
