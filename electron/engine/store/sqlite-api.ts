import { JobId } from '../../../shared/model/id.ts';
import { jobStates, wireStatus } from '../../../shared/model/job-state.ts';
import type { ApiRecord, ApiStore, JobListQuery, RecordKind } from '../api-door.ts';
import type { Database } from './database.ts';

/** The list of all jobs, and the records of the job API, in SQLite. */
export function createSqliteApi(database: Database, now: () => number = Date.now): ApiStore {
  const keep = (kind: RecordKind, { id, value, until }: ApiRecord): void =>
    void database.run(
      `insert into api_records (kind, id, until, record) values (?, ?, ?, ?)
       on conflict (kind, id) do update set until = excluded.until, record = excluded.record`,
      [kind, id, until, JSON.stringify(value)],
    );
  return {
    jobs(query) {
      const { sql, values } = conditionsOf(query);
      return database
        .all(`select id from jobs where ${sql} order by id ${query.order} limit ?`, [...values, query.limit])
        .flatMap((row) => {
          const id = JobId.safeParse(row['id']);
          return id.success ? [id.data] : [];
        });
    },
    record(kind, id) {
      const row = database.get(
        'select record from api_records where kind = ? and id = ? and (until is null or until > ?)',
        [kind, id, now()],
      );
      return row === null ? null : parsedJson(row['record']);
    },
    records: (kind) =>
      database
        .all(
          'select id, record from api_records where kind = ? and (until is null or until > ?) order by id',
          [kind, now()],
        )
        .flatMap((row) =>
          typeof row['id'] === 'string' ? [{ id: row['id'], value: parsedJson(row['record']) }] : [],
        ),
    keep: (kind, id, value, until) => keep(kind, { id, value, until }),
    keepAll(kind, records) {
      database.transaction(() => {
        for (const record of records) keep(kind, record);
      });
    },
    forget: (kind, id) => void database.run('delete from api_records where kind = ? and id = ?', [kind, id]),
    tidy: (at) => void database.run('delete from api_records where until <= ?', [at]),
  };
}

function conditionsOf({ kind, status, after, before, order }: JobListQuery): {
  readonly sql: string;
  readonly values: readonly unknown[];
} {
  const conditions: { readonly sql: string; readonly value: unknown }[] = [];
  const [later, earlier] = order === 'asc' ? ['>', '<'] : ['<', '>'];
  if (kind !== null) conditions.push({ sql: 'kind = ?', value: kind });
  if (status !== null) {
    const states = jobStates.filter((state) => wireStatus(state) === status);
    conditions.push({ sql: 'state in (select value from json_each(?))', value: JSON.stringify(states) });
  }
  if (after !== null) conditions.push({ sql: `id ${later} ?`, value: after });
  if (before !== null) conditions.push({ sql: `id ${earlier} ?`, value: before });
  return {
    sql: ['true', ...conditions.map(({ sql }) => sql)].join(' and '),
    values: conditions.map(({ value }) => value),
  };
}

function parsedJson(text: unknown): unknown {
  if (typeof text !== 'string') return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
