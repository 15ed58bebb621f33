import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { type ImporterDeps, createImporter } from '../../electron/engine/fetch/create-importer.ts';
import { createStandStill } from '../../electron/engine/process/stand-still.ts';
import type { ImportJob, TransferProgress } from '../../electron/engine/run/transfer.ts';
import { newId } from '../../shared/model/id.ts';
import { tempDir } from './media.ts';

/** Downloads without the jobs around them. */

export const patience = { answerMs: 5000, idleMs: 5000, totalMs: 60_000, firstWaitMs: 20 };
const usual: ImporterDeps = {
  rules: () => ({ allowPrivateAddresses: true, downloadLimit: null }),
  s3: { open: () => Promise.reject(new Error('no S3 here')) },
  patience,
};

/** Bytes that begin as an MP4 does. */
export const film = (length: number): Buffer => {
  const bytes = randomBytes(length);
  bytes.write('\0\0\0\x20ftypisom', 0, 'latin1');
  return bytes;
};

/** A place for one file, with a job that fetches it. */
export function placeFor(t: { onTestFinished(end: () => void): void }, ...urls: string[]) {
  const folder = tempDir(t);
  const jobId = newId('job');
  const files = urls.map((url, n) => ({
    from: { at: 'web' as const, url, host: new URL(url).hostname, name: 'clip.mp4' },
    path: path.join(folder, String(n), 'host', 'clip.mp4'),
  }));
  const told: TransferProgress[] = [];
  const log: string[] = [];
  const fetchWith = (deps: Partial<ImporterDeps> = {}, more: Partial<ImportJob> = {}) =>
    createImporter({ ...usual, ...deps }).fetch({
      ...{ jobId, files, connection: null, signal: new AbortController().signal },
      ...{
        standStill: createStandStill(),
        onProgress: (one) => told.push(one),
        log: (line) => log.push(line),
      },
      ...more,
    });
  const [first] = files;
  if (first === undefined) throw new Error('no address');
  return { file: first.path, files, told, log, fetchWith, around: path.dirname(first.path) };
}

/** The sentence with which it fails. */
export const sentence = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'it was downloaded',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
