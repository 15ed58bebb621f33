import { createRequire } from 'node:module';
import type Libsql from 'libsql';
import { bind } from './bind.ts';

/**
 * SQLite, as far as it is used here, through libsql. This file alone touches the package: every statement goes through
 * `bind`, always with an array, and the package is loaded when the first database is opened, because that takes longer
 * than everything else at a start.
 */
export interface Database {
  exec(sql: string): void;
  /** Gives how many rows it changed. */
  run(sql: string, values?: readonly unknown[]): number;
  /** The first row, or null. Rows carry a key of libsql's own besides their columns: read them by name. */
  get(sql: string, values?: readonly unknown[]): Row | null;
  all(sql: string, values?: readonly unknown[]): readonly Row[];
  /** All or nothing. Not to be nested. */
  transaction<T>(work: () => T): T;
  /** Whoever asks after it finds nothing. */
  close(): void;
}
export type Row = Readonly<Record<string, unknown>>;

const require = createRequire(import.meta.url);

/** Opens a database file, or one in memory for `:memory:`. Throws what libsql throws. */
export function openDatabase(file: string): Database {
  const Connection = require('libsql') as typeof Libsql;
  const connection = new Connection(file);
  const prepared = new Map<string, Libsql.Statement>();
  let open = true;
  const statement = (sql: string): Libsql.Statement => {
    let found = prepared.get(sql);
    if (found === undefined) {
      found = connection.prepare(sql);
      prepared.set(sql, found);
    }
    return found;
  };
  return {
    exec: (sql) => void connection.exec(sql),
    run: (sql, values = []) => statement(sql).run(bind(values)).changes,
    get: (sql, values = []) =>
      open ? ((statement(sql).get(bind(values)) as Row | undefined) ?? null) : null,
    all: (sql, values = []) => (open ? (statement(sql).all(bind(values)) as readonly Row[]) : []),
    transaction(work) {
      connection.exec('begin immediate');
      try {
        const result = work();
        connection.exec('commit');
        return result;
      } catch (error) {
        rollBack(connection);
        throw error;
      }
    },
    close() {
      try {
        giveUpLock(connection);
      } catch {
        // No room to move the log into the file: it stays beside it, and the next one to open the file reads it.
      }
      connection.close();
      open = false;
    },
  };
}

/**
 * Prepared statements keep a closed connection alive until they are collected, and an exclusive lock with it. Only outside
 * of WAL that lock can be given up.
 */
function giveUpLock(connection: Libsql.Database): void {
  connection.prepare('pragma journal_mode = delete').get([]);
  connection.prepare('pragma locking_mode = normal').get([]);
  connection.prepare('select count(*) from sqlite_schema').get([]);
}

/** On a full or a broken disk SQLite has rolled back already, and says so as an error of its own. */
function rollBack(connection: Libsql.Database): void {
  try {
    connection.exec('rollback');
  } catch {
    // The first failure is the one that counts.
  }
}

/** SQLite's word for a failure (`SQLITE_BUSY` …), or an empty string. */
export function databaseCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
