import { copyFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { withoutLogin } from '../../../electron/engine/inputs/addresses.ts';
import { openDatabase } from '../../../electron/engine/store/database.ts';
import { openStore } from '../../../electron/engine/store/open-store.ts';
import { root } from '../../support/found-tools.ts';
import { tempDir } from '../../support/media.ts';

const canary = 'canary-7f3a';
const address = `https://User:${canary}@host.example/film.mp4?a=b@c`;
const clean = 'https://host.example/film.mp4?a=b@c';
const failed = 'job_01m81y24baeh7rhkewet1mq6mp';
const broken = 'job_00000000000000000000000000';

const filesWith = (folder: string, text: string): readonly string[] =>
  readdirSync(folder).filter((name) => readFileSync(path.join(folder, name)).includes(text));

/** A queue of an earlier version with a login in a job that was refused, and in what was left of one that was removed. */
function oldQueue(file: string, version: number): void {
  const database = openDatabase(file);
  database.exec(readFileSync(path.join(root, `test/fixtures/queue-v${version}.sql`), 'utf8'));
  const before = database.get('select record from jobs where id = ?', [failed])?.['record'];
  const record = { ...(JSON.parse(String(before)) as Record<string, unknown>), joined: false };
  const error = {
    ...{ kind: 'invalid_input', hint: 'Check it.', detail: `first ${address} then` },
    message: `“${address}” cannot be used.`,
  };
  const inputs = [address, '/media/at://a@b.mp4'];
  const text = JSON.stringify({ ...record, inputs, error });
  database.run('update jobs set record = ? where id = ?', [text, failed]);
  database.run('update jobs set record = ? where id = ?', [`{"inputs":["${address}"]`, broken]);
  if (version >= 3) database.run('update jobs set name = ? where id = ?', [address.toLowerCase(), failed]);
  if (version >= 4) {
    const kept = JSON.stringify({ body: JSON.stringify({ input: address }) });
    database.run('insert into api_records (kind, id, until, record) values (?, ?, null, ?)', [
      'answer',
      'a',
      kept,
    ]);
  }
  // Deleted, but its bytes stay in the file.
  database.run("insert into settings (name, value) values ('gone', ?)", [address.repeat(300)]);
  database.exec("delete from settings where name = 'gone'");
  database.close();
}

describe.each([2, 3, 6, 7])('a queue of schema %i', (version) => {
  it('keeps no login of an address, and neither do its copies', (t) => {
    const folder = tempDir(t);
    const file = path.join(folder, 'queue.db');
    oldQueue(file, version);
    // What an earlier migration left, something else of that name, and the log of a process that was killed.
    oldQueue(`${file}.v1`, 1);
    writeFileSync(`${file}.v0`, 'no database');
    copyFileSync(`${file}.v1`, path.join(folder, 'mine.db'));
    expect(filesWith(folder, canary)).toEqual(['mine.db', 'queue.db', 'queue.db.v1']);

    const lines: string[] = [];
    const store = openStore(file, (line) => lines.push(line));
    expect([filesWith(folder, canary), lines]).toEqual([['mine.db'], []]);
    expect(store.get(failed)).toMatchObject({
      inputs: [clean, '/media/at://a@b.mp4'],
      error: { message: `“${clean}” cannot be used.`, detail: `first ${clean} then` },
    });
    const everything = { text: 'host.example', kinds: null, states: null, from: null, to: null };
    expect(store.history.page(everything, null, 10).map(({ id }) => id)).toEqual([failed]);
    store.close();
    expect(filesWith(folder, canary)).toEqual(['mine.db']);

    const copy = openDatabase(`${file}.v${version}`);
    expect(copy.get('pragma user_version')?.['user_version']).toBe(version);
    expect(copy.get('select count(*) as jobs from jobs')?.['jobs']).toBe(5);
    expect(String(copy.get('select record from jobs where id = ?', [failed])?.['record'])).toContain(clean);
    copy.close();
  });
});

describe('an address', () => {
  it.each([
    [address, clean],
    ['ftp://u@h/x', 'ftp://h/x'],
    ['https:\\\\u:p@h\\x', 'https:\\\\h\\x'],
    ['https://host/a@b', 'https://host/a@b'],
    ['/media/https://u:p@h/x', '/media/https://u:p@h/x'],
    ['mail@example', 'mail@example'],
    // No server is called so: the password has a slash in it.
    ['https://u:pa/ss@host/x.mp4', 'https://host/x.mp4'],
    ['http://u:a#b@c@host:99999999/x', 'http://host:99999999/x'],
  ])('%s is kept as %s', (given, kept) => {
    expect(withoutLogin(given)).toBe(kept);
  });
});
