import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

/** A display for windows. Where a machine has none, a virtual one is started for as long as a test file needs it. */

const program = ['/usr/bin/Xvfb', '/usr/local/bin/Xvfb', '/usr/X11R6/bin/Xvfb'].find((file) =>
  existsSync(file),
);

const hasOwn =
  process.platform !== 'linux' || (process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'] ?? '') !== '';

/** Why no window can be shown here, or null. */
export const noDisplay: string | null =
  hasOwn || program !== undefined ? null : 'no display, and no Xvfb to make one';

let server: { readonly child: ChildProcess; readonly name: Promise<string> } | null = null;

/** The variables that a program with a window needs. */
export async function displayEnv(): Promise<Readonly<Record<string, string>>> {
  if (hasOwn) return {};
  server ??= startServer();
  return { DISPLAY: await server.name };
}

/** Ends the virtual display, if there is one. */
export async function closeDisplay(): Promise<void> {
  const ending = server;
  server = null;
  if (ending === null) return;
  const ended = new Promise((resolve) => ending.child.once('close', resolve));
  ending.child.kill();
  await ended;
}

function startServer(): { child: ChildProcess; name: Promise<string> } {
  const child = spawn(
    program ?? '',
    ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp'],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    },
  );
  // A test file that forgets to close it must not leave it behind.
  process.once('exit', () => child.kill());
  const name = new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the virtual display did not start')), 20_000);
    child.once('close', (code) => reject(new Error(`the virtual display ended with ${String(code)}`)));
    child.stdio[3]?.once('data', (number: Buffer) => {
      clearTimeout(late);
      resolve(`:${number.toString().trim()}`);
    });
  });
  return { child, name };
}
