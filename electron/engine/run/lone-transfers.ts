import { copyFile, link, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { ConvoyFailure, type Result, fail, ok } from '../../../shared/model/error.ts';
import { cleanSegment } from '../../../shared/plan/names/file-name.ts';
import type { ApiDoor, LoneDownload, LoneUpload } from '../doors/api-door.ts';
import { errorOf } from '../error-of.ts';
import { type KnownConnection, uploadOf } from '../export/upload-target.ts';
import { inputPlaces } from '../inputs/addresses.ts';
import type { StandStill } from '../process/stand-still.ts';
import { inputFailure } from '../publish/file-errors.ts';
import { hostPlatform } from '../publish/same-file.ts';
import type { ScratchPlaces } from './scratch-places.ts';
import type { Exporter, ImportedFile, Importer } from './transfer.ts';

/** Downloads and uploads that belong to no job. Each has a folder of its own among those of the imports. */
export interface LoneTransferDeps {
  readonly importer: Importer;
  readonly exporter: Exporter;
  readonly places: Pick<ScratchPlaces, 'importsOf' | 'removeImports'>;
  readonly connections: () => readonly KnownConnection[];
  readonly standStill: StandStill;
  readonly log: (line: string) => void;
}

export function createLoneTransfers(deps: LoneTransferDeps): Pick<ApiDoor, 'fetch' | 'send' | 'release'> {
  const { places, standStill, log } = deps;
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

  async function send({ id, file, mime, url, connection, signal }: LoneUpload): ReturnType<Exporter['send']> {
    const bytes = await bytesOf(file);
    const own = path.join(places.importsOf(id), 'out');
    const asked = uploadOf({
      request: { input: file, output: url, ...(connection === null ? {} : { connection }) },
      connections: deps.connections(),
      outgoing: own,
    });
    if (!asked.ok) throw new ConvoyFailure(asked.error);
    if (asked.value === null)
      throw fail('invalid_option', { field: 'url', reason: 'it is no address in S3' });
    const { template, ...upload } = asked.value;
    if (/[{}]/.test(template)) {
      throw fail('invalid_option', { field: 'url', reason: 'a task takes a whole key, and no template' });
    }
    const isFolder = template === '' || template.endsWith(path.sep);
    // Keys are seen from the folder that stands for the bucket, so the file has to lie below it.
    const target = path.join(upload.folder, template, isFolder ? path.basename(file) : '');
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    await link(file, target).catch(() => copyFile(file, target));
    const result = { url: '', path: target, bytes, mime, width: null, height: null, duration: null };
    return deps.exporter.send({
      ...{ jobId: id, signal, ...quiet },
      onPartial: () => undefined,
      staged: { target, files: [result], kept: null, warnings: [], inputs: [], upload, partial: [] },
    });
  }

  return {
    fetch: (asked) => resultOf(fetch(asked)),
    async send(asked) {
      try {
        const sent = await resultOf(send(asked));
        if (!sent.ok) return sent;
        return sent.value.outcome === 'uploaded'
          ? ok(sent.value.files)
          : { ok: false, error: sent.value.error };
      } finally {
        await places.removeImports(asked.id);
      }
    },
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
