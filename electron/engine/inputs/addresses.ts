import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { BucketName } from '../../../shared/model/connection.ts';
import { type Result, ok, refuse } from '../../../shared/model/error.ts';
import type { JobRequest } from '../../../shared/model/job.ts';
import { cleanSegment, fitName } from '../../../shared/plan/names/file-name.ts';
import { hostPlatform } from '../publish/same-file.ts';

/** Where inputs lie, as requests name them. Pure but for the rules of this computer's paths. */

export type InputPlace = { readonly at: 'disk'; readonly path: string } | RemoteInput;

/** An input that is fetched before it is read. `name` is the last part of its address as a file name of this computer. */
export type RemoteInput =
  /** `host` is for people and for the folder of the copy. */
  | { readonly at: 'web'; readonly url: string; readonly host: string; readonly name: string }
  | { readonly at: 's3'; readonly bucket: string; readonly key: string; readonly name: string };

/**
 * Reads what a request names as inputs. Refusals: `input_required`; `invalid_input` for an address that leads nowhere,
 * is none, or carries a user name or a password, which would be stored with the job.
 */
export function inputPlaces(
  request: Pick<JobRequest, 'input'>,
  cwd: string,
): Result<readonly [InputPlace, ...InputPlace[]]> {
  const given = typeof request.input === 'string' ? [request.input] : request.input;
  const places: InputPlace[] = [];
  for (const one of given) {
    const place = inputPlace(one, cwd);
    if (!place.ok) return place;
    places.push(place.value);
  }
  const [first, ...rest] = places;
  return first === undefined ? refuse('input_required') : ok([first, ...rest]);
}

/** Absolute paths of the inputs that lie on this computer. */
export function localInputs(request: Pick<JobRequest, 'input'>, cwd: string): readonly string[] {
  const places = inputPlaces(request, cwd);
  return places.ok ? places.value.flatMap((place) => (place.at === 'disk' ? [place.path] : [])) : [];
}

/**
 * An address without the user name and the password in it: they are kept nowhere, not even with a job that is refused
 * because of them. Anything else comes back as it is.
 */
export function withoutLogin(given: string): string {
  const rest = given.replace(/^([a-z][a-z0-9+.-]*:[/\\]{2})[^/\\?#]*@/i, '$1');
  // A slash in a password makes it none that can be read, and then nobody can say where the password ends.
  const isUnread = /^https?:/i.test(rest) && rest.includes('@') && !URL.canParse(rest);
  return isUnread ? rest.replace(/^(https?:[/\\]*).*@/is, '$1') : rest;
}

/** True for what is an address of any scheme, and no path. */
export const isAddress = (given: string): boolean => schemeOf(given) !== null;

/** What an address names that is fetched; null = it is a path, names a file of this computer, or cannot be read. */
export function remoteInput(given: string): RemoteInput | null {
  const place = isAddress(given) ? inputPlace(given, path.sep) : null;
  return place?.ok === true && place.value.at !== 'disk' ? place.value : null;
}

function schemeOf(given: string): string | null {
  return /^([a-z][a-z0-9+.-]+):\/\//i.exec(given)?.[1]?.toLowerCase() ?? null;
}

function inputPlace(given: string, cwd: string): Result<InputPlace> {
  const bad = (reason: string): Result<InputPlace> =>
    refuse('invalid_input', { file: withoutLogin(given), reason });
  switch (schemeOf(given)) {
    case null:
      return ok({ at: 'disk', path: path.resolve(cwd, given) });
    case 'file':
      try {
        return ok({ at: 'disk', path: fileURLToPath(given) });
      } catch {
        return bad('the address names no file on this computer');
      }
    case 'http':
    case 'https':
      return webPlace(given);
    case 's3': {
      const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/i.exec(given) ?? [];
      if (key === '' || key.endsWith('/')) return bad(noBucket(''));
      if (!BucketName.safeParse(bucket).success) return bad(noBucket(bucket));
      return ok({ at: 's3', bucket, key, name: fileName(key.slice(key.lastIndexOf('/') + 1)) });
    }
    default:
      return bad(`${schemeOf(given) ?? ''}:// is not an address that can be opened`);
  }
}

/** Why no bucket can be called so. Names of old buckets may be longer and have more letters; new ones are told. */
export function noBucket(bucket: string): string {
  return bucket === ''
    ? 'an address in S3 is written s3://bucket/key'
    : `“${bucket.slice(0, 80)}” cannot be the name of a bucket, which has 3 to 63 lower-case letters, digits, dots and hyphens, with a letter or a digit at both ends`;
}

function webPlace(given: string): Result<InputPlace> {
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url === null || url.hostname === '') {
    return refuse('invalid_input', { file: withoutLogin(given), reason: 'the address cannot be read' });
  }
  if (url.username !== '' || url.password !== '') {
    // Said without the address, which holds what must not be written anywhere.
    return refuse('invalid_input', {
      file: url.hostname,
      reason: 'an address with a user name or a password in it is not accepted',
    });
  }
  url.hash = '';
  const last = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
  return ok({ at: 'web', url: url.href, host: url.hostname, name: fileName(decoded(last)) });
}

/** A name that this computer can give a file, whatever the other side calls it. */
function fileName(given: string): string {
  const name = given === '' ? 'download' : given;
  return fitName(cleanSegment(name, hostPlatform()), 'file', hostPlatform()).name;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
