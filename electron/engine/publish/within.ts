import path from 'node:path';
import { fail } from '../../../shared/model/error.ts';
import { realPathOf } from './same-file.ts';

/**
 * What came through a door that may use some folders only stays in them: a link in one of them may lead out, whether it
 * was there before or was made while the job waited. Real paths are compared, just before something is written.
 */

/** Real paths of folders; null = anywhere. */
export type Bounds = readonly string[] | null;

/** True when a folder or a file, whether it is there or not, lies in one of them or is one. */
export async function liesWithin(within: Bounds, place: string): Promise<boolean> {
  if (within === null) return true;
  const real = await realPathOf(place);
  return within.some(
    (root) => real === root || real.startsWith(root.endsWith(path.sep) ? root : root + path.sep),
  );
}

/** Throws `invalid_input` when one of these files is elsewhere by now. */
export async function checkInputsWithin(within: Bounds, files: readonly string[]): Promise<void> {
  for (const file of within === null ? [] : files) {
    if (await liesWithin(within, file)) continue;
    throw fail('invalid_input', {
      file: path.basename(file),
      reason: 'with links followed, it lies outside of the folders that may be used',
    });
  }
}

/** Throws `invalid_option` when it does not. */
export async function checkWithin(within: Bounds, folder: string): Promise<void> {
  if (await liesWithin(within, folder)) return;
  throw fail('invalid_option', {
    field: 'output',
    reason: 'with links followed, its folder lies outside of the folders that may be used',
    hint: 'Choose a folder that stays inside them, or start the server with `convoy serve --allow DIR`.',
  });
}
