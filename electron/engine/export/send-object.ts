import { open } from 'node:fs/promises';
import { outputFailure } from '../publish/file-errors.ts';
import { checkObject } from './check-object.ts';
import { type ObjectToSend, type SendDeps, arrivedOtherwise } from './object-to-send.ts';
import { isOneRequest } from './part-size.ts';
import { bodyOf, contentMd5, hashFor, isOther, md5Of, readPiece, signBody } from './send-body.ts';
import { sendParts } from './send-parts.ts';
import { S3Failure, withRetries } from './with-retries.ts';

/** One file becomes one object. */

/** Sends a file and checks what arrived. Throws `S3Failure` and `ConvoyFailure`. */
export async function sendObject(deps: SendDeps, object: ObjectToSend): Promise<void> {
  const { file } = object;
  const handle = await open(file.path, 'r').catch((error: unknown) => {
    throw outputFailure(error, file.path);
  });
  try {
    if (isOneRequest(file.bytes)) await sendWhole(deps, object, handle);
    else await sendParts(deps, object, handle);
  } finally {
    await handle.close();
  }
}

async function sendWhole(
  { bucket, slots, tried, onSent }: SendDeps,
  { file, key, headers }: ObjectToSend,
  handle: Parameters<typeof readPiece>[0],
): Promise<void> {
  const { PutObjectCommand } = await import('@aws-sdk/client-s3');
  await slots.use(Math.max(1, file.bytes), async (into) => {
    const range = { from: 0, length: file.bytes };
    const piece = await readPiece(handle, range, { into, hash: hashFor(bucket.place) });
    await withRetries(tried, key, async (abortSignal) => {
      let sent = 0;
      try {
        const command = new PutObjectCommand({
          ...{ Bucket: bucket.bucket, Key: key, ...headers },
          Body: bodyOf(piece, (bytes) => {
            sent += bytes;
            onSent(bytes);
          }),
          ContentLength: file.bytes,
          ContentMD5: contentMd5(piece),
        });
        signBody(command, piece);
        const { ETag, ServerSideEncryption } = await bucket.client.send(command, { abortSignal });
        if (isOther(ETag, md5Of(piece), ServerSideEncryption)) throw new S3Failure(arrivedOtherwise);
      } catch (error) {
        onSent(-sent);
        throw error;
      }
    });
  });
  await checkObject({ bucket, tried }, key, file.bytes);
}
