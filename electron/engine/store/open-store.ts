import { accessSync, constants, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { ConvoyFailure, fail } from '../../../shared/model/error.ts';
import type { Store } from '../ports.ts';
import { outputFailure, systemCode } from '../publish/file-errors.ts';
import { type Database, databaseCode, openDatabase } from './database.ts';
import { NewerDatabase, migrate } from './migrations.ts';
import { createSqliteStore } from './sqlite-store.ts';

/** Milliseconds that are waited for another process that holds the file: at the start, and later. */
const busyMs = { start: 1_000, later: 5_000 } as const;

/**
 * Opens the file of the queue, made if it is not there. A file that is damaged, or was written by a newer Convoy, is
 * set aside under another name, with a line in the log, and a new one takes its place.
 *
 * Throws `busy_elsewhere` when another engine works on it, `output_unwritable` when it cannot be made.
 */
export function openStore(file: string, log: (line: string) => void): Store {
  let aside: string;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    return createSqliteStore(prepared(file), log);
  } catch (error) {
    if (!isUnreadable(error)) throw openFailure(error, file);
    aside = setAside(file);
    log(`the queue in ${file} cannot be read (${String(error)}); it was set aside as ${aside}`);
  }
  try {
    return { ...createSqliteStore(prepared(file), log), setAside: aside };
  } catch (error) {
    throw openFailure(error, file);
  }
}

/** A queue that ends with the process, in the same database as one that lasts. */
export function openStoreInMemory(): Store {
  const database = openDatabase(':memory:');
  migrate(database, null);
  return createSqliteStore(database);
}

function prepared(file: string): Database {
  const database = openDatabase(file);
  try {
    database.get(`pragma busy_timeout = ${busyMs.start}`);
    // Two engines on one queue would run every job twice. The lock goes with the process, however that ends.
    database.get('pragma locking_mode = exclusive');
    database.get('pragma journal_mode = wal');
    database.get('pragma synchronous = full');
    database.exec('begin immediate; commit');
    database.get(`pragma busy_timeout = ${busyMs.later}`);
    const [check] = database.all('pragma quick_check(1)');
    if (check?.['quick_check'] !== 'ok') throw new DamagedDatabase(String(check?.['quick_check']));
    migrate(database, file);
    return database;
  } catch (error) {
    closeQuietly(database);
    throw error;
  }
}

/** What cannot be read cannot be closed in good order either. */
function closeQuietly(database: Database): void {
  try {
    database.close();
  } catch {
    // The reason why it was opened in vain is the one that counts.
  }
}

class DamagedDatabase extends Error {
  override readonly name = 'DamagedDatabase';
}

function isUnreadable(error: unknown): boolean {
  const code = databaseCode(error);
  return (
    error instanceof DamagedDatabase ||
    error instanceof NewerDatabase ||
    code.startsWith('SQLITE_NOTADB') ||
    code.startsWith('SQLITE_CORRUPT')
  );
}

/** Moves the file and what SQLite keeps beside it. Gives the new name of the file. */
function setAside(file: string): string {
  const aside = `${file}.set-aside-${new Date().toISOString().replace(/[:.]/g, '-')}`;
  for (const suffix of ['', '-wal', '-shm']) {
    try {
      renameSync(file + suffix, aside + suffix);
    } catch (error) {
      // Only the file itself must be there.
      if (suffix === '' || systemCode(error) !== 'ENOENT') throw error;
    }
  }
  return aside;
}

function openFailure(error: unknown, file: string): Error {
  const code = databaseCode(error);
  if (code.startsWith('SQLITE_BUSY')) return fail('busy_elsewhere');
  const word = systemWord(code, file);
  const cause = word === null ? error : Object.assign(new Error(String(error)), { code: word });
  const { error: told } = outputFailure(cause, file);
  return new ConvoyFailure(told.kind === 'output_unwritable' ? { ...told, hint: unwritableHint } : told);
}

/** Where a queue is kept is not chosen like a folder for results. */
const unwritableHint = 'Give yourself permission to write there, or keep the queue in another folder.';

/** What SQLite says of a disk, in the word of the system; null when the system says it itself. */
function systemWord(code: string, file: string): string | null {
  if (code.startsWith('SQLITE_FULL')) return 'ENOSPC';
  if (code.startsWith('SQLITE_IOERR')) return 'EIO';
  // The disk may be read-only, or the folder in which SQLite writes beside it, or only this file.
  if (code.startsWith('SQLITE_READONLY')) return refusalOf(file) ?? refusalOf(path.dirname(file)) ?? 'EACCES';
  return code.startsWith('SQLITE_CANTOPEN') ? refusalOf(path.dirname(file)) : null;
}

/** Why one may not write there, in the word of the system; null when one may. */
function refusalOf(place: string): string | null {
  try {
    accessSync(place, constants.W_OK);
    return null;
  } catch (error) {
    return systemCode(error);
  }
}
