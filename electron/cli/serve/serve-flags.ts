import { statSync } from 'node:fs';
import path from 'node:path';
import type { Given } from '../flag-spec.ts';
import type { RunFlagSpec } from '../flag-spec.ts';
import { readState, stateFlag } from '../state-flag.ts';
import type { Surroundings } from '../surroundings.ts';
import { wrong } from '../wrong-command-line.ts';

/** What `convoy serve` was told. All paths are absolute. */
export interface ServeFlags {
  /** 0 = any port that is free. */
  readonly port: number;
  /** Null = nothing was said: the home folder. */
  readonly allow: readonly string[] | null;
  readonly output: string | null;
  readonly open: boolean;
  /** The job API is served too. */
  readonly api: boolean;
  /** Token of the API that the environment says. */
  readonly apiToken: string | undefined;
  readonly state: string;
}

const defaultPort = 4777;

/** In the order of the help. */
export const serveFlags: readonly RunFlagSpec[] = [
  { flag: '--port <n>', help: `port on this computer (${defaultPort} unless told; 0 = any that is free)` },
  {
    flag: '--allow <folders...>',
    help: 'folders that the window may read and write (your home folder unless told)',
  },
  { flag: '--output <folder>', help: 'where results of files go that a browser sent' },
  { flag: '--open', help: 'open the window in the browser' },
  { flag: '--api', help: 'serve the job API too: programs add jobs over HTTP (token: CONVOY_API_TOKEN)' },
  stateFlag,
];

/**
 * Reads them.
 *
 * @throws {WrongCommandLine} naming the flag, what was given and what is allowed
 */
export function readServeFlags(
  given: Given,
  around: Pick<Surroundings, 'cwd' | 'env' | 'home' | 'platform'>,
): ServeFlags {
  const folder = (value: unknown): string | null =>
    typeof value === 'string' ? path.resolve(around.cwd, value) : null;
  const allow = Array.isArray(given['allow'])
    ? given['allow'].filter((one): one is string => typeof one === 'string')
    : null;
  return {
    port: readPort(given['port']),
    allow: allow?.map((one) => existingFolder(one, path.resolve(around.cwd, one))) ?? null,
    output: folder(given['output']),
    open: given['open'] === true,
    api: given['api'] === true,
    apiToken: around.env['CONVOY_API_TOKEN'],
    state: readState(given, around),
  };
}

function readPort(given: unknown): number {
  if (typeof given !== 'string') return defaultPort;
  const port = /^\d{1,5}$/.test(given) ? Number(given) : -1;
  if (port >= 0 && port <= 65_535) return port;
  throw wrong('invalid_option', {
    field: 'port',
    given: `"${given}"`,
    allowed: 'a whole number from 0 to 65535',
  });
}

function existingFolder(given: string, absolute: string): string {
  if (statSync(absolute, { throwIfNoEntry: false })?.isDirectory() === true) return absolute;
  throw wrong('invalid_option', {
    field: 'allow',
    reason: `“${given}” is not a folder`,
    hint: 'Name folders that exist.',
  });
}
