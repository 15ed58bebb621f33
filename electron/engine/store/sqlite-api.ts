import { JobId } from '../../../shared/model/id.ts';
import { jobStates, wireStatus } from '../../../shared/model/job-state.ts';
import type { ApiRecord, ApiStore, JobListQuery, RecordKind } from '../doors/api-door.ts';
import type { Database } from './database.ts';
import { parsedJson } from './parsed-json.ts';

export interface SqliteApi extends ApiStore {
  /** A transaction that writes the records too that wait for jobs. */
  withWaiting(work: () => void): void;
}

interface Waiting extends ApiRecord {
  readonly kind: RecordKind;
}

/** The list of all jobs, and the records of the job API, in SQLite. */
export function createSqliteApi(database: Database, now: () => number = Date.now): SqliteApi {
  /** By kind and id. */
  const waiting = new Map<string, Waiting>();
  const keyOf = (kind: RecordKind, id: string): string => `${kind}\0${id}`;
  const keep = (kind: RecordKind, { id, value, until }: ApiRecord): void =>
    void database.run(
      `insert into api_records (kind, id, until, record) values (?, ?, ?, ?)
       on conflict (kind, id) do update set until = excluded.until, record = excluded.record`,
      [kind, id, until, JSON.stringify(value)],
    );
  const withWaiting = (work: () => void): void => {
    database.transaction(() => {
      for (const record of waiting.values()) keep(record.kind, record);
      work();
    });
    waiting.clear();
  };
  return {
    withWaiting,
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
      const held = waiting.get(keyOf(kind, id));
      if (held !== undefined) return held.until === null || held.until > now() ? held.value : null;
      const row = database.get(
        'select record from api_records where kind = ? and id = ? and (until is null or until > ?)',
        [kind, id, now()],
      );
      return row === null ? null : parsedJson(row['record']);
    },
    records(kind) {
      if (waiting.size > 0) withWaiting(() => undefined);
      return database
        .all(
          'select id, record from api_records where kind = ? and (until is null or until > ?) order by id',
          [kind, now()],
        )
        .flatMap((row) =>
          typeof row['id'] === 'string' ? [{ id: row['id'], value: parsedJson(row['record']) }] : [],
        );
    },
    keep(kind, id, value, until) {
      waiting.delete(keyOf(kind, id));
      if (waiting.size === 0) keep(kind, { id, value, until });
      else withWaiting(() => keep(kind, { id, value, until }));
    },
    keepWithJobs: (kind, id, value, until) => void waiting.set(keyOf(kind, id), { kind, id, value, until }),
    keepAll(kind, records) {
      for (const { id } of records) waiting.delete(keyOf(kind, id));
      withWaiting(() => {
        for (const record of records) keep(kind, record);
      });
    },
    forget(kind, id) {
      waiting.delete(keyOf(kind, id));
      database.run('delete from api_records where kind = ? and id = ?', [kind, id]);
    },
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
