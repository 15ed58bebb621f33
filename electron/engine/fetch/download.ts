import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ConvoyFailure, fail } from '../../../shared/model/error.ts';
import { lengthWords, sizeWords } from '../../../shared/plan/limit/limit-words.ts';
import type { StandStill } from '../process/stand-still.ts';
import { startWorkClock } from '../process/work-clock.ts';
import { outputFailure } from '../publish/file-errors.ts';
import { volumeOf } from '../schedule/volume.ts';
import type { Content, Source } from './content.ts';
import { firstLook, headBytes } from './first-look.ts';
import { Interrupted } from './interrupted.ts';
import { networkFailure } from './network-failure.ts';
import { type PartFile, openPart } from './part-file.ts';
import { waitBefore } from './try-again.ts';

/** How long a download is waited for. Milliseconds. */
export interface Patience {
  /** From the name of a server to its headers. */
  readonly answerMs: number;
  /** Between two pieces of the content. */
  readonly idleMs: number;
  /** For the whole, without the time that the queue stands still. */
  readonly totalMs: number;
  /** Before the second try; doubled for each further one. */
  readonly firstWaitMs: number;
}

export interface Download {
  readonly source: Source;
  /** Absolute path of the file when it is whole. */
  readonly file: string;
  /** What is downloaded; a part of something else is not gone on with. */
  readonly address: string;
  readonly jobId: string;
  /** Bytes that it may have; null = as many as there is room for. */
  readonly limit: number | null;
  readonly patience: Patience;
  readonly signal: AbortSignal;
  readonly standStill: StandStill;
  readonly log: (line: string) => void;
  /** Bytes that are here, and of how many; null while nobody has said how many. */
  readonly onBytes: (bytes: number, of: number | null) => void;
}

/** New bytes after which a connection that breaks off counts as one that works. */
const progressBytes = 256 * 1024;

/**
 * Downloads one file, in as many tries as it takes, going on where that is possible. Gives its bytes. Throws a
 * `ConvoyFailure`; then the part stays for a later time.
 */
export async function download(job: Download): Promise<number> {
  const { source, file, signal, standStill, log } = job;
  const name = path.basename(file);
  const clock = startWorkClock(standStill);
  const part = await openPart(file, job.jobId, job.address).catch((error: unknown) => {
    throw outputFailure(error, file);
  });
  let failed = 0;
  let furthest = part.bytes;
  let mayResume = true;
  try {
    for (;;) {
      try {
        await standStill.over(signal);
        await oneTry(job, part, mayResume, () => clock.seconds() * 1000);
        return part.bytes;
      } catch (error) {
        throwIfStopped(signal, name);
        if (!(error instanceof Interrupted)) throw error;
        if (part.bytes - furthest >= progressBytes) failed = 0;
        furthest = Math.max(furthest, part.bytes);
        failed += 1;
        if (error.anew) mayResume = false;
        const waitMs = waitBefore(error, failed, Math.random(), job.patience.firstWaitMs);
        if (waitMs === null) throw gaveUp(error, name);
        log(`${source.shown}: ${error.why}; tried again in ${lengthWords(waitMs / 1000)}`);
        await wait(waitMs, undefined, { signal }).catch(() => undefined);
        throwIfStopped(signal, name);
      }
    }
  } finally {
    clock.stop();
    await part.close();
  }
}

function throwIfStopped(signal: AbortSignal, file: string): void {
  if (signal.aborted) throw fail('cancelled', { file });
}

const gaveUp = ({ why, detail, waitMs }: Interrupted, file: string): ConvoyFailure =>
  fail('download_failed', {
    file,
    reason: waitMs === null ? why : `${why}: it wants to be asked again in ${lengthWords(waitMs / 1000)}`,
    ...(detail === null ? {} : { detail }),
  });

/** One connection, until the file is whole. Throws `Interrupted` when another one may help. */
async function oneTry(
  job: Download,
  part: PartFile,
  mayResume: boolean,
  spentMs: () => number,
): Promise<void> {
  const { source, file, signal } = job;
  const name = path.basename(file);
  const point = mayResume ? part.point : null;
  if (point !== null && point.offset === point.total) return finish(part, file);
  const content = await source.open(point, signal);
  // Until it is read, nobody else hears that the connection broke off.
  content.body.on('error', () => undefined);
  try {
    const { start, total } = content;
    checkLimit(total ?? 0, job.limit, name);
    await onDisk(file, part.begin(content));
    if (total !== null) await checkRoom(total - start, file);
    job.onBytes(start, total);
    await readBody(job, part, content, spentMs);
    if (total !== null && part.bytes < total) {
      throw new Interrupted(`the connection ended after ${sizeWords(part.bytes)} of ${sizeWords(total)}`);
    }
  } finally {
    content.body.destroy();
  }
  return finish(part, file);
}

async function readBody(
  job: Download,
  part: PartFile,
  { body, start, total, type }: Content,
  spentMs: () => number,
): Promise<void> {
  const { file, signal, standStill, patience } = job;
  const name = path.basename(file);
  /** Bytes are waited for, and not worked on. */
  let waits = true;
  const idle = setTimeout(() => {
    if (waits) body.destroy(new Interrupted('nothing comes any more'));
    else idle.refresh();
  }, patience.idleMs);
  const stop = (): void => void body.destroy(new Error('stopped'));
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  // What is gone on with was looked at when it began.
  let head: Buffer | null = start === 0 ? Buffer.alloc(0) : null;
  const look = (): void => {
    const wrong = head === null ? null : firstLook(head, type, name);
    if (wrong !== null) throw new ConvoyFailure(wrong);
    head = null;
  };
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      waits = false;
      checkLimit(part.bytes + chunk.length, job.limit, name);
      if (total !== null && part.bytes + chunk.length > total) {
        throw fail('download_failed', { file: name, reason: 'the server sends more than it promised' });
      }
      await onDisk(file, part.append(chunk));
      if (head !== null) {
        head = Buffer.concat([head, chunk]);
        if (head.length >= headBytes) look();
      }
      job.onBytes(part.bytes, total);
      if (spentMs() > patience.totalMs) {
        throw fail('download_failed', {
          file: name,
          reason: `it is not whole after ${lengthWords(patience.totalMs / 1000)}`,
        });
      }
      // Nothing is taken from the connection meanwhile, so that the other side stands still as well.
      if (standStill.on) await standStill.over(signal);
      waits = true;
      idle.refresh();
    }
    if (head !== null) look();
  } catch (error) {
    throw networkFailure(error, name);
  } finally {
    clearTimeout(idle);
    signal.removeEventListener('abort', stop);
  }
}

function checkLimit(bytes: number, limit: number | null, file: string): void {
  if (limit === null || bytes <= limit) return;
  throw fail('limits_exceeded', {
    file,
    reason: `a download may have ${sizeWords(limit)}`,
    hint: 'Allow larger downloads in the settings.',
  });
}

async function checkRoom(bytes: number, file: string): Promise<void> {
  const volume = await volumeOf(path.dirname(file));
  if (volume === null || volume.free >= bytes) return;
  throw fail('disk_full', {
    file: path.basename(file),
    reason: `it needs ${sizeWords(bytes)}, and ${sizeWords(volume.free)} are free`,
  });
}

const finish = (part: PartFile, file: string): Promise<void> => onDisk(file, part.finish());

/** What the disk says is about the disk, not about the network. */
async function onDisk<T>(file: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw outputFailure(error, file);
  }
}
