import path from 'node:path';
import type { WatchDraft } from '../../../shared/model/watch.ts';

/** The places that a rule names, as absolute paths. */

/** The folder of a rule, without a slash at its end. */
export const watchedFolder = ({ folder }: Pick<WatchDraft, 'folder'>): string => path.resolve(folder);

/** Absolute path of a file of the ledger: below the folder of the rule, with `/`. */
export const fileOfRule = (rule: Pick<WatchDraft, 'folder'>, below: string): string =>
  path.join(watchedFolder(rule), ...below.split('/'));

/** A folder that a rule names, relative to its own or whole. */
export const folderOfRule = (rule: Pick<WatchDraft, 'folder'>, named: string): string =>
  path.resolve(watchedFolder(rule), named);

/**
 * The output of a rule as a job takes it: whole, because jobs do not know the rule. Braces in the name of the watched
 * folder are doubled, so that they are no tokens.
 */
export function outputOfRule(rule: Pick<WatchDraft, 'folder'>, output: string): string {
  // An address is refused by whoever reads the output; it is no name in the folder.
  if (path.isAbsolute(output) || /^[a-z][a-z0-9+.-]+:\/\//i.test(output)) return output;
  const folder = literalOutput(watchedFolder(rule));
  return `${folder}${folder.endsWith(path.sep) ? '' : path.sep}${output}`;
}

/** A path in which no brace is the beginning of a token. */
export const literalOutput = (folder: string): string => folder.replace(/[{}]/g, (brace) => brace + brace);
