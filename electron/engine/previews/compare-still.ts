import { stat } from 'node:fs/promises';
import { ConvoyFailure, fail } from '../../../shared/model/error.ts';
import type { MediaFacts } from '../../../shared/model/media.ts';
import type { Size } from '../../../shared/plan/plan.ts';
import { displayedSize, exifTurn } from '../../../shared/plan/picture/geometry.ts';
import type { PictureFile } from '../doors/queue-door.ts';
import type { PlannedRequest } from '../planning/plan-request.ts';
import type { ReadRequest } from '../queue/requests.ts';
import { type Compared, type CompareWork, picturedIn, runIn } from './compare-work.ts';
import { frameName } from './seen-frames.ts';

/** Formats that every browser of ours shows by itself. */
const shownByBrowsers: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'avif', 'gif', 'svg']);

/** A picture is converted whole, exactly as the job would, so what is seen and how large it is are the result's own. */
export async function compareStill(
  work: CompareWork,
  { inputs, options }: ReadRequest,
  { facts, chosen }: PlannedRequest,
): Promise<Compared> {
  const [input] = inputs;
  const before = sourceOf(work, input, facts[0], startOf(options));
  const { output } = await stopped(before, runIn(work, 'after', chosen.plan, chosen.tools, [input]));
  const after = await shown(work, output);
  return {
    before: await before,
    after,
    bytesBefore: facts[0].bytes,
    bytesAfter: (await stat(output)).size,
    exact: true,
    at: null,
  };
}

/** The original of a picture alone, as the comparison will show it: it is seen while its result is still being made. */
export async function originalOf(
  work: CompareWork,
  { inputs: [input], options }: ReadRequest,
): Promise<PictureFile> {
  const facts = await work.deps.planning.reader.read(input, { signal: work.signal });
  if (!facts.ok) throw new ConvoyFailure(facts.error);
  if (facts.value.still === null) {
    throw fail('invalid_request', {
      reason: 'it is not a picture, so no part of it stands for the whole',
      hint: 'Ask for a comparison of it.',
    });
  }
  return sourceOf(work, input, facts.value, startOf(options));
}

const startOf = ({ options }: ReadRequest['options']): number | null =>
  'start' in options ? (options.start ?? null) : null;

/** The source as it is shown; one that was seen is not read again, because another setting changes nothing in it. */
async function sourceOf(
  work: CompareWork,
  file: string,
  facts: MediaFacts,
  start: number | null,
): Promise<PictureFile> {
  const name = await frameName(file, start ?? 0);
  const known = await work.seen.find(name, work.folder);
  if (known !== null) return known;
  const made = await picturedIn(work, 'before', file, facts, start);
  work.seen.keep(name, made);
  return made;
}

/** The result itself, or a PNG of it where a browser cannot show it. */
async function shown(work: CompareWork, file: string): Promise<PictureFile> {
  const facts = await work.deps.planning.reader.read(file, { signal: work.signal });
  if (!facts.ok) throw new ConvoyFailure(facts.error);
  const { still } = facts.value;
  if (still === null || !shownByBrowsers.has(still.format)) {
    return picturedIn(work, 'after-shown', file, facts.value, null);
  }
  const size: Size = displayedSize(still, exifTurn(still.orientation).rotation, 1);
  return { path: file, mime: `image/${still.format === 'svg' ? 'svg+xml' : still.format}`, ...size };
}

/** Waits for the second of two that run side by side; a failure of the first is heard when it is asked for. */
async function stopped<T>(first: Promise<unknown>, second: Promise<T>): Promise<T> {
  first.catch(() => undefined);
  return second;
}
