import { type Connection, longestLink } from '../../../shared/model/connection.ts';
import { type Result, ok, refuse } from '../../../shared/model/error.ts';
import type { ObjectLink } from '../doors/connections-door.ts';
import type { JobRecord } from '../job-record.ts';
import { publicAddress, readS3Address } from './object-address.ts';
import type { S3Access } from './s3-access.ts';

/** The address under which the result of a job can be fetched. Refusals: `conflict`, `connection_missing`. */
export async function linkTo(
  job: Pick<JobRecord, 'state' | 'files' | 'connection'>,
  asked: number | null,
  deps: {
    readonly access: S3Access;
    readonly connections: () => readonly Connection[];
    readonly now: () => number;
  },
): Promise<Result<ObjectLink>> {
  const [primary] = job.files;
  if (job.state !== 'succeeded' || primary === undefined) {
    return refuse('conflict', { reason: 'there is no result to link to' });
  }
  if (/^https?:/i.test(primary.url)) return ok({ url: primary.url, expiresAt: null });
  const address = readS3Address(primary.url);
  if (address === null) return refuse('conflict', { reason: 'the result lies on this computer' });
  const { bucket, key } = address;
  const named =
    deps.connections().find((one) => one.name === job.connection || one.bucket === bucket) ?? null;
  const open = publicAddress(named, bucket, key);
  if (open !== null) return ok({ url: open, expiresAt: null });
  const opened = await deps.access.open(job.connection, bucket);
  const expiresIn = Math.min(asked ?? opened.connection?.linkSeconds ?? longestLink, longestLink);
  const [{ getSignedUrl }, { GetObjectCommand }] = await Promise.all([
    import('@aws-sdk/s3-request-presigner'),
    import('@aws-sdk/client-s3'),
  ]);
  const at = deps.now();
  const url = await getSignedUrl(opened.client, new GetObjectCommand({ Bucket: bucket, Key: key }), {
    expiresIn,
  });
  return ok({ url, expiresAt: at + expiresIn * 1000 });
}
