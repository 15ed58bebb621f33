import { abortUpload } from './abort-upload.ts';
import type { ObjectToSend, PartialUpload, SendDeps } from './object-to-send.ts';
import { noAnswer, s3Problem } from './s3-problem.ts';
import { listUploads, unheardAmong } from './unheard-uploads.ts';
import { S3Failure, withRetries } from './with-retries.ts';

/** A multipart upload that has begun. */
export interface BegunUpload {
  readonly upload: PartialUpload;
  /**
   * Looks once more for uploads that began without our hearing of it, if not all of them were found: a service may take
   * its time with a request whose connection broke. Never rejects.
   */
  readonly endUnheard: () => Promise<void>;
}

/**
 * Begins an upload and tells the book of it. A begin whose answer is lost leaves an upload that nobody knows by name:
 * such ones are looked for in the bucket, and ended, here and when it fails. Throws `S3Failure`, `cancelled`.
 */
export async function beginUpload(
  { bucket, tried, book }: Pick<SendDeps, 'bucket' | 'tried' | 'book'>,
  { key, headers }: ObjectToSend,
): Promise<BegunUpload> {
  const { CreateMultipartUploadCommand } = await import('@aws-sdk/client-s3');
  const from = Date.now();
  let [unheard, to] = [0, from];

  async function endUnheard(known: string | null): Promise<void> {
    if (unheard === 0) return;
    try {
      const listed = await listUploads({ bucket, tried }, key);
      const found = unheardAmong(listed, { key, from, to, count: unheard }, known);
      for (const uploadId of found) {
        await abortUpload({ bucket, tried }, { key, uploadId });
        unheard -= 1;
        tried.log(`${key}: an upload was ended whose begin was not answered`);
      }
    } catch (error) {
      tried.log(`${key}: whether an upload began unheard cannot be looked at: ${String(error)}`);
    }
  }

  try {
    const { UploadId: uploadId } = await withRetries(tried, key, async (abortSignal) => {
      const command = new CreateMultipartUploadCommand({ Bucket: bucket.bucket, Key: key, ...headers });
      try {
        return await bucket.client.send(command, { abortSignal });
      } catch (error) {
        const { status } = s3Problem(error, bucket);
        // A refusal is one; everything else may have come after the upload had begun.
        if (status === null || status < 300 || status >= 500) unheard += 1;
        throw error;
      } finally {
        to = Date.now();
      }
    });
    if (uploadId === undefined) throw new S3Failure(noAnswer);
    const upload = { key, uploadId };
    book.add(upload);
    await endUnheard(uploadId);
    return { upload, endUnheard: () => endUnheard(uploadId) };
  } catch (error) {
    await endUnheard(null);
    throw error;
  }
}
