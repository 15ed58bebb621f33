import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import http from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { chromium as browserType, type Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { makeHls } from '../support/make-hls.ts';
import { type ToolPair, chromium, describeTools, root, tempDir } from '../support/media.ts';
import { strictMaster } from '../support/strict-playlist.ts';

/** The package of each ffmpeg in a real browser, played by hls.js through every level. */

const run = promisify(execFile);
const require = createRequire(import.meta.url);

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.m4s': 'video/iso.segment',
  '.mp4': 'video/mp4',
};

/** Serves the page, hls.js and one package on the loopback address, with ranges. */
async function serve(
  folder: string,
): Promise<{ readonly origin: string; readonly close: () => Promise<void> }> {
  const places: readonly (readonly [string, string])[] = [
    ['/package/', folder + path.sep],
    ['/hls.js', require.resolve('hls.js/dist/hls.min.js')],
    ['/', path.join(root, 'test/e2e/hls-player.html')],
  ];
  const server = http.createServer((request, response) => {
    const url = request.url ?? '/';
    const [prefix, place] = places.find(
      ([start]) => url === start || (start === '/package/' && url.startsWith(start)),
    ) ?? ['', ''];
    const file = place.endsWith(path.sep) ? path.join(place, url.slice(prefix.length)) : place;
    stat(file).then(
      ({ size }) => {
        const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
        const start = Number(range?.[1] ?? 0);
        const end = range?.[2] ? Number(range[2]) : size - 1;
        response.writeHead(range === null ? 200 : 206, {
          'content-type': types[path.extname(file)] ?? 'application/octet-stream',
          'content-length': end - start + 1,
          ...(range === null ? {} : { 'content-range': `bytes ${start}-${end}/${size}` }),
        });
        createReadStream(file, { start, end }).pipe(response);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** 8 s of 768×432 with structure, a white flash of 0.1 s at 2.000 s, and two languages. */
async function filmOf(pair: ToolPair, dir: string): Promise<string> {
  const file = path.join(dir, 'film.mkv');
  const tone = (hertz: number): string[] => [
    '-f',
    'lavfi',
    '-i',
    `sine=frequency=${hertz}:sample_rate=48000:duration=8`,
  ];
  await run(pair.ffmpeg, [
    ...['-v', 'error', '-nostdin', '-f', 'lavfi', '-i', 'testsrc2=size=768x432:rate=20:duration=8'],
    ...[...tone(440), ...tone(880), '-map', '0', '-map', '1', '-map', '2'],
    ...['-vf', "eq=brightness=-0.3,drawbox=c=white:t=fill:enable='between(n,40,42)'"],
    ...[
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-crf',
      '24',
      '-pix_fmt',
      'yuv420p',
      '-c:a',
      'aac',
      '-ac',
      '2',
    ],
    ...['-metadata:s:a:0', 'language=eng', '-metadata:s:a:1', 'language=deu', file],
  ]);
  return file;
}

const startArgs = [
  ...['--no-sandbox', '--disable-gpu', '--no-first-run', '--autoplay-policy=no-user-gesture-required'],
  ...[
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-extensions',
  ],
];

describe.skipIf(chromium === null)(`hls.js in ${chromium ?? 'no Chromium on this machine'}`, () => {
  const browser =
    chromium === null ? null : browserType.launch({ executablePath: chromium, args: startArgs });
  afterAll(async () => (await browser)?.close());

  describeTools('plays a package', (pair) => {
    it('through every level and language to its end, without an error', { timeout: 120_000 }, async (t) => {
      const dir = tempDir(t);
      const made = await makeHls(pair, await filmOf(pair, dir), dir);
      strictMaster(made.folder);
      const server = await serve(made.folder);
      t.onTestFinished(() => server.close());
      const page = await (await browser)?.newPage();
      if (page === undefined) expect.fail('the browser did not start');
      t.onTestFinished(() => page.close());
      await page.goto(server.origin);
      const call = (code: string): Promise<unknown> => within(page, code);

      expect(await call('load()')).toEqual({
        heights: [234, 360, 432],
        tracks: ['English', 'Deutsch'],
      });
      // The flash is within 10 ms of where it was.
      expect([await call('pictureAt(1.99)'), await call('pictureAt(2.01)')]).toEqual([
        { mediaTime: expect.closeTo(1.95, 3) as number, white: false },
        { mediaTime: expect.closeTo(2, 3) as number, white: true },
      ]);
      for (const [level, height] of [
        [1, 360],
        [2, 432],
        [0, 234],
      ]) {
        expect(await call(`switchLevel(${level})`)).toEqual({ loaded: [level], height });
      }
      expect(await call('switchTrack(1)')).toBe('Deutsch');
      expect(await call('playThrough()')).toEqual({
        errors: [],
        switched: [0, 1, 2, 0],
        heights: [234, 360, 432, 234],
        duration: expect.closeTo(8, 1) as number,
        currentTime: expect.closeTo(8, 1) as number,
        bufferedTo: expect.closeTo(8, 1) as number,
      });
    });
  });
});

/** Calls a function of the page; at most 20 s, and then with what the player said so far. */
function within(page: Page, code: string): Promise<unknown> {
  const late = `new Promise((_, reject) => setTimeout(() => reject(new Error('${code} took too long: ' + JSON.stringify(seen))), 20000))`;
  return page.evaluate(`Promise.race([${code}, ${late}])`);
}
