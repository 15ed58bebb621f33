import { copyFile, link, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConvoyFailure, type Result, fail, ok } from '../../../shared/model/error.ts';
import type { OutputFile } from '../../../shared/model/job.ts';
import { cleanSegment } from '../../../shared/plan/names/file-name.ts';
import type { ApiDoor, LoneDownload, LoneExport, LonePlace } from '../doors/api-door.ts';
import { errorOf } from '../error-of.ts';
import type { KnownConnection, UploadTarget } from '../export/upload-target.ts';
import { inputPlaces } from '../inputs/addresses.ts';
import type { StandStill } from '../process/stand-still.ts';
import { inputFailure } from '../publish/file-errors.ts';
import { hostPlatform } from '../publish/same-file.ts';
import { type LoneDestination, loneDestination, lonePath } from './lone-destination.ts';
import { type PlaceFileDeps, placeFile } from './place-file.ts';
import { removeLeftovers } from './remove-leftovers.ts';
import type { ScratchPlaces } from './scratch-places.ts';
import type { Exporter, ImportedFile, Importer } from './transfer.ts';

/** Downloads and exports that belong to no job. Each has a folder of its own among those of the imports. */
export interface LoneTransferDeps extends PlaceFileDeps {
  readonly importer: Importer;
  readonly exporter: Exporter;
  readonly places: Pick<ScratchPlaces, 'importsOf' | 'removeImports'>;
  readonly connections: () => readonly KnownConnection[];
  readonly allowsPrivate: () => boolean;
  readonly standStill: StandStill;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly log: (line: string) => void;
}

export type LoneTransfers = Pick<ApiDoor, 'fetch' | 'judge' | 'send' | 'allowsPrivate' | 'clear' | 'release'>;

export function createLoneTransfers(deps: LoneTransferDeps): LoneTransfers {
  const { places, standStill, now, log } = deps;
  const quiet = { standStill, log, onProgress: () => undefined };

  async function fetch({ id, source, connection, signal }: LoneDownload): Promise<ImportedFile> {
    const read = inputPlaces({ input: source }, path.resolve('/'));
    if (!read.ok) throw new ConvoyFailure(read.error);
    const [from] = read.value;
    if (from.at === 'disk') return { path: from.path, bytes: await bytesOf(from.path) };
    const parent = from.at === 'web' ? from.host : from.bucket;
    const file = path.join(places.importsOf(id), '0', cleanSegment(parent, hostPlatform()), from.name);
    const [imported] = await deps.importer.fetch({
      ...{ jobId: id, files: [{ from, path: file }], connection, signal, ...quiet },
    });
    if (imported === undefined) throw fail('download_failed', { file: from.name });
    return imported;
  }

  const destinationOf = ({ id, file, url, connection }: LonePlace): Promise<Result<LoneDestination>> =>
    loneDestination({
      ...{ url, connection, file, connections: deps.connections() },
      outgoing: path.join(places.importsOf(id), 'out'),
    });

  async function send(asked: LoneExport): Promise<readonly OutputFile[]> {
    const { id, file, mime } = asked;
    const bytes = await bytesOf(file);
    const destination = await destinationOf(asked);
    if (!destination.ok) throw new ConvoyFailure(destination.error);
    const { upload, target } = destination.value;
    const wished = lonePath(target, file, id, now());
    if (!wished.ok) throw new ConvoyFailure(wished.error);
    const result = { mime, bytes, width: null, height: null, duration: null };
    if (upload !== null) return uploadFile(asked, { ...result, url: '', path: wished.value.path }, upload);
    const placed = await placeFile(deps, { ...asked, wished: wished.value.path });
    for (const { message } of [...wished.value.warnings, ...placed.warnings]) log(message);
    return [{ ...result, bytes: placed.bytes, path: placed.path, url: pathToFileURL(placed.path).href }];
  }

  async function uploadFile(
    { id, file, signal }: LoneExport,
    result: OutputFile,
    upload: UploadTarget,
  ): Promise<readonly OutputFile[]> {
    // Keys are seen from the folder that stands for the bucket, so the file has to lie below it.
    const target = result.path;
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    await link(file, target).catch(() => copyFile(file, target));
    const sent = await deps.exporter.send({
      ...{ jobId: id, signal, ...quiet },
      onPartial: () => undefined,
      staged: { target, files: [result], kept: null, warnings: [], inputs: [], upload, partial: [] },
    });
    if (sent.outcome === 'skip') throw new ConvoyFailure(sent.error);
    return sent.files;
  }

  return {
    fetch: (asked) => resultOf(fetch(asked)),
    async judge(asked) {
      const destination = await destinationOf(asked);
      return destination.ok ? ok(null) : destination;
    },
    async send(asked) {
      try {
        return await resultOf(send(asked));
      } finally {
        await places.removeImports(asked.id);
      }
    },
    allowsPrivate: deps.allowsPrivate,
    clear: (left) => removeLeftovers({ ...left, aside: null }),
    release: (id) => places.removeImports(id),
  };
}

async function bytesOf(file: string): Promise<number> {
  const stats = await stat(file).catch((error: unknown) => {
    throw inputFailure(error, file);
  });
  if (!stats.isFile()) throw fail('input_unreadable', { file: path.basename(file), reason: 'it is no file' });
  return stats.size;
}

const resultOf = <T>(work: Promise<T>): Promise<Result<T>> =>
  work.then(ok, (error: unknown) => ({ ok: false, error: errorOf(error) }));
