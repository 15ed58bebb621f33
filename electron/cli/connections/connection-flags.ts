import {
  ConnectionDraft,
  cannedAcls,
  newConnection,
  storageClasses,
} from '../../../shared/model/connection.ts';
import type { Given } from '../flag-spec.ts';
import type { RunFlagSpec } from '../flag-spec.ts';
import { wrong } from '../wrong-command-line.ts';

/** Flags of `convoy connections add`. There is none for a key: flags are in the list of processes, for all to see. */
export const connectionAddFlags: readonly RunFlagSpec[] = [
  { flag: '--name <name>', help: 'what jobs call it by' },
  { flag: '--bucket <bucket>', help: 'the bucket' },
  { flag: '--endpoint <url>', help: 'address of the service; AWS unless told' },
  { flag: '--region <region>', help: `region of the bucket (${newConnection.region} unless told)` },
  { flag: '--path-style', help: 'name the bucket in the path, as most services want it that are not AWS' },
  { flag: '--prefix <prefix>', help: 'goes before every key: films/' },
  { flag: '--storage-class <class>', help: storageClasses.join(', ') },
  { flag: '--acl <acl>', help: cannedAcls.join(', ') },
  { flag: '--cache-control <header>', help: 'Cache-Control of what is uploaded' },
  { flag: '--sse <how>', help: 'encryption by the service: AES256, aws:kms or aws:kms:KEY' },
  { flag: '--public-url <url>', help: 'address under which the bucket is public, for links' },
  { flag: '--from-env', help: 'its keys are in the environment, which is so unless told' },
  { flag: '--profile <name>', help: 'its keys are in a profile of the shared AWS config' },
];

/**
 * The connection that is asked for.
 *
 * @throws {WrongCommandLine} naming the flag
 */
export function readConnectionDraft(given: Given): ConnectionDraft {
  const text = (name: string): string | null => {
    const value = given[name];
    return typeof value === 'string' ? value : null;
  };
  for (const needed of ['name', 'bucket']) {
    if (text(needed) === null) {
      throw wrong('invalid_option', { field: needed, reason: 'it is missing', hint: `Give --${needed}.` });
    }
  }
  const profile = text('profile');
  if (profile !== null && given['fromEnv'] === true) {
    throw wrong('invalid_option', {
      field: 'profile',
      reason: 'the keys are in the environment or in a profile, not in both',
    });
  }
  const draft = ConnectionDraft.safeParse({
    ...newConnection,
    ...{ name: text('name'), bucket: text('bucket'), endpoint: text('endpoint') },
    region: text('region') ?? newConnection.region,
    pathStyle: given['pathStyle'] === true,
    prefix: text('prefix') ?? '',
    ...{ storageClass: text('storageClass'), acl: text('acl'), cacheControl: text('cacheControl') },
    encryption: encryptionOf(text('sse')),
    publicUrl: text('publicUrl'),
    credentials: profile === null ? { from: 'environment' } : { from: 'profile', profile },
  });
  if (draft.success) return draft.data;
  const member = String(draft.error.issues[0]?.path[0] ?? 'name');
  const [flag, allowed] = flagOf[member] ?? [member, 'something else'];
  throw wrong('invalid_option', {
    field: flag,
    given: JSON.stringify(given[member === 'encryption' ? 'sse' : member] ?? ''),
    allowed,
  });
}

function encryptionOf(given: string | null): unknown {
  if (given === null) return null;
  if (given === 'AES256') return { type: 'AES256' };
  const [, keyId] = /^aws:kms(?::(.+))?$/.exec(given) ?? [];
  return given.startsWith('aws:kms') ? { type: 'aws:kms', keyId: keyId ?? null } : given;
}

/** Flag of each member, and what it takes. */
const flagOf: Readonly<Record<string, readonly [string, string]>> = {
  name: ['name', 'letters, digits, spaces, dots and hyphens, 64 at most'],
  bucket: ['bucket', '3 to 63 lower-case letters, digits, dots and hyphens'],
  endpoint: ['endpoint', 'https://host or http://host, without a path'],
  region: ['region', 'a word such as eu-central-1'],
  prefix: ['prefix', 'a text without a slash at its start'],
  storageClass: ['storage-class', storageClasses.join(', ')],
  acl: ['acl', cannedAcls.join(', ')],
  cacheControl: ['cache-control', 'plain ASCII text'],
  encryption: ['sse', 'AES256, aws:kms or aws:kms:KEY'],
  publicUrl: ['public-url', 'an http or https address'],
  credentials: ['profile', 'the name of a profile'],
};
