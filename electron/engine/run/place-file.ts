import { constants, createReadStream, createWriteStream } from 'node:fs';
import { copyFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Collision } from '../../../shared/model/settings.ts';
import { ConvoyFailure, type Warning, convoyError, fail } from '../../../shared/model/error.ts';
import { inputFailure, outputFailure, systemCode } from '../publish/file-errors.ts';
import { sameStamp, stampOf } from '../publish/file-stamp.ts';
import type { OutputFolders } from '../publish/output-folders.ts';
import { partPath, removeAtExit, removeParts } from '../publish/part-names.ts';
import type { PromisedNames } from '../publish/promised-names.ts';
import { publishResult } from '../publish/publish-result.ts';

/** A copy of a file gets a name on this computer as the result of a job does, without one. */

export interface PlaceFileDeps {
  readonly names: PromisedNames;
  readonly folders: OutputFolders;
  readonly collision: () => Collision;
}

export interface FileToPlace {
  /** Id of the task: it names the part. */
  readonly id: string;
  /** Absolute. */
  readonly file: string;
  /** Absolute path that the copy has if it is free. */
  readonly wished: string;
  readonly signal: AbortSignal;
  /** Throws when nothing may be written at this absolute path; asked each time that something is about to be. */
  readonly mayWrite: (target: string) => Promise<void>;
  /** Hears what a crash would leave, before it is made. */
  readonly onLeft: (left: LoneLeft) => void;
}

/** What is removed after a crash: unfinished files, and a final name that an empty file of ours holds. */
export interface LoneLeft {
  readonly parts: readonly string[];
  readonly reserved: string | null;
}

export interface PlacedFile {
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
  readonly warnings: readonly Warning[];
}

/**
 * Copies, checks that the copy is whole and the file was not written to meanwhile, and publishes by the rule for names
 * that are taken. Throws `output_exists` where that rule is to skip, and `input_not_found`, `input_unreadable`,
 * `input_changed`, `output_unwritable`, `output_verify_failed`, `disk_full`, `cancelled`, and what `mayWrite` throws; then
 * nothing is left.
 */
export async function placeFile(
  { names, folders, collision }: PlaceFileDeps,
  { id, file, wished, signal, mayWrite, onLeft }: FileToPlace,
): Promise<PlacedFile> {
  const before = await stampOf(file);
  if (before === null) throw inputFailure(await whyNot(file), file);
  await names.protect(id, [file]);
  try {
    const promised = await names.promise({
      ...{ jobId: id, batchId: id, path: wished, form: 'file', collision: collision() },
    });
    if (promised.outcome !== 'use') throw new ConvoyFailure(promised.error);
    const part = partPath(path.dirname(promised.path), id, 1);
    onLeft({ parts: [part], reserved: null });
    const letGo = removeAtExit([part]);
    try {
      await mayWrite(promised.path);
      await folders.prepare(id, promised.path);
      await mayWrite(promised.path);
      await copy(file, part, promised.path, signal);
      if (!sameStamp(before, await stampOf(file))) throw fail('input_changed', { file: path.basename(file) });
      if ((await stat(part)).size !== before.size) {
        throw fail('output_verify_failed', { file: path.basename(promised.path), reason: 'it is not whole' });
      }
      const published = await publishResult(names, {
        ...{ jobId: id, form: 'file', promised, part, mtimeMs: before.mtimeMs },
        mayPlace: mayWrite,
        journal: (step) => onLeft({ parts: [part], reserved: step.step === 'reserve' ? step.target : null }),
      });
      if (published.outcome === 'skip') throw new ConvoyFailure(published.error);
      return { path: published.path, bytes: before.size, warnings: published.warnings };
    } finally {
      await removeParts([part]).catch(() => undefined);
      letGo();
      await folders.leave(id);
    }
  } finally {
    names.release(id);
    names.endBatch(id);
  }
}

/** At once where the file system shares blocks, else byte by byte, so that it can be stopped. */
async function copy(file: string, part: string, target: string, signal: AbortSignal): Promise<void> {
  const cloned = await copyFile(file, part, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE_FORCE).then(
    () => true,
    () => false,
  );
  if (cloned) return;
  // What the attempt may have made; the name is ours.
  await rm(part, { force: true });
  const from = createReadStream(file);
  let unread: Error | null = null;
  from.once('error', (error) => (unread = error));
  try {
    await pipeline(from, createWriteStream(part, { flags: 'wx' }), { signal });
  } catch (error) {
    if (signal.aborted) throw new ConvoyFailure(convoyError('cancelled', { file: path.basename(file) }));
    if (unread === error && systemCode(error) !== '') throw inputFailure(error, file);
    throw outputFailure(error, target);
  }
}

const whyNot = (file: string): Promise<unknown> =>
  stat(file).then(
    () => new Error('it cannot be looked at'),
    (error: unknown) => error,
  );
