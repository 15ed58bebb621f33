import os from 'node:os';
import type { AppSettings } from '../../../shared/model/app-settings.ts';
import type { Collision } from '../../../shared/model/settings.ts';
import type { EngineDeps } from '../doors/door.ts';
import { type Uploads, createUploads } from '../export/create-uploads.ts';
import { type StagedFiles, createStagedFiles } from '../export/staged-files.ts';
import { createImporter } from '../fetch/create-importer.ts';
import { isAddress } from '../inputs/addresses.ts';
import { type LoneTransfers, createLoneTransfers } from './lone-transfers.ts';
import type { JobRecord } from '../job-record.ts';
import type { Planning } from '../planning/plan-request.ts';
import type { Store } from '../ports.ts';
import type { StandStill } from '../process/stand-still.ts';
import type { OutputFolders } from '../publish/output-folders.ts';
import type { ScratchPlaces } from './scratch-places.ts';
import type { Importer } from './transfer.ts';

/** All that comes from elsewhere or goes there: downloads, uploads, and the connections that they use. */
export interface Transfers {
  readonly uploads: Uploads;
  readonly stagedFiles: StagedFiles;
  readonly importer: Importer;
  /** Downloads and exports that belong to no job. */
  readonly lone: LoneTransfers;
  /** A job is over: what was fetched for it goes with it. */
  over(job: JobRecord): void;
}

export interface TransfersDeps {
  /** What the engine was told about transfers. */
  readonly given: Pick<EngineDeps, 'secrets' | 'env' | 'uploadPatience' | 'allowPrivateAddresses'>;
  readonly store: Store;
  readonly places: ScratchPlaces;
  readonly standStill: StandStill;
  readonly settings: () => AppSettings;
  readonly planning: Pick<Planning, 'names' | 'settings'>;
  readonly folders: OutputFolders;
  /** A job of the queue or of the history. */
  readonly job: (id: string) => JobRecord | null;
  readonly now: () => number;
  readonly log: (line: string) => void;
  readonly logOf: (id: string, line: string) => void;
  /** Hears that connections have changed. */
  readonly changed: () => void;
}

export function createTransfers(deps: TransfersDeps): Transfers {
  const { given, store, places, standStill, settings, planning, folders, job, now, log, changed } = deps;
  const collision = (): Collision => planning.settings.collision;
  const uploads = createUploads({
    ...{
      store: store.connections,
      secrets: given.secrets,
      env: given.env ?? process.env,
      home: os.homedir(),
    },
    ...{ now, log, job, collision, changed, patience: given.uploadPatience },
  });
  const allowsPrivate = (): boolean => given.allowPrivateAddresses ?? settings().allowPrivateAddresses;
  const importer = createImporter({
    rules: () => ({
      allowPrivateAddresses: allowsPrivate(),
      downloadLimit: settings().downloadLimit,
    }),
    s3: uploads.access,
  });
  return {
    uploads,
    stagedFiles: createStagedFiles({ store, places, log }),
    importer,
    lone: createLoneTransfers({
      ...{ importer, exporter: uploads.exporter, places, standStill, now, log },
      ...{ names: planning.names, folders, collision, allowsPrivate },
      connections: () => uploads.known(),
    }),
    over({ id, inputs }) {
      if (!inputs.some((input) => isAddress(input))) return;
      void places
        .removeImports(id)
        .catch((error: unknown) => deps.logOf(id, `what was downloaded stays on the disk: ${String(error)}`));
    },
  };
}
