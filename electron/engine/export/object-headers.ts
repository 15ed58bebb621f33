import type { Connection } from '../../../shared/model/connection.ts';
import type { OutputFile } from '../../../shared/model/job.ts';
import { cacheControlOf, contentTypeOf } from './upload-order.ts';

/** How an object is stored, as `PutObject` and `CreateMultipartUpload` are told. */
export interface ObjectHeaders {
  readonly ContentType: string;
  readonly CacheControl?: string;
  readonly StorageClass?: NonNullable<Connection['storageClass']>;
  readonly ACL?: NonNullable<Connection['acl']>;
  readonly ServerSideEncryption?: 'AES256' | 'aws:kms';
  readonly SSEKMSKeyId?: string;
  readonly Metadata: Readonly<Record<string, string>>;
}

/**
 * With every object goes the id of its job (`x-amz-meta-convoy-job`): an upload that was broken off just after its end
 * finds its own result again, and nobody else's.
 */
export const jobMember = 'convoy-job';

/** Pure. `connection` null = nothing is asked of the service but to take it. */
export function headersOf(
  file: Pick<OutputFile, 'path' | 'mime'>,
  connection: Pick<Connection, 'cacheControl' | 'storageClass' | 'acl' | 'encryption'> | null,
  { jobId, isPackage }: { readonly jobId: string; readonly isPackage: boolean },
): ObjectHeaders {
  const cache = cacheControlOf(file, { isPackage, asked: connection?.cacheControl ?? null });
  const encryption = connection?.encryption ?? null;
  return {
    ContentType: contentTypeOf(file),
    ...(cache === null ? {} : { CacheControl: cache }),
    ...(connection?.storageClass == null ? {} : { StorageClass: connection.storageClass }),
    ...(connection?.acl == null ? {} : { ACL: connection.acl }),
    ...(encryption === null ? {} : { ServerSideEncryption: encryption.type }),
    ...(encryption?.type === 'aws:kms' && encryption.keyId !== null ? { SSEKMSKeyId: encryption.keyId } : {}),
    Metadata: { [jobMember]: jobId },
  };
}
