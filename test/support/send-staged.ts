import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ConnectionDraft } from '../../shared/model/connection.ts';
import { ConvoyFailure } from '../../shared/model/error.ts';
import { newId } from '../../shared/model/id.ts';
import type { OutputFile } from '../../shared/model/job.ts';
import type { Collision } from '../../shared/model/settings.ts';
import { createUploads } from '../../electron/engine/export/create-uploads.ts';
import type { StagedResult } from '../../electron/engine/job-record.ts';
import { createStandStill } from '../../electron/engine/process/stand-still.ts';
import { openStoreInMemory } from '../../electron/engine/store/open-store.ts';
import type { TransferProgress, Uploaded } from '../../electron/engine/run/transfer.ts';
import { tempDir } from './media.ts';
import type { S3Server } from './s3-server.ts';

/** Uploads of results that lie there as if a job had just made them. */

type Test = Parameters<typeof tempDir>[0];

export interface Sent {
  readonly result: Promise<Uploaded>;
  readonly abort: AbortController;
  readonly partial: StagedResult['partial'][];
  readonly progress: TransferProgress[];
  readonly lines: string[];
  readonly standStill: ReturnType<typeof createStandStill>;
}

/** Contents by key. */
export interface Files {
  readonly [key: string]: Buffer;
}

/** Uploads files, by their keys, as one result. */
export async function send(
  t: Test,
  server: S3Server,
  files: Files,
  more: {
    readonly draft?: Partial<ConnectionDraft>;
    readonly collision?: Collision;
    readonly jobId?: string;
    readonly target?: string;
    readonly partial?: StagedResult['partial'];
    readonly connection?: string;
  } = {},
): Promise<Sent> {
  const lines: string[] = [];
  const store = openStoreInMemory();
  const uploads = createUploads({
    store: store.connections,
    secrets: undefined,
    env: server.env,
    home: tempDir(t),
    now: Date.now,
    job: () => null,
    collision: () => more.collision ?? 'number',
    changed: () => undefined,
    log: (line) => lines.push(line),
    patience: { tries: 4, firstWaitMs: 5 },
  });
  t.onTestFinished(() => {
    uploads.close();
    store.close();
  });
  await uploads.door.save(server.draft(more.draft));
  const folder = tempDir(t);
  const written = Object.entries(files).map(([key, bytes]): OutputFile => {
    const file = path.join(folder, ...key.split('/'));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    const sizes = { width: null, height: null, duration: null };
    return { path: file, url: '', bytes: bytes.length, mime: 'video/mp4', ...sizes };
  });
  const abort = new AbortController();
  const standStill = createStandStill();
  const [partial, progress]: [StagedResult['partial'][], TransferProgress[]] = [[], []];
  const target = path.join(folder, ...(more.target ?? Object.keys(files)[0] ?? '').split('/'));
  const result = uploads.exporter.send({
    jobId: more.jobId ?? newId('job'),
    staged: {
      ...{ target, files: written, kept: null, warnings: [], inputs: [], partial: more.partial ?? [] },
      upload: { connection: more.connection ?? 'prod', bucket: server.bucket, folder },
    },
    ...{ signal: abort.signal, standStill },
    onPartial: (now) => void partial.push(now),
    onProgress: (now) => void progress.push(now),
    log: (line) => void lines.push(line),
  });
  result.catch(() => undefined);
  return { result, abort, partial, progress, lines, standStill };
}

/** The error with which an upload failed. */
export async function failed(sent: Sent): Promise<ConvoyFailure['error']> {
  const error: unknown = await sent.result.then(
    () => new Error('it succeeded'),
    (problem: unknown) => problem,
  );
  if (!(error instanceof ConvoyFailure)) throw error;
  return error.error;
}
