import { S3Secret } from '../../../shared/model/connection.ts';

/** Keys in environment variables. Pure. */

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What the variables of a connection begin with: `media-prod` → `CONVOY_S3_MEDIA_PROD`. Whatever is no letter A to Z and
 * no digit is an underscore.
 */
export function environmentPrefix(name: string): string {
  return `CONVOY_S3_${name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
}

/** The keys under a prefix, `CONVOY_S3_…` or `AWS`; null when they are not both there. */
export function environmentKeys(env: Environment, prefix: string): S3Secret | null {
  const token = env[`${prefix}_SESSION_TOKEN`];
  const found = S3Secret.safeParse({
    accessKeyId: env[`${prefix}_ACCESS_KEY_ID`],
    secretAccessKey: env[`${prefix}_SECRET_ACCESS_KEY`],
    sessionToken: token === undefined || token === '' ? null : token,
  });
  return found.success ? found.data : null;
}
