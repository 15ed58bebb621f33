import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { JobId } from '../../../shared/model/id.ts';
import type { Job } from '../../../shared/model/job.ts';
import { splitExtension } from '../../../shared/plan/names/file-name.ts';
import type { Engine } from '../../engine/index.ts';
import { isBelow } from '../allowed-places.ts';
import type { Arrivals } from '../adding/arrivals.ts';
import { filesOf, inputsOf } from '../jobs/job-reading.ts';
import { mediaTypeOf } from './media-types.ts';

/** A file behind a media address. */
export interface MediaFile {
  readonly path: string;
  readonly mime: string;
  /** Under which it is saved. */
  readonly name: string;
}

/** Which file a media address leads to. Addresses name a job or a key that the engine gave out, never a path. */
export interface MediaLocator {
  /**
   * `address` is what stands behind `media://convoy/` or `/media/`, with or without a query. Null = nothing is there,
   * or the address makes no sense.
   */
  locate(address: string, signal?: AbortSignal): Promise<MediaFile | null>;
}

/** Pixels of a thumbnail's longer side: a row's picture of 44 on a screen with three pixels each, and the inspector's. */
const thumbnailSide = 192;

const Which = z.enum(['input', 'result']);

/** @param arrivals what thumbnails wait for; nothing when absent */
export function createMediaLocator(
  engine: Pick<Engine, 'history' | 'previews'>,
  arrivals?: Pick<Arrivals, 'over'>,
): MediaLocator {
  return {
    async locate(address, signal) {
      const segments = segmentsOf(address);
      if (segments === null) return null;
      const [what, id, ...rest] = segments;
      if (what === 'compare' && rest.length === 0) return comparePicture(engine, id ?? '');
      const job = JobId.safeParse(id).success ? (engine.history.entry(id ?? '')?.job ?? null) : null;
      const which = Which.safeParse(rest[0]);
      if (job === null || !which.success) return null;
      const below = rest.slice(1);
      if (what === 'thumb' && below.length === 0) {
        await arrivals?.over(signal);
        return thumbnail(engine, job, which.data, signal);
      }
      return what === 'file' ? fileOf(job, which.data, below) : null;
    },
  };
}

/** Decoded segments; null when one of them cannot be decoded or is no name. */
function segmentsOf(address: string): string[] | null {
  const [place = ''] = address.split(/[?#]/);
  const texts = place.replace(/^\/+/, '').split('/');
  if (texts.length > 12) return null;
  try {
    const segments = texts.map((text) => decodeURIComponent(text));
    const bad = (one: string): boolean => one === '' || one === '.' || one === '..' || /[\\/\0]/.test(one);
    return segments.some(bad) ? null : segments;
  } catch {
    return null;
  }
}

function comparePicture({ previews }: Pick<Engine, 'previews'>, key: string): MediaFile | null {
  const picture = previews.picture(key);
  if (picture === null) return null;
  return { path: picture.path, mime: picture.mime, name: path.basename(picture.path) };
}

async function thumbnail(
  { previews }: Pick<Engine, 'previews'>,
  job: Job,
  which: 'input' | 'result',
  signal?: AbortSignal,
): Promise<MediaFile | null> {
  const made = await previews.thumbnail(job.id, which, thumbnailSide, signal);
  if (!made.ok || made.value === null) return null;
  return { path: made.value.path, mime: made.value.mime, name: path.basename(made.value.path) };
}

async function fileOf(
  job: Job,
  which: 'input' | 'result',
  below: readonly string[],
): Promise<MediaFile | null> {
  if (which === 'input') {
    const input = inputsOf(job)[0];
    if (input === undefined || below.length > 0 || !path.isAbsolute(input)) return null;
    return { path: input, mime: mediaTypeOf(input), name: path.basename(input) };
  }
  const [primary] = filesOf(job);
  if (primary === undefined) return null;
  if (below.length > 0)
    return job.kind === 'adaptive_video' ? partOf(path.dirname(primary.path), below) : null;
  return { path: primary.path, mime: primary.mime, name: path.basename(primary.path) };
}

/** What an HLS package consists of: playlists, segments and subtitles. Whatever else lies beside them stays there. */
const packageParts: ReadonlySet<string> = new Set(['m3u8', 'm4s', 'mp4', 'ts', 'vtt']);

const isPart = (file: string): boolean =>
  packageParts.has(splitExtension(path.basename(file)).ext.toLowerCase());

/** A file of an HLS package; real paths are compared, because somebody may have put a link there. */
async function partOf(folder: string, below: readonly string[]): Promise<MediaFile | null> {
  const file = path.join(folder, ...below);
  if (!isPart(file)) return null;
  const [realFolder, real] = await Promise.all([realpath(folder), realpath(file)]).catch(() => [null, null]);
  if (realFolder === null || real === null || real === realFolder || !isBelow(realFolder, real)) return null;
  // A link inside the folder must not lead to something else under a name that is let through.
  return isPart(real) ? { path: real, mime: mediaTypeOf(file), name: path.basename(file) } : null;
}
