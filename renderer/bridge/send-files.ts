import { z } from 'zod';
import { ConvoyError, convoyError } from '../../shared/model/error.ts';
import { CallFailed, type UploadFile } from './bridge.ts';

const Sent = z.object({ path: z.string().min(1) });
const Refused = z.object({ error: ConvoyError });

/** Files that are on their way at the same time. */
const atOnce = 3;

/**
 * Sends files to `/upload/<upload>/<relative path>`, a few at a time, and gives the paths that jobs are made of: those of
 * single files, and the top folder once for everything that was dropped in one.
 */
export async function sendFiles(
  files: readonly UploadFile[],
  onProgress: (sent: number, total: number) => void,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const upload = newUploadId();
  const total = files.reduce((sum, { file }) => sum + file.size, 0);
  const sent = files.map(() => 0);
  const paths: string[] = [];
  let next = 0;

  const worker = async () => {
    for (let at = next++; at < files.length; at = next++) {
      const one = files[at];
      if (one === undefined) return;
      const path = await sendFile(`/upload/${upload}/${encoded(one.relative)}`, one.file, signal, (bytes) => {
        sent[at] = bytes;
        onProgress(
          sent.reduce((sum, part) => sum + part, 0),
          total,
        );
      });
      paths[at] = path;
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, files.length) }, worker));
  return [...new Set(files.map(({ relative }, at) => rootOf(paths[at] ?? '', relative)))];
}

/** `randomUUID` is missing on addresses that are not secure, as a home server in the local network. */
function newUploadId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/** Each part of the path by itself, so that slashes stay what they are and nothing else is one. */
export function encoded(relative: string): string {
  return relative.split('/').map(encodeURIComponent).join('/');
}

/** The dropped thing that a file belongs to: its own path, or that of the top folder above it. */
export function rootOf(path: string, relative: string): string {
  const below = relative.split('/').length - 1;
  if (below === 0) return path;
  const parts = path.split(/(?<=[/\\])/);
  return parts
    .slice(0, parts.length - below)
    .join('')
    .replace(/[/\\]$/, '');
}

/** One file with progress, which `fetch` does not tell. Rejects with `CallFailed`. */
function sendFile(
  url: string,
  file: File,
  signal: AbortSignal | undefined,
  onProgress: (bytes: number) => void,
): Promise<string> {
  return new Promise((settle, fail) => {
    if (signal?.aborted === true) {
      fail(new CallFailed(convoyError('cancelled', { file: file.name })));
      return;
    }
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    signal?.addEventListener('abort', stop);
    request.open('PUT', url);
    request.responseType = 'json';
    request.upload.addEventListener('progress', (event) => onProgress(event.loaded));
    request.addEventListener('load', () => {
      const answer = Sent.safeParse(request.response);
      if (request.status < 300 && answer.success) {
        onProgress(file.size);
        settle(answer.data.path);
        return;
      }
      const refused = Refused.safeParse(request.response);
      fail(new CallFailed(refused.success ? refused.data.error : notSent(file)));
    });
    request.addEventListener('error', () => fail(new CallFailed(notSent(file))));
    request.addEventListener('abort', () =>
      fail(new CallFailed(convoyError('cancelled', { file: file.name }))),
    );
    request.addEventListener('loadend', () => signal?.removeEventListener('abort', stop));
    request.send(file);
  });
}

const notSent = (file: File) =>
  convoyError('input_unreadable', {
    file: file.name,
    reason: 'it could not be sent to Convoy',
    hint: 'Check the connection and that the file has not moved, then add it again.',
  });
