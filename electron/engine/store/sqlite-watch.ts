import { z } from 'zod';
import { WatchRule, type WatchedState, watchReasons, watchedStates } from '../../../shared/model/watch.ts';
import type { LedgerEntry, OwnResult, WatchCounts, WatchStore, WatchedFolder } from '../ports.ts';
import type { Database, Row } from './database.ts';
import { parsedJson } from './parsed-json.ts';

/** Watch rules, their ledger and what Convoy wrote itself, in SQLite. The database has its tables already (`migrate`). */

const columns =
  'rule_id, path, bytes, mtime, state, reason, detail, job_id, moved_to, seen_at, changed_at' as const;
/** Names of one look-up. */
const together = 500;

const Entry = z.object({
  ruleId: z.string(),
  path: z.string(),
  bytes: z.number(),
  mtime: z.number(),
  state: z.enum(watchedStates),
  reason: z.enum(watchReasons),
  detail: z.string().nullable(),
  jobId: z.string().nullable(),
  movedTo: z.string().nullable(),
  seenAt: z.number(),
  changedAt: z.number(),
});

/** Paths in the order that SQLite compares them in, so that pages meet. */
function newestFirst(a: LedgerEntry, b: LedgerEntry): number {
  if (a.changedAt !== b.changedAt) return b.changedAt - a.changedAt;
  if (a.ruleId !== b.ruleId) return a.ruleId < b.ruleId ? -1 : 1;
  return Buffer.compare(Buffer.from(a.path), Buffer.from(b.path));
}

/** The entry of a row; a row that makes no sense, which only damage brings about, is none. */
function entriesOf(rows: readonly Row[]): LedgerEntry[] {
  return rows.flatMap((row) => {
    const entry = Entry.safeParse({
      ruleId: row['rule_id'],
      path: row['path'],
      bytes: row['bytes'],
      mtime: row['mtime'],
      state: row['state'],
      reason: row['reason'],
      detail: row['detail'],
      jobId: row['job_id'],
      movedTo: row['moved_to'],
      seenAt: row['seen_at'],
      changedAt: row['changed_at'],
    });
    return entry.success ? [entry.data] : [];
  });
}

const rowOf = (entry: LedgerEntry): readonly unknown[] => [
  ...[entry.ruleId, entry.path, entry.bytes, entry.mtime, entry.state, entry.reason, entry.detail],
  ...[entry.jobId, entry.movedTo, entry.seenAt, entry.changedAt],
];

export function createSqliteWatch(database: Database): WatchStore {
  const select = (where: string, values: readonly unknown[]): LedgerEntry[] =>
    entriesOf(database.all(`select ${columns} from watch_ledger where ${where}`, values));

  return {
    rules: () =>
      database.all('select record from watch_rules').flatMap((row) => {
        const rule = WatchRule.safeParse(parsedJson(row['record']));
        return rule.success ? [rule.data] : [];
      }),
    saveRule: (rule) =>
      void database.run(
        'insert into watch_rules (id, record) values (?, ?) on conflict (id) do update set record = excluded.record',
        [rule.id, JSON.stringify(rule)],
      ),
    removeRule: (id) => void database.run('delete from watch_rules where id = ?', [id]),
    folder(ruleId) {
      const row = database.get('select folder, device, begun from watch_folders where rule_id = ?', [ruleId]);
      if (row === null) return null;
      const { folder, device, begun } = row;
      return {
        folder: typeof folder === 'string' ? folder : '',
        device: typeof device === 'string' ? device : null,
        begun: begun === 1,
      };
    },
    saveFolder: (ruleId: string, { folder, device, begun }: WatchedFolder) =>
      void database.run(
        'insert into watch_folders (rule_id, folder, device, begun) values (?, ?, ?, ?) ' +
          'on conflict (rule_id) do update set folder = excluded.folder, device = excluded.device, begun = excluded.begun',
        [ruleId, folder, device, begun],
      ),
    entries(ruleId, paths) {
      const found = new Map<string, LedgerEntry>();
      for (let at = 0; at < paths.length; at += together) {
        const some = JSON.stringify(paths.slice(at, at + together));
        for (const entry of select('rule_id = ? and path in (select value from json_each(?))', [
          ruleId,
          some,
        ]))
          found.set(entry.path, entry);
      }
      return found;
    },
    entriesIn: (ruleId, states) =>
      select('rule_id = ? and state in (select value from json_each(?))', [ruleId, JSON.stringify(states)]),
    entriesFor: (ruleId, reasons) =>
      select('rule_id = ? and reason in (select value from json_each(?))', [
        ...[ruleId, JSON.stringify(reasons)],
      ]),
    entryOfJob: (jobId) => select('job_id = ?', [jobId])[0] ?? null,
    hasJobs: () =>
      database.get('select 1 as found from watch_ledger where job_id is not null limit 1') !== null,
    entriesAtWork: () => select("job_id is not null and state in ('settling', 'queued', 'converting')", []),
    doneOfSize: (ruleId, bytes) => select("rule_id = ? and bytes = ? and state = 'done'", [ruleId, bytes]),
    hasEntries: (ruleId) =>
      database.get('select 1 as found from watch_ledger where rule_id = ? limit 1', [ruleId]) !== null,
    put(entries) {
      if (entries.length === 0) return;
      database.transaction(() => {
        for (const entry of entries) {
          database.run(
            `insert or replace into watch_ledger (${columns}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
            rowOf(entry),
          );
        }
      });
    },
    forget(ruleId, paths) {
      if (paths.length === 0) return;
      database.transaction(() => {
        for (const path of paths)
          database.run('delete from watch_ledger where rule_id = ? and path = ?', [ruleId, path]);
      });
    },
    forgetReasons: (ruleId, reasons) =>
      void database.run(
        "delete from watch_ledger where rule_id = ? and state = 'left_alone' and reason in (select value from json_each(?))",
        [ruleId, JSON.stringify(reasons)],
      ),
    forgetRule: (ruleId) => void database.run('delete from watch_ledger where rule_id = ?', [ruleId]),
    files({ ruleIds, states, after, limit }) {
      // One look-up along an index for each rule and state: together they are sorted by something that no index has.
      const found = ruleIds.flatMap((ruleId) =>
        (states ?? [null]).flatMap((state) => {
          const where = [`rule_id = ?${state === null ? '' : ' and state = ?'}`];
          const values: unknown[] = state === null ? [ruleId] : [ruleId, state];
          if (after !== null) {
            where.push('changed_at <= ? and (changed_at < ? or ? > ? or (? = ? and path > ?))');
            values.push(after.changedAt, after.changedAt, ruleId, after.ruleId);
            values.push(ruleId, after.ruleId, after.path);
          }
          return select(`${where.join(' and ')} order by changed_at desc, path limit ?`, [...values, limit]);
        }),
      );
      return found.sort(newestFirst).slice(0, limit);
    },
    counts(ruleId, today) {
      const counts: Record<WatchedState | 'doneToday', number> = {
        ...{ settling: 0, queued: 0, converting: 0, done: 0, failed: 0, left_alone: 0, doneToday: 0 },
      };
      const rows = database.all(
        'select state, count(*) as files from watch_ledger where rule_id = ? group by state',
        [ruleId],
      );
      for (const { state, files } of rows) {
        const known = watchedStates.find((one) => one === state);
        if (known !== undefined && typeof files === 'number') counts[known] = files;
      }
      const done = database.get(
        "select count(*) as files from watch_ledger where rule_id = ? and state = 'done' and changed_at >= ?",
        [ruleId, today],
      )?.['files'];
      const { left_alone: leftAlone, ...rest } = counts;
      return { ...rest, leftAlone, doneToday: typeof done === 'number' ? done : 0 } satisfies WatchCounts;
    },
    addOwn(results) {
      for (const { path, name, bytes, mtime } of results) {
        database.run('insert or replace into own_results (path, name, bytes, mtime) values (?, ?, ?, ?)', [
          ...[path, name, bytes, mtime],
        ]);
      }
    },
    ownNamed: (name, bytes) =>
      database
        .all('select path, name, bytes, mtime from own_results where bytes = ? and name = ?', [bytes, name])
        .flatMap((row) => {
          const own = Own.safeParse({ path: row['path'], name: row['name'], bytes, mtime: row['mtime'] });
          return own.success ? [own.data] : [];
        }),
  };
}

const Own = z.object({
  path: z.string(),
  name: z.string(),
  bytes: z.number(),
  mtime: z.number(),
}) satisfies z.ZodType<OwnResult>;
