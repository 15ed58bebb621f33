import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import type { Readable } from 'node:stream';
import { ConvoyFailure, fail } from '../../../shared/model/error.ts';
import type { S3Access } from '../export/s3-access.ts';
import type { RemoteInput } from '../inputs/addresses.ts';
import type { Source } from './content.ts';
import { parseContentRange } from './content-range.ts';
import { Interrupted } from './interrupted.ts';
import { networkFailure } from './network-failure.ts';

/** Content of objects in S3. The endpoint is a person's own choice, so it may be in a private network. */

/** @param connection name that the job gives; null = whatever leads to the bucket */
export function s3Source(
  { bucket, key }: Extract<RemoteInput, { at: 's3' }>,
  file: string,
  access: Pick<S3Access, 'open'>,
  connection: string | null,
  answerMs: number,
): Source {
  return {
    shown: `s3://${bucket}/${key}`,
    async open(from, signal) {
      const [{ GetObjectCommand }, { client }] = await Promise.all([
        import('@aws-sdk/client-s3'),
        access.open(connection, bucket),
      ]);
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(), answerMs);
      try {
        const answer = await client.send(
          new GetObjectCommand({
            Bucket: bucket,
            Key: key,
            ...(from === null ? {} : { Range: `bytes=${from.offset}-`, IfMatch: from.validator }),
          }),
          { abortSignal: AbortSignal.any([signal, late.signal]) },
        );
        const range = from === null ? null : parseContentRange(answer.ContentRange);
        const body = answer.Body as Readable;
        if (from !== null && (range?.first !== from.offset || range.total !== from.total)) {
          body.destroy();
          throw new Interrupted('the service sends another part than was asked for', { anew: true });
        }
        return {
          start: from?.offset ?? 0,
          total: totalOf(answer, from),
          validator: tagOf(answer),
          type: '',
          body,
        };
      } catch (error) {
        if (late.signal.aborted && !signal.aborted) throw new Interrupted('the service does not answer');
        throw objectFailure(error, file, { bucket, resumes: from !== null });
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

const totalOf = (
  { ContentLength }: GetObjectCommandOutput,
  from: { readonly total: number | null } | null,
): number | null => (from === null ? (ContentLength ?? null) : from.total);

/** Only a strong tag says that the bytes are the same. */
const tagOf = ({ ETag }: GetObjectCommandOutput): string | null =>
  ETag !== undefined && /^"[^"]+"$/.test(ETag) ? ETag : null;

interface Asked {
  readonly bucket: string;
  readonly resumes: boolean;
}

/** What the service says of an object. Exported for its table of answers. */
export function objectFailure(
  error: unknown,
  file: string,
  { bucket, resumes }: Asked,
): Interrupted | ConvoyFailure {
  if (error instanceof Interrupted || error instanceof ConvoyFailure) return error;
  const name = error instanceof Error ? error.name : '';
  const status = statusOf(error);
  const detail = error instanceof Error ? `${name}: ${error.message}` : String(error);
  const refused = (reason: string, hint: string): ConvoyFailure =>
    fail('download_failed', { file, reason, hint, detail });
  if (resumes && (status === 412 || status === 416)) {
    return new Interrupted('it was changed in the bucket', { anew: true });
  }
  if (name === 'NoSuchBucket')
    return refused(`there is no bucket “${bucket}”`, 'Check the address and the connection.');
  if (name === 'InvalidObjectState') {
    return refused('it is in an archive', 'Restore the object first, then try again.');
  }
  if (/^(?:RequestTimeTooSkewed|RequestExpired)$/.test(name)) {
    return refused('the clock of this computer is wrong', 'Set the clock, then try again.');
  }
  if (
    /^(?:InvalidAccessKeyId|SignatureDoesNotMatch|ExpiredToken|InvalidToken|CredentialsProviderError)$/.test(
      name,
    )
  ) {
    return refused('the keys of the connection are not accepted', 'Check the connection.');
  }
  switch (status) {
    case null:
      return networkFailure(error, file);
    case 404:
      return refused('it is not in the bucket', 'Check the address.');
    case 401:
    case 403:
      return refused('the connection may not read it', 'Check the connection, and what its keys may do.');
    case 301:
    case 307:
      return refused('the bucket is in another region', 'Check the region of the connection.');
    default:
      return status === 408 || status === 429 || status >= 500
        ? new Interrupted(`the service answers ${status}`, { detail })
        : refused(`the service answers ${status}`, 'Check the address and the connection.');
  }
}

function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return null;
  const metadata: unknown = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return null;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : null;
}
