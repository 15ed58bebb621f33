import { rmSync } from 'node:fs';
import type { Database } from './database.ts';

/** What makes a database of one version into one of the next; the first one makes it from nothing. */
export const migrations: readonly string[] = [
  `
  create table jobs (
    id text primary key not null,
    rank real not null,
    state text not null,
    hold text,
    record text not null
  ) strict;
  create table presets (
    id text primary key not null,
    record text not null
  ) strict;
  create table settings (
    name text primary key not null,
    value text not null
  ) strict;
  `,
];

/** The database was written by a later Convoy. */
export class NewerDatabase extends Error {
  override readonly name = 'NewerDatabase';
}

/**
 * Brings a database to the present version, each step whole or not at all. One that holds something is copied first,
 * beside the file; the copy stays, for the day that somebody wants to go back. Throws `NewerDatabase`.
 *
 * @param file its path, or null when it is in memory
 */
export function migrate(
  database: Database,
  file: string | null,
  steps: readonly string[] = migrations,
): void {
  const version = versionOf(database);
  if (version > steps.length) {
    throw new NewerDatabase(`the queue was written by a newer Convoy (${version}, not ${steps.length})`);
  }
  if (version === steps.length) return;
  if (version > 0 && file !== null) {
    const copy = `${file}.v${version}`;
    rmSync(copy, { force: true });
    database.run('vacuum into ?', [copy]);
  }
  for (const [n, step] of steps.entries()) {
    if (n < version) continue;
    database.transaction(() => {
      database.exec(step);
      database.exec(`pragma user_version = ${n + 1}`);
    });
  }
}

function versionOf(database: Database): number {
  const version = database.get('pragma user_version')?.['user_version'];
  return typeof version === 'number' ? version : 0;
}
