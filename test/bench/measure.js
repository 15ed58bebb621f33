import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import os from 'node:os';
import { createInterface } from 'node:readline';
import { clearInterval, setInterval } from 'node:timers';

/** Runs programs and says how long they took, how much processor time their whole tree used, and how large it grew. */

const onLinux = process.platform === 'linux';

/**
 * @typedef {object} Measured
 * @property {number} startedAt Unix ms just before the start
 * @property {number} wallMs
 * @property {number} cpuSeconds user and system time of the process and everything it started
 * @property {number | null} peakNodeBytes largest sum of resident memory of the Node processes of the tree; Linux only
 * @property {number | null} peakNodeShareBytes the same with pages that several processes share counted once
 * @property {number | null} exitCode
 * @property {string} stderr
 */

/**
 * Runs a program to its end.
 *
 * The processor time comes from bash's own `time`, which adds up all children that were waited for; on Linux also from
 * looking at the tree while it runs, because a worker that outlives its parent is waited for by nobody we know.
 *
 * @param {string} file
 * @param {readonly string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd]
 * @param {string} [options.stdin]
 * @param {(line: string) => void} [options.onLine] gets each line of standard output
 * @param {boolean} [options.gently] with the below-normal priority that Convoy gives to ffmpeg, so that a busy machine
 *   slows both down alike
 * @param {boolean} [options.memory] also look at the resident memory
 * @param {number} [options.stopAfterMs] send Ctrl-C to the first Node process then; needs `memory`
 * @returns {Promise<Measured>}
 */
export async function measure(file, args, options = {}) {
  const startedAt = Date.now();
  const before = performance.now();
  const nice =
    options.gently === true ? ['nice', '-n', String(os.constants.priority.PRIORITY_BELOW_NORMAL)] : [];
  const child = spawn(
    'bash',
    // The program's own stderr goes to descriptor 3, so that bash's is the line of `time` alone.
    ['-c', 'TIMEFORMAT="%3R %3U %3S"; time "$@" 2>&3 3>&-', '--', ...nice, file, ...args],
    { cwd: options.cwd, stdio: ['pipe', 'pipe', 'pipe', 'pipe'] },
  );
  const [stdin, stdout, timing, own] = /** @type {any} */ (child.stdio);
  stdin.on('error', () => undefined);
  stdin.end(options.stdin ?? '');
  const texts = { timing: '', own: '' };
  timing.on('data', (/** @type {Buffer} */ data) => (texts.timing += data.toString()));
  own.on('data', (/** @type {Buffer} */ data) => (texts.own = (texts.own + data.toString()).slice(-20_000)));
  const tree = onLinux && child.pid !== undefined ? watchTree(child.pid, options.memory === true) : null;
  const stop =
    options.stopAfterMs === undefined || tree === null
      ? null
      : setTimeout(() => tree.interrupt(), options.stopAfterMs);
  const closed = new Promise((resolve) => child.once('close', resolve));
  for await (const line of createInterface({ input: stdout })) options.onLine?.(line);
  await closed;
  const wallMs = performance.now() - before;
  stop?.unref();
  const seen = tree?.end() ?? null;
  const [, user = 0, system = 0] = (texts.timing.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return {
    startedAt,
    wallMs,
    cpuSeconds: Math.max(user + system, seen?.cpuSeconds ?? 0),
    peakNodeBytes: seen?.peakNodeBytes ?? null,
    peakNodeShareBytes: seen?.peakNodeShareBytes ?? null,
    exitCode: child.exitCode,
    stderr: texts.own,
  };
}

/**
 * Looks at a process and its descendants every 100 ms through /proc.
 * @param {number} rootPid
 * @param {boolean} memory
 */
function watchTree(rootPid, memory) {
  // USER_HZ is 100 on every Linux that Node runs on.
  const ticksPerSecond = 100;
  /** @type {Map<number, number>} last seen processor ticks of each process */
  const ticks = new Map();
  let peakNodeBytes = 0;
  let peakNodeShareBytes = 0;
  /** @type {number[]} */
  let nodes = [];

  const look = () => {
    const pids = descendants(rootPid);
    let sum = 0;
    let share = 0;
    nodes = [];
    for (const { pid, used } of pids) {
      ticks.set(pid, used);
      if (!memory || !isNode(pid)) continue;
      nodes.push(pid);
      sum += kilobytes(pid, 'status', 'VmRSS') * 1024;
      share += kilobytes(pid, 'smaps_rollup', 'Pss') * 1024;
    }
    peakNodeBytes = Math.max(peakNodeBytes, sum);
    peakNodeShareBytes = Math.max(peakNodeShareBytes, share);
  };
  const timer = setInterval(look, 100);
  return {
    /** Ctrl-C for the first Node process of the tree. */
    interrupt() {
      const [first] = nodes;
      if (first !== undefined) process.kill(first, 'SIGINT');
    },
    end() {
      clearInterval(timer);
      const total = [...ticks.values()].reduce((sum, used) => sum + used, 0);
      return {
        cpuSeconds: total / ticksPerSecond,
        peakNodeBytes: memory ? peakNodeBytes : null,
        peakNodeShareBytes: memory ? peakNodeShareBytes : null,
      };
    },
  };
}

/** @param {string} file */
function readOrEmpty(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // The process ended between two looks.
  }
}

/**
 * The processes below one, and itself.
 * @param {number} rootPid
 */
function descendants(rootPid) {
  /** @type {Map<number, { parent: number, used: number }>} */
  const all = new Map();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = readOrEmpty(`/proc/${name}/stat`);
    // The name in brackets may hold spaces; proc(5) counts fields from behind it: state, ppid, …, utime, stime.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    all.set(Number(name), { parent: Number(fields[1]), used: Number(fields[11]) + Number(fields[12]) });
  }
  const found = [];
  for (const [pid, { used }] of all) {
    for (let at = pid; at > 1; at = all.get(at)?.parent ?? 0) {
      if (at === rootPid) {
        found.push({ pid, used });
        break;
      }
    }
  }
  return found.sort((a, b) => a.pid - b.pid);
}

/** @param {number} pid */
function isNode(pid) {
  try {
    return readlinkSync(`/proc/${pid}/exe`) === readlinkSync('/proc/self/exe');
  } catch {
    return false;
  }
}

/** @param {number} pid @param {string} file @param {string} field */
function kilobytes(pid, file, field) {
  const match = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readOrEmpty(`/proc/${pid}/${file}`));
  return Number(match?.[1] ?? 0);
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/**
 * Runs two things in turn, so that a busy moment of the machine meets both.
 * @template A, B
 * @param {number} pairs
 * @param {() => Promise<A>} first
 * @param {() => Promise<B>} second
 * @returns {Promise<[A, B][]>}
 */
export async function interleaved(pairs, first, second) {
  /** @type {[A, B][]} */
  const results = [];
  for (let pair = 0; pair < pairs; pair++) results.push([await first(), await second()]);
  return results;
}
