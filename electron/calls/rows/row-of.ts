import path from 'node:path';
import type { MediaBrief, PlanBrief, Row, Transfer } from '../../../shared/ipc/row.ts';
import type { Job, OutputFile, Task } from '../../../shared/model/job.ts';
import type { ConvoyError } from '../../../shared/model/error.ts';
import { type QueueEntry, remoteInput } from '../../engine/index.ts';
import { encodeOf, factsOf, filesOf, hasEnded, inputsOf, keptOf } from '../jobs/job-reading.ts';
import { mediaBrief } from './media-brief.ts';
import { briefOfEnded } from './plan-brief.ts';

/** What is known of a job besides what the queue says; members are null until they are found out. */
export interface KnownOfJob {
  /** Bytes of all inputs. */
  readonly bytesIn: number | null;
  readonly media: MediaBrief | null;
  readonly plan: PlanBrief | null;
  /** Why a queued job cannot be planned. */
  readonly refusal: ConvoyError | null;
  /** Path under which the result would be published. */
  readonly path: string | null;
  readonly progress: {
    readonly progress: number | null;
    readonly speed: number | null;
    readonly eta: number | null;
    readonly transfer: Transfer | null;
  };
}

export const nothingKnown: KnownOfJob = {
  bytesIn: null,
  media: null,
  plan: null,
  refusal: null,
  path: null,
  progress: { progress: null, speed: null, eta: null, transfer: null },
};

/**
 * The row of a job. What its own tasks tell goes before what was found out beforehand. `uploads` is the folder that sent
 * files lie in, each upload in a folder of its own, when there is one.
 */
export function rowOf(entry: QueueEntry, known: KnownOfJob, uploads: string | null = null): Row {
  const { job } = entry;
  const inputs = inputsOf(job);
  const first = inputs[0] ?? '';
  const name = nameOf(first);
  const facts = factsOf(job);
  const files = filesOf(job);
  const encoded = encodeOf(job);
  const ended = hasEnded(job);
  const error = ended ? job.error : job.status === 'queued' ? known.refusal : null;
  const errorOption = ended ? entry.errorOption : error?.option;
  const plan =
    known.plan ??
    (encoded === null || !ended ? null : briefOfEnded(job, facts?.[0] ?? null, files, encoded.plan));
  const runs = job.status === 'processing';
  const isMoving = runs && (entry.phase === 'importing' || entry.phase === 'uploading');
  const row: Writable<Row> = {
    id: job.id,
    rank: entry.rank,
    batchId: job.batch_id,
    name,
    folder: sentFolder(first, uploads) ?? folderOf(first),
    root: entry.root === null ? null : rootName(entry.root, first, uploads),
    more: Math.max(0, inputs.length - 1),
    kind: job.kind,
    presetId: job.preset,
    status: job.status,
    phase: runs ? entry.phase : null,
    hold: job.status === 'queued' ? entry.hold : null,
    progress: job.status === 'succeeded' ? 1 : runs ? known.progress.progress : null,
    speed: runs ? known.progress.speed : null,
    eta: runs ? known.progress.eta : null,
    transfer: isMoving ? known.progress.transfer : null,
    upload: uploadOf(entry, files[0] ?? null),
    bytesIn: facts === null ? known.bytesIn : facts.reduce((sum, one) => sum + one.bytes, 0),
    bytesOut: files.length === 0 ? null : files.reduce((sum, file) => sum + file.bytes, 0),
    media: (facts?.[0] === undefined ? null : mediaBrief(facts[0], name)) ?? known.media,
    plan,
    error: error === null ? null : rowError(error, errorOption),
    warnings: [...job.warnings],
    kept: job.status === 'succeeded' ? keptOf(job) : null,
    stoppedAt: job.status === 'cancelled' ? entry.stoppedAt : null,
    attempt: job.attempt,
    resultName:
      resultNameOf(files[0]?.path ?? null, job.kind) ??
      (known.path === null ? null : path.basename(known.path)),
    createdAt: job.created_at,
    startedAt: workBegan(job),
    finishedAt: job.finished_at,
    // The picture of a result comes into being when an attempt succeeds, and another attempt makes another one.
    pictureVersion: job.attempt * 2 + (job.status === 'succeeded' ? 1 : 0),
  };
  // Afterwards, because a spread among so many members takes V8 several times as long.
  if (remoteInput(first) !== null) row.remote = true;
  if (entry.interrupted > 0) row.interrupted = entry.interrupted;
  return row;
}

/** When the work began that is counted as time taken: a file that was read ahead of its turn waited after that. */
function workBegan({ started_at, tasks }: Job): number | null {
  const of = (kind: Task['kind']) => tasks.find((task) => task.kind === kind);
  const isLocal = of('import')?.status !== 'succeeded';
  const convert = tasks.find(({ kind }) => kind !== 'probe' && kind !== 'import' && kind !== 'export');
  return (isLocal ? convert?.started_at : null) ?? started_at;
}

type Writable<T> = { -readonly [Member in keyof T]: T[Member] };

function rowError({ kind, message }: ConvoyError, option: string | undefined): Row['error'] {
  return option === undefined ? { kind, message } : { kind, message, option };
}

/** The folder that a sent file lay in where it came from, empty for a file by itself; null for files that were not sent. */
function sentFolder(input: string, uploads: string | null): string | null {
  if (uploads === null) return null;
  const below = path.relative(uploads, input);
  const [id = '', ...rest] = below.split(path.sep);
  return id === '..' || rest.length === 0 || path.isAbsolute(below) ? null : rest.slice(0, -1).join('/');
}

/** What was dropped into a browser lies below the folder of its upload, whose name says nothing. */
function rootName(root: string, input: string, uploads: string | null): string {
  const sent = uploads !== null && path.dirname(root) === uploads;
  return sent ? (path.relative(root, input).split(path.sep)[0] ?? '') : path.basename(root);
}

/** An HLS result is known by its folder, not by the playlist in it. */
function resultNameOf(primary: string | null, kind: Row['kind']): string | null {
  if (primary === null) return null;
  return path.basename(kind === 'adaptive_video' ? path.dirname(primary) : primary);
}

/** An address is known by its last part, and by the host or the bucket that it is of. */
const partsOfAddress = (input: string): readonly [string, string] | null => {
  const [, host, last] = /^[a-z][a-z0-9+.-]+:\/\/([^/?#]*)(?:[^?#]*\/)?([^/?#]*)/i.exec(input) ?? [];
  return host === undefined || last === undefined ? null : [host, last];
};
const nameOf = (input: string): string => {
  const address = partsOfAddress(input);
  if (address === null) return path.basename(input);
  const [host, last] = address;
  return last === '' ? host : plain(last);
};
const folderOf = (input: string): string => partsOfAddress(input)?.[0] ?? path.dirname(input);

function plain(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/**
 * Where the result goes, when that is a bucket. An address in S3 names it; else the connection has one of its own. What
 * was uploaded has an address that is none of this computer; its path is one only when a copy was kept.
 */
function uploadOf({ job: { output }, connection }: QueueEntry, result: OutputFile | null): Row['upload'] {
  if (result !== null) {
    if (result.url.startsWith('file:')) return null;
    const there = /^s3:\/\/([^/]+)/i.exec(result.url)?.[1] ?? null;
    return { connection, bucket: there, ...(path.isAbsolute(result.path) ? { here: true } : {}) };
  }
  const bucket = /^s3:\/\/([^/]+)/i.exec(output ?? '')?.[1];
  if (bucket !== undefined) return { connection, bucket };
  return connection === null || output !== null ? null : { connection, bucket: null };
}
