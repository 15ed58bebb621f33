import type { ConnectionCheck, ConnectionDraft, ConnectionView } from '../../../shared/model/connection.ts';
import type { Result } from '../../../shared/model/error.ts';

/** Where results are sent, as doors work on it. A secret goes in and never comes out. */
export interface ConnectionsDoor {
  /** By name. */
  list(): Promise<readonly ConnectionView[]>;
  /**
   * Saves a new connection, or another state of one. Refusals: `conflict` when the name is in use or this process can keep
   * no keys, `not_found`, `invalid_option` when keys for the keychain are missing.
   */
  save(draft: ConnectionDraft): Promise<Result<ConnectionView>>;
  /** Its keys go too. Refusal: `not_found`. */
  remove(id: string): Promise<Result<null>>;
  /** Writes, reads and removes a small object. What goes wrong is the error of the check. */
  test(draft: ConnectionDraft): Promise<ConnectionCheck>;
  /**
   * Where the uploaded result of a job can be fetched.
   *
   * @param seconds for which a signed address works; null = as the connection says
   */
  link(jobId: string, seconds: number | null): Promise<Result<ObjectLink>>;
}

export interface ObjectLink {
  readonly url: string;
  /** Unix milliseconds; null = a public address. */
  readonly expiresAt: number | null;
}
