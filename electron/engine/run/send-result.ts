import { rm, stat } from 'node:fs/promises';
import { ConvoyFailure, convoyError } from '../../../shared/model/error.ts';
import { type Concluding, conclude } from './conclude.ts';
import type { KeepCopy } from '../export/keep-copy.ts';
import { type JobRecord, type StagedResult, noLeftovers } from '../job-record.ts';
import type { StandStill } from '../process/stand-still.ts';
import type { Slot } from '../queue/scheduler.ts';
import type { Exporter, TransferProgress } from './transfer.ts';

/** The end of a job whose result goes to another computer: it is uploaded, and only then is the job done. */

export interface SendDeps extends Concluding {
  readonly exporter: Exporter;
  readonly standStill: StandStill;
  readonly keepCopy: KeepCopy;
  readonly onTransfer: (id: string, what: 'import' | 'export', progress: TransferProgress) => void;
  readonly log: (id: string, line: string) => void;
}

/**
 * Uploads what is staged and ends the job. Throws a `ConvoyFailure`; then it stays staged, so that the next attempt
 * uploads and does nothing else.
 */
export async function sendResult(
  deps: SendDeps,
  id: string,
  staged: StagedResult,
  slot: Slot,
  signal: AbortSignal,
): Promise<void> {
  const { book } = deps;
  // From here on a crash costs no more than the upload.
  book.note(id, { staged, leftovers: noLeftovers });
  await slot.move('transfer');
  if (signal.aborted) throw new ConvoyFailure(convoyError('cancelled'));
  const uploaded = await deps.exporter.send({
    ...{ jobId: id, staged, signal, standStill: deps.standStill },
    onPartial: (partial) => book.note(id, { staged: { ...staged, partial } }),
    onProgress: (progress) => deps.onTransfer(id, 'export', progress),
    log: (line) => deps.log(id, line),
  });
  if (uploaded.outcome === 'skip') {
    await removeStaged(staged);
    book.apply(id, 'skip', { error: uploaded.error, staged: null });
    return;
  }
  const copy = await deps.keepCopy(id, staged);
  const files = uploaded.files.map((file, n) => ({ ...file, path: copy.files[n]?.path ?? file.path }));
  const { target, inputs, kept } = staged;
  await conclude(
    deps,
    id,
    { files, inputs, kept, target: copy.target ?? target, isHere: copy.target !== null },
    copy.warnings,
  );
  await removeStaged(staged).catch((error: unknown) =>
    deps.log(id, `the uploaded result stays on this computer: ${String(error)}`),
  );
}

/** What the job uploads without making it again; null when it has to be made. */
export async function stagedOf({ staged }: JobRecord): Promise<StagedResult | null> {
  if (staged === null) return null;
  const isThere = await Promise.all(
    staged.files.map(async ({ path: file, bytes }) => (await stat(file).catch(() => null))?.size === bytes),
  );
  return isThere.every(Boolean) ? staged : null;
}

/** Removes the copy on this computer that only waited for its upload. */
export async function removeStaged({ target }: StagedResult): Promise<void> {
  await rm(target, { recursive: true, force: true });
}
