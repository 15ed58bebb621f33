import { statSync } from 'node:fs';
import path from 'node:path';
import { type WhenLarger, whenLargerChoices } from '../../shared/model/app-settings.ts';
import {
  type Collision,
  type HardwareChoice,
  collisions,
  hardwareChoices,
} from '../../shared/model/settings.ts';
import type { RunFlagSpec } from './flag-spec.ts';
import type { EngineChoice } from './surroundings.ts';
import { stateFlag } from './state-flag.ts';
import { wrong } from './wrong-command-line.ts';

/** Flags that say how to work and what to tell, not what the result is; all commands share the ones they have. */
export interface RunFlags {
  /** At most so many files at once; null = as many as the cores are good for. */
  readonly parallel: number | null;
  readonly collision: Collision | null;
  readonly whenLarger: WhenLarger | null;
  readonly hardware: HardwareChoice | null;
  /** Inputs may be downloaded from this computer and its network, whatever the settings say. */
  readonly allowPrivate: boolean;
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

const ffmpegFlag: RunFlagSpec = {
  flag: '--ffmpeg <path>',
  help: 'use this ffmpeg (or the one in this folder) and no other',
};
const debugFlag: RunFlagSpec = {
  flag: '--debug',
  help: 'show what the tools say, and every command that runs',
};

const parallelFlag: RunFlagSpec = {
  flag: '--parallel <n>',
  help: `at most so many files at once (1 to ${maxParallel})`,
};
const hardwareFlag: RunFlagSpec = {
  flag: '--hardware <what>',
  help: `encode videos on the graphics chip where it can (${hardwareChoices.join(', ')}; as the settings say unless told)`,
};
const allowPrivateFlag: RunFlagSpec = {
  flag: '--allow-private',
  help: 'download from addresses of this computer and of its network too',
};
const whenLargerFlag = (unlessTold: string): RunFlagSpec => ({
  flag: '--when-larger <what>',
  help: `when only a smaller file was wanted and the result is larger (${whenLargerChoices.join(', ')}; ${unlessTold} unless told)`,
});
const jsonFlag: RunFlagSpec = { flag: '--json', help: 'JSON lines on standard output' };
const quietFlag: RunFlagSpec = { flag: '--quiet', help: 'tell failures only' };

/** Flags of the commands that convert. */
export const convertFlags: readonly RunFlagSpec[] = [
  {
    flag: '--on-collision <what>',
    help: `when the name of a result is taken (${collisions.join(', ')}; number unless told)`,
  },
  whenLargerFlag('copy_original'),
  hardwareFlag,
  allowPrivateFlag,
  parallelFlag,
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

/** Flags of the commands that look at the queue or change it. */
export const queueLookFlags: readonly RunFlagSpec[] = [stateFlag, jsonFlag, debugFlag];
/** Flags of `queue add`: how a job runs is mostly up to whoever works on the queue. */
export const queueAddFlags: readonly RunFlagSpec[] = [
  whenLargerFlag('as whoever works on the queue says'),
  ...queueLookFlags,
];
export const queueRunFlags: readonly RunFlagSpec[] = [
  ...[stateFlag, whenLargerFlag('as the settings say'), hardwareFlag, allowPrivateFlag],
  ...[parallelFlag, ffmpegFlag],
  { flag: '--show-command', help: 'show the exact commands' },
  ...[jsonFlag, quietFlag, debugFlag],
];
export const watchRunFlags: readonly RunFlagSpec[] = [
  ...[
    stateFlag,
    whenLargerFlag('as the settings say'),
    hardwareFlag,
    parallelFlag,
    ffmpegFlag,
    jsonFlag,
    quietFlag,
    debugFlag,
  ],
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
    collision: readWord('on-collision', collisions, given['onCollision']),
    whenLarger: readWord('when-larger', whenLargerChoices, given['whenLarger']),
    hardware: readWord('hardware', hardwareChoices, given['hardware']),
    allowPrivate: given['allowPrivate'] === true,
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

function readWord<T extends string>(field: string, words: readonly T[], given: unknown): T | null {
  if (typeof given !== 'string') return null;
  const found = words.find((word) => word === given);
  if (found !== undefined) return found;
  throw wrong('invalid_option', { field, given: `"${given}"`, allowed: words.join(', ') });
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
    ...(flags.whenLarger === null ? {} : { whenLarger: flags.whenLarger }),
    ...(flags.hardware === null ? {} : { hardware: flags.hardware }),
    ...(flags.allowPrivate ? { allowPrivateAddresses: true } : {}),
    ...(flags.ffmpeg === null ? {} : { ffmpegPath: flags.ffmpeg, onlyFfmpegPath: true }),
  };
}
