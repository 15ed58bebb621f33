import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import { pageFile, pageHeaders } from './page-files.ts';

/** Has to run before the app is ready: both schemes are origins of their own, and media may be streamed. */
export function registerSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    {
      scheme: 'media',
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, corsEnabled: true },
    },
  ]);
}

/** Serves the built window from `folder`, and nothing else. */
export function servePage(folder: string): void {
  protocol.handle('app', async (request) => {
    const file = request.method === 'GET' ? pageFile(folder, request.url) : null;
    if (file === null) return missing();
    try {
      const body = await readFile(file.path);
      return new Response(new Uint8Array(body), { headers: { ...pageHeaders, 'Content-Type': file.type } });
    } catch {
      return missing();
    }
  });
}

function missing(): Response {
  return new Response('There is no such file.', {
    status: 404,
    headers: { ...pageHeaders, 'Content-Type': 'text/plain; charset=utf-8' },
  });
}
