import type { Collision } from '../../../shared/model/settings.ts';
import type { Environment } from '../connections/environment-keys.ts';
import { createConnections } from '../connections/connections.ts';
import { type SecretStore, noSecrets } from '../connections/secret-store.ts';
import type { ConnectionsDoor } from '../doors/connections-door.ts';
import type { JobRecord, StagedResult } from '../job-record.ts';
import type { ConnectionStore } from '../ports.ts';
import { createStandStill } from '../process/stand-still.ts';
import type { Exporter } from '../run/transfer.ts';
import { abortUpload } from './abort-upload.ts';
import { createExporter } from './create-exporter.ts';
import { type S3Access, createS3Access } from './s3-access.ts';
import type { KnownConnection } from './upload-target.ts';
import { type Patience, uploadPatience } from './with-retries.ts';

/** Buckets as the engine knows them: the connections to them, the way in, and results that go there. */
export interface Uploads {
  readonly door: ConnectionsDoor;
  readonly access: S3Access;
  readonly exporter: Exporter;
  readonly known: () => readonly KnownConnection[];
  /** Ends uploads that an earlier run left in a bucket. Never rejects. */
  abort(left: readonly StagedResult[]): Promise<void>;
  close(): void;
}

export interface UploadsDeps {
  readonly store: ConnectionStore;
  readonly secrets: SecretStore | undefined;
  readonly env: Environment;
  readonly home: string;
  readonly now: () => number;
  /** A job of the queue or of the history. */
  readonly job: (id: string) => JobRecord | null;
  readonly collision: () => Collision;
  readonly changed: () => void;
  readonly log: (line: string) => void;
  readonly patience?: Patience | undefined;
}

export function createUploads(deps: UploadsDeps): Uploads {
  const { store, env, home, now, job, changed, log } = deps;
  const keys = { env, home, secrets: deps.secrets ?? noSecrets };
  const access = createS3Access({ ...keys, connections: () => store.all() });
  const patience = deps.patience ?? uploadPatience;
  return {
    access,
    door: createConnections({ ...keys, store, access, job, now, changed }),
    exporter: createExporter({
      access,
      patience,
      collisionFor(id) {
        const collision = deps.collision();
        // A person said: convert anyway.
        return collision === 'skip' && job(id)?.anyway === true ? 'number' : collision;
      },
    }),
    known: () => store.all(),
    async abort(left) {
      for (const { upload, partial } of left) {
        try {
          const bucket = await access.open(upload.connection, upload.bucket);
          const signal = AbortSignal.timeout(60_000);
          const tried = { place: bucket, patience, signal, standStill: createStandStill(), log };
          for (const one of partial) await abortUpload({ bucket, tried }, one);
        } catch (error) {
          log(`parts of an upload stay in “${upload.bucket}” for now: ${String(error)}`);
        }
      }
    },
    close: () => access.close(),
  };
}
