import { createHash } from 'node:crypto';
import path from 'node:path';
import { BucketName } from '../../../shared/model/connection.ts';
import { type Result, ok, refuse } from '../../../shared/model/error.ts';
import type { JobRequest } from '../../../shared/model/job.ts';
import { noBucket } from '../inputs/addresses.ts';

/**
 * Where a result is uploaded to. It is first published on this computer, in a folder that stands for the bucket: below
 * it lies what will lie in the bucket, so names are made, shortened and kept apart by the rules of every result, and a
 * key is the path below that folder.
 */
export interface UploadTarget {
  /** Name of a saved connection; null = the keys of the environment. */
  readonly connection: string | null;
  readonly bucket: string;
  /** Absolute folder that stands for the bucket. */
  readonly folder: string;
}

/** What requests need to know of a saved connection. */
export interface KnownConnection {
  readonly name: string;
  readonly bucket: string;
  /** Without a slash at its start. */
  readonly prefix: string;
}

export interface UploadQuestion {
  readonly request: Pick<JobRequest, 'input' | 'output' | 'connection'>;
  /** By name, in no special order. */
  readonly connections: readonly KnownConnection[];
  /** Folder below which buckets have theirs. */
  readonly outgoing: string;
}

/** Where the result goes, and the template of its key as segments below the bucket; null = it stays here. */
export interface AskedUpload extends UploadTarget {
  /** Relative, with the separators of this computer; empty or ending in one when it names only folders. */
  readonly template: string;
}

/**
 * Reads the output and the connection of a request. Refusals: `connection_missing`, and `invalid_option` for an address
 * that is none, `.` and `..` in a key, and a connection that has nothing to do.
 */
export function uploadOf({ request, connections, outgoing }: UploadQuestion): Result<AskedUpload | null> {
  const { output, connection: name } = request;
  const named = name === undefined ? null : (connections.find((one) => one.name === name) ?? null);
  if (name !== undefined && named === null) return refuse('connection_missing', { given: `“${name}”` });
  if (output === undefined ? named === null : !/^s3:\/\//i.test(output)) {
    if (named === null || comesFromS3(request.input)) return ok(null);
    return refuse('invalid_option', {
      field: 'connection',
      reason: 'the result is written to this computer, so it has nothing to do',
    });
  }
  const asked = output === undefined ? ofConnection(named) : /^s3:\/\/([^/]*)\/*(.*)$/is.exec(output);
  const [, bucket = '', key = ''] = asked ?? [];
  if (!BucketName.safeParse(bucket).success) {
    return refuse('invalid_option', { field: 'output', reason: noBucket(bucket) });
  }
  const segments = key.split('/').filter((segment) => segment !== '');
  if (segments.some((segment) => segment === '.' || segment === '..')) {
    return refuse('invalid_option', { field: 'output', reason: 'a key in S3 has no "." and no ".." in it' });
  }
  const connection = named ?? connections.find((one) => one.bucket === bucket) ?? null;
  const ends = key === '' || key.endsWith('/') ? path.sep : '';
  return ok({
    connection: connection?.name ?? null,
    bucket,
    folder: path.join(outgoing, folderName(connection?.name ?? null, bucket)),
    template: segments.join(path.sep) + (segments.length === 0 ? '' : ends),
  });
}

/** The key of a file of a result, or of the folder of a package, in the bucket. */
export function keyOf({ folder }: Pick<UploadTarget, 'folder'>, file: string): string {
  return path.relative(folder, file).split(path.sep).join('/');
}

const ofConnection = (one: KnownConnection | null): readonly string[] | null =>
  one === null
    ? null
    : ['', one.bucket, one.prefix === '' || one.prefix.endsWith('/') ? one.prefix : `${one.prefix}/`];

const comesFromS3 = (input: JobRequest['input']): boolean =>
  (typeof input === 'string' ? [input] : input).some((one) => /^s3:\/\//i.test(one));

/** The same name in two services is two buckets. Short, because keys are long. */
const folderName = (connection: string | null, bucket: string): string =>
  createHash('sha256')
    .update(`${connection ?? ''}\0${bucket}`)
    .digest('hex')
    .slice(0, 16);
