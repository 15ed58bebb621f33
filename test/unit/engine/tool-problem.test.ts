import { describe, expect, it } from 'vitest';
import { binaryTarget, runsHere } from '../../../electron/engine/tools/binary-architecture.ts';
import type { ToolFacts } from '../../../electron/engine/ports.ts';
import type { Host } from '../../../electron/engine/tools/tool-places.ts';
import { startProblem } from '../../../electron/engine/tools/tool-problem.ts';

const ended: ToolFacts = {
  exitCode: 1,
  signal: null,
  spawnError: null,
  stopped: 'no',
  stderrTail: [],
  durationMs: 1,
  stdout: '',
};
const linux: Host = { platform: 'linux', arch: 'x64', home: '/home/ada', env: {} };
const reinstall = 'Install ffmpeg again from where it came from, or remove it: Convoy then uses another one.';
const sentence = (reason: string): string => `A tool that Convoy needs cannot be started: ${reason}.`;

describe('startProblem', () => {
  it.each<[string, Partial<ToolFacts>, string, string]>([
    [
      'not executable',
      { exitCode: null, spawnError: { code: 'EACCES', message: 'spawn EACCES' } },
      '/x/ffmpeg may not be executed',
      'Run: chmod 755 "/x/ffmpeg"',
    ],
    [
      'a library is missing',
      {
        exitCode: 127,
        stderrTail: [
          'ffmpeg: error while loading shared libraries: libx264.so.164: cannot open shared object file: No such file',
        ],
      },
      '/x/ffmpeg needs libx264.so.164, which is not installed',
      reinstall,
    ],
    ['crash', { exitCode: null, signal: 'SIGILL' }, '/x/ffmpeg crashes when it starts (SIGILL)', reinstall],
    [
      'hang',
      { exitCode: null, signal: 'SIGKILL', stopped: 'timed_out' },
      '/x/ffmpeg did not answer',
      reinstall,
    ],
    [
      'another program',
      { exitCode: 0, stdout: 'hello' },
      '/x/ffmpeg is not an ffmpeg',
      'Point the setting (or --ffmpeg) at an ffmpeg program.',
    ],
  ])('tells the remedy: %s', (_, facts, reason, hint) => {
    const all = { ...ended, ...facts };
    const problem = startProblem({
      file: '/x/ffmpeg',
      program: 'ffmpeg',
      facts: all,
      target: null,
      host: linux,
    });
    expect(problem).toEqual({
      kind: 'tool_missing',
      message: sentence(reason),
      hint,
      detail: facts.spawnError?.message ?? facts.stderrTail?.[0] ?? null,
    });
  });

  it('sees a binary for another processor behind the shell’s syntax error', () => {
    const facts = { ...ended, exitCode: 2, stderrTail: ['/x/ffmpeg: 1: Syntax error: "(" unexpected'] };
    const target = { platform: 'linux', arch: 'arm64' } as const;
    const problem = startProblem({ file: '/x/ffmpeg', program: 'ffmpeg', facts, target, host: linux });
    expect(problem.message).toBe(
      sentence('/x/ffmpeg was built for linux arm64, and this computer is linux x64'),
    );
  });

  it('knows macOS’ quarantine', () => {
    const facts = { ...ended, exitCode: null, signal: 'SIGKILL' };
    const host: Host = { ...linux, platform: 'darwin' };
    const problem = startProblem({ file: '/x/ffmpeg', program: 'ffmpeg', facts, target: null, host });
    expect(problem.hint).toBe('If you trust it, run: xattr -d com.apple.quarantine "/x/ffmpeg"');
  });
});

describe('binaryTarget', () => {
  const header = (write: (view: DataView) => void): Uint8Array => {
    const bytes = new Uint8Array(256);
    write(new DataView(bytes.buffer));
    return bytes;
  };

  it('reads ELF, Mach-O and PE', () => {
    const elf = header((view) => {
      view.setUint32(0, 0x7f454c46);
      view.setUint8(5, 1);
      view.setUint16(18, 183, true);
    });
    const mach = header((view) => {
      view.setUint32(0, 0xfeedfacf, true);
      view.setUint32(4, 0x0100000c, true);
    });
    const pe = header((view) => {
      view.setUint16(0, 0x4d5a);
      view.setUint32(0x3c, 0x80, true);
      view.setUint32(0x80, 0x50450000);
      view.setUint16(0x84, 0x8664, true);
    });
    const script = new TextEncoder().encode('#!/bin/sh\n'.padEnd(100));
    expect([elf, mach, pe, script, new Uint8Array(3)].map(binaryTarget)).toEqual([
      { platform: 'linux', arch: 'arm64' },
      { platform: 'darwin', arch: 'arm64' },
      { platform: 'win32', arch: 'x64' },
      null,
      null,
    ]);
  });

  it('allows what the system emulates', () => {
    const here = { platform: 'win32', arch: 'arm64' };
    expect([
      runsHere({ platform: 'win32', arch: 'x64' }, here),
      runsHere({ platform: 'linux', arch: 'arm64' }, here),
      runsHere({ platform: 'linux', arch: 'arm64' }, { platform: 'linux', arch: 'x64' }),
    ]).toEqual([true, false, false]);
  });
});
