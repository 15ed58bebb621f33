import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type NamePlatform, isExtension, separatorOf } from '../../../shared/plan/names/file-name.ts';
import { inNaturalOrder } from './natural-order.ts';
import { isOwnName } from '../publish/part-names.ts';

export interface GlobMatches {
  /** The folder before the first segment with a wildcard: results mirror the tree below it. */
  readonly base: string;
  /** Absolute paths of files and folders, in natural order. */
  readonly paths: readonly string[];
  /** True when the pattern itself says which files are meant (`*.mov`), so that the kind does not filter them. */
  readonly namesExtension: boolean;
}

/**
 * What a pattern matches; null when it is no pattern. Leading segments that exist are taken literally, so that
 * `holiday [2019]/*.jpg` looks into that folder. On Windows a backslash separates; elsewhere it escapes.
 */
export async function matchGlob(
  given: string,
  cwd: string,
  platform: NamePlatform,
): Promise<GlobMatches | null> {
  // Loaded when a wildcard is met: most command lines have none.
  const { glob, isDynamicPattern } = await import('tinyglobby');
  const { root } = path.parse(given);
  const segments = given
    .slice(root.length)
    .split(separatorOf(platform))
    .filter((segment) => segment !== '');
  let base = path.resolve(cwd, root);
  let literal = 0;
  for (const segment of segments) {
    const next = path.join(base, segment);
    const isFolder = await stat(next).then(
      (stats) => stats.isDirectory(),
      () => false,
    );
    if (!isFolder) break;
    base = next;
    literal++;
  }
  const rest = segments.slice(literal).join('/');
  if (rest === '' || !isDynamicPattern(rest)) return null;
  const matches = await glob(rest.replace(/^!(?!\()/, '\\!'), {
    cwd: base,
    // `photos/*` means its folders too, as in a shell; `**` has been through them already.
    onlyFiles: rest.includes('**'),
    expandDirectories: false,
    caseSensitiveMatch: platform === 'linux',
  });
  const last = segments.at(-1) ?? '';
  const ext = last.slice(last.lastIndexOf('.') + 1);
  // Hidden names (and our own parts) only for a pattern that spells the dot out; `!(a)` would match them.
  const spellsDot = segments.slice(literal).some((segment) => segment.startsWith('.'));
  const visible = matches
    .map((match) => match.replace(/\/$/, ''))
    .filter((match) => (spellsDot ? !isOwnName(path.posix.basename(match)) : !/(?:^|\/)\./.test(match)));
  return {
    base,
    paths: inNaturalOrder(visible).map((match) => path.join(base, match)),
    namesExtension: last.includes('.') && (isExtension(ext) || /^\{[^{}]+\}$/.test(ext)),
  };
}
