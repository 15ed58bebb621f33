import { realpath } from 'node:fs/promises';
import path from 'node:path';

/** Files of the window. Only what lies in its folder is ever given out, links resolved. */

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.map': 'application/json; charset=utf-8',
};

/** The file behind the path of an address, with its media type; null when there is none. */
export async function rendererFile(
  folder: string,
  pathname: string,
): Promise<{ readonly path: string; readonly mime: string; readonly name: string } | null> {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (/[\0\\]/.test(decoded)) return null;
  const wanted = decoded === '/' ? '/index.html' : decoded;
  const mime = types[path.extname(wanted).toLowerCase()];
  if (mime === undefined) return null;
  const [root, file] = await Promise.all([
    realpath(folder).catch(() => null),
    realpath(path.join(folder, wanted)).catch(() => null),
  ]);
  if (root === null || file === null || !file.startsWith(root + path.sep)) return null;
  return { path: file, mime, name: path.basename(file) };
}
