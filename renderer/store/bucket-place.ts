import type { Connection } from '../../shared/model/connection.ts';
import type { Row } from '../../shared/ipc/row.ts';

/** Where a result goes in a bucket, as the fields of the window: a folder in it and the template of a name. */
export interface BucketPlace {
  /** Null = the one of the connection. */
  readonly bucket: string | null;
  /** Without slashes at its ends; empty = the top of the bucket; null = the folder of the connection. */
  readonly folder: string | null;
  /** Null = the template of the settings. */
  readonly name: string | null;
}

/** What is needed of a connection. */
export type BucketOf = Pick<Connection, 'bucket' | 'prefix'>;

/** True for an output that is an address in S3. */
export const isInBucket = (output: string | null | undefined): output is string =>
  typeof output === 'string' && /^s3:\/\//i.test(output);

/** A connection as it is picked, or the bucket of an address without one; null = this computer. */
export type SaveTarget =
  { readonly by: 'connection'; readonly name: string } | { readonly by: 'address'; readonly bucket: string };

export function targetOf(
  connection: string | null | undefined,
  output: string | null | undefined,
): SaveTarget | null {
  if (connection != null) return { by: 'connection', name: connection };
  return isInBucket(output) ? { by: 'address', bucket: bucketPlaceOf(output, null).bucket ?? '' } : null;
}

/** The target of all files; undefined when they differ, or when there is none of them. */
export function commonTarget(rows: readonly Pick<Row, 'upload'>[]): SaveTarget | null | undefined {
  const targets = new Map(
    rows.map(({ upload }) => [JSON.stringify([upload?.connection, upload?.bucket]), upload] as const),
  );
  const [first] = targets.values();
  if (targets.size !== 1 || first === undefined) return undefined;
  if (first === null) return null;
  const { connection, bucket } = first;
  return connection === null
    ? { by: 'address', bucket: bucket ?? '' }
    : { by: 'connection', name: connection };
}

/** Reads what a job was asked: a key that ends in a slash is a folder, every other one ends in a name. */
export function bucketPlaceOf(output: string | null, connection: BucketOf | null): BucketPlace {
  const [, bucket, key = ''] = /^s3:\/\/([^/]*)\/*(.*)$/is.exec(output ?? '') ?? [];
  if (bucket === undefined) return { bucket: null, folder: null, name: null };
  const at = key.lastIndexOf('/');
  const folder = trimmed(key.slice(0, at + 1));
  const name = key.slice(at + 1);
  const isOwn = connection !== null && bucket === connection.bucket;
  return {
    bucket: isOwn ? null : bucket,
    folder: isOwn && folder === trimmed(connection.prefix) ? null : folder,
    name: name === '' ? null : name,
  };
}

/** What the job is asked; null = as the connection and the settings say. */
export function bucketOutput(place: BucketPlace, connection: BucketOf | null): string | null {
  const { bucket, folder, name } = place;
  if (bucket === null && folder === null && name === null) return null;
  const into = trimmed(folder ?? (bucket === null ? (connection?.prefix ?? '') : ''));
  return `s3://${bucket ?? connection?.bucket ?? ''}/${into === '' ? '' : `${into}/`}${name ?? ''}`;
}

/** A folder as it is typed: nothing is the connection's, a slash alone is the top of the bucket. */
export const typedFolder = (text: string): string | null => (text.trim() === '' ? null : trimmed(text));

/** How a folder stands in its field. */
export const shownFolder = (folder: string | null): string =>
  folder === null ? '' : folder === '' ? '/' : folder;

const trimmed = (folder: string): string => folder.trim().replace(/^\/+|\/+$/g, '');

/** An address in S3 as it is shown: the bucket and the key. Every other path as it is. */
export const withoutScheme = (place: string): string => place.replace(/^s3:\/\//i, '');
