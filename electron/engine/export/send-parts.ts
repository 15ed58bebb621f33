import type { FileHandle } from 'node:fs/promises';
import { abortUpload } from './abort-upload.ts';
import { beginUpload } from './begin-upload.ts';
import { checkObject, lookAtObject } from './check-object.ts';
import { jobMember } from './object-headers.ts';
import { type ObjectToSend, type SendDeps, arrivedOtherwise } from './object-to-send.ts';
import { type Part, partsOf } from './part-size.ts';
import { hashFor, isOther, md5Of, md5OfParts, readPiece } from './send-body.ts';
import { sendPiece } from './send-piece.ts';
import { noAnswer } from './s3-problem.ts';
import { S3Failure, withRetries } from './with-retries.ts';

/**
 * A file in several requests. Its upload is known by name before its first part is sent, and whatever ends it early
 * aborts it: a bucket keeps, and charges for, the parts of uploads that nobody ended.
 */

export async function sendParts(deps: SendDeps, object: ObjectToSend, handle: FileHandle): Promise<void> {
  const { bucket, tried, book } = deps;
  const { file, key, headers } = object;
  const sdk = await import('@aws-sdk/client-s3');
  const target = { Bucket: bucket.bucket, Key: key };
  const { upload, endUnheard } = await beginUpload(deps, object);
  const { uploadId } = upload;
  try {
    const md5s = await sendAll(deps, object, handle, uploadId);
    const done = await withRetries(tried, `the end of ${key}`, (abortSignal) =>
      bucket.client.send(
        new sdk.CompleteMultipartUploadCommand({
          ...{ ...target, UploadId: uploadId },
          MultipartUpload: { Parts: md5s.map(({ etag }, n) => ({ PartNumber: n + 1, ETag: etag })) },
        }),
        { abortSignal },
      ),
    ).catch(async (error: unknown) => {
      if (!(error instanceof S3Failure)) throw error;
      // Its answer was lost, and it had ended: then it is known no more, and the object is there.
      const found = await lookAtObject({ bucket, tried }, key);
      const isOurs = found !== null && found !== 'hidden' && found.jobId === headers.Metadata[jobMember];
      if (isOurs && found.bytes === file.bytes) return null;
      throw error;
    });
    const whole = md5OfParts(md5s.map(({ md5 }) => md5));
    if (done !== null && isOther(done.ETag, whole, done.ServerSideEncryption)) {
      throw new S3Failure({ ...arrivedOtherwise, passing: false });
    }
    await checkObject(deps, key, file.bytes);
    book.remove(upload);
  } catch (error) {
    await abortUpload({ bucket, tried }, upload).then(
      () => book.remove(upload),
      (problem: unknown) => tried.log(`parts of ${key} stay in the bucket for now: ${String(problem)}`),
    );
    throw error;
  } finally {
    await endUnheard();
  }
}

interface SentPart {
  readonly etag: string;
  readonly md5: string | null;
}

/** Sends every part, several at once. Settles when none is under way any more, also when one has failed. */
async function sendAll(
  deps: SendDeps,
  object: ObjectToSend,
  handle: FileHandle,
  uploadId: string,
): Promise<readonly SentPart[]> {
  const sent: SentPart[] = [];
  const failed = new AbortController();
  const signal = AbortSignal.any([deps.tried.signal, failed.signal]);
  const tried = { ...deps.tried, signal };
  const failures: unknown[] = [];
  await Promise.all(
    partsOf(object.file.bytes).map((part) =>
      deps.slots.use(part.bytes, async (into) => {
        if (failures.length > 0) return;
        try {
          sent[part.n - 1] = await sendPart({ ...deps, tried }, object, { part, handle, into, uploadId });
        } catch (error) {
          // The others are told to stop because of this one: what they say then does not count.
          failures.push(error);
          failed.abort();
        }
      }),
    ),
  );
  if (failures.length > 0) throw failures[0];
  return sent;
}

async function sendPart(
  { bucket, tried, onSent }: SendDeps,
  { key }: ObjectToSend,
  {
    part,
    handle,
    into,
    uploadId,
  }: {
    readonly part: Part;
    readonly handle: FileHandle;
    readonly into: Buffer;
    readonly uploadId: string;
  },
): Promise<SentPart> {
  const { UploadPartCommand } = await import('@aws-sdk/client-s3');
  await tried.standStill.over(tried.signal);
  const range = { from: part.from, length: part.bytes };
  const piece = await readPiece(handle, range, { into, hash: hashFor(bucket.place) });
  const etag = await sendPiece({ tried, onSent }, `part ${part.n} of ${key}`, piece, {
    command: (body) =>
      new UploadPartCommand({
        ...{ Bucket: bucket.bucket, Key: key, UploadId: uploadId, PartNumber: part.n },
        ...body,
      }),
    send: (command, abortSignal) => bucket.client.send(command, { abortSignal }),
  });
  if (etag === undefined) throw new S3Failure(noAnswer);
  return { etag, md5: md5Of(piece) };
}
