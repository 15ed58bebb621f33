import type { ToolFacts, ToolRun } from '../ports.ts';
import { type Host, splitPath } from './tool-places.ts';

/**
 * Folders of the `PATH` that the person's login shell sets up. A program started from a dock or menu does not have
 * them. Windows has one `PATH` for everything. A shell that takes longer than 2 s or fails tells nothing.
 */
export async function loginShellFolders(
  host: Host,
  run: (tool: ToolRun) => Promise<ToolFacts>,
): Promise<string[]> {
  if (host.platform === 'win32') return [];
  const shell = host.env['SHELL'] ?? (host.platform === 'darwin' ? '/bin/zsh' : '/bin/sh');
  if (!shell.startsWith('/')) return [];
  // Not interactive (-i): such a shell takes the terminal away from the command line that asks. `env` and not
  // `echo $PATH`, because fish prints a list.
  const facts = await run({
    file: shell,
    args: ['-l', '-c', '/usr/bin/env'],
    timeoutMs: 2_000,
    maxOutput: 1 << 20,
  });
  if (facts.exitCode !== 0 || facts.stopped !== 'no') return [];
  // The last one, because start files may print.
  const line = facts.stdout.split('\n').findLast((text) => text.startsWith('PATH='));
  return line === undefined ? [] : splitPath(line.slice('PATH='.length), host);
}
