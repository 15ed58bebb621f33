import { describe, expect, it } from 'vitest';
import { loginShellFolders } from '../../../electron/engine/tools/login-path.ts';
import type { ToolFacts, ToolRun } from '../../../electron/engine/ports.ts';
import type { Host } from '../../../electron/engine/tools/tool-places.ts';

const linux: Host = { platform: 'linux', arch: 'x64', home: '/home/ada', env: { SHELL: '/usr/bin/fish' } };

function shell(answer: Partial<ToolFacts>): {
  readonly asked: ToolRun[];
  readonly run: (tool: ToolRun) => Promise<ToolFacts>;
} {
  const asked: ToolRun[] = [];
  return {
    asked,
    run: (tool) => {
      asked.push(tool);
      const quiet = {
        exitCode: 0,
        signal: null,
        spawnError: null,
        stderrTail: [],
        durationMs: 1,
        stdout: '',
      };
      return Promise.resolve({ ...quiet, stopped: 'no', ...answer });
    },
  };
}

describe('loginShellFolders', () => {
  it('reads the last PATH, behind whatever start files print', async () => {
    const { asked, run } = shell({
      stdout: 'Welcome!\nPATH=old\nHOME=/home/ada\nPATH=/opt/bin:rel:/usr/bin\n',
    });
    expect(await loginShellFolders(linux, run)).toEqual(['/opt/bin', '/usr/bin']);
    expect(asked).toEqual([
      { file: '/usr/bin/fish', args: ['-l', '-c', '/usr/bin/env'], timeoutMs: 2_000, maxOutput: 1 << 20 },
    ]);
  });

  it('learns nothing from a shell that hangs, fails or is not there', async () => {
    const path = { stdout: 'PATH=/opt/bin\n' };
    const answers: Partial<ToolFacts>[] = [
      { ...path, exitCode: null, stopped: 'timed_out' },
      { ...path, exitCode: 1 },
      { exitCode: null, spawnError: { code: 'ENOENT', message: 'spawn' } },
      { stdout: 'no path at all' },
    ];
    const folders = await Promise.all(answers.map((answer) => loginShellFolders(linux, shell(answer).run)));
    expect(folders).toEqual([[], [], [], []]);
  });

  it('asks no shell on Windows, nor one that is named by a relative path', async () => {
    const { asked, run } = shell({});
    const hosts: Host[] = [
      { ...linux, platform: 'win32' },
      { ...linux, env: { SHELL: 'sh' } },
    ];
    expect(await Promise.all(hosts.map((host) => loginShellFolders(host, run)))).toEqual([[], []]);
    expect(asked).toEqual([]);
  });
});
