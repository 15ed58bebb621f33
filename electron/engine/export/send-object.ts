import { open } from 'node:fs/promises';
import { outputFailure } from '../publish/file-errors.ts';
import { checkObject } from './check-object.ts';
import type { ObjectToSend, SendDeps } from './object-to-send.ts';
import { isOneRequest } from './part-size.ts';
import { hashFor, readPiece } from './send-body.ts';
import { sendParts } from './send-parts.ts';
import { sendPiece } from './send-piece.ts';

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
    await sendPiece({ tried, onSent }, key, piece, {
      command: (body) => new PutObjectCommand({ Bucket: bucket.bucket, Key: key, ...headers, ...body }),
      send: (command, abortSignal) => bucket.client.send(command, { abortSignal }),
    });
  });
  await checkObject({ bucket, tried }, key, file.bytes);
}
