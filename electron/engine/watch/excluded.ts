import path from 'node:path';
import type { WatchRule } from '../../../shared/model/watch.ts';
import { outputTarget } from '../../../shared/plan/names/output-path.ts';
import { hostPlatform } from '../publish/same-file.ts';
import { folderOfRule, outputOfRule, watchedFolder } from './watch-places.ts';

/** Folders inside a watched one that are not watched: what Convoy itself puts files into. */

type PlacedRule = Pick<WatchRule, 'id' | 'folder' | 'output' | 'originals' | 'doneFolder' | 'failedFolder'>;

/**
 * Absolute folders strictly below the rule's own: where originals go by this rule or another one, and where its results
 * go. Results of other rules are known by the file: somebody may watch the very folder that they go to.
 *
 * @param results the folder for results of the settings, for rules that name none
 */
export function excludedFolders(
  rule: PlacedRule,
  rules: readonly PlacedRule[],
  results: string | null,
): readonly string[] {
  const root = watchedFolder(rule);
  const own = rule.output === null ? results : fixedFolder(rule, rule.output);
  const originals = [rule, ...rules.filter(({ id }) => id !== rule.id)].flatMap((one) => [
    ...(one.originals === 'move' ? [folderOfRule(one, one.doneFolder)] : []),
    ...(one.failedFolder === null ? [] : [folderOfRule(one, one.failedFolder)]),
  ]);
  const all = [...(own === null ? [] : [path.resolve(own)]), ...originals];
  return [...new Set(all)].filter((folder) => key(folder) !== key(root) && isBelow(root, folder));
}

/** True when a path is one of the folders, or below one. */
export function isInside(folders: readonly string[], file: string): boolean {
  return folders.some((folder) => isBelow(folder, file));
}

/** The folder that no result of an output leaves; null when the output makes no sense. */
function fixedFolder(rule: PlacedRule, output: string): string | null {
  const root = watchedFolder(rule);
  const target = outputTarget({
    asked: outputOfRule(rule, output),
    askedIsFolder: false,
    input: path.join(root, 'x'),
    root,
    many: true,
    cwd: root,
    nameTemplate: '{name}.{ext}',
    platform: hostPlatform(),
    paths: path,
  });
  return target.ok ? target.value.folder : null;
}

function isBelow(folder: string, file: string): boolean {
  const relative = path.relative(key(folder), key(file));
  return relative === '' || (!/^\.\.(?:[\\/]|$)/.test(relative) && !path.isAbsolute(relative));
}

/** As the system compares names. */
const key = (file: string): string => (hostPlatform() === 'linux' ? file : file.toLowerCase());
