import { z } from 'zod';
import { BatchId, JobId } from '../../../shared/model/id.ts';
import { jobStates } from '../../../shared/model/job-state.ts';
import { recordHolds } from '../job-record.ts';
import type { JobNeed, JobPlace } from '../ports.ts';
import type { Database, Row } from './database.ts';

/**
 * What is read of very many jobs at once. SQLite makes one JSON text of it, because a row that crosses into JavaScript
 * by itself costs several times as much.
 */

/** Rows of one look: at most a megabyte of text. */
const together = 1000;

const Place = z.tuple([JobId, z.number(), z.enum(jobStates)]);
const Need = z.tuple([
  JobId,
  z.enum(jobStates),
  z.enum(recordHolds).nullable(),
  BatchId,
  z.array(z.string()),
]);

/** Place and state of every job of the queue, in its order, and how many entries make no sense. */
export function placesOf(database: Database): {
  readonly places: readonly JobPlace[];
  readonly senseless: number;
} {
  const row = database.get(
    `select json_group_array(json_array(id, rank, state)) as list
       from (select id, rank, state from jobs where archived = 0 order by rank, id)`,
  );
  const given = listOf(row);
  const places = sensible(given, Place).map(([id, rank, state]) => ({ id, rank, state }));
  return { places, senseless: given.length - places.length };
}

/** What these jobs need, those that are there, in no special order. One whose record is damaged is left out. */
export function needsOf(database: Database, ids: readonly string[]): readonly JobNeed[] {
  const needs: JobNeed[] = [];
  for (let at = 0; at < ids.length; at += together) {
    const row = database.get(
      `select json_group_array(
           json_array(id, state, hold, batch_id, json_extract(record, '$.inputs'))
         ) as list
         from jobs where id in (select value from json_each(?)) and json_valid(record)`,
      [JSON.stringify(ids.slice(at, at + together))],
    );
    for (const [id, state, hold, batchId, inputs] of sensible(listOf(row), Need)) {
      needs.push({ id, state, hold, batchId, inputs });
    }
  }
  return needs;
}

function listOf(row: Row | null): readonly unknown[] {
  const text = row?.['list'];
  const list: unknown = typeof text === 'string' ? JSON.parse(text) : null;
  return Array.isArray(list) ? list : [];
}

/** Mostly all of them are, and then the list is judged as one. */
function sensible<T>(given: readonly unknown[], schema: z.ZodType<T>): readonly T[] {
  const all = z.array(schema).safeParse(given);
  if (all.success) return all.data;
  return given.flatMap((one) => {
    const parsed = schema.safeParse(one);
    return parsed.success ? [parsed.data] : [];
  });
}
