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

/**
 * Serves the built window from `folder`, and nothing else. Electron's newer `protocol.handle` would do the same with a
 * `Response`: the first of these loads the whole of fetch, for which the page would wait.
 */
export function servePage(folder: string): void {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- for the reason above
  protocol.registerBufferProtocol('app', ({ method, url }, answer) => {
    const file = method === 'GET' ? pageFile(folder, url) : null;
    if (file === null) {
      answer(missing);
      return;
    }
    readFile(file.path).then(
      (data) => answer(response(200, file.type, data)),
      () => answer(missing),
    );
  });
}

const missing = response(404, 'text/plain; charset=utf-8', Buffer.from('There is no such file.'));

function response(statusCode: number, type: string, data: Buffer): Electron.ProtocolResponse {
  const [mimeType = ''] = type.split(';');
  return { statusCode, mimeType, data, headers: { ...pageHeaders, 'Content-Type': type } };
}
