import type { OpenBucket } from './s3-access.ts';
import { jobMember } from './object-headers.ts';
import { seenProblem } from './s3-problem.ts';
import { S3Failure, type Tried, withRetries } from './with-retries.ts';

/** A look at an object. */

export interface FoundObject {
  readonly bytes: number;
  /** Job that put it there, if one of Convoy did. */
  readonly jobId: string | null;
}

export interface LookDeps {
  readonly bucket: OpenBucket;
  readonly tried: Tried;
}

/**
 * What is under a key; null = nothing. `hidden` when the keys have no right to look: S3 says the same to them whether
 * something is there or not.
 */
export async function lookAtObject(
  { bucket, tried }: LookDeps,
  key: string,
): Promise<FoundObject | 'hidden' | null> {
  const { HeadObjectCommand } = await import('@aws-sdk/client-s3');
  try {
    const found = await withRetries(tried, `a look at ${key}`, (abortSignal) =>
      bucket.client.send(new HeadObjectCommand({ Bucket: bucket.bucket, Key: key }), { abortSignal }),
    );
    return { bytes: found.ContentLength ?? 0, jobId: found.Metadata?.[jobMember] ?? null };
  } catch (error) {
    if (!(error instanceof S3Failure)) throw error;
    if (error.problem.missing) return null;
    // An answer to a look has no body, so nobody says why. The upload itself will be told.
    const { status, code } = error.problem;
    if (status === 403 || (status === 400 && code === '')) return 'hidden';
    throw error;
  }
}

/**
 * The object is as long as the file. Its contents were checked part by part, as they arrived. Some services take a moment
 * until they know what they were given.
 */
export async function checkObject(deps: LookDeps, key: string, bytes: number): Promise<void> {
  await withRetries(deps.tried, `the check of ${key}`, async () => {
    const found = await lookAtObject(deps, key);
    if (found === 'hidden') {
      deps.tried.log(`${key}: its size cannot be looked at, because the keys may only write`);
      return;
    }
    if (found?.bytes === bytes) return;
    throw new S3Failure(
      seenProblem(
        found === null
          ? 'it is not there after the upload'
          : 'it does not have its whole size after the upload',
        `${bytes} bytes were sent, ${found?.bytes ?? 0} are there`,
        true,
      ),
    );
  });
}
