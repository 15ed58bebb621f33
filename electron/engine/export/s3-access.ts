import type { S3Client } from '@aws-sdk/client-s3';
import type { Connection } from '../../../shared/model/connection.ts';
import { type Result, ConvoyFailure, fail } from '../../../shared/model/error.ts';
import { readProfiles } from '../connections/aws-profile.ts';
import { type KeyPlaces, type Keys, keysOf, keysOfEnvironment } from '../connections/keys.ts';
import { type S3Place, createS3Client } from './s3-client.ts';

/** The way into buckets: for results that go there, and for inputs that come from there. */
export interface S3Access {
  /**
   * Opens a bucket through the connection of this name; null = through the one that is for this bucket, else with the
   * keys of the environment. Throws `connection_missing`. Nobody is asked yet whether the bucket is there.
   */
  open(name: string | null, bucket: string): Promise<OpenBucket>;
  close(): void;
}

export interface OpenBucket {
  /** Shared: nobody but `S3Access.close` ends it. */
  readonly client: S3Client;
  readonly bucket: string;
  /** Null = the environment alone says how it is reached. */
  readonly connection: Connection | null;
  /** For sentences: the connection's name, else the bucket's. */
  readonly label: string;
  readonly place: S3Place;
}

export interface S3AccessDeps extends KeyPlaces {
  readonly connections: () => readonly Connection[];
}

export function createS3Access(deps: S3AccessDeps): S3Access {
  /** One of each way to a service, with the keys that it was made with. */
  const clients = new Map<string, { readonly keys: string; readonly client: S3Client }>();

  async function clientFor(id: string, place: S3Place, keys: Keys, from: unknown): Promise<S3Client> {
    const said = JSON.stringify([place, from, typeof keys === 'function' ? null : keys]);
    const known = clients.get(id);
    if (known?.keys === said) return known.client;
    // What runs on the former one goes on: it is not destroyed, and ends with its last request.
    const client = await createS3Client(place, keys);
    clients.set(id, { keys: said, client });
    return client;
  }

  return {
    async open(name, bucket) {
      const connections = deps.connections();
      const connection =
        name === null
          ? (connections.find((one) => one.bucket === bucket) ?? null)
          : (connections.find((one) => one.name === name) ?? null);
      if (name !== null && connection === null) throw fail('connection_missing', { given: `“${name}”` });
      if (connection === null) {
        const keys = valueOf(await keysOfEnvironment(deps, bucket));
        const place = await placeOfEnvironment(deps);
        const client = await clientFor('environment', place, keys, deps.env['AWS_PROFILE']);
        return { client, bucket, connection, label: bucket, place };
      }
      const keys = valueOf(await keysOf(connection, deps));
      const { endpoint, region, pathStyle, credentials } = connection;
      const place = { endpoint, region, pathStyle };
      const client = await clientFor(connection.id, place, keys, credentials);
      return { client, bucket, connection, label: connection.name, place };
    },
    close() {
      for (const { client } of clients.values()) client.destroy();
      clients.clear();
    },
  };
}

/** Where AWS tools would look: the environment, then the shared config. */
async function placeOfEnvironment({ env, home }: KeyPlaces): Promise<S3Place> {
  const profile = (await readProfiles(env, home)).get(env['AWS_PROFILE'] ?? 'default');
  const region = env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? profile?.get('region') ?? 'us-east-1';
  const endpoint =
    env['AWS_ENDPOINT_URL_S3'] ?? env['AWS_ENDPOINT_URL'] ?? profile?.get('endpoint_url') ?? null;
  // A service that is not AWS is reached under one name.
  return { endpoint, region, pathStyle: endpoint !== null };
}

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new ConvoyFailure(result.error);
  return result.value;
}
