import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { ConvoyFailure, type Result, convoyError, fail, refuse } from '../../../shared/model/error.ts';
import { errorOf } from '../error-of.ts';
import { planRequest } from '../planning/plan-request.ts';
import type { PictureFile, PreviewDoor } from '../doors/queue-door.ts';
import type { ReadRequest } from '../queue/requests.ts';
import { compareMoving } from './compare-moving.ts';
import { compareStill, originalOf } from './compare-still.ts';
import type { Compared, CompareWork } from './compare-work.ts';
import { newestFirst } from './newest-first.ts';
import type { PreviewDeps } from './preview-deps.ts';
import { createSeenFrames } from './seen-frames.ts';
import { createUnpackedOriginals } from './unpacked-originals.ts';
import { timeLimit } from './time-limit.ts';

/** One frame before and after, through the job's real settings. */

export interface Comparisons {
  readonly compare: PreviewDoor['compare'];
  readonly original: PreviewDoor['original'];
  readonly cancel: PreviewDoor['cancelCompare'];
  readonly picture: PreviewDoor['picture'];
  readonly close: () => Promise<void>;
}

/** Comparisons whose pictures are kept. */
const keptComparisons = 50;
/** One is looked at; another one may be on its way out. */
const atOnce = 2;
/** Milliseconds for one. */
const limitMs = 120_000;
/** Folders of engines that ended without taking them away go after so many milliseconds. */
const strayMs = 7 * 24 * 60 * 60 * 1000;

interface Kept {
  readonly folder: string;
  readonly keys: readonly string[];
}

export function createComparisons(deps: PreviewDeps): Comparisons {
  const base = path.join(deps.cacheDir, 'compare');
  const own = path.join(base, randomUUID());
  const queue = newestFirst<{ readonly value: unknown }>(atOnce);
  const seen = createSeenFrames();
  const unpacked = createUnpackedOriginals(deps.workers, path.join(own, 'unpacked'));
  const pictures = new Map<string, PictureFile>();
  const kept: Kept[] = [];
  /** The call of each job that has not settled. */
  const current = new Map<string, AbortController>();
  let swept: Promise<void> | null = null;

  const compare: Comparisons['compare'] = (id, at, change) => {
    const started = deps.planning.now();
    return asked(id, change, async (work, request) => {
      const { before, after, ...rest } = await comparedBy(work, request, at);
      if (work.signal.aborted) throw fail('cancelled');
      const keys = keep(work.folder, before === after ? [before] : [before, after]);
      const [first = '', second = first] = keys;
      const took = (deps.planning.now() - started) / 1000;
      return { ...rest, before: { ...before, key: first }, after: { ...after, key: second }, took };
    });
  };

  const original: Comparisons['original'] = (id) =>
    asked(id, null, async (work, request) => {
      const picture = await originalOf(work, request);
      if (work.signal.aborted) throw fail('cancelled');
      const [key = ''] = keep(work.folder, [picture]);
      return { ...picture, key };
    });

  /** Does what was asked of a job, after what was asked of it before has been told to stop. */
  async function asked<T>(
    id: string,
    change: Parameters<Comparisons['compare']>[2],
    make: (work: CompareWork, request: ReadRequest) => Promise<T>,
  ): Promise<Result<T>> {
    const job = deps.entry(id);
    if (job === null) return refuse('not_found', { given: 'The job' });
    current.get(id)?.abort();
    const controller = new AbortController();
    current.set(id, controller);
    try {
      const request = await deps.readRequestOf(id, change);
      if (!request.ok) return request;
      const file = path.basename(request.value.inputs[0]);
      const work = async (outer: AbortSignal): Promise<{ readonly value: T }> => {
        const limit = timeLimit(limitMs, outer);
        return limit.hold(file, () =>
          inFolder(async (folder) => {
            const own = { deps, id, folder, seen, unpacked, signal: limit.signal };
            return { value: await make(own, request.value) };
          }),
        );
      };
      // The same is never asked under one key twice, so what comes back is what this call made.
      const answer = (await queue.ask(randomUUID(), work, controller.signal)) as { readonly value: T };
      return { ok: true, value: answer.value };
    } catch (error) {
      return failed(error, path.basename(job.inputs[0] ?? ''));
    } finally {
      if (current.get(id) === controller) current.delete(id);
    }
  }

  /** With a folder of its own, which stays when the work succeeds. */
  async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const folder = await newFolder();
    try {
      return await work(folder);
    } catch (error) {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
      throw error;
    }
  }

  async function newFolder(): Promise<string> {
    await (swept ??= sweep(base, deps.planning.now()).catch(() => undefined));
    const folder = path.join(own, randomUUID());
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return folder;
  }

  /** Gives each picture a key that nobody guesses, and lets the oldest comparison go. */
  function keep(folder: string, files: readonly PictureFile[]): readonly string[] {
    const keys = files.map((file) => {
      const key = randomUUID();
      pictures.set(key, file);
      return key;
    });
    kept.push({ folder, keys });
    for (const old of kept.splice(0, Math.max(0, kept.length - keptComparisons))) {
      for (const key of old.keys) pictures.delete(key);
      void rm(old.folder, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
    }
    return keys;
  }

  return {
    compare,
    original,
    cancel: (id) => current.get(id)?.abort(),
    picture: (key) => pictures.get(key) ?? null,
    async close() {
      await Promise.all([queue.close(), unpacked.close()]);
      pictures.clear();
      await rm(own, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
    },
  };
}

async function comparedBy(work: CompareWork, request: ReadRequest, at: number | null): Promise<Compared> {
  const { options } = request;
  if (options.kind === 'audio') {
    throw fail('invalid_request', {
      reason: 'there is no picture to compare',
      hint: 'Sound can be compared by listening to the result.',
    });
  }
  const planned = await planRequest(work.deps.planning, request, work.signal);
  if (!planned.ok) throw new ConvoyFailure(planned.error);
  if (options.kind === 'image') return compareStill(work, request, planned.value);
  return compareMoving(work, { ...request, options }, planned.value, at);
}

/** What a newer call stopped is told as cancelled, with the file's name. */
function failed(error: unknown, file: string): Result<never> {
  const told = errorOf(error);
  const cancelled = told.kind === 'cancelled' && file !== '';
  return { ok: false, error: cancelled ? convoyError('cancelled', { file }) : told };
}

async function sweep(base: string, now: number): Promise<void> {
  for (const name of await readdir(base)) {
    const folder = path.join(base, name);
    const facts = await stat(folder).catch(() => null);
    const stray = facts !== null && now - facts.mtimeMs > strayMs;
    if (stray && /^[0-9a-f-]{36}$/.test(name)) await rm(folder, { recursive: true, force: true });
  }
}
