import { statSync } from 'node:fs';
import path from 'node:path';
import { type Collision, collisions } from '../../shared/model/settings.ts';
import type { EngineChoice } from './surroundings.ts';
import { wrong } from './wrong-command-line.ts';

/** Flags that say how to work and what to tell, not what the result is; all commands share the ones they have. */
export interface RunFlags {
  /** At most so many files at once; null = as many as the cores are good for. */
  readonly parallel: number | null;
  readonly collision: Collision | null;
  /** Absolute path of the only ffmpeg that may be used, or of its folder. */
  readonly ffmpeg: string | null;
  readonly dryRun: boolean;
  readonly showCommand: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly debug: boolean;
}

/** Most that `--parallel` takes, as for the lanes of the settings. */
const maxParallel = 64;

/** One flag as commander takes it, with its help. */
export interface RunFlagSpec {
  readonly flag: string;
  readonly help: string;
}

const ffmpegFlag: RunFlagSpec = {
  flag: '--ffmpeg <path>',
  help: 'use this ffmpeg (or the one in this folder) and no other',
};
const debugFlag: RunFlagSpec = {
  flag: '--debug',
  help: 'show what the tools say, and every command that runs',
};

/** Flags of the commands that convert. */
export const convertFlags: readonly RunFlagSpec[] = [
  {
    flag: '--on-collision <what>',
    help: `when the name of a result is taken (${collisions.join(', ')}; number unless told)`,
  },
  { flag: '--parallel <n>', help: `at most so many files at once (1 to ${maxParallel})` },
  ffmpegFlag,
  { flag: '--dry-run', help: 'show the plan and do nothing' },
  { flag: '--show-command', help: 'show the exact commands' },
  { flag: '--json', help: 'JSON lines on standard output, as a pipe gets them' },
  { flag: '--quiet', help: 'tell failures only' },
  debugFlag,
];

/** Flags of `probe` and `health`. */
export const lookFlags: readonly RunFlagSpec[] = [
  ffmpegFlag,
  { flag: '--json', help: 'JSON lines on standard output' },
  debugFlag,
];

/** Flags of `serve` besides its own. */
export const serveRunFlags: readonly RunFlagSpec[] = [ffmpegFlag, debugFlag];

/**
 * Reads the shared flags from what commander kept.
 *
 * @throws {WrongCommandLine} naming the flag, what was given and what is allowed
 */
export function readRunFlags(given: Readonly<Record<string, unknown>>, cwd: string): RunFlags {
  return {
    parallel: readParallel(given['parallel']),
    collision: readCollision(given['onCollision']),
    ffmpeg: readFfmpeg(given['ffmpeg'], cwd),
    dryRun: given['dryRun'] === true,
    showCommand: given['showCommand'] === true,
    json: given['json'] === true,
    quiet: given['quiet'] === true,
    debug: given['debug'] === true,
  };
}

function readParallel(given: unknown): number | null {
  if (typeof given !== 'string') return null;
  const number = /^\d+$/.test(given) ? Number(given) : 0;
  if (number >= 1 && number <= maxParallel) return number;
  throw wrong('invalid_option', {
    field: 'parallel',
    given: `"${given}"`,
    allowed: `a whole number from 1 to ${maxParallel}`,
  });
}

function readCollision(given: unknown): Collision | null {
  if (typeof given !== 'string') return null;
  const found = collisions.find((word) => word === given);
  if (found !== undefined) return found;
  throw wrong('invalid_option', {
    field: 'on-collision',
    given: `"${given}"`,
    allowed: collisions.join(', '),
  });
}

function readFfmpeg(given: unknown, cwd: string): string | null {
  if (typeof given !== 'string') return null;
  const absolute = path.resolve(cwd, given);
  if (statSync(absolute, { throwIfNoEntry: false }) !== undefined) return absolute;
  throw wrong('invalid_option', {
    field: 'ffmpeg',
    reason: `there is nothing at ${absolute}`,
    hint: 'Give the path of an ffmpeg program, or of the folder it is in.',
  });
}

/** What the flags choose of the engine; what is not chosen is left to it. */
export function engineChoice(flags: RunFlags): EngineChoice {
  return {
    ...(flags.parallel === null ? {} : { parallel: flags.parallel }),
    ...(flags.collision === null ? {} : { collision: flags.collision }),
    ...(flags.ffmpeg === null ? {} : { ffmpegPath: flags.ffmpeg, onlyFfmpegPath: true }),
  };
}
