import { z } from 'zod';
import type { KeptLog } from '../run/packed-log.ts';
import type { LogStore } from '../ports.ts';
import type { Database } from './database.ts';

/** The step that keeps what the tools of a job said. A log goes with its job, whatever takes that away. */
export const logsStep = `
  create table job_logs (
    job_id text primary key not null,
    first integer not null,
    packed blob not null
  ) strict;
  create trigger job_logs_go after delete on jobs begin
    delete from job_logs where job_id = old.id;
  end;
`;

/** Rows of one look. */
const readTogether = 500;

/** libsql gives a blob as a `Buffer` when it reads one row, and as an `ArrayBuffer` when it reads all. */
const Packed = z.union([
  z.instanceof(Buffer),
  z.instanceof(ArrayBuffer).transform((all) => Buffer.from(all)),
]);
const LogRow = z.object({ job_id: z.string(), first: z.int().nonnegative(), packed: Packed });

export interface SqliteLogs extends LogStore {
  /** Keeps one inside of a transaction of somebody else. */
  keepOne(id: string, log: KeptLog): void;
}

/** Logs of jobs that have ended, in SQLite. */
export function createSqliteLogs(database: Database): SqliteLogs {
  const keepOne = (id: string, { first, packed }: KeptLog): void =>
    void database.run(
      `insert into job_logs (job_id, first, packed) values (?, ?, ?)
       on conflict (job_id) do update set first = excluded.first, packed = excluded.packed`,
      [id, first, Buffer.from(packed)],
    );
  return {
    keepOne,
    many(ids) {
      const found = new Map<string, KeptLog>();
      for (let at = 0; at < ids.length; at += readTogether) {
        for (const row of database.all(
          'select job_id, first, packed from job_logs where job_id in (select value from json_each(?))',
          [JSON.stringify(ids.slice(at, at + readTogether))],
        )) {
          const read = LogRow.safeParse({
            job_id: row['job_id'],
            first: row['first'],
            packed: row['packed'],
          });
          if (read.success) found.set(read.data.job_id, { first: read.data.first, packed: read.data.packed });
        }
      }
      return found;
    },
    keep(logs) {
      if (logs.size === 0) return;
      database.transaction(() => {
        for (const [id, log] of logs) keepOne(id, log);
      });
    },
  };
}
