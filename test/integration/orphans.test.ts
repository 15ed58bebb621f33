import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { buildChild } from '../support/build-child.ts';
import { fakeTool, isAlive, pidIn } from '../support/fake-tool.ts';
import { describeTools, tempDir } from '../support/media.ts';
import { childrenOf, processesOn, processesWith } from '../support/processes.ts';

/** A process that is killed the hard way leaves no tool behind that works on. */

const isLinux = process.platform === 'linux';
const patience = { timeout: 30_000, interval: 20 };
let program = '';

beforeAll(async () => {
  program = await buildChild('runner-child');
});

interface Parent {
  readonly process: ChildProcess;
  readonly heard: readonly string[];
  run(...command: readonly string[]): void;
  /** Ids that fake tools have said, in order. */
  pids(count: number): Promise<number[]>;
}

function startParent(t: { onTestFinished(done: () => unknown): unknown }): Parent {
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  t.onTestFinished(() => child.kill('SIGKILL'));
  const heard: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => heard.push(line));
  const said = (): number[] => heard.map(pidIn).filter((pid) => pid !== null);
  return {
    process: child,
    heard,
    run: (...command) => void child.stdin.write(`${JSON.stringify(command)}\n`),
    async pids(count) {
      await vi.waitFor(() => expect(said()).toHaveLength(count), patience);
      return said();
    },
  };
}

async function kill(process: ChildProcess): Promise<void> {
  process.kill('SIGKILL');
  await once(process, 'exit');
}

const gone = (pids: readonly number[]): Promise<void> =>
  vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), patience);

const watcherOf = async (pid: number): Promise<number[]> => {
  const [children, watchers] = await Promise.all([childrenOf(pid), processesWith('convoy-watcher')]);
  return children.filter((child) => watchers.includes(child));
};

describe.skipIf(!isLinux)('kill -9 of the process that runs ffmpeg', () => {
  describeTools('ffmpeg', (pair) => {
    it('ends with it, although it has far to go', async (t) => {
      const file = path.join(tempDir(t), 'film.part');
      const parent = startParent(t);
      const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=30:duration=3600'];
      const rest = ['-progress', 'pipe:1', '-nostats', '-nostdin', '-f', 'matroska', file];
      parent.run(pair.ffmpeg, ...picture, '-c:v', 'mpeg4', ...rest);
      await vi.waitFor(() => expect(existsSync(file)).toBe(true), patience);
      const running = await processesOn(file);
      expect(running).toHaveLength(1);
      await kill(parent.process);
      await gone(running);
    });
  });

  it('ends all that run, those that stand still too, and is gone itself', async (t) => {
    const dir = tempDir(t);
    const deaf = fakeTool(dir, 'deaf', "trap '' TERM INT HUP PIPE; while :; do sleep 1; done");
    const brief = fakeTool(dir, 'brief', 'exit 0');
    const parent = startParent(t);
    parent.run(deaf);
    await parent.pids(1);
    parent.run(brief);
    await vi.waitFor(() => expect(parent.heard).toContain('ended'), patience);
    parent.run(deaf);
    parent.run(deaf);
    const pids = await parent.pids(4);
    process.kill(pids[2] ?? 0, 'SIGSTOP');
    const watchers = await watcherOf(parent.process.pid ?? 0);
    expect(watchers).toHaveLength(1);
    await kill(parent.process);
    await gone([...pids, ...watchers]);
  });

  it('a watcher that was ended is replaced by one that knows them all', async (t) => {
    const deaf = fakeTool(tempDir(t), 'deaf', 'exec sleep 600');
    const parent = startParent(t);
    parent.run(deaf);
    await parent.pids(1);
    const first = await watcherOf(parent.process.pid ?? 0);
    expect(first).toHaveLength(1);
    first.forEach((pid) => process.kill(pid, 'SIGKILL'));
    // The parent has heard of it when nobody is left to be waited for.
    await vi.waitFor(async () => expect(await watcherOf(parent.process.pid ?? 0)).toEqual([]), patience);
    parent.run(deaf);
    const pids = await parent.pids(2);
    await kill(parent.process);
    await gone(pids);
  });

  it('keeps nobody from ending, and goes with who ends in good order', async (t) => {
    const parent = startParent(t);
    parent.run(fakeTool(tempDir(t), 'brief', 'exit 0'));
    await vi.waitFor(() => expect(parent.heard).toContain('ended'), patience);
    const watchers = await watcherOf(parent.process.pid ?? 0);
    expect(watchers).toHaveLength(1);
    parent.process.stdin?.end();
    expect(await once(parent.process, 'exit')).toEqual([0, null]);
    await gone(watchers);
  });
});
