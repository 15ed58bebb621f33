import path from 'node:path';
import { z } from 'zod';
import { type JobRecord, takenBackKind } from '../job-record.ts';

/** What of a record is kept in columns of its own, so that jobs are found and summed up without reading their texts. */

/** Names are compared in one form: macOS takes letters and their accents apart, and SQLite folds no case but ASCII's. */
export const asSearched = (text: string): string => text.normalize('NFC').toLowerCase();

/** The facts of a probe, as far as they are summed up; they are stored as whatever the probe said. */
const Facts = z.object({ bytes: z.number(), duration: z.number().nullable() });
const ProbeOutput = z.union([Facts.transform((one) => [one]), z.array(Facts)]);

/**
 * In the order of the columns: kind, batch, name and folder of the first input, end, bytes in and out, seconds. Sums are
 * made of jobs that have ended, so nothing is read of the others: they are written several times a job.
 */
export function searchedOf(job: JobRecord): readonly unknown[] {
  const input = job.inputs[0] ?? '';
  // An address is shown whole.
  const isPath = !/^[a-z][a-z0-9+.-]*:\/\//i.test(input);
  const hasEnded = job.finishedAt !== null;
  const [bytesIn, seconds] = hasEnded ? factsOf(job) : [null, null];
  return [
    job.kind,
    job.batchId,
    asSearched(isPath ? path.basename(input) : input),
    folderSearched(isPath && input !== '' ? path.dirname(input) : ''),
    job.finishedAt,
    bytesIn,
    // A result that was taken back takes no room, and saves none.
    job.files.length === 0 || isTakenBack(job) ? null : job.files.reduce((sum, { bytes }) => sum + bytes, 0),
    job.files[0]?.duration ?? seconds,
  ];
}

/** The last folder: ten thousand jobs of one are stored one after the other. */
let lastFolder = { folder: '', searched: '' };
function folderSearched(folder: string): string {
  if (folder !== lastFolder.folder) lastFolder = { folder, searched: asSearched(folder) };
  return lastFolder.searched;
}

/** Every result of the job was put into the trash again. */
const isTakenBack = ({ results, warnings }: JobRecord): boolean =>
  results.length === 0 && warnings.some(({ kind }) => kind === takenBackKind);

/** Bytes and seconds of all inputs; null while the probe has not said them. */
function factsOf(job: JobRecord): readonly [bytes: number | null, seconds: number | null] {
  const output = job.tasks[0]?.output ?? null;
  const read = output === null ? null : ProbeOutput.safeParse(output);
  if (read?.success !== true) return [null, null];
  const timed = read.data.flatMap(({ duration }) => duration ?? []);
  return [
    read.data.reduce((sum, { bytes }) => sum + bytes, 0),
    timed.length === 0 ? null : timed.reduce((sum, duration) => sum + duration, 0),
  ];
}
