import { rmSync } from 'node:fs';
import { apiStep } from './api-step.ts';
import type { Database } from './database.ts';
import { historyStep } from './history-step.ts';
import { forgetLogins } from './forget-logins.ts';
import { connectionsStep } from './sqlite-connections.ts';
import { logsStep } from './sqlite-logs.ts';

/**
 * Statements, or something to be done that no transaction can hold; it must be able to be done twice. A new database has
 * no need of that.
 */
export type Step = string | ((database: Database, file: string | null) => void);

/** What makes a database of one version into one of the next; the first one makes it from nothing. */
export const migrations: readonly Step[] = [
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
  // Folders that convert by themselves. The ledger has no foreign key: it outlives its rule.
  `
  create table watch_rules (
    id text primary key not null,
    record text not null
  ) strict;
  create table watch_folders (
    rule_id text primary key not null,
    folder text not null,
    device text,
    begun integer not null
  ) strict;
  create table watch_ledger (
    rule_id text not null,
    path text not null,
    bytes real not null,
    mtime real not null,
    state text not null,
    reason text not null,
    detail text,
    job_id text,
    moved_to text,
    seen_at integer not null,
    changed_at integer not null,
    primary key (rule_id, path)
  ) strict, without rowid;
  create index watch_ledger_changed on watch_ledger (rule_id, changed_at desc, path);
  create index watch_ledger_state on watch_ledger (rule_id, state, changed_at desc, path);
  create index watch_ledger_reason on watch_ledger (rule_id, reason);
  create index watch_ledger_bytes on watch_ledger (rule_id, bytes) where state = 'done';
  create index watch_ledger_job on watch_ledger (job_id) where job_id is not null;
  create table own_results (
    path text primary key not null,
    name text not null,
    bytes real not null,
    mtime real not null
  ) strict;
  create index own_results_name on own_results (bytes, name);
  `,
  historyStep,
  apiStep,
  connectionsStep,
  logsStep,
  // Nothing moves: from here on records leave out what is as usual, which an earlier Convoy would take for damage.
  '',
  forgetLogins,
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
export function migrate(database: Database, file: string | null, steps: readonly Step[] = migrations): void {
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
  const step = (n: number): void => {
    const what = steps[n];
    if (typeof what === 'string') database.exec(what);
    database.exec(`pragma user_version = ${n + 1}`);
  };
  const rest = steps.map((_, n) => n).slice(version);
  // A new database is made in one go: the disk is waited for at each end, and so is the first picture of the window.
  if (version === 0) database.transaction(() => rest.forEach(step));
  else {
    for (const n of rest) {
      const what = steps[n];
      if (typeof what === 'function') what(database, file);
      database.transaction(() => step(n));
    }
  }
}

function versionOf(database: Database): number {
  const version = database.get('pragma user_version')?.['user_version'];
  return typeof version === 'number' ? version : 0;
}
