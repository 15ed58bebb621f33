import { randomBytes } from 'node:crypto';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Connection, ConnectionCheck } from '../../../shared/model/connection.ts';
import { type ConvoyError, convoyError } from '../../../shared/model/error.ts';
import { headersOf } from './object-headers.ts';
import { s3Problem } from './s3-problem.ts';

/** Milliseconds for all of it: a person waits. */
const limitMs = 20_000;

export type TestedConnection = Omit<Connection, 'id' | 'check' | 'createdAt' | 'updatedAt'>;

/**
 * Writes a small object as a result would be written, reads it, and removes it. What goes wrong is the error of the
 * check. Never rejects.
 */
export async function testBucket(
  client: S3Client,
  connection: TestedConnection,
  now: () => number,
): Promise<ConnectionCheck> {
  const { bucket: Bucket, prefix, name } = connection;
  const at = now();
  const abortSignal = AbortSignal.timeout(limitMs);
  const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  const Key = `${folder}.convoy-test-${randomBytes(8).toString('hex')}`;
  const text = 'Convoy was here, and takes this away again.\n';
  /** Null when it went well. */
  const step = async (failing: string, work: () => Promise<string | null>): Promise<ConvoyError | null> => {
    try {
      const otherwise = await work();
      return otherwise === null ? null : sentence(name, `${failing}: ${otherwise}`, {});
    } catch (error) {
      const said = abortSignal.aborted ? { code: 'ETIMEDOUT' } : error;
      const { reason, ...problem } = s3Problem(said, { bucket: Bucket, place: connection });
      return sentence(name, failing === '' ? reason : `${failing}: ${reason}`, problem);
    }
  };
  const sdk = await import('@aws-sdk/client-s3');
  const error = await step('', async () => {
    const headers = headersOf({ path: Key, mime: 'text/plain' }, connection, {
      jobId: 'test',
      isPackage: false,
    });
    await client.send(new sdk.PutObjectCommand({ Bucket, Key, Body: text, ...headers }), { abortSignal });
    return null;
  });
  if (error !== null) return { at, seconds: (now() - at) / 1000, error };
  const unread = await step('what was written cannot be read', async () => {
    const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket, Key }), { abortSignal });
    return (await Body?.transformToString()) === text ? null : 'something else is there';
  });
  const stays = await step(`the test object ${Key} cannot be removed`, async () => {
    await client.send(new sdk.DeleteObjectCommand({ Bucket, Key }), { abortSignal });
    return null;
  });
  return { at, seconds: Math.max(0, now() - at) / 1000, error: unread ?? stays };
}

function sentence(
  name: string,
  reason: string,
  {
    denied = false,
    hint,
    detail,
  }: { readonly denied?: boolean; readonly hint?: string; readonly detail?: string },
): ConvoyError {
  const error = convoyError(denied ? 'upload_denied' : 'upload_failed', {
    hint: hint ?? 'Check the endpoint, the bucket and the rights of the keys.',
    ...(detail === undefined ? {} : { detail }),
  });
  // It is about the connection, not about a file.
  return { ...error, message: `“${name}” cannot be used: ${reason}.` };
}
