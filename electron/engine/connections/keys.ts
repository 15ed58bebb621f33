import type { S3ClientConfig } from '@aws-sdk/client-s3';
import type { Connection, S3Secret } from '../../../shared/model/connection.ts';
import { type Result, ok, refuse } from '../../../shared/model/error.ts';
import { profileProblem, readProfiles } from './aws-profile.ts';
import { type Environment, environmentKeys, environmentPrefix } from './environment-keys.ts';
import type { SecretStore } from './secret-store.ts';

/** Where the keys of a connection come from. Nobody on the network is asked, but by a profile that says so itself. */

/** Keys, or who gives them and renews them when they run out. */
export type Keys = NonNullable<S3ClientConfig['credentials']>;

export interface KeyPlaces {
  readonly secrets: SecretStore;
  readonly env: Environment;
  /** Of the person, where the shared AWS config lies. */
  readonly home: string;
}

/** The keys of a saved connection. Refusal: `connection_missing`, with a hint that says where they are looked for. */
export async function keysOf(
  connection: Pick<Connection, 'id' | 'name' | 'credentials'>,
  places: KeyPlaces,
): Promise<Result<Keys>> {
  const { name, credentials } = connection;
  const prefix = environmentPrefix(name);
  const own = environmentKeys(places.env, prefix);
  const both = `${prefix}_ACCESS_KEY_ID and ${prefix}_SECRET_ACCESS_KEY`;
  switch (credentials.from) {
    case 'keychain': {
      const { kept } = await places.secrets.look();
      const secret = kept === 'none' ? own : await places.secrets.get(connection.id);
      if (secret !== null) return ok(identityOf(secret));
      return kept === 'none'
        ? noKeys(
            name,
            'its keys are in the keychain of the app, which cannot be read from here',
            `Start the app, which works on the same queue, or set the environment variables ${both}.`,
          )
        : noKeys(
            name,
            'its keys are not in the keychain any more',
            'Open the connection and enter them again.',
          );
    }
    case 'environment': {
      const secret = own ?? environmentKeys(places.env, 'AWS');
      if (secret !== null) return ok(identityOf(secret));
      return noKeys(
        name,
        'its keys are not in the environment',
        `Set the environment variables ${both}, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and start Convoy again.`,
      );
    }
    case 'profile':
      return keysOfProfile(credentials.profile, places, `“${name}”`);
  }
}

/** Keys without a saved connection: `AWS_…`, else the profile that `AWS_PROFILE` names, else the default one. */
export async function keysOfEnvironment(places: KeyPlaces, bucket: string): Promise<Result<Keys>> {
  const secret = environmentKeys(places.env, 'AWS');
  if (secret !== null) return ok(identityOf(secret));
  const profile = places.env['AWS_PROFILE'] ?? 'default';
  if (profile !== 'default' || (await readProfiles(places.env, places.home)).has(profile)) {
    return keysOfProfile(profile, places, `for “${bucket}”`);
  }
  return refuse('connection_missing', {
    given: `for “${bucket}”`,
    hint: 'Save a connection and name it, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
  });
}

async function keysOfProfile(
  profile: string,
  { env, home }: KeyPlaces,
  given: string,
): Promise<Result<Keys>> {
  const problem = profileProblem(await readProfiles(env, home), profile);
  if (problem !== null) {
    return refuse('connection_missing', {
      given,
      reason: problem,
      hint: 'Name another profile, or put the keys into the environment.',
    });
  }
  const { fromIni } = await import('@aws-sdk/credential-providers');
  const [filepath, configFilepath] = [env['AWS_SHARED_CREDENTIALS_FILE'], env['AWS_CONFIG_FILE']];
  return ok(
    fromIni({
      profile,
      ...(filepath === undefined ? {} : { filepath }),
      ...(configFilepath === undefined ? {} : { configFilepath }),
    }),
  );
}

export const identityOf = ({ accessKeyId, secretAccessKey, sessionToken }: S3Secret): Keys => ({
  accessKeyId,
  secretAccessKey,
  ...(sessionToken === null ? {} : { sessionToken }),
});

const noKeys = (name: string, reason: string, hint: string): Result<Keys> =>
  refuse('connection_missing', { given: `“${name}”`, reason, hint });
