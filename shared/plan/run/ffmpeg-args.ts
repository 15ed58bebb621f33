import { assertNever } from '../../model/error.ts';
import type { ArgGroup, Token } from '../plan.ts';

/** Where the tokens of a plan lead when a step runs; all paths are absolute. */
export interface PathBindings {
  readonly inputs: readonly string[];
  /** The job's scratch folder; null when the plan has no scratch file. */
  readonly scratch: string | null;
  readonly output: string;
}

/**
 * Binds the tokens of grouped arguments to paths. Every path gets the `file:` protocol: a name like `a:b.mp4` is a
 * protocol to ffmpeg otherwise, and one that starts with a hyphen an option.
 */
export function bindArgs(groups: readonly ArgGroup[], paths: PathBindings): readonly (readonly string[])[] {
  return groups.map((group) => group.map((token) => bindToken(token, paths)));
}

/** The argument vector of a step. */
export function flattenArgs(groups: readonly (readonly string[])[]): readonly string[] {
  return groups.flat();
}

function bindToken(token: Token, paths: PathBindings): string {
  if (typeof token === 'string') return token;
  if ('input' in token) return fileUrl(paths.inputs[token.input], `input ${token.input}`);
  if ('scratch' in token) return `${fileUrl(paths.scratch ?? undefined, 'scratch folder')}/${token.scratch}`;
  if ('output' in token) return fileUrl(paths.output, 'output');
  return assertNever(token);
}

function fileUrl(path: string | undefined, what: string): string {
  if (path === undefined) throw new Error(`the plan names an ${what} that was not bound`);
  return `file:${path}`;
}
