import type { S3Secret } from '../../../shared/model/connection.ts';

/**
 * Where the keys of connections are kept that a person typed in. Nothing else of Convoy ever writes one down. `keychain`
 * = encrypted with a key that the system keeps; `plain` = in a file that only its permissions protect, because the
 * system has no keychain; `none` = this process can keep nothing.
 */
export interface SecretStore {
  /** What it is, and the ids of connections whose keys it has. */
  look(): Promise<SecretPlace>;
  /** Null when there are none, or when they cannot be opened any more. */
  get(id: string): Promise<S3Secret | null>;
  /** Rejects when they cannot be kept. */
  set(id: string, secret: S3Secret): Promise<void>;
  remove(id: string): Promise<void>;
}

export interface SecretPlace {
  readonly kept: 'keychain' | 'plain' | 'none';
  readonly ids: readonly string[];
}

/** Of a process without a keychain. */
export const noSecrets: SecretStore = {
  look: () => Promise.resolve({ kept: 'none', ids: [] }),
  get: () => Promise.resolve(null),
  set: () => Promise.reject(new Error('this process has no keychain')),
  remove: () => Promise.resolve(),
};
