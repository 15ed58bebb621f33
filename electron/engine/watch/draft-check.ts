import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type Result, ok, refuse } from '../../../shared/model/error.ts';
import { parseOptions } from '../../../shared/model/options.ts';
import type { WatchDraft, WatchRule } from '../../../shared/model/watch.ts';
import { outputTarget } from '../../../shared/plan/names/output-path.ts';
import { hostPlatform } from '../publish/same-file.ts';
import { folderOfRule, outputOfRule, watchedFolder } from './watch-places.ts';
import { type Taste, wishOf } from './wish.ts';

/** Whether a rule makes sense before it is kept. */

/**
 * Refusals name the member: `invalid_option`, `not_found` for its preset, and `input_not_found` for a folder that is
 * not there, unless the rule had that folder before.
 */
export async function checkDraft(
  draft: WatchDraft,
  before: Pick<WatchRule, 'folder'> | null,
  taste: Taste,
): Promise<Result<WatchDraft>> {
  const wrong = whyWrong(draft, taste);
  if (wrong !== null) return wrong;
  const folder = watchedFolder(draft);
  if (before !== null && watchedFolder(before) === folder) return ok(draft);
  const stats = await stat(folder).catch(() => null);
  const file = path.basename(folder) || folder;
  if (stats === null) return refuse('input_not_found', { file, field: 'folder' });
  if (!stats.isDirectory()) return wrongMember('folder', `“${file}” is no folder`);
  return ok(draft);
}

function whyWrong(draft: WatchDraft, taste: Taste): Result<never> | null {
  const { filter, output, originals, doneFolder, failedFolder } = draft;
  if (!path.isAbsolute(draft.folder) || draft.folder.includes('\0'))
    return wrongMember('folder', 'it must be a whole path');
  const { minBytes, maxBytes } = filter;
  if (minBytes !== null && maxBytes !== null && minBytes > maxBytes)
    return wrongMember(
      'filter.maxBytes',
      'no file is at least as large as one and at most as large as the other',
    );
  const wish = wishOf(draft, 'video', taste);
  if (!wish.ok) return wish;
  if (draft.choice !== null) {
    const options = parseOptions(wish.value.kind, wish.value.options);
    if (!options.ok) return options;
  }
  const root = watchedFolder(draft);
  if (output !== null) {
    const target = outputTarget({
      asked: outputOfRule(draft, output),
      ...{ askedIsFolder: false, input: path.join(root, 'x'), root, many: false, cwd: root },
      nameTemplate: '{name}.{ext}',
      platform: hostPlatform(),
      paths: path,
    });
    if (!target.ok) return target;
  }
  if (originals === 'move' && folderOfRule(draft, doneFolder) === root)
    return wrongMember('doneFolder', 'it is the watched folder itself');
  if (failedFolder !== null && folderOfRule(draft, failedFolder) === root)
    return wrongMember('failedFolder', 'it is the watched folder itself');
  return null;
}

const wrongMember = (field: string, reason: string): Result<never> =>
  refuse('invalid_option', { field, reason });
