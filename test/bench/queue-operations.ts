import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type BatchPart, createEngine } from '../../electron/engine/index.ts';
import { changedRecord } from '../../electron/engine/queue/record-changes.ts';
import { openStore } from '../../electron/engine/store/open-store.ts';
import { jobRecord } from '../support/job-records.ts';

/**
 * The queue with so many jobs, in a process of its own: adds them, pages them, searches as many in the history, and
 * starts again with them. Says the milliseconds of each as one line of JSON.
 */
const jobs = Number(process.argv[2]);
const stillWorkerPath = process.argv[3] ?? '';
/** Below the folder that is given: who ends this process removes that. */
const folder = mkdtempSync(path.join(process.argv[4] ?? os.tmpdir(), 'convoy-bench-'));
const everything = { text: '', kinds: null, statuses: null, from: null, to: null };

async function timed<T>(work: () => T | Promise<T>): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

/** The middle one of five. */
async function median(work: () => unknown): Promise<number> {
  const all: number[] = [];
  for (let n = 0; n < 5; n++) all.push(await timed(work));
  return all.toSorted((a, b) => a - b)[2] ?? 0;
}

const open = (stateFile: string, work: boolean) => createEngine({ stateFile, stillWorkerPath, work });

async function queue(): Promise<object> {
  const stateFile = path.join(folder, 'queue.db');
  const together = 500;
  const inputs = Array.from({ length: jobs }, (_, n) => path.join(folder, `in/${n}.jpg`));
  // What is named is looked at, so it has to be there.
  mkdirSync(path.join(folder, 'in'));
  for (const input of inputs) writeFileSync(input, '');
  let engine = open(stateFile, true);
  await engine.idle();
  async function* parts(): AsyncGenerator<BatchPart> {
    for (let from = 0; from < jobs; from += together) {
      const some = inputs.slice(from, from + together);
      const requests = some.map(
        (input) => ({ request: { input, kind: 'image', options: { format: 'webp' } } }) as const,
      );
      yield { requests, looked: new Map() };
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  const add = await timed(() => engine.addInParts({ ready: true, of: jobs, inputs }, parts()));
  await engine.close();
  // An engine that does not work has read no job before it is asked, so that every page comes from the disk.
  engine = open(stateFile, false);
  await engine.idle();
  const page = await timed(async () => {
    for (let after: string | null = null; ;) {
      const entries = engine.queue.page({ after, limit: together });
      after = entries.at(-1)?.job.id ?? null;
      if (entries.length < together) break;
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
  await engine.close();
  // Jobs are held, so that what is timed is the start and not the conversions.
  let shown = 0;
  const restart = await timed(async () => {
    shown = await timed(() => {
      engine = open(stateFile, true);
      engine.queue.page({ after: null, limit: together });
    });
    await engine.idle();
  });
  if (engine.queue.count() !== jobs) throw new Error(`${engine.queue.count()} jobs came back`);
  await engine.close();
  return { add, page, shown, restart, ...(await workingRestart(stateFile)) };
}

/** The same start with jobs that may run: until the first is at work, and until one more is accepted. */
async function workingRestart(stateFile: string): Promise<object> {
  const store = openStore(stateFile, () => undefined);
  store.hold(
    store.places().map(({ id }) => id),
    null,
  );
  store.close();
  const before = performance.now();
  const engine = open(stateFile, true);
  const begun = new Promise<number>((resolve) => {
    engine.subscribe((event) => {
      if (event.type === 'job' && event.job.status !== 'queued') resolve(performance.now() - before);
    });
  });
  const input = path.join(folder, 'in/0.jpg');
  await engine.add([{ request: { input, kind: 'image' } }]);
  const accepted = performance.now() - before;
  const atWork = await begun;
  await engine.close();
  return { begun: atWork, accepted };
}

async function history(): Promise<object> {
  const stateFile = path.join(folder, 'history.db');
  const store = openStore(stateFile, () => undefined);
  const ended = (n: number) =>
    changedRecord(
      jobRecord({ inputs: [`/media/holiday ${n % 100}/IMG_${n}.MOV`], archived: true }),
      n % 10 === 0 ? 'failed' : 'succeeded',
      {
        tasks: {
          probe: { status: 'succeeded', output: { bytes: 5_000_000, duration: 12, note: 'x'.repeat(1500) } },
        },
      },
      Date.now() - n,
    );
  for (let from = 0; from < jobs; from += 1000)
    store.insert(Array.from({ length: Math.min(1000, jobs - from) }, (_, n) => ended(from + n)));
  store.close();
  let engine = open(stateFile, true);
  const start = await timed(() => engine.idle());
  await engine.close();
  const restart = await timed(async () => {
    engine = open(stateFile, true);
    await engine.idle();
  });
  const first = await median(() => engine.history.page({ filter: everything, after: null, limit: 100 }));
  // Nothing fits: every name is looked at.
  const search = await median(() =>
    engine.history.page({ filter: { ...everything, text: 'no such name' }, after: null, limit: 100 }),
  );
  const totals = await median(() => engine.history.totals({ ...everything, text: 'img holiday' }));
  await engine.close();
  return { first, search, totals, archivedStart: Math.min(start, restart) };
}

try {
  process.stdout.write(`${JSON.stringify({ ...(await queue()), ...(await history()) })}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
