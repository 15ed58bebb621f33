import { stat } from 'node:fs/promises';
import path from 'node:path';
import { fail } from '../../../shared/model/error.ts';
import type { S3Access } from '../export/s3-access.ts';
import type { RemoteFile } from '../queue/requests.ts';
import type { ImportJob, ImportedFile } from '../run/transfer.ts';
import type { Source } from './content.ts';
import { type Patience, download } from './download.ts';
import type { Lookup } from './resolve-host.ts';
import { s3Source } from './s3-source.ts';
import { webSource } from './web-source.ts';

/** Fetches the inputs of one job, one after the other. */

/** What the settings say when the job begins. */
export interface ImportRules {
  readonly allowPrivateAddresses: boolean;
  /** Bytes; null = as many as there is room for. */
  readonly downloadLimit: number | null;
}

export interface ImportDeps {
  readonly rules: () => ImportRules;
  readonly s3: Pick<S3Access, 'open'>;
  readonly lookup: Lookup;
  /** Whether an IP address is one of the public internet. */
  readonly isPublic: (address: string) => boolean;
  readonly patience: Patience;
  /** Certificates (PEM) to trust besides those of the system; null = none. */
  readonly trusted: string | null;
}

export async function importFiles(deps: ImportDeps, job: ImportJob): Promise<readonly ImportedFile[]> {
  const { files, signal } = job;
  const rules = deps.rules();
  const imported: ImportedFile[] = [];
  for (const [n, one] of files.entries()) {
    if (signal.aborted) throw fail('cancelled', { file: path.basename(one.path) });
    const before = imported.reduce((sum, { bytes }) => sum + bytes, 0);
    const isLast = n === files.length - 1;
    const tell = (bytes: number, of: number | null, done: number): void =>
      job.onProgress({
        bytes: before + bytes,
        // How large those are that follow, nobody has said yet.
        of: of === null || !isLast ? null : before + of,
        files: { done: n + done, of: files.length },
        ...(files.length > 1 ? { share: shareOf(n, files.length, bytes, of) } : {}),
      });
    const known = await stat(one.path).catch(() => null);
    const bytes =
      known?.isFile() === true
        ? known.size
        : await download({
            source: sourceOf(one, job, rules, deps),
            file: one.path,
            address: addressOf(one),
            jobId: job.jobId,
            limit: rules.downloadLimit,
            patience: deps.patience,
            signal,
            standStill: job.standStill,
            log: job.log,
            onBytes: (at, of) => tell(at, of, 0),
          });
    tell(bytes, bytes, 1);
    imported.push({ path: one.path, bytes });
  }
  return imported;
}

/** How much of several files is here: each counts alike, because nobody has said yet how large the later ones are. */
const shareOf = (before: number, files: number, bytes: number, of: number | null): number =>
  (before + (of === null || of === 0 ? 0 : Math.min(1, bytes / of))) / files;

function sourceOf(
  { from, path: file }: RemoteFile,
  { connection }: ImportJob,
  rules: ImportRules,
  deps: ImportDeps,
): Source {
  const { s3, lookup, isPublic, patience, trusted } = deps;
  const mayConnect = (address: string): boolean => rules.allowPrivateAddresses || isPublic(address);
  const { answerMs } = patience;
  const name = path.basename(file);
  return from.at === 's3'
    ? s3Source(from, name, s3, connection, answerMs)
    : webSource(from, name, { lookup, answerMs, trusted, mayConnect });
}

const addressOf = ({ from }: RemoteFile): string =>
  from.at === 'web' ? from.url : `s3://${from.bucket}/${from.key}`;
