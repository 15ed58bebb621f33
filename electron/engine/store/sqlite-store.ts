import { type AppSettings, readAppSettings } from '../../../shared/model/app-settings.ts';
import { fail } from '../../../shared/model/error.ts';
import { Preset } from '../../../shared/model/preset.ts';
import type { JobRecord } from '../job-record.ts';
import type { KeptLog } from '../run/packed-log.ts';
import type { Store } from '../ports.ts';
import { type Database, databaseCode } from './database.ts';
import { needsOf, placesOf } from './job-lists.ts';
import { searchedOf } from './searched-columns.ts';
import { createSqliteApi } from './sqlite-api.ts';
import { createSqliteConnections } from './sqlite-connections.ts';
import { createSqliteHistory } from './sqlite-history.ts';
import { createSqliteLogs } from './sqlite-logs.ts';
import { createSqliteWatch } from './sqlite-watch.ts';
import { parsedJson } from './parsed-json.ts';
import { recordOfRow, storedText } from './stored-record.ts';

/** Jobs, presets and settings in SQLite. The database has its tables already (`migrate`). */

const columns = 'id, rank, state, hold, archived, record';
/** Columns that jobs are found by besides, as `searchedOf` fills them. */
const searched = 'kind, batch_id, name, folder, finished_at, bytes_in, bytes_out, media_seconds' as const;
const setSearched = searched
  .split(', ')
  .map((column) => `${column} = ?`)
  .join(', ');
/** Rows of one insert: a statement costs more than its rows. */
const together = 50;
/** The statement that inserts so many rows. Its text is long, and found again by it. */
const inserts = new Map<number, string>();
function insertOf(rows: number): string {
  const known = inserts.get(rows);
  if (known !== undefined) return known;
  const values = Array<string>(rows).fill('(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').join(', ');
  const text = `insert into jobs (${columns}, ${searched}) values ${values}`;
  inserts.set(rows, text);
  return text;
}
/** Rows of one look: a few megabytes at most. */
const readTogether = 500;

export function createSqliteStore(file: Database, log: (line: string) => void = () => undefined): Store {
  const database = namingFullDisk(file);
  const rowOf = (job: JobRecord): readonly unknown[] => [
    job.id,
    job.rank,
    job.state,
    job.hold,
    job.archived,
    storedText(job),
    ...searchedOf(job),
  ];
  const insertSome = (jobs: readonly JobRecord[]): void => {
    const values: unknown[] = [];
    for (const job of jobs) values.push(...rowOf(job));
    database.run(insertOf(jobs.length), values);
  };
  /** Changes that the disk did not take (it is full, say): they count, and are written with the next one that works. */
  const unsaved = new Map<string, JobRecord>();
  const save = (job: JobRecord): number => {
    const [id, ...rest] = rowOf(job);
    return database.run(
      `update jobs set rank = ?, state = ?, hold = ?, archived = ?, record = ?, ${setSearched} where id = ?`,
      [...rest, id],
    );
  };
  const saveRest = (): void => {
    for (const job of [...unsaved.values()]) {
      save(job);
      unsaved.delete(job.id);
    }
  };
  const each = <T>(all: Iterable<T>, work: (one: T) => void): void =>
    database.transaction(() => {
      for (const one of all) work(one);
    });
  const setting = (name: string): unknown =>
    parsedJson(database.get('select value from settings where name = ?', [name])?.['value']);
  const keepSetting = (name: string, value: unknown): void =>
    void database.run(
      'insert into settings (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
      [name, JSON.stringify(value)],
    );

  const api = createSqliteApi(database);
  const logs = createSqliteLogs(database);
  const saveWith = (job: JobRecord, log: KeptLog): number =>
    database.transaction(() => {
      const changed = save(job);
      if (changed > 0) logs.keepOne(job.id, log);
      return changed;
    });

  return {
    insert(jobs) {
      if (jobs.length === 0) return;
      api.withWaiting(() => {
        for (let at = 0; at < jobs.length; at += together) insertSome(jobs.slice(at, at + together));
      });
    },
    update(job, said = null) {
      let changed: number;
      try {
        saveRest();
        changed = said === null ? save(job) : saveWith(job, said);
      } catch (error) {
        // A conversion does not fail because its state cannot be written; after a crash it would run once more.
        if (unsaved.size === 0) log(`changes of the queue cannot be written: ${String(error)}`);
        unsaved.set(job.id, job);
        return;
      }
      if (changed === 0) throw new Error(`no job ${job.id} to update`);
    },
    hold(ids, hold) {
      saveRest();
      each(ids, (id) => void database.run('update jobs set hold = ? where id = ?', [hold, id]));
    },
    place(ranks) {
      saveRest();
      each(ranks, ([id, rank]) => void database.run('update jobs set rank = ? where id = ?', [rank, id]));
    },
    archive(ids, archived) {
      saveRest();
      each(ids, (id) => void database.run('update jobs set archived = ? where id = ?', [archived, id]));
    },
    get(id) {
      const waiting = unsaved.get(id);
      if (waiting !== undefined) return waiting;
      const row = database.get(`select ${columns} from jobs where id = ?`, [id]);
      return row === null ? null : recordOfRow(row);
    },
    many(ids) {
      const found: JobRecord[] = [];
      const stored = ids.filter((id) => !unsaved.has(id));
      for (let at = 0; at < stored.length; at += readTogether) {
        const some = JSON.stringify(stored.slice(at, at + readTogether));
        for (const row of database.all(
          `select ${columns} from jobs where id in (select value from json_each(?))`,
          [some],
        )) {
          const record = recordOfRow(row);
          if (record !== null) found.push(record);
        }
      }
      for (const id of ids) {
        const waiting = unsaved.get(id);
        if (waiting !== undefined) found.push(waiting);
      }
      return found;
    },
    places() {
      const { places, senseless } = placesOf(database);
      if (senseless > 0) log(`the queue holds ${senseless} entries that make no sense`);
      return places;
    },
    staged() {
      saveRest();
      // The text is cheaper to search than to parse; what fits by chance is sorted out below.
      const rows = database.all(
        `select ${columns} from jobs where archived = 0 and instr(record, '"staged":{') > 0`,
      );
      return rows.flatMap((row) => {
        const job = recordOfRow(row);
        return job === null || job.staged === null ? [] : [job];
      });
    },
    needs(ids) {
      saveRest();
      return needsOf(database, ids);
    },
    remove(ids) {
      for (const id of ids) unsaved.delete(id);
      each(ids, (id) => void database.run('delete from jobs where id = ?', [id]));
    },
    presets: () =>
      database.all('select record from presets').flatMap((row) => {
        const preset = Preset.safeParse(parsedJson(row['record']));
        return preset.success ? [preset.data] : [];
      }),
    savePreset: (preset) =>
      void database.run(
        'insert into presets (id, record) values (?, ?) on conflict (id) do update set record = excluded.record',
        [preset.id, JSON.stringify(preset)],
      ),
    removePreset: (id) => void database.run('delete from presets where id = ?', [id]),
    settings: (): AppSettings => readAppSettings(setting('app')),
    saveSettings: (settings) => keepSetting('app', settings),
    paused: () => setting('paused') === true,
    savePaused(paused) {
      try {
        keepSetting('paused', paused);
      } catch (error) {
        // A full disk is a reason to pause: the queue rests all the same, if only until the end of this run.
        log(`it cannot be written that the queue rests: ${String(error)}`);
      }
    },
    history: createSqliteHistory(database),
    logs,
    watch: createSqliteWatch(database),
    api,
    connections: createSqliteConnections(database),
    setAside: null,
    close() {
      try {
        api.withWaiting(() => undefined);
      } catch (error) {
        log(`what the job API remembers cannot be written: ${String(error)}`);
      }
      database.close();
    },
  };
}

/** The same database, whose writes throw `disk_full` where there is no room: nobody has to know SQLite's word for it. */
function namingFullDisk(database: Database): Database {
  const named = <T>(write: () => T): T => {
    try {
      return write();
    } catch (error) {
      if (databaseCode(error).startsWith('SQLITE_FULL')) throw fail('disk_full', { file: 'the queue' });
      throw error;
    }
  };
  return {
    ...database,
    run: (sql, values) => named(() => database.run(sql, values)),
    transaction: (work) => named(() => database.transaction(work)),
  };
}
