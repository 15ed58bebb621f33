import { Connection } from '../../../shared/model/connection.ts';
import type { ConnectionStore } from '../ports.ts';
import type { Database } from './database.ts';
import { parsedJson } from './parsed-json.ts';

/** The step that gives a queue its connections. The name is a column, so that no two have the same. */
export const connectionsStep = `
  create table connections (
    id text primary key not null,
    name text not null unique,
    record text not null
  ) strict;
`;

/** Connections in SQLite, without their keys. They are asked for with every job, so they are read once. */
export function createSqliteConnections(database: Database): ConnectionStore {
  let known: readonly Connection[] | null = null;
  return {
    all: () =>
      (known ??= database.all('select record from connections').flatMap((row) => {
        const connection = Connection.safeParse(parsedJson(row['record']));
        return connection.success ? [connection.data] : [];
      })),
    save(connection) {
      database.run(
        'insert into connections (id, name, record) values (?, ?, ?) on conflict (id) do update set name = excluded.name, record = excluded.record',
        [connection.id, connection.name, JSON.stringify(connection)],
      );
      known = null;
    },
    remove(id) {
      database.run('delete from connections where id = ?', [id]);
      known = null;
    },
  };
}
