import { z } from 'zod';
import { JobId } from '../../../shared/model/id.ts';
import type { HistoryPlace, HistoryQuery, HistoryStore, HistorySums } from '../ports.ts';
import type { Database } from './database.ts';
import { asSearched } from './searched-columns.ts';

/**
 * The history in SQLite. Every question about ended jobs is answered from the index `jobs_ended` alone, which holds all
 * that is asked for: the rows themselves are long.
 */

const Place = z.object({ id: JobId, mediaSeconds: z.number().nullable() });
const Sums = z.object({
  jobs: z.int(),
  succeeded: z.int(),
  mediaSeconds: z.number(),
  bytesIn: z.number(),
  bytesOut: z.number(),
  saved: z.number(),
}) satisfies z.ZodType<HistorySums>;

interface Condition {
  readonly sql: string;
  readonly values: readonly unknown[];
}

export function createSqliteHistory(database: Database): HistoryStore {
  return {
    page(query, after, limit) {
      const behind: Condition[] =
        after === null ? [] : [{ sql: '(finished_at, id) < (?, ?)', values: [after.finishedAt, after.id] }];
      const { sql, values } = allOf([...conditionsOf(query), ...behind]);
      return database
        .all(`select id, media_seconds from jobs where ${sql} order by finished_at desc, id desc limit ?`, [
          ...values,
          limit,
        ])
        .flatMap((row): HistoryPlace[] => {
          const place = Place.safeParse({ id: row['id'], mediaSeconds: row['media_seconds'] });
          return place.success ? [place.data] : [];
        });
    },
    sums(query) {
      const { sql, values } = allOf(conditionsOf(query));
      // One that has no size any more was taken back.
      const won = "filter (where state = 'succeeded' and bytes_out is not null)";
      const row = database.get(
        `select count(*) as jobs, count(*) ${won} as succeeded,
           total(media_seconds) ${won} as media, total(bytes_in) ${won} as came, total(bytes_out) ${won} as went,
           total(bytes_in - bytes_out) ${won} as saved
         from jobs where ${sql}`,
        values,
      );
      return Sums.parse({
        jobs: row?.['jobs'],
        succeeded: row?.['succeeded'],
        mediaSeconds: row?.['media'],
        bytesIn: row?.['came'],
        bytesOut: row?.['went'],
        saved: row?.['saved'],
      });
    },
    ofBatch: (batchId) =>
      idsOf(database.all('select id from jobs where batch_id = ? order by id', [batchId])),
    archivedBefore: (finishedBefore, limit) =>
      idsOf(
        database.all(
          'select id from jobs where finished_at is not null and finished_at < ? and archived = 1 limit ?',
          [finishedBefore, limit],
        ),
      ),
  };
}

const idsOf = (rows: readonly Readonly<Record<string, unknown>>[]): string[] =>
  rows.flatMap(({ id }) => (typeof id === 'string' ? [id] : []));

function conditionsOf({ text, kinds, states, from, to }: HistoryQuery): readonly Condition[] {
  const conditions: Condition[] = asSearched(text)
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => ({ sql: '(instr(name, ?) > 0 or instr(folder, ?) > 0)', values: [word, word] }));
  if (kinds !== null) conditions.push(oneOf('kind', kinds));
  if (states !== null) conditions.push(oneOf('state', states));
  if (from !== null) conditions.push({ sql: 'finished_at >= ?', values: [from] });
  if (to !== null) conditions.push({ sql: 'finished_at < ?', values: [to] });
  return conditions;
}

const oneOf = (column: string, values: readonly string[]): Condition => ({
  sql: `${column} in (select value from json_each(?))`,
  values: [JSON.stringify(values)],
});

/** The index holds ended jobs only, and is used only where that is said. */
const allOf = (conditions: readonly Condition[]): Condition => ({
  sql: ['finished_at is not null', ...conditions.map(({ sql }) => sql)].join(' and '),
  values: conditions.flatMap(({ values }) => values),
});
