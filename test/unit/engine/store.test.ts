import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultAppSettings } from '../../../shared/model/app-settings.ts';
import { ConvoyFailure, convoyError } from '../../../shared/model/error.ts';
import { newId } from '../../../shared/model/id.ts';
import type { Preset } from '../../../shared/model/preset.ts';
import { type KeptLog, packLines, unpackLines } from '../../../electron/engine/run/packed-log.ts';
import type { Store } from '../../../electron/engine/ports.ts';
import { changedRecord } from '../../../electron/engine/queue/record-changes.ts';
import { bind } from '../../../electron/engine/store/bind.ts';
import { openDatabase } from '../../../electron/engine/store/database.ts';
import { NewerDatabase, migrate, migrations } from '../../../electron/engine/store/migrations.ts';
import { createSqliteStore } from '../../../electron/engine/store/sqlite-store.ts';
import { openStore, openStoreInMemory } from '../../../electron/engine/store/open-store.ts';
import { jobRecord } from '../../support/job-records.ts';
import { tempDir } from '../../support/media.ts';

type Opened = (t: Parameters<typeof tempDir>[0]) => Store;

const fail = (line: string): void => {
  throw new Error(`nothing was to be said, but: ${line}`);
};

const stores: readonly (readonly [string, Opened])[] = [
  ['in memory', () => openStoreInMemory()],
  ['in a file', (t) => openStore(path.join(tempDir(t), 'deep', 'queue.db'), fail)],
];

const preset = (more: Partial<Preset> = {}): Preset => ({
  id: newId('preset'),
  name: 'Mine',
  kind: 'video',
  options: { height: 720 },
  output: null,
  purpose: null,
  builtIn: false,
  updatedAt: 1,
  ...more,
});

describe.each(stores)('a store %s', (_name, open) => {
  it('gives back what was put in, in every state', (t) => {
    const store = open(t);
    const waiting = jobRecord({
      joined: true,
      inputs: ['/a', '/b é "\\n"'],
      metadata: { a: [1, null, true] },
    });
    const failed = changedRecord(
      jobRecord({ anyway: true, interrupted: 2, stoppedAt: 0.25, kept: 'in_place' }),
      'failed',
      {
        error: convoyError('encode_failed', { file: 'x', detail: 'raw' }),
        warnings: [{ kind: 'k', message: 'm' }],
        tasks: { probe: { status: 'succeeded', output: { deep: { facts: [1, 2] } } } },
      },
      1_700_000_000_500,
    );
    const running = {
      ...changedRecord(
        jobRecord(),
        'running',
        { tasks: { probe: { status: 'processing' } } },
        1_700_000_000_700,
      ),
      leftovers: {
        parts: ['/o/.convoy-x-1.part'],
        reserved: '/o/r',
        aside: { target: '/t', aside: '/a' },
        placing: { target: '/o/a.jpg', identity: '1:2', files: [], kept: 'copied' as const, inputs: [] },
      },
    };
    store.insert([waiting, failed, running]);
    expect(store.get(waiting.id)).toEqual(waiting);
    expect(store.get(failed.id)).toEqual(failed);
    expect(store.get(running.id)).toEqual(running);
    expect(store.get(newId('job'))).toBeNull();
    store.close();
  });

  it('takes all or none', (t) => {
    const store = open(t);
    const known = jobRecord();
    const other = jobRecord();
    store.insert([known]);
    expect(() => store.insert([other, known])).toThrow();
    expect(store.get(other.id)).toBeNull();
    expect(store.places()).toHaveLength(1);
    store.close();
  });

  it('updates, holds, places and removes', (t) => {
    const store = open(t);
    const jobs = [1, 2, 3].map((n) => jobRecord({ rank: n }));
    const [a, b, c] = jobs as [(typeof jobs)[0], (typeof jobs)[0], (typeof jobs)[0]];
    store.insert(jobs);
    store.update({ ...a, state: 'preparing', updatedAt: a.updatedAt + 1 });
    store.hold([b.id, c.id], 'ready');
    store.hold([c.id], null);
    store.place(
      new Map([
        [a.id, 5.5],
        [newId('job'), 1],
      ]),
    );
    expect(store.get(a.id)).toMatchObject({ state: 'preparing', rank: 5.5, updatedAt: a.updatedAt + 1 });
    expect([b, c].map(({ id }) => store.get(id)?.hold)).toEqual(['ready', null]);
    expect(() => store.update(jobRecord())).toThrow(/no job/);
    store.remove([b.id, newId('job')]);
    expect(store.places().toSorted((x, y) => x.rank - y.rank)).toEqual([
      { id: c.id, rank: 3, state: 'queued' },
      { id: a.id, rank: 5.5, state: 'preparing' },
    ]);
    // What was removed can be put in again.
    store.insert([b]);
    expect(store.get(b.id)).toEqual(b);
    store.close();
  });

  it('says places in the order of the queue, and what jobs need', (t) => {
    const store = open(t);
    const [last, first] = [
      jobRecord({ rank: 9 }),
      jobRecord({ rank: 1, hold: 'user', inputs: ['/a "b".mov', '/c'] }),
    ];
    const archived = jobRecord({ rank: 2, archived: true, state: 'failed', finishedAt: 1 });
    store.insert([last, first, archived]);
    expect(store.places()).toEqual([
      { id: first.id, rank: 1, state: 'queued' },
      { id: last.id, rank: 9, state: 'queued' },
    ]);
    const { id, batchId } = first;
    expect(store.needs([id, newId('job')])).toEqual([
      { id, state: 'queued', hold: 'user', batchId, inputs: ['/a "b".mov', '/c'] },
    ]);
    store.update({ ...last, state: 'running' });
    expect(store.needs([last.id, id]).find((need) => need.id === last.id)).toMatchObject({
      state: 'running',
    });
    expect(store.needs([])).toEqual([]);
    store.close();
  });

  it('takes more jobs than one statement holds', (t) => {
    const store = open(t);
    const jobs = Array.from({ length: 733 }, (_, n) => jobRecord({ rank: n }));
    store.insert(jobs);
    expect(store.places()).toHaveLength(733);
    expect(store.get(jobs[732]?.id ?? '')).toEqual(jobs[732]);
    const all = store.many([...jobs.map(({ id }) => id), newId('job')]);
    expect(all.toSorted((a, b) => a.rank - b.rank)).toEqual(jobs);
    expect(store.many([])).toEqual([]);
    store.close();
  });

  it('keeps the log of a job for as long as the job', (t) => {
    const store = open(t);
    const jobs = [jobRecord(), jobRecord(), jobRecord()];
    const [a, b, c] = jobs.map(({ id }) => id) as [string, string, string];
    const log = (...lines: string[]): KeptLog => packLines(3, lines) ?? { first: 0, packed: Buffer.of() };
    store.insert(jobs);
    for (const job of jobs) store.update({ ...job, state: 'failed' }, log('one'));
    for (const job of jobs) store.update({ ...job, state: 'failed', rank: 7 });
    for (const job of jobs.slice(0, 1)) store.update({ ...job, state: 'failed' }, log('one', 'two “é”'));
    const found = store.logs.many([a, b, c, newId('job')]);
    expect([...found.keys()].toSorted()).toEqual([a, b, c].toSorted());
    expect([found.get(a)?.first, unpackLines(found.get(a)?.packed ?? Buffer.of())]).toEqual([
      3,
      ['one', 'two “é”'],
    ]);
    store.archive([b], true);
    store.remove([a, c]);
    expect([...store.logs.many([a, b, c]).keys()]).toEqual([b]);
    // With its job it comes back.
    store.insert(jobs.slice(0, 1));
    expect([...store.logs.many([a])]).toEqual([]);
    store.logs.keep(found);
    expect(store.logs.many([a]).get(a)).toEqual(found.get(a));
    expect(() => store.update(jobRecord(), log('no such job'))).toThrow(/no job/);
    store.close();
  });

  it('keeps presets and settings', (t) => {
    const store = open(t);
    expect(store.settings()).toEqual(defaultAppSettings);
    store.saveSettings({ ...defaultAppSettings, compactRows: true, outputFolder: '/r' });
    store.saveSettings({ ...defaultAppSettings, compactRows: true, locale: 'de' });
    expect(store.settings()).toEqual({ ...defaultAppSettings, compactRows: true, locale: 'de' });
    const mine = preset();
    const other = preset({ name: 'Other' });
    store.savePreset(mine);
    store.savePreset(other);
    store.savePreset({ ...mine, name: 'Renamed' });
    expect(
      store
        .presets()
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(['Other', 'Renamed']);
    store.removePreset(other.id);
    expect(store.presets()).toEqual([{ ...mine, name: 'Renamed' }]);
    store.close();
  });
});

describe('a file', () => {
  it('is the same after it was closed, and can be opened again at once', (t) => {
    const file = path.join(tempDir(t), 'queue.db');
    const job = jobRecord({ hold: 'user' });
    for (let round = 0; round < 3; round++) {
      const store = openStore(file, fail);
      if (round === 0) store.insert([job]);
      expect(store.get(job.id)).toEqual(job);
      store.close();
    }
  });

  it('belongs to one engine at a time', (t) => {
    const file = path.join(tempDir(t), 'queue.db');
    const store = openStore(file, fail);
    expect(() => openStore(file, fail)).toThrow(ConvoyFailure);
    expect(() => openStore(file, fail)).toThrow(/Another Convoy/);
    store.close();
    openStore(file, fail).close();
  });

  it.each([
    ['no database', (file: string) => writeFileSync(file, 'no database at all '.repeat(1000))],
    [
      'a database that was cut off',
      (file: string) => {
        const store = openStore(file, fail);
        store.insert(Array.from({ length: 200 }, () => jobRecord()));
        store.close();
        writeFileSync(file, readFileSync(file).subarray(0, 30_000));
      },
    ],
    [
      'a database of a newer Convoy',
      (file: string) => {
        const database = openDatabase(file);
        migrate(database, file);
        database.exec('pragma user_version = 999');
        database.close();
      },
    ],
  ])('that is %s is set aside, with a line in the log', (_name, damage) => {
    const leave: (() => void)[] = [];
    const folder = tempDir({ onTestFinished: (done: () => void) => leave.push(done) });
    try {
      const file = path.join(folder, 'queue.db');
      damage(file);
      const before = readFileSync(file);
      const lines: string[] = [];
      const store = openStore(file, (line) => lines.push(line));
      const job = jobRecord();
      store.insert([job]);
      expect(store.places()).toHaveLength(1);
      store.close();
      expect(lines).toEqual([expect.stringContaining('was set aside as')]);
      const aside = readdirSync(folder).find((name) => name.startsWith('queue.db.set-aside-')) ?? '';
      expect(readFileSync(path.join(folder, aside))).toHaveLength(before.length);
    } finally {
      for (const done of leave) done();
    }
  });

  it('in a place where nothing can be written is told as that', (t) => {
    const folder = tempDir(t);
    writeFileSync(path.join(folder, 'file'), '');
    expect(() => openStore(path.join(folder, 'file', 'queue.db'), fail)).toThrow(/cannot be written/);
  });

  it('with entries that make no sense loses those and no others', (t) => {
    const file = path.join(tempDir(t), 'queue.db');
    const [good, bad, worse] = [jobRecord(), jobRecord(), jobRecord()] as const;
    const store = openStore(file, fail);
    store.insert([good, bad, worse]);
    store.close();
    const database = openDatabase(file);
    database.run('update jobs set record = ? where id = ?', ['{"kind":', bad.id]);
    database.run('update jobs set state = ? where id = ?', ['dancing', worse.id]);
    database.run('insert into presets (id, record) values (?, ?)', ['x', '{}']);
    database.run('insert into settings (name, value) values (?, ?)', [
      'app',
      '{"compactRows":true,"lanes":7}',
    ]);
    database.close();
    const lines: string[] = [];
    const again = openStore(file, (line) => lines.push(line));
    expect(
      again
        .places()
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual([good.id, bad.id].toSorted());
    expect(lines).toEqual(['the queue holds 1 entries that make no sense']);
    expect(again.get(bad.id)).toBeNull();
    expect(again.needs([good.id, bad.id, worse.id]).map(({ id }) => id)).toEqual([good.id]);
    expect(again.presets()).toEqual([]);
    expect(again.settings()).toEqual({ ...defaultAppSettings, compactRows: true });
    again.close();
  });
});

describe('a full disk', () => {
  it('refuses new jobs, and keeps what becomes of the old ones until there is space', (t) => {
    const file = path.join(tempDir(t), 'queue.db');
    const database = openDatabase(file);
    migrate(database, file);
    const lines: string[] = [];
    const store = createSqliteStore(database, (line) => lines.push(line));
    const job = jobRecord();
    store.insert([job]);
    database.get('pragma max_page_count = 1');
    const many = Array.from({ length: 400 }, () => jobRecord());
    expect(() => store.insert(many)).toThrow(/no space left/);
    const long = { ...job, metadata: { text: 'x'.repeat(200_000) } };
    store.update(long);
    store.update({ ...long, state: 'preparing' });
    expect(store.get(job.id)).toMatchObject({ state: 'preparing' });
    expect(lines).toEqual([expect.stringContaining('cannot be written')]);
    const full: unknown = expect.objectContaining({
      error: expect.objectContaining({ kind: 'disk_full' }) as unknown,
    });
    expect(() => store.hold([job.id], 'user')).toThrow(full);
    expect(() => store.api.keep('hook', 'a', 'x'.repeat(200_000), null)).toThrow(full);
    database.get('pragma max_page_count = 100000');
    const other = many[0] ?? jobRecord();
    store.insert([other]);
    store.update({ ...other, state: 'preparing' });
    store.close();
    const again = openStore(file, fail);
    expect(again.get(job.id)).toEqual({ ...long, state: 'preparing' });
    again.close();
  });
});

describe('migrations', () => {
  it('copy what is there before they change it, and do nothing when there is nothing to do', (t) => {
    const file = path.join(tempDir(t), 'queue.db');
    const database = openDatabase(file);
    migrate(database, file);
    database.run('insert into settings (name, value) values (?, ?)', ['app', 'old']);
    const present = migrations.length;
    expect(existsSync(`${file}.v${present}`)).toBe(false);
    migrate(database, file);
    const steps = [...migrations, "update settings set value = 'new'"];
    migrate(database, file, steps);
    expect(database.get('select value from settings')?.['value']).toBe('new');
    expect(database.get('pragma user_version')?.['user_version']).toBe(present + 1);
    const copy = openDatabase(`${file}.v${present}`);
    expect(copy.get('select value from settings')?.['value']).toBe('old');
    expect(copy.get('pragma user_version')?.['user_version']).toBe(present);
    copy.close();
    expect(() => migrate(database, file)).toThrow(NewerDatabase);
    database.close();
  });

  it('leave the database as it was when a step fails', () => {
    const database = openDatabase(':memory:');
    migrate(database, null);
    expect(() => migrate(database, null, [...migrations, 'create table x (a); nonsense'])).toThrow();
    expect(database.get('pragma user_version')?.['user_version']).toBe(migrations.length);
    expect(database.all('select name from sqlite_schema where name = ?', ['x'])).toEqual([]);
    database.close();
  });
});

describe('bind', () => {
  it('gives SQLite what it knows', () => {
    const bytes = Buffer.from('x');
    expect(bind([null, 1.5, 2n, 'é', bytes, true, false, new Date(7)])).toEqual([
      null,
      1.5,
      2n,
      'é',
      bytes,
      1,
      0,
      7,
    ]);
  });

  it.each([
    [undefined],
    [{}],
    [[1]],
    [NaN],
    [Infinity],
    [new Date(NaN)],
    [() => 1],
    [Symbol('s')],
    [new Uint8Array(2)],
    [new Map()],
  ])('refuses %o', (value) => {
    expect(() => bind([1, value])).toThrow(/^value 2 /);
  });
});
