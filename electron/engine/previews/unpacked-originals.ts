import { randomUUID } from 'node:crypto';
import { access, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Plan, Step } from '../../../shared/plan/plan.ts';
import { errorOf } from '../error-of.ts';
import type { StillWorkers } from '../ports.ts';
import { newestFirst } from './newest-first.ts';
import { frameName } from './seen-frames.ts';

/**
 * HEIC originals as PNG files that are read at once. Both sides of a comparison and every further quality of it are made
 * of the same pixels, and to decode those takes most of the time.
 */
export interface UnpackedOriginals {
  /** Runs work with the original's PNG, or with the original itself where there is no room for the PNG. */
  use<T>(
    original: string,
    signal: AbortSignal,
    work: (file: string, isUnpacked: boolean) => Promise<T>,
  ): Promise<T>;
  /** Stops what runs. The files are taken away with the folder. */
  readonly close: () => Promise<void>;
}

interface Unpacked {
  readonly name: string;
  readonly folder: string;
  readonly file: string;
  users: number;
}

/**
 * Only the last one is kept, and those that are in use: a phone's picture takes 25 to 150 MB.
 *
 * @param base folder for them; made when it is needed
 */
export function createUnpackedOriginals(workers: StillWorkers, base: string): UnpackedOriginals {
  const queue = newestFirst<Unpacked>(1);
  const kept = new Set<Unpacked>();
  let last: Unpacked | null = null;

  async function unpack(name: string, original: string, signal: AbortSignal): Promise<Unpacked> {
    const folder = path.join(base, randomUUID());
    // What is said about the PNG names the original.
    const file = path.join(folder, path.basename(original));
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await workers.run({ do: 'unpack', input: original, output: file }, { signal });
    } catch (error) {
      await drop(folder);
      throw error;
    }
    const made = { name, folder, file, users: 0 };
    kept.add(made);
    last = made;
    tidy();
    return made;
  }

  function tidy(): void {
    for (const one of kept) {
      if (one === last || one.users > 0) continue;
      kept.delete(one);
      void drop(one.folder);
    }
  }

  /** What somebody else took away is made anew. */
  async function stillThere(name: string): Promise<Unpacked | null> {
    const known = [...kept].find((one) => one.name === name);
    if (known === undefined) return null;
    known.users += 1;
    const isThere = await access(known.file).then(
      () => true,
      () => false,
    );
    known.users -= 1;
    if (!isThere) kept.delete(known);
    return isThere ? known : null;
  }

  return {
    async use(original, signal, work) {
      const name = await frameName(original, 0);
      const make = (stop: AbortSignal): Promise<Unpacked> => unpack(name, original, stop);
      const found = (await stillThere(name)) ?? (await orNoRoom(queue.ask(name, make, signal)));
      if (found === null) return work(original, false);
      found.users += 1;
      try {
        return await work(found.file, true);
      } finally {
        found.users -= 1;
        tidy();
      }
    },
    close: () => queue.close(),
  };
}

async function orNoRoom(unpacking: Promise<Unpacked>): Promise<Unpacked | null> {
  try {
    return await unpacking;
  } catch (error) {
    const { kind } = errorOf(error);
    if (kind === 'disk_full' || kind === 'output_unwritable') return null;
    throw error;
  }
}

const drop = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);

/** True when a step of the plan decodes a HEIC original. */
export const decodesHeic = ({ steps }: Plan): boolean => steps.some(isHeicStep);

/** The plan for the original's PNG, which is upright and has one page. */
export function forUnpacked(plan: Plan): Plan {
  const steps = plan.steps.map(ofPng);
  const last = steps.pop();
  return last === undefined ? plan : { ...plan, steps: [...steps, last] };
}

const isHeicStep = (step: Step): boolean =>
  step.tool === 'still' && 'input' in step.from && step.recipe.reader === 'libheif';

function ofPng(step: Step): Step {
  if (step.tool !== 'still' || !isHeicStep(step)) return step;
  return { ...step, recipe: { ...step.recipe, reader: 'libvips', page: 0, autoOrient: false } };
}
