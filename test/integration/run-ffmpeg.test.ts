import { existsSync, readFileSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import type { FfmpegRun, FfmpegRunner, ProcessFacts, ProgressBlock } from '../../electron/engine/ports.ts';
import { fluentLaunch, type FluentClass } from '../../electron/engine/process/run-ffmpeg-fluent.ts';
import { createRunner, spawnRunner } from '../../electron/engine/process/run-ffmpeg.ts';
import { createStandStill } from '../../electron/engine/process/stand-still.ts';
import { fakeTool, isAlive, pidIn } from '../support/fake-tool.ts';
import { tempDir, tools } from '../support/found-tools.ts';

const leave: (() => void)[] = [];
const dir = tempDir({ onTestFinished: (done: () => void) => leave.push(done) });
afterAll(() => {
  for (const done of leave) done();
});

const quiet = ['-hide_banner', '-nostdin', '-y', '-v', 'warning', '-progress', 'pipe:1', '-nostats'];
const source = (seconds: number): string[] => ['-f', 'lavfi', '-i', `testsrc2=s=160x120:r=25:d=${seconds}`];

/** A run of a script that says its process id, and what happens when it has said it. */
async function runFake(
  runner: FfmpegRunner,
  ffmpeg: string,
  onPid: (pid: number) => void,
  more: Partial<FfmpegRun> = {},
): Promise<ProcessFacts> {
  return runner.run({
    ffmpeg,
    args: [],
    ...more,
    onLine: (line) => {
      const pid = pidIn(line);
      if (pid !== null) onPid(pid);
    },
  });
}

const forms: readonly (() => FfmpegRunner)[] = [() => createRunner('fluent'), () => createRunner('spawn')];

// Shell scripts stand in for ffmpeg.
describe.skipIf(process.platform === 'win32').each(forms.map((make) => [make().name, make] as const))(
  'runner %s',
  (name, make) => {
    const runner = make();
    const folder = path.join(dir, name);
    const tool = (toolName: string, script: string, mode?: number): string =>
      fakeTool(dir, `${name}-${toolName}`, script, mode);

    it('encodes and reports progress', async () => {
      const output = `${folder}.mkv`;
      const blocks: ProgressBlock[] = [];
      const facts = await runner.run({
        ffmpeg: tools.bundled.ffmpeg,
        args: [...quiet, '-v', 'error', ...source(1), '-c:v', 'libx264', '-f', 'matroska', `file:${output}`],
        onProgress: (block) => blocks.push(block),
      });
      expect(facts).toEqual({
        exitCode: 0,
        signal: null,
        spawnError: null,
        stopped: 'no',
        stderrTail: [],
        durationMs: expect.any(Number) as number,
      });
      expect(blocks.at(-1)).toMatchObject({ frame: 25, done: true, totalSize: statSync(output).size });
      expect(runner.name).toBe(name);
    });

    it.skipIf(process.platform !== 'linux')(
      'stands still, goes on, and can be stopped while it stands',
      async () => {
        const standStill = createStandStill();
        const stop = new AbortController();
        const stateOf = (pid: number): string =>
          /^State:\s+(\S)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '';
        let pid = 0;
        const ended = runFake(runner, tool('endless', 'while :; do :; done'), (said) => (pid = said), {
          standStill,
          signal: stop.signal,
          stallMs: 2_000,
        });
        await expect.poll(() => pid, { timeout: 20_000 }).toBeGreaterThan(0);
        standStill.set(true);
        await expect.poll(() => stateOf(pid), { timeout: 20_000 }).toBe('T');
        standStill.set(false);
        await expect.poll(() => stateOf(pid), { timeout: 20_000 }).not.toBe('T');
        standStill.set(true);
        await expect.poll(() => stateOf(pid), { timeout: 20_000 }).toBe('T');
        // Longer than it may be silent: it was told to be.
        await new Promise((resolve) => setTimeout(resolve, 2_500));
        expect(isAlive(pid)).toBe(true);
        stop.abort();
        expect(await ended).toMatchObject({ stopped: 'cancelled', signal: 'SIGTERM' });
        expect(isAlive(pid)).toBe(false);
      },
    );

    it('gives exit code and last words of a failure', async () => {
      const missing = path.join(dir, 'not there.mp4');
      const facts = await runner.run({
        ffmpeg: tools.bundled.ffmpeg,
        args: [...quiet, '-i', `file:${missing}`, '-f', 'null', '-'],
      });
      expect(facts).toMatchObject({
        exitCode: 1,
        stopped: 'no',
        stderrTail: [`file:${missing}: No such file or directory`],
      });
    });

    it('hands every argument over as it is', async () => {
      const args = [
        'one value',
        '',
        '"quoted"',
        "it's",
        '$HOME',
        '*',
        '%03d',
        '-vcodec',
        'libx264 -x',
        'é😀\nnew',
      ];
      const ffmpeg = tool('args', 'for a in "$@"; do printf "[%s]\\n" "$a" >&2; done');
      const facts = await runner.run({ ffmpeg, args });
      expect(facts.stderrTail.slice(1)).toEqual(args.flatMap((arg) => `[${arg}]`.split('\n')));
    });

    it.each([
      ['a binary that is not there', (): string => path.join(dir, 'no-such-ffmpeg'), 'ENOENT'],
      ['a file that may not be run', (): string => tool('plain-file', 'exit 0', 0o644), 'EACCES'],
    ])('%s is a fact', async (_, file, code) => {
      const facts = await runner.run({ ffmpeg: file(), args: quiet, stdin: Readable.from(['x']) });
      expect(facts).toMatchObject({ exitCode: null, signal: null, stopped: 'no', spawnError: { code } });
    });

    it('an argument that no process can have is a fact', async () => {
      const facts = await runner.run({ ffmpeg: tool('nul', 'exit 0'), args: ['a\0b'] });
      expect(facts).toMatchObject({ exitCode: null, spawnError: { code: 'ERR_INVALID_ARG_VALUE' } });
    });

    it.each(['SIGTERM', 'SIGKILL'] as const)('%s from outside', async (signal) => {
      const ffmpeg = tool('sleeper', 'exec sleep 30');
      const facts = await runFake(runner, ffmpeg, (pid) => process.kill(pid, signal));
      expect(facts).toMatchObject({ exitCode: null, signal, stopped: 'no', spawnError: null });
    });

    it('an abort stops ffmpeg in the middle and settles when it is gone', async () => {
      const abort = new AbortController();
      const output = `${folder}-aborted.mkv`;
      // A wrapper that becomes ffmpeg, so that the process id is known.
      const ffmpeg = tool('wrapped', `exec "${tools.bundled.ffmpeg}" "$@"`);
      const pids: number[] = [];
      let aborted = 0;
      const facts = await runFake(runner, ffmpeg, (pid) => pids.push(pid), {
        args: [...quiet, '-re', ...source(30), '-c:v', 'libx264', '-f', 'matroska', `file:${output}`],
        signal: abort.signal,
        onProgress: () => {
          aborted ||= performance.now();
          abort.abort();
        },
      });
      expect(facts).toMatchObject({ exitCode: 255, signal: null, stopped: 'cancelled' });
      expect(pids.map(isAlive)).toEqual([false]);
      expect(performance.now() - aborted).toBeLessThan(3_000);
    });

    it('an abort ends a process that does not listen to SIGTERM within three seconds', async () => {
      const abort = new AbortController();
      const ffmpeg = tool('deaf', "trap '' TERM; echo deaf >&2; while :; do sleep 0.1; done");
      const pids: number[] = [];
      const started = performance.now();
      const facts = await runner.run({
        ffmpeg,
        args: [],
        signal: abort.signal,
        onLine: (line) => {
          if (line === 'deaf') abort.abort();
          else pids.push(pidIn(line) ?? 0);
        },
      });
      expect(facts).toMatchObject({ exitCode: null, signal: 'SIGKILL', stopped: 'cancelled' });
      expect(pids.map(isAlive)).toEqual([false]);
      expect(performance.now() - started).toBeLessThan(3_000);
    });

    it('an abort settles although a grandchild still holds the pipes', async () => {
      const abort = new AbortController();
      const facts = await runner.run({
        ffmpeg: tool('wrapper', 'sleep 4 & echo held >&2; wait'),
        args: [],
        signal: abort.signal,
        onLine: (line) => {
          if (line === 'held') abort.abort();
        },
      });
      expect(facts).toMatchObject({ signal: 'SIGTERM', stopped: 'cancelled' });
      expect(facts.durationMs).toBeLessThan(3_000);
    });

    it('does not wait for ever for a grandchild that stays when all is done', async () => {
      const facts = await runner.run({ ffmpeg: tool('leaver', 'sleep 4 & exit 0'), args: [], stallMs: 300 });
      expect(facts).toMatchObject({ exitCode: 0, signal: null, stopped: 'no' });
      expect(facts.durationMs).toBeLessThan(3_000);
    });

    it('does not start what was aborted before', async () => {
      const trace = `${folder}-started`;
      const ffmpeg = tool('tracer', `touch "${trace}"`);
      const facts = await runner.run({ ffmpeg, args: [], signal: AbortSignal.abort() });
      expect(facts).toMatchObject({ exitCode: null, spawnError: null, stopped: 'cancelled' });
      expect(existsSync(trace)).toBe(false);
    });

    it('runs two binaries at once, each its own', async () => {
      const names = ['left', 'right', 'third'];
      const all = await Promise.all(
        names.map((word) => runner.run({ ffmpeg: tool(word, `sleep 0.2; echo ${word} >&2`), args: [] })),
      );
      expect(all.map((facts) => facts.stderrTail.at(-1))).toEqual(names);
    });

    it('takes a megabyte of standard error', async () => {
      const ffmpeg = tool(
        'loud',
        "head -c 1048576 /dev/zero | tr '\\0' x | fold -w 1000 >&2; echo >&2; echo end >&2",
      );
      let characters = 0;
      const facts = await runner.run({ ffmpeg, args: [], onLine: (line) => (characters += line.length) });
      expect(facts.exitCode).toBe(0);
      expect(characters).toBeGreaterThan(1_048_576);
      expect(facts.stderrTail).toHaveLength(200);
      expect(facts.stderrTail.at(-1)).toBe('end');
    });

    it('stops what repeats the same progress for too long', async () => {
      const ffmpeg = tool('stalled', 'while :; do printf "frame=7\\nprogress=continue\\n"; sleep 0.05; done');
      const facts = await runner.run({ ffmpeg, args: [], stallMs: 500 });
      expect(facts).toMatchObject({ signal: 'SIGTERM', stopped: 'stalled' });
    });

    it('lets what advances go on', async () => {
      const script = 'for i in 1 2 3 4 5 6 7 8; do printf "frame=$i\\nprogress=continue\\n"; sleep 0.1; done';
      const facts = await runner.run({ ffmpeg: tool('slow', script), args: [], stallMs: 500 });
      expect(facts).toMatchObject({ exitCode: 0, stopped: 'no' });
    });

    it('feeds standard input', async () => {
      const frames = Array.from({ length: 25 }, (_, i) => Buffer.alloc(32 * 32, i));
      const raw = ['-f', 'rawvideo', '-pix_fmt', 'gray', '-s', '32x32', '-r', '25', '-i', 'pipe:0'];
      const blocks: ProgressBlock[] = [];
      const facts = await runner.run({
        ffmpeg: tools.bundled.ffmpeg,
        args: [...quiet.filter((arg) => arg !== '-nostdin'), ...raw, '-f', 'null', '-'],
        stdin: Readable.from(frames),
        onProgress: (block) => blocks.push(block),
      });
      expect(facts).toMatchObject({ exitCode: 0, stopped: 'no' });
      expect(blocks.at(-1)).toMatchObject({ frame: 25, done: true });
    });

    it('lets a process end before its standard input does', async () => {
      const stdin = Readable.from(
        (function* () {
          while (true) yield Buffer.alloc(65_536);
        })(),
      );
      const facts = await runner.run({
        ffmpeg: tool('sated', 'head -c 10 >/dev/null; exit 3'),
        args: [],
        stdin,
      });
      expect(facts).toMatchObject({ exitCode: 3, stopped: 'no' });
      expect(stdin.destroyed).toBe(true);
    });

    it('a source that breaks off is no regular end', async () => {
      const stdin = Readable.from(
        (async function* () {
          yield await Promise.resolve(Buffer.alloc(10));
          throw new Error('the worker died');
        })(),
      );
      const facts = await runner.run({ ffmpeg: tool('reader', 'cat >/dev/null; exit 0'), args: [], stdin });
      expect(facts).toMatchObject({ exitCode: null, signal: 'SIGKILL', stopped: 'no' });
      expect(facts.stderrTail).toContain('standard input broke off: the worker died');
    });

    it('gives an empty standard input, no secrets and a low priority', async () => {
      process.env['AWS_SECRET_ACCESS_KEY'] = 'secret';
      try {
        const ffmpeg = tool('looker', 'sleep 0.2; wc -c >&2; nice >&2; env >&2');
        const { stderrTail } = await runner.run({ ffmpeg, args: [] });
        const [, bytes, priority, ...env] = stderrTail;
        expect(bytes?.trim()).toBe('0');
        expect(Number(priority)).toBe(
          Math.max(os.getPriority(), os.constants.priority.PRIORITY_BELOW_NORMAL),
        );
        expect(env.filter((line) => /AWS|secret/.test(line))).toEqual([]);
        expect(env).toContain('LC_ALL=C');
      } finally {
        delete process.env['AWS_SECRET_ACCESS_KEY'];
      }
    });

    it('runs in the folder that is asked for', async () => {
      const { stderrTail } = await runner.run({ ffmpeg: tool('where', 'pwd >&2'), args: [], cwd: dir });
      expect(stderrTail.at(-1)).toBe(dir);
    });
  },
);

describe('the fluent-ffmpeg adapter', () => {
  const start = { ffmpeg: tools.bundled.ffmpeg, args: ['-version'] };

  it('really goes through fluent-ffmpeg', async () => {
    const { default: fluent } = await import('fluent-ffmpeg');
    let runs = 0;
    class Counting extends (fluent as unknown as FluentClass) {
      override run(): void {
        runs++;
        super.run();
      }
    }
    const runner = createRunner('fluent', () => Promise.resolve(fluentLaunch(Counting)));
    expect(await runner.run(start)).toMatchObject({ exitCode: 0 });
    expect([runs, runner.name]).toEqual([1, 'fluent-ffmpeg']);
  });

  it.each(['_getFfmpegPath', '_checkCapabilities', 'availableEncoders', '_getArguments', '_spawnFfmpeg'])(
    'the plain runner takes over when %s is gone',
    async (name) => {
      const { default: fluent } = await import('fluent-ffmpeg');
      class Newer extends (fluent as unknown as FluentClass) {}
      Object.defineProperty(Newer.prototype, name, { value: undefined });
      expect(fluentLaunch(Newer)).toBeNull();
      const runner = createRunner('fluent', () => Promise.resolve(fluentLaunch(Newer)));
      expect(await runner.run(start)).toMatchObject({ exitCode: 0 });
      expect(runner.name).toBe('spawn');
    },
  );

  it('the plain runner takes over when it cannot be loaded', async () => {
    const runner = createRunner('fluent', () => Promise.reject(new Error('not installed')));
    expect(await runner.run(start)).toMatchObject({ exitCode: 0 });
    expect(runner.name).toBe(spawnRunner.name);
  });
});
