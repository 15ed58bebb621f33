import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../electron/engine/store/open-store.ts';
import { root } from '../support/found-tools.ts';
import { jobRecord } from '../support/job-records.ts';
import { tempDir } from '../support/media.ts';
import { mayMount, mounted } from '../support/mounted.ts';

/** What disks and other processes do to the file of the queue, by real ones. */

const bigJob = () => jobRecord({ metadata: { text: 'x'.repeat(20_000) } });

describe('the file of the queue', () => {
  it.runIf(mayMount)(
    'on a disk that fills up keeps what was in it, and takes more when there is room',
    (t) => {
      const place = mounted(t, '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs');
      if (place === null) return t.skip('nothing can be mounted here');
      const file = path.join(place, 'queue.db');
      const lines: string[] = [];
      const store = openStore(file, (line) => lines.push(line));
      const first = jobRecord();
      store.insert([first]);
      const ballast = path.join(place, 'ballast');
      writeFileSync(ballast, Buffer.alloc(700_000));
      let accepted = 0;
      expect(() => {
        for (; accepted < 100; accepted++) store.insert([bigJob()]);
      }).toThrow(/no space left/);
      const ended = {
        ...first,
        state: 'succeeded' as const,
        finishedAt: 5,
        metadata: { text: 'y'.repeat(90_000) },
      };
      store.update(ended);
      expect(store.get(first.id)).toEqual(ended);
      expect(lines).toEqual([expect.stringContaining('cannot be written')]);
      writeFileSync(ballast, '');
      store.update({ ...ended, attempt: 2 });
      expect(store.places()).toHaveLength(accepted + 1);
      store.close();
      const again = openStore(file, (line) => lines.push(line));
      expect(again.get(first.id)).toEqual({ ...ended, attempt: 2 });
      expect(lines).toHaveLength(1);
      again.close();
      return undefined;
    },
  );

  it.runIf(mayMount)('on a disk that stays full is closed all the same, and has everything', (t) => {
    const place = mounted(t, '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs');
    if (place === null) return t.skip('nothing can be mounted here');
    const store = openStore(path.join(place, 'queue.db'), () => undefined);
    const jobs = Array.from({ length: 10 }, bigJob);
    store.insert(jobs);
    const { bavail, bsize } = statfsSync(place);
    writeFileSync(path.join(place, 'ballast'), Buffer.alloc(bavail * bsize));
    store.close();
    expect(existsSync(path.join(place, 'queue.db-wal'))).toBe(true);
    // The lock of a connection that could not give it up goes with the process; elsewhere there is none.
    const folder = tempDir(t);
    for (const name of ['queue.db', 'queue.db-wal'])
      copyFileSync(path.join(place, name), path.join(folder, name));
    const again = openStore(path.join(folder, 'queue.db'), () => undefined);
    expect(again.many(jobs.map(({ id }) => id))).toHaveLength(jobs.length);
    again.close();
    return undefined;
  });

  it.runIf(mayMount)('on a disk that is read-only is told as that, and not set aside', (t) => {
    const folder = tempDir(t);
    const place = mounted(t, '--bind', folder);
    if (place === null) return t.skip('nothing can be mounted here');
    execFileSync('mount', ['-o', 'remount,ro,bind', place]);
    const job = jobRecord();
    const store = openStore(path.join(folder, 'queue.db'), () => undefined);
    store.insert([job]);
    store.close();
    const lines: string[] = [];
    const readOnly = path.join(place, 'queue.db');
    expect(() => openStore(readOnly, (line) => lines.push(line))).toThrow(
      '“queue.db” cannot be written: the disk that holds the folder “disk” is read-only.',
    );
    const again = openStore(path.join(folder, 'queue.db'), (line) => lines.push(line));
    expect([again.get(job.id), lines]).toEqual([job, []]);
    again.close();
    return undefined;
  });

  it.runIf(mayMount)('in a folder that takes nothing is told as that, with what helps', (t) => {
    const folder = tempDir(t);
    const file = path.join(folder, 'queue.db');
    openStore(file, () => undefined).close();
    try {
      execFileSync('chattr', ['+i', folder], { stdio: 'ignore' });
    } catch {
      return t.skip('no folder can be locked here');
    }
    try {
      expect(() => openStore(file, () => undefined)).toThrow(
        expect.objectContaining({
          error: expect.objectContaining({
            kind: 'output_unwritable',
            message: expect.stringMatching(
              /^“queue\.db” cannot be written: you may not write in the folder “/,
            ) as string,
            hint: 'Give yourself permission to write there, or keep the queue in another folder.',
          }) as unknown,
        }),
      );
    } finally {
      execFileSync('chattr', ['-i', folder], { stdio: 'ignore' });
    }
    return undefined;
  });

  it.runIf(mayMount)('on a disk that is full from the start is told as that', (t) => {
    const place = mounted(t, '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs');
    if (place === null) return t.skip('nothing can be mounted here');
    const file = path.join(place, 'queue.db');
    expect(() => openStore(file, () => undefined)).toThrow(
      'There is no space left where “queue.db” is being written.',
    );
    return undefined;
  });

  it.skipIf(mayMount || process.platform === 'win32')('that may not be written is told as that', (t) => {
    const file = path.join(tempDir(t), 'queue.db');
    openStore(file, () => undefined).close();
    chmodSync(file, 0o400);
    const lines: string[] = [];
    expect(() => openStore(file, (line) => lines.push(line))).toThrow(/cannot be written/);
    chmodSync(path.dirname(file), 0o500);
    expect(() => openStore(file, (line) => lines.push(line))).toThrow(/cannot be written/);
    chmodSync(path.dirname(file), 0o700);
    expect(lines).toEqual([]);
  });

  it(
    'that another process holds is told as that, and opens when it is free',
    { timeout: 60_000 },
    async (t) => {
      const file = path.join(tempDir(t), 'queue.db');
      const job = jobRecord();
      const store = openStore(file, () => undefined);
      store.insert([job]);
      store.close();
      const holder = spawn(
        process.execPath,
        [
          '-e',
          `const Database = require('libsql');
         const database = new Database(process.argv[1]);
         database.prepare('pragma locking_mode = exclusive').get([]);
         database.exec('begin immediate');
         console.log('held');
         process.stdin.resume();
         process.stdin.on('end', () => process.exit(0));`,
          file,
        ],
        { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] },
      );
      t.onTestFinished(() => void holder.kill('SIGKILL'));
      await once(holder.stdout, 'data', { signal: AbortSignal.timeout(30_000) });
      const lines: string[] = [];
      expect(() => openStore(file, (line) => lines.push(line))).toThrow(/Another Convoy/);
      const closed = once(holder, 'close', { signal: AbortSignal.timeout(30_000) });
      holder.stdin.end();
      await closed;
      const again = openStore(file, (line) => lines.push(line));
      expect([again.get(job.id), lines]).toEqual([job, []]);
      again.close();
    },
  );
});
