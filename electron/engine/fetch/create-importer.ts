import type { S3Access } from '../export/s3-access.ts';
import type { Importer } from '../run/transfer.ts';
import type { ImportDeps, ImportRules } from './import-files.ts';
import type { Patience } from './download.ts';
import { lookupOfSystem } from './resolve-host.ts';

export interface ImporterDeps extends Partial<Omit<ImportDeps, 'rules' | 's3'>> {
  /** Asked when the inputs of a job are fetched. */
  readonly rules: () => ImportRules;
  readonly s3: Pick<S3Access, 'open'>;
}

const usualPatience: Patience = {
  answerMs: 30_000,
  idleMs: 60_000,
  totalMs: 6 * 3_600_000,
  firstWaitMs: 500,
};

/** Fetches inputs from the web and from S3. What that needs is loaded with the first of them. */
export function createImporter(given: ImporterDeps): Importer {
  return {
    async fetch(job) {
      const [{ importFiles }, { isPublicAddress }] = await Promise.all([
        import('./import-files.ts'),
        import('./public-address.ts'),
      ]);
      const usual = {
        lookup: lookupOfSystem,
        isPublic: isPublicAddress,
        patience: usualPatience,
        trusted: null,
      };
      return importFiles({ ...usual, ...given }, job);
    },
  };
}
