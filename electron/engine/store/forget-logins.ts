import { readdirSync } from 'node:fs';
import path from 'node:path';
import { withoutLogin } from '../inputs/addresses.ts';
import { type Database, openDatabase } from './database.ts';

/**
 * User names and passwords in addresses. They are kept nowhere now; earlier versions stored them with the jobs that they
 * refused because of them. This takes them out of a queue and out of the copies of it that lie beside it, so that no
 * byte of them is left in these files.
 */
export function forgetLogins(database: Database, file: string | null): void {
  forgetIn(database);
  squeeze(database);
  for (const copy of file === null ? [] : copiesOf(file)) {
    let opened: Database | null = null;
    try {
      opened = openDatabase(copy);
      // A copy was made whole, and has nothing in it but its rows.
      if (forgetIn(opened) > 0) squeeze(opened);
    } catch {
      // What cannot be read or written as a database is left as it is: the queue itself has to open.
    } finally {
      opened?.close();
    }
  }
}

/** `queue.db.v3` …: what migrations left. */
function copiesOf(file: string): readonly string[] {
  const folder = path.dirname(file);
  const begin = `${path.basename(file)}.v`;
  return readdirSync(folder)
    .filter((name) => name.startsWith(begin) && /^\d+$/.test(name.slice(begin.length)))
    .map((name) => path.join(folder, name));
}

/** Where addresses are kept: table, key, and the columns that may hold one. */
const places = [
  { table: 'jobs', key: ['id'], columns: ['record', 'name'] },
  { table: 'api_records', key: ['kind', 'id'], columns: ['record'] },
] as const;

/** Gives how many values it changed. */
function forgetIn(database: Database): number {
  return database.transaction(() => {
    let changed = 0;
    for (const { table, key, columns } of places) {
      const there = new Set(
        database.all(`select name from pragma_table_info('${table}')`).map((row) => row['name']),
      );
      for (const column of columns) {
        if (there.has(column)) changed += forgetInColumn(database, table, key, column);
      }
    }
    return changed;
  });
}

/** Rows that were changed or deleted before left their bytes in the file; and the log beside it holds pages of then. */
function squeeze(database: Database): void {
  database.exec('vacuum');
  database.get('pragma wal_checkpoint(truncate)');
}

function forgetInColumn(database: Database, table: string, key: readonly string[], column: string): number {
  let changed = 0;
  const where = key.map((name) => `${name} = ?`).join(' and ');
  const rows = database.all(
    `select ${key.join(', ')}, ${column} as text from ${table} where ${column} like '%@%'`,
  );
  for (const row of rows) {
    const before = row['text'];
    if (typeof before !== 'string') continue;
    const after = column === 'record' ? recordWithoutLogins(before) : textWithoutLogins(before);
    if (after === before) continue;
    changed += database.run(`update ${table} set ${column} = ? where ${where}`, [
      after,
      ...key.map((name) => row[name]),
    ]);
  }
  return changed;
}

/** What is no JSON, which only damage brings about, is changed as the text that it is. */
function recordWithoutLogins(text: string): string {
  try {
    // A path may be called whatever it likes.
    const value: unknown = JSON.parse(text, (_, one: unknown) =>
      typeof one === 'string' && !path.isAbsolute(one) ? textWithoutLogins(one) : one,
    );
    const after = JSON.stringify(value);
    return after === JSON.stringify(JSON.parse(text)) ? text : after;
  } catch {
    return textWithoutLogins(text);
  }
}

/** In sentences too. */
const textWithoutLogins = (text: string): string =>
  withoutLogin(text).replace(/\b([a-z][a-z0-9+.-]*:[/\\]{2})[^/\\?#\s"<>“”]*@/gi, '$1');
