import { spawn, type ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * Ends what we started when we are killed the hard way. SIGKILL leaves nobody here to stop ffmpeg, and ffmpeg does not
 * mind that nobody reads what it prints: both the build of 2018 and 5.1 encode to the end. So a shell holds the other
 * end of a pipe and is told every start and every end. The pipe breaks off however this process ends, and then the
 * shell kills what is left and goes.
 *
 * Windows needs none: libuv puts every child into a job object, which the system ends together with us.
 */

/** Reads `+ 12` and `- 12`, a line each. In a shell, because one takes no more than a megabyte and is everywhere. */
const script = `
pids=' '
while read -r change pid; do
  case $change in
    +) pids="$pids$pid " ;;
    -) case $pids in *" $pid "*) pids="\${pids%% $pid *} \${pids#* $pid }" ;; esac ;;
  esac
done
for pid in $pids; do kill -9 "$pid"; done
`;

const shell = '/bin/sh';
const isNeeded = process.platform !== 'win32';

/** Processes that run and would work on without us. */
const running = new Set<number>();
let watcher: ChildProcess | null = null;

/** A process was started that must not outlive us. */
export function endWithUs(pid: number): void {
  if (!isNeeded) return;
  running.add(pid);
  if (watcher === null) startWatcher();
  else tell(`+ ${pid}`);
}

/** It has ended: its id may be given to a stranger's process now. */
export function hasEnded(pid: number): void {
  if (running.delete(pid)) tell(`- ${pid}`);
}

function tell(line: string): void {
  watcher?.stdin?.write(`${line}\n`);
}

/** Without a shell, or when somebody ends it, there is no watcher until the next process starts. */
function startWatcher(): void {
  try {
    // In a session of its own, so that what ends us by our group or our terminal does not end it as well; and in the
    // root folder, so that it holds no volume.
    const child = spawn(shell, ['-c', script, 'convoy-watcher'], {
      ...{ cwd: '/', env: {}, detached: true },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const forget = (): void => {
      if (watcher === child) watcher = null;
    };
    child.on('error', forget);
    child.on('exit', forget);
    child.stdin.on('error', forget);
    // It is there for our sake, and no reason for us to stay.
    child.unref();
    if (child.stdin instanceof Socket) child.stdin.unref();
    watcher = child;
    for (const pid of running) tell(`+ ${pid}`);
  } catch {
    watcher = null;
  }
}
