import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * Sends the computer to sleep or shuts it down when the queue is done. The programs are those of the system, by their
 * absolute paths, without a shell; they ask the system, which asks the person's other programs.
 */

export type PowerAction = 'sleep' | 'shut_down';

/** The command of an action: program and arguments; null where there is none. `has` says whether a file is there. */
export function powerCommand(
  action: PowerAction,
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  has: (file: string) => boolean,
): readonly [string, ...string[]] | null {
  const commands = candidates(action, platform, env);
  return commands.find(([program]) => has(program)) ?? null;
}

function candidates(
  action: PowerAction,
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): readonly (readonly [string, ...string[]])[] {
  if (platform === 'darwin') {
    return action === 'sleep'
      ? [['/usr/bin/pmset', 'sleepnow']]
      : [['/usr/bin/osascript', '-e', 'tell application "System Events" to shut down']];
  }
  if (platform === 'win32') {
    const system = path.win32.join(env['SystemRoot'] ?? 'C:\\Windows', 'System32');
    return action === 'sleep'
      ? [[path.win32.join(system, 'rundll32.exe'), 'powrprof.dll,SetSuspendState', '0,1,0']]
      : [[path.win32.join(system, 'shutdown.exe'), '/s', '/t', '0']];
  }
  const verb = action === 'sleep' ? 'suspend' : 'poweroff';
  return ['/usr/bin/systemctl', '/bin/systemctl', '/usr/bin/loginctl'].map(
    (program) => [program, verb] as const,
  );
}

export function canPower(action: PowerAction): boolean {
  return powerCommand(action, process.platform, process.env, existsSync) !== null;
}

/** Asks the system; rejects with what it says when it refuses. */
export function power(action: PowerAction): Promise<void> {
  const command = powerCommand(action, process.platform, process.env, existsSync);
  if (command === null) return Promise.reject(new Error('this system has no program for that'));
  const [program, ...args] = command;
  return new Promise((resolve, reject) => {
    execFile(program, args, { timeout: 30_000, windowsHide: true }, (error) => {
      if (error === null) resolve();
      else reject(new Error(`${program}: ${error.message}`, { cause: error }));
    });
  });
}
