import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../electron/engine/store/database.ts';
import { packLines } from '../../../electron/engine/run/packed-log.ts';
import { migrations } from '../../../electron/engine/store/migrations.ts';
import { openStore } from '../../../electron/engine/store/open-store.ts';
import { root } from '../../support/found-tools.ts';
import { tempDir } from '../../support/media.ts';

const [waiting, done, joined, fromWindows] = [
  ...['job_01m81y24b9eyns4sya5xtbz9s8', 'job_01m81y24baeh7rhdhvc699rsaj'],
  ...['job_01m81y24baeh7rhkewet1mq6mp', 'job_01m81y24baeh7rhs0x1n38cpqs'],
] as [string, string, string, string];
const broken = 'job_00000000000000000000000000';
const everything = { text: '', kinds: null, states: null, from: null, to: null };

/** A file as an earlier version left it: its schema and its rows, kept as text. */
function oldFile(t: Parameters<typeof tempDir>[0], version: number): string {
  const file = path.join(tempDir(t), 'queue.db');
  const database = openDatabase(file);
  database.exec(readFileSync(path.join(root, `test/fixtures/queue-v${version}.sql`), 'utf8'));
  database.close();
  return file;
}

const old = Array.from({ length: migrations.length - 1 }, (_, n) => n + 1);

describe.each(old)('a queue of schema %i', (version) => {
  it('is brought to the present one, with everything that was in it', (t) => {
    const file = oldFile(t, version);
    const lines: string[] = [];
    const store = openStore(file, (line) => lines.push(line));
    expect(lines).toEqual([]);
    expect(store.places().toSorted((a, b) => a.rank - b.rank)).toEqual([
      { id: waiting, rank: 1024, state: 'queued' },
      { id: done, rank: 2048, state: 'succeeded' },
      { id: joined, rank: 3072, state: 'failed' },
      { id: fromWindows, rank: 4096, state: 'cancelled' },
      { id: broken, rank: 5120, state: 'failed' },
    ]);
    expect(store.get(waiting)).toMatchObject({
      hold: 'ready',
      archived: false,
      results: [],
      originals: [],
      inputs: ['/media/a b.mov'],
    });
    expect(store.get(done)).toMatchObject({ state: 'succeeded', files: [{ bytes: 400 }] });
    expect(store.get(broken)).toBeNull();
    expect(store.presets()).toMatchObject([{ name: 'Mine' }]);
    expect(store.settings()).toMatchObject({ compactRows: true, historyDays: 90 });
    expect(store.connections.all().map(({ name }) => name)).toEqual(version < 5 ? [] : ['Bucket']);
    // No job of then has a log; one that ends from now on has.
    expect([...store.logs.many([waiting, done, joined])]).toEqual([]);
    const log = packLines(0, ['a line']);
    const job = store.get(done);
    if (job !== null) store.update(job, log);
    expect(store.logs.many([done]).get(done)).toEqual(log);
    store.close();
  });

  it('has a history from the first moment on', (t) => {
    const store = openStore(oldFile(t, version), () => undefined);
    const { history } = store;
    const found = (more: Partial<typeof everything>): readonly string[] =>
      history.page({ ...everything, ...more }, null, 10).map(({ id }) => id);
    expect(history.page(everything, null, 10)).toEqual([
      { id: joined, mediaSeconds: null },
      { id: fromWindows, mediaSeconds: null },
      { id: done, mediaSeconds: 9.5 },
    ]);
    expect(found({ text: 'img 1' })).toEqual([done]);
    expect(found({ text: 'holiday mov' })).toEqual([done]);
    expect(found({ text: 'clip' })).toEqual([fromWindows]);
    expect(found({ text: 'users' })).toEqual([fromWindows]);
    expect(history.sums(everything)).toEqual({
      ...{ jobs: 3, succeeded: 1, mediaSeconds: 9.5, bytesIn: 1000, bytesOut: 400, saved: 600 },
    });
    expect(history.ofBatch(store.get(done)?.batchId ?? '')).toEqual([done]);
    store.close();
  });

  it('fills its columns as new jobs fill them', (t) => {
    const file = oldFile(t, version);
    openStore(file, () => undefined).close();
    const before = columnsOf(file);
    const store = openStore(file, () => undefined);
    for (const id of [waiting, done, joined]) {
      const job = store.get(id);
      if (job !== null) store.update(job);
    }
    store.close();
    expect(columnsOf(file)).toEqual(before);
  });

  it('was copied before, and the copy opens', (t) => {
    const file = oldFile(t, version);
    openStore(file, () => undefined).close();
    const copy = openDatabase(`${file}.v${version}`);
    expect(copy.get('pragma user_version')?.['user_version']).toBe(version);
    expect(copy.get('select count(*) as jobs from jobs')?.['jobs']).toBe(5);
    expect(copy.get('pragma quick_check(1)')?.['quick_check']).toBe('ok');
    copy.close();
    expect(existsSync(`${file}.v${migrations.length}`)).toBe(false);
  });
});

/** What jobs are found by. What was named on another system is cut into pieces as that one does it. */
function columnsOf(file: string): readonly unknown[] {
  const database = openDatabase(file);
  const rows = database.all(
    'select id, kind, batch_id, name, folder, finished_at, bytes_in, bytes_out, media_seconds from jobs ' +
      "where record glob '{*}' and name not like '%.mkv' order by id",
  );
  const plain = rows.map((row) => JSON.stringify(row));
  database.close();
  return plain;
}
