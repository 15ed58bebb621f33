import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import { describe, expect, it, vi } from 'vitest';
import { runTool } from '../../electron/engine/process/run-tool.ts';
import { fakeTool, isAlive, pidIn } from '../support/fake-tool.ts';
import { root, tempDir, tools } from '../support/found-tools.ts';

// Shell scripts stand in for tools.
describe.skipIf(process.platform === 'win32')('runTool', () => {
  it('keeps what the tool prints', async () => {
    const facts = await runTool({ file: tools.bundled.ffmpeg, args: ['-version'], timeoutMs: 10_000 });
    expect(facts).toMatchObject({ exitCode: 0, signal: null, spawnError: null, stopped: 'no' });
    expect(facts.stdout).toMatch(/^ffmpeg version /);
  });

  it('decodes UTF-8 that was cut anywhere', async (t) => {
    const file = fakeTool(tempDir(t), 'cut', "printf '\\303'; sleep 0.1; printf '\\251'");
    const { stdout } = await runTool({ file, args: [], timeoutMs: 10_000 });
    expect(stdout).toBe('é');
  });

  it('kills at the time limit, at once', async (t) => {
    const file = fakeTool(tempDir(t), 'deaf', "trap '' TERM; printf kept; exec sleep 30");
    const facts = await runTool({ file, args: [], timeoutMs: 300 });
    expect(facts).toMatchObject({ signal: 'SIGKILL', stopped: 'timed_out', stdout: 'kept' });
    expect(facts.durationMs).toBeLessThan(1_500);
  });

  it('ends a tool that prints without end, and keeps no more than asked', async (t) => {
    const file = fakeTool(tempDir(t), 'endless', 'exec cat /dev/zero');
    const facts = await runTool({ file, args: [], timeoutMs: 10_000, maxOutput: 100_000 });
    expect(facts).toMatchObject({ signal: 'SIGKILL', stopped: 'timed_out' });
    expect(facts.stdout).toHaveLength(100_000);
  });

  it('cancels', async (t) => {
    const abort = new AbortController();
    const file = fakeTool(tempDir(t), 'sleeper', 'exec sleep 30');
    const running = runTool({ file, args: [], timeoutMs: 10_000, signal: abort.signal });
    abort.abort();
    expect(await running).toMatchObject({ signal: 'SIGKILL', stopped: 'cancelled' });
  });

  it.each([
    ['not there', '/nowhere/ffprobe', 'ENOENT'],
    ['a folder', root, 'EACCES'],
  ])('%s is a fact', async (_, file, code) => {
    expect(await runTool({ file, args: [], timeoutMs: 1_000 })).toMatchObject({
      exitCode: null,
      spawnError: { code },
      stdout: '',
    });
  });
});

describe.skipIf(process.platform === 'win32')('in a process of its own', () => {
  it('children die with us, and fluent-ffmpeg is not loaded before the first run', async (t) => {
    const dir = tempDir(t);
    const tool = fakeTool(dir, 'sleeper', 'exec sleep 30');
    await build({
      root,
      configFile: false,
      logLevel: 'error',
      build: {
        ssr: 'electron/engine/process/run-ffmpeg.ts',
        outDir: dir,
        emptyOutDir: false,
        rolldownOptions: { output: { entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' } },
      },
    });
    const script = path.join(dir, 'parent.mjs');
    writeFileSync(
      script,
      `import { createRunner } from './run-ffmpeg.mjs';
       import { Module } from 'node:module';
       const loaded = () => Object.keys(Module._cache).some((file) => file.includes('fluent-ffmpeg'));
       console.log('loaded ' + loaded());
       const runner = createRunner('spawn');
       runner.run({ ffmpeg: process.argv[2], args: [], onLine: (line) => {
         console.log(line);
         process.exit(0);
       } });`,
    );
    const parent = spawn(process.execPath, [script, tool], { stdio: ['ignore', 'pipe', 'inherit'] });
    const heard: string[] = [];
    createInterface({ input: parent.stdout }).on('line', (line) => heard.push(line));
    await once(parent, 'close');
    const pid = heard.map(pidIn).find((found) => found !== null);
    expect(heard).toEqual(['loaded false', `pid ${pid ?? 'missing'}`]);
    await vi.waitFor(() => expect(isAlive(pid ?? 0)).toBe(false), 2_000);
  });

  it('the bundled ffprobe reads an MPEG-TS', async (t) => {
    // It crashes (SIGSEGV) on every one of them in an environment in which it finds character set converters.
    const file = path.join(tempDir(t), 'clip.ts');
    const source = [
      '-f',
      'lavfi',
      '-i',
      'testsrc2=d=0.2:s=64x64',
      '-c:v',
      'mpeg2video',
      '-f',
      'mpegts',
      file,
    ];
    execFileSync(tools.bundled.ffmpeg, ['-v', 'error', ...source]);
    const args = [
      '-v',
      'error',
      '-show_entries',
      'format=format_name',
      '-of',
      'csv=p=0',
      '-i',
      `file:${file}`,
    ];
    const facts = await runTool({ file: tools.bundled.ffprobe, args, timeoutMs: 10_000 });
    expect(facts).toMatchObject({ exitCode: 0, stdout: 'mpegts\n' });
  });
});
