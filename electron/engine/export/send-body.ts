import { createHash } from 'node:crypto';
import { type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { PutObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { fail } from '../../../shared/model/error.ts';
import type { S3Place } from './s3-client.ts';

/** A piece of a file on its way into a request. */

/**
 * What the service checks a piece by, one hash of each byte and no more: hashing is most of the work of an upload. Over
 * https the connection vouches for the signature, and the MD5 for the bytes. Over http the SHA-256 has to be signed anyway.
 */
export type PieceHash = 'md5' | 'sha256';

export const hashFor = ({ endpoint }: Pick<S3Place, 'endpoint'>): PieceHash =>
  endpoint?.toLowerCase().startsWith('http:') === true ? 'sha256' : 'md5';

/** A piece in memory, with what the service checks it by. */
export interface Piece {
  readonly bytes: Buffer;
  readonly hash: PieceHash;
  /** In hexadecimal, as an ETag says it. */
  readonly digest: string;
}

/** Bytes that are read, hashed and sent in one go, so that others have their turn in between. */
const readAtOnce = 2 ** 20;
const sentAtOnce = 2 ** 18;

/**
 * Reads a piece into a buffer that is large enough. Throws `upload_failed` when the file has become shorter.
 *
 * @param range first byte, and length in bytes
 * @param into at least so long
 */
export async function readPiece(
  handle: FileHandle,
  { from, length }: { readonly from: number; readonly length: number },
  { into, hash }: { readonly into: Buffer; readonly hash: PieceHash },
): Promise<Piece> {
  const digest = createHash(hash);
  let at = 0;
  while (at < length) {
    const { bytesRead } = await handle.read(into, at, Math.min(readAtOnce, length - at), from + at);
    if (bytesRead === 0) {
      throw fail('upload_failed', {
        reason: 'the copy on this computer was changed meanwhile',
        hint: 'Convert it again.',
      });
    }
    digest.update(into.subarray(at, at + bytesRead));
    at += bytesRead;
  }
  return { bytes: into.subarray(0, length), hash, digest: digest.digest('hex') };
}

/** The piece as the body of a request, which says how far it has come. */
export function bodyOf({ bytes }: Piece, onSent: (bytes: number) => void): Readable {
  let at = 0;
  return new Readable({
    highWaterMark: sentAtOnce,
    read() {
      if (at >= bytes.length) {
        this.push(null);
        return;
      }
      const chunk = bytes.subarray(at, at + sentAtOnce);
      at += chunk.length;
      onSent(chunk.length);
      this.push(chunk);
    },
  });
}

/** `Content-MD5` of a piece, where that is its hash: the service refuses what does not fit it. */
export const contentMd5 = ({ hash, digest }: Piece): string | undefined =>
  hash === 'md5' ? Buffer.from(digest, 'hex').toString('base64') : undefined;

/** What is used of the steps of a command: the SDK types them by input and output, which are no matter here. */
interface BuildSteps {
  add(
    step: <T extends { readonly request: unknown }>(
      next: (args: T) => Promise<unknown>,
    ) => (args: T) => Promise<unknown>,
    options: { readonly step: 'build'; readonly name: string },
  ): void;
}

interface Request {
  readonly protocol: string;
  readonly headers: Record<string, string>;
}

/**
 * Says what the body of a command is signed as. Over https the connection itself vouches for the body, so that nothing
 * is hashed twice; over http its hash is signed, and the service refuses a body that does not fit it. The SDK alone would
 * leave a stream unsigned there, which services refuse.
 */
export function signBody(command: PutObjectCommand | UploadPartCommand, piece: Piece): void {
  const { middlewareStack } = command as { readonly middlewareStack: BuildSteps };
  middlewareStack.add(
    (next) => (args) => {
      const request = args.request as Request;
      request.headers['x-amz-content-sha256'] =
        request.protocol === 'https:' ? 'UNSIGNED-PAYLOAD' : sha256Of(piece);
      return next(args);
    },
    { step: 'build', name: 'convoySignBody' },
  );
}

/** Hashes again only where the SDK was sent to http by the environment, which no place told. */
const sha256Of = ({ bytes, hash, digest }: Piece): string =>
  hash === 'sha256' ? digest : createHash('sha256').update(bytes).digest('hex');

/**
 * True when what the service says of an object cannot be the MD5 of what was sent. An ETag is one only where nothing was
 * encrypted with a key of its own, and some services say something else altogether.
 *
 * @param md5 null = it is not known, because the service checked the bytes by their signed SHA-256
 */
export function isOther(
  etag: string | undefined,
  md5: string | null,
  encryption: string | undefined,
): boolean {
  if (md5 === null) return false;
  if (encryption !== undefined && encryption !== 'AES256') return false;
  const said = (etag ?? '').replace(/^W\//, '').replace(/"/g, '').toLowerCase();
  return /^[0-9a-f]{32}(?:-\d+)?$/.test(said) && said.includes('-') === md5.includes('-') && said !== md5;
}

/** MD5 of a piece in hexadecimal; null where it was hashed otherwise. */
export const md5Of = ({ hash, digest }: Piece): string | null => (hash === 'md5' ? digest : null);

/** ETag of an object of several parts: MD5 of their MD5s, and how many there were. Null when one of them is not known. */
export function md5OfParts(parts: readonly (string | null)[]): string | null {
  const hash = createHash('md5');
  for (const part of parts) {
    if (part === null) return null;
    hash.update(Buffer.from(part, 'hex'));
  }
  return `${hash.digest('hex')}-${parts.length}`;
}
