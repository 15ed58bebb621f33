import path from 'node:path';

/** Which file of the built window an `app://convoy/…` address means, and what goes with it to the page. */

export const appOrigin = 'app://convoy';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/**
 * What the page may load and do: its own files, pictures and media of jobs, and nothing from anywhere else. Styles may
 * be inline, because widths of bars and lists are numbers that only the page knows. The player of streams fetches their
 * parts (`connect-src media:`) and plays them from memory (`media-src blob:`); it works without a worker.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' media: blob:",
  'media-src media: blob:',
  "font-src 'self'",
  "connect-src 'self' media:",
  "worker-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const pageHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-cache',
};

export interface PageFile {
  readonly path: string;
  readonly type: string;
}

/** The file behind an address, or null when it is none of ours. `folder` is the built window, absolute. */
export function pageFile(folder: string, address: string): PageFile | null {
  let name: string;
  try {
    const url = new URL(address);
    if (url.protocol !== 'app:' || url.host !== 'convoy') return null;
    name = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  if (name.includes('\0') || name.includes('\\')) return null;
  const file = path.resolve(folder, `.${name === '/' ? '/index.html' : name}`);
  // `..` and drive letters were resolved by now: what is left must lie below the folder.
  if (!file.startsWith(folder + path.sep)) return null;
  const type = types[path.extname(file).toLowerCase()];
  return type === undefined ? null : { path: file, type };
}
