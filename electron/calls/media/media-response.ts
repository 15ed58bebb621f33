import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { type ByteRange, readRange } from './byte-range.ts';
import type { MediaFile } from './media-locator.ts';

/** Answers for files with ranges of our own: `net.fetch` of a file ignores them, and a player could not seek. */

/** What of a request matters. Header names are looked up in any case by `Headers`. */
export interface MediaRequest {
  readonly method: string;
  readonly headers: Pick<Headers, 'get'>;
  /** The file is to be saved under its name, not shown. */
  readonly download?: boolean;
  /** Where there is none, that is an answer and no fault: 204, of which a browser's console says nothing. */
  readonly mayBeMissing?: boolean;
}

/** True for the address of a small picture: not everything has one, and nobody can know that before it was tried. */
export const mayBeMissing = (address: string): boolean => /^\/*thumb\//.test(address);

/** What is known of the file that is sent. */
export interface FileStamp {
  readonly bytes: number;
  /** Unix milliseconds. */
  readonly modified: number;
}

export interface MediaAnswer {
  readonly status: 200 | 206 | 304 | 405 | 416;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes that are sent; null = none. */
  readonly range: ByteRange | null;
}

/**
 * Decides the answer: 200, 206 for one range, 304 when nothing changed, 416 for a range behind the end, 405 for other
 * methods. HEAD has the same headers and no bytes.
 */
export function mediaAnswer(request: MediaRequest, file: MediaFile, stamp: FileStamp): MediaAnswer {
  const { method, headers } = request;
  if (method !== 'GET' && method !== 'HEAD') {
    return { status: 405, headers: { allow: 'GET, HEAD' }, range: null };
  }
  const etag = `"${stamp.bytes.toString(36)}-${Math.round(stamp.modified).toString(36)}"`;
  const always = {
    'accept-ranges': 'bytes',
    etag,
    'last-modified': new Date(stamp.modified).toUTCString(),
    // Asked again each time, and answered by 304: a result may be made anew under the same address.
    'cache-control': 'private, no-cache',
    'x-content-type-options': 'nosniff',
    ...(isDocument(file.mime) ? { 'content-security-policy': harmless } : {}),
  };
  if (headers.get('if-none-match') === etag) return { status: 304, headers: always, range: null };
  const whole = {
    ...always,
    'content-type': file.mime,
    ...(request.download === true ? { 'content-disposition': attachment(file.name) } : {}),
  };
  // A range of another state of the file makes no sense any more: then it is the whole file.
  const ifRange = headers.get('if-range');
  const same = ifRange === null || ifRange === etag || ifRange === always['last-modified'];
  const range = same ? readRange(headers.get('range'), stamp.bytes) : null;
  if (range === 'unsatisfiable') {
    return { status: 416, headers: { ...always, 'content-range': `bytes */${stamp.bytes}` }, range: null };
  }
  const sent = range ?? { start: 0, end: stamp.bytes - 1 };
  const bytes = method === 'HEAD' || stamp.bytes === 0 ? null : sent;
  const length = { 'content-length': String(sent.end - sent.start + 1) };
  if (range === null) return { status: 200, headers: { ...whole, ...length }, range: bytes };
  return {
    status: 206,
    headers: { ...whole, ...length, 'content-range': `bytes ${range.start}-${range.end}/${stamp.bytes}` },
    range: bytes,
  };
}

/** What may be a document with scripts in it (SVG, or anything that was not recognised) may do nothing by itself. */
const harmless = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/** Sound, film and raster pictures are not; the browser's player for them would not work in a sandbox. */
function isDocument(mime: string): boolean {
  return !/^(?:video|audio)\//.test(mime) && (!mime.startsWith('image/') || mime === 'image/svg+xml');
}

/** `attachment` with the name twice: for programs that read UTF-8 (RFC 6266), and in ASCII for the others. */
function attachment(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\]/g, '_');
  const encoded = encodeURIComponent(name.replace(/\p{Cs}/gu, '_')).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

/** Sends a file that was located; null = 404, or 204 for what may be missing. The stream ends with the reader. */
export async function respondWithMedia(request: MediaRequest, file: MediaFile | null): Promise<Response> {
  const handle = file === null ? null : await open(file.path, 'r').catch(() => null);
  if (file === null || handle === null) return notThere(request);
  const stats = await handle.stat().catch(() => null);
  if (stats?.isFile() !== true) {
    await handle.close();
    return notThere(request);
  }
  const { status, headers, range } = mediaAnswer(request, file, {
    bytes: stats.size,
    modified: stats.mtimeMs,
  });
  if (range === null) {
    await handle.close();
    return new Response(null, { status, headers });
  }
  return new Response(bytesOf(handle, range), { status, headers });
}

/** The handle is closed with the stream, however that ends. */
function bytesOf(handle: FileHandle, { start, end }: ByteRange): ReadableStream {
  const stream = createReadStream('', { fd: handle, start, end, autoClose: true, highWaterMark: 256 * 1024 });
  return Readable.toWeb(stream) as ReadableStream;
}

function notThere({ mayBeMissing = false }: MediaRequest): Response {
  if (mayBeMissing) return new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } });
  return new Response('There is no such file.\n', {
    status: 404,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });
}
