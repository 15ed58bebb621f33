import path from 'node:path';
import { type ConvoyError, ConvoyFailure, type Warning, fail } from '../../../shared/model/error.ts';
import type { NameForm } from '../../../shared/plan/names/file-name.ts';
import type { NameAnswer, PromisedNames } from './promised-names.ts';
import { type Publication, publishFile } from './publish.ts';
import { publishFolder } from './publish-folder.ts';

export interface ResultToPublish extends Pick<
  Publication,
  'part' | 'mtimeMs' | 'journal' | 'mayPlace' | 'calls'
> {
  readonly jobId: string;
  readonly form: NameForm;
  /** What the job was promised. */
  readonly promised: Extract<NameAnswer, { outcome: 'use' }>;
}

export type ResultOutcome =
  | { readonly outcome: 'published'; readonly path: string; readonly warnings: readonly Warning[] }
  /** The name was taken meanwhile by a finished result, and the rule is `skip`. The part is still there. */
  | { readonly outcome: 'skip'; readonly error: ConvoyError };

/** Somebody who takes every name just before us is not a race any more. */
const maxTries = 100;

/**
 * Publishes a verified part under the promised name, or under the next one when that was taken meanwhile. Throws
 * `output_unwritable`, `disk_full`, `output_exists` and what `mayPlace` throws; then the part is still there and no final name was touched.
 */
export async function publishResult(names: PromisedNames, result: ResultToPublish): Promise<ResultOutcome> {
  const publish = result.form === 'folder' ? publishFolder : publishFile;
  let { path: target, replaces, warnings } = result.promised;
  for (let tries = 0; tries < maxTries; tries++) {
    const done = await publish({
      part: result.part,
      target,
      replaces,
      isInput: (file) => names.isInput(file),
      mtimeMs: result.mtimeMs,
      ...(result.journal === undefined ? {} : { journal: result.journal }),
      ...(result.mayPlace === undefined ? {} : { mayPlace: result.mayPlace }),
      ...(result.calls === undefined ? {} : { calls: result.calls }),
    });
    if (done.outcome === 'published') {
      names.published(result.jobId, done.identity);
      return { outcome: 'published', path: target, warnings: [...warnings, ...done.warnings] };
    }
    const next = await names.renumber(result.jobId);
    if (next.outcome === 'skip') return { outcome: 'skip', error: next.error };
    if (next.outcome === 'refuse') throw new ConvoyFailure(next.error);
    ({ path: target, replaces, warnings } = next);
  }
  throw fail('output_exists', { file: path.basename(target) });
}
