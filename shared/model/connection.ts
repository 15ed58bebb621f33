import { z } from 'zod';
import { ConvoyError } from './error.ts';
import { ConnectionId } from './id.ts';

/**
 * Where results can be sent: an S3 service, as AWS or anybody else runs it. A connection says how it is reached and how
 * objects are stored there. It holds no secret: those are in the keychain, the environment or the shared AWS config.
 */

/** What jobs and the command line call a connection by. */
export const ConnectionName = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}\p{M} ._-]{0,63}$/u);

/** An address of a service: http or https, without a path, a user or a query. */
const endpoint = z
  .string()
  .max(2048)
  .regex(/^https?:\/\/(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?\/?$/i);

/** Names that S3 allows, old ones included: S3 user guide, "Bucket naming rules". */
export const BucketName = z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{1,253}[a-zA-Z0-9]$/);

/** S3 user guide, "Canned ACL". Buckets that enforce their owner refuse all but none. */
export const cannedAcls = [
  'private',
  'public-read',
  'authenticated-read',
  'bucket-owner-read',
  'bucket-owner-full-control',
] as const;

export const storageClasses = [
  'STANDARD',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER_IR',
  'GLACIER',
  'DEEP_ARCHIVE',
  'REDUCED_REDUNDANCY',
] as const;

/** Longest life of a presigned address, in seconds: Signature Version 4 allows seven days. */
export const longestLink = 604_800;

const header = z
  .string()
  .min(1)
  .max(1024)
  .regex(/^[\x20-\x7e]+$/);

const shape = {
  name: ConnectionName,
  /** Null = AWS itself, in the region. */
  endpoint: endpoint.nullable(),
  region: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[a-z0-9-]+$/i),
  /** The bucket is named in the path and not in the host: most services that are not AWS want that. */
  pathStyle: z.boolean(),
  bucket: BucketName,
  /** Goes before every key that does not name its bucket itself; without a slash at its start. */
  prefix: z
    .string()
    .max(900)
    .regex(/^(?!\/)[^\p{Cc}]*$/u),
  storageClass: z.enum(storageClasses).nullable(),
  acl: z.enum(cannedAcls).nullable(),
  /** `Cache-Control` of what is uploaded; null = playlists and segments as HLS wants it, nothing else. */
  cacheControl: header.nullable(),
  encryption: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('AES256') }),
      z.strictObject({ type: z.literal('aws:kms'), keyId: z.string().min(1).max(2048).nullable() }),
    ])
    .nullable(),
  /** Address under which the bucket is public, for links: `https://cdn.example.org/`; null = links are presigned. */
  publicUrl: z
    .string()
    .max(2048)
    .regex(/^https?:\/\/[^\s?#@]+$/i)
    .nullable(),
  /** Seconds for which a presigned link works. */
  linkSeconds: z.int().min(60).max(longestLink),
  /** Where the keys come from. `profile` is one of the shared AWS config. */
  credentials: z.discriminatedUnion('from', [
    z.strictObject({ from: z.literal('keychain') }),
    z.strictObject({ from: z.literal('environment') }),
    z.strictObject({ from: z.literal('profile'), profile: z.string().min(1).max(128) }),
  ]),
} as const;

/** Keys of a service. They live in memory and in the keychain, and nowhere else. */
export const S3Secret = z.strictObject({
  accessKeyId: z.string().min(3).max(256).regex(/^\S+$/),
  secretAccessKey: z.string().min(1).max(1024).regex(/^\S+$/),
  sessionToken: z.string().min(1).max(8192).nullable(),
});
export type S3Secret = z.infer<typeof S3Secret>;

/** A connection as a person makes it. `id` null = a new one; `secret` null = what is saved stays. */
export const ConnectionDraft = z.strictObject({
  id: ConnectionId.nullable(),
  ...shape,
  secret: S3Secret.nullable(),
});
export type ConnectionDraft = z.infer<typeof ConnectionDraft>;

/** What the last test said. */
export const ConnectionCheck = z.strictObject({
  /** Unix milliseconds. */
  at: z.int().nonnegative(),
  /** Seconds it took to write, read and remove a small object. */
  seconds: z.number().nonnegative(),
  error: ConvoyError.nullable(),
});
export type ConnectionCheck = z.infer<typeof ConnectionCheck>;

export const Connection = z.strictObject({
  id: ConnectionId,
  ...shape,
  check: ConnectionCheck.nullable(),
  /** Unix milliseconds. */
  createdAt: z.int().nonnegative(),
  updatedAt: z.int().nonnegative(),
});
export type Connection = z.infer<typeof Connection>;

/**
 * A connection as a window shows it. `kept` says where its keys are: in the system's keychain, in a file of ours that
 * only file permissions protect (`plain`), elsewhere (`outside`), or nowhere that this process can look (`missing`).
 */
export const ConnectionView = z.strictObject({
  connection: Connection,
  kept: z.enum(['keychain', 'plain', 'outside', 'missing']),
});
export type ConnectionView = z.infer<typeof ConnectionView>;

/** A saved connection as its editor begins: its keys stay as they are. */
export function draftOf(connection: Connection): ConnectionDraft {
  const { id, name, endpoint, region, pathStyle, bucket, prefix, storageClass, acl } = connection;
  const { cacheControl, encryption, publicUrl, linkSeconds, credentials } = connection;
  const where = { id, name, endpoint, region, pathStyle, bucket, prefix };
  const objects = { storageClass, acl, cacheControl, encryption };
  return { ...where, ...objects, publicUrl, linkSeconds, credentials, secret: null };
}

/** What a new connection starts from. */
export const newConnection: Omit<ConnectionDraft, 'name' | 'bucket'> = {
  id: null,
  endpoint: null,
  region: 'us-east-1',
  pathStyle: false,
  prefix: '',
  storageClass: null,
  acl: null,
  cacheControl: null,
  encryption: null,
  publicUrl: null,
  linkSeconds: longestLink,
  credentials: { from: 'keychain' },
  secret: null,
};

/** What a job is asked whose result goes into a folder of a connection's bucket; null = as the connection says. */
export const outputIn = ({ bucket }: Pick<Connection, 'bucket'>, folder: string | null): string | null =>
  folder === null ? null : `s3://${bucket}/${folder === '' ? '' : `${folder}/`}`;
