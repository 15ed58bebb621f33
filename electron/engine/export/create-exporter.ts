import path from 'node:path';
import { ConvoyFailure, fail } from '../../../shared/model/error.ts';
import type { Collision } from '../../../shared/model/settings.ts';
import type { ExportJob, Exporter, Uploaded } from '../run/transfer.ts';
import { abortUpload } from './abort-upload.ts';
import { lookAtObject } from './check-object.ts';
import { claimKey, createKeyClaims } from './claim-key.ts';
import { uploadedFile } from './object-address.ts';
import { headersOf } from './object-headers.ts';
import {
  type ObjectToSend,
  type PartialUpload,
  type SendDeps,
  createMultipartBook,
} from './object-to-send.ts';
import { atOnceFor, largestUpload } from './part-size.ts';
import type { OpenBucket, S3Access } from './s3-access.ts';
import { sendObject } from './send-object.ts';
import { createSendSlots } from './send-slots.ts';
import { uploadFailure } from './upload-failure.ts';
import { uploadSteps } from './upload-order.ts';
import { keyOf } from './upload-target.ts';
import { type Patience, type Tried, uploadPatience } from './with-retries.ts';

/** Longest key: S3 user guide, "Naming Amazon S3 objects". */
const longestKey = 1024;

export interface ExporterDeps {
  readonly access: S3Access;
  /** What is done when there is an object of the name already. */
  readonly collisionFor: (jobId: string) => Collision;
  readonly patience?: Patience;
}

/** Uploads results to S3. */
export function createExporter(deps: ExporterDeps): Exporter {
  const claims = createKeyClaims();

  async function upload(job: ExportJob, bucket: OpenBucket): Promise<Uploaded> {
    const { jobId, staged, signal, standStill, log } = job;
    const tried: Tried = {
      ...{ place: bucket, patience: deps.patience ?? uploadPatience },
      ...{ signal, standStill, log },
    };
    const left = await abortEarlier(job, bucket, tried);
    const { target, files } = staged;
    const [primary] = files;
    if (primary === undefined)
      throw fail('internal', { reason: 'a result without a file was to be uploaded' });
    const isPackage = primary.path !== target;
    const wished = keyOf(staged.upload, target);
    const inFolder = (file: string): string => (isPackage ? `/${keyOf({ folder: target }, file)}` : '');
    const { folder: place } = staged.upload;
    const claimed = await claimKey(
      claims,
      {
        ...{ jobId, place, key: wished, form: isPackage ? 'folder' : 'file' },
        collision: deps.collisionFor(jobId),
      },
      (key) => lookAtObject({ bucket, tried }, key + inFolder(primary.path)),
    );
    if (!claimed.ok) throw new ConvoyFailure(claimed.error);
    if (claimed.value.outcome === 'skip') return claimed.value;
    const { key } = claimed.value;
    try {
      const objects = files.map((file): ObjectToSend => {
        const headers = headersOf(file, bucket.connection, { jobId, isPackage });
        return { file, key: key + inFolder(file.path), headers };
      });
      objects.forEach(checkSizes);
      const book = createMultipartBook(job.onPartial, left);
      await sendInOrder(job, objects, { bucket, tried, book });
      return {
        outcome: 'uploaded',
        files: objects.map((one) =>
          uploadedFile(one.file, { bucket: bucket.bucket, key: one.key, connection: bucket.connection }),
        ),
      };
    } finally {
      claims.release(place, key);
    }
  }

  return {
    async send(job) {
      const { upload: asked, target } = job.staged;
      const file = path.basename(target);
      const bucket = await deps.access.open(asked.connection, asked.bucket);
      try {
        return await upload(job, bucket);
      } catch (error) {
        if (job.signal.aborted) throw fail('cancelled', { file });
        throw uploadFailure(error, bucket, file);
      }
    },
  };
}

/** Ends what an earlier attempt could not end itself. Gives what cannot be ended now either: it is in nobody's way. */
async function abortEarlier(
  { staged, onPartial, log }: ExportJob,
  bucket: OpenBucket,
  tried: Tried,
): Promise<ExportJob['staged']['partial']> {
  if (staged.partial.length === 0) return [];
  const left: PartialUpload[] = [];
  for (const upload of staged.partial) {
    await abortUpload({ bucket, tried }, upload).catch((error: unknown) => {
      log(`parts of ${upload.key} stay in the bucket for now: ${String(error)}`);
      left.push(upload);
    });
  }
  onPartial(left);
  return left;
}

async function sendInOrder(
  job: ExportJob,
  objects: readonly ObjectToSend[],
  { bucket, tried, book }: Pick<SendDeps, 'bucket' | 'tried' | 'book'>,
): Promise<void> {
  const of = objects.reduce((sum, { file }) => sum + file.bytes, 0);
  const largest = Math.max(...objects.map(({ file }) => file.bytes));
  const atOnce = atOnceFor(largest);
  let [bytes, done] = [0, 0];
  const tell = (): void => job.onProgress({ bytes, of, files: { done, of: objects.length } });
  const failed = new AbortController();
  const deps: SendDeps = {
    ...{ bucket, book, slots: createSendSlots(atOnce) },
    tried: { ...tried, signal: AbortSignal.any([job.signal, failed.signal]) },
    onSent(more) {
      bytes += more;
      tell();
    },
  };
  tell();
  for (const step of uploadSteps(objects.map(({ file }) => file))) {
    await inTurns(step, atOnce, async (n) => {
      const object = objects[n];
      if (object === undefined) return;
      // The others are told to stop because of the first: what they say then does not count.
      await sendObject(deps, object).catch((error: unknown) => {
        failed.abort();
        throw error;
      });
      done++;
      tell();
    });
  }
}

/** Works on all, several at once. Settles when nothing of it is under way any more; rejects with the first failure. */
async function inTurns(
  all: readonly number[],
  atOnce: number,
  work: (one: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    while (failures.length === 0) {
      const one = all[next++];
      if (one === undefined) return;
      await work(one).catch((error: unknown) => void failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, worker));
  if (failures.length > 0) throw failures[0];
}

function checkSizes({ file, key }: ObjectToSend): void {
  const name = path.basename(file.path);
  if (file.bytes > largestUpload)
    throw fail('upload_failed', { file: name, reason: 'S3 keeps no file that large' });
  if (Buffer.byteLength(key) > longestKey) {
    throw fail('upload_failed', {
      file: name,
      reason: `its key is longer than ${longestKey} bytes`,
      hint: 'Choose a shorter prefix or a shorter name.',
    });
  }
}
