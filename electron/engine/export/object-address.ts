import type { Connection } from '../../../shared/model/connection.ts';
import type { OutputFile } from '../../../shared/model/job.ts';

/** Addresses of objects. Pure. */

export const s3Address = (bucket: string, key: string): string => `s3://${bucket}/${key}`;

/** Bucket and key of an `s3://` address; null when it is none. */
export function readS3Address(address: string): { readonly bucket: string; readonly key: string } | null {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/is.exec(address) ?? [];
  return key === '' ? null : { bucket, key };
}

/** Where anybody finds an object of a bucket that is public; null when it is not, or another one is. */
export function publicAddress(
  connection: Pick<Connection, 'bucket' | 'publicUrl'> | null,
  bucket: string,
  key: string,
): string | null {
  if (connection?.publicUrl == null || connection.bucket !== bucket) return null;
  const path = key.split('/').map(encodeURIComponent).join('/');
  return `${connection.publicUrl.replace(/\/+$/, '')}/${path}`;
}

/** A file of a result as it is told when it is in the bucket. */
export function uploadedFile(
  file: OutputFile,
  where: { readonly bucket: string; readonly key: string; readonly connection: Connection | null },
): OutputFile {
  const address = s3Address(where.bucket, where.key);
  return { ...file, path: address, url: publicAddress(where.connection, where.bucket, where.key) ?? address };
}
