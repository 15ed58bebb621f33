import { createStandStill } from '../process/stand-still.ts';
import type { PartialUpload } from './object-to-send.ts';
import type { OpenBucket } from './s3-access.ts';
import { S3Failure, type Tried, withRetries } from './with-retries.ts';

/** The end of a multipart upload without an object. */

export interface EndDeps {
  readonly bucket: OpenBucket;
  readonly tried: Tried;
}

const endPatience = { tries: 3, firstWaitMs: 300 } as const;

/** For what is asked also when everything is told to stop, or to stand still: that is just when it matters. */
export const tryToEnd = (tried: Tried): Tried => ({
  ...tried,
  signal: AbortSignal.timeout(15_000),
  standStill: createStandStill(),
  patience: endPatience,
});

/** Ends an upload without an object. One that is known no more is fine. Throws `S3Failure`. */
export async function abortUpload(
  { bucket, tried }: EndDeps,
  { key, uploadId }: PartialUpload,
): Promise<void> {
  const { AbortMultipartUploadCommand } = await import('@aws-sdk/client-s3');
  try {
    await withRetries(tryToEnd(tried), `the abort of ${key}`, (abortSignal) =>
      bucket.client.send(
        new AbortMultipartUploadCommand({ Bucket: bucket.bucket, Key: key, UploadId: uploadId }),
        { abortSignal },
      ),
    );
  } catch (error) {
    const isGone =
      error instanceof S3Failure && (error.problem.missing || error.problem.code === 'NoSuchUpload');
    if (!isGone) throw error;
  }
}
