import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createStandStill } from '../../electron/engine/process/stand-still.ts';
import { newId } from '../../shared/model/id.ts';
import { film, patience, placeFor, sentence } from '../support/import-place.ts';
import { breakOff, goodAnswer, lyingServer, startOf } from '../support/lying-server.ts';

describe('downloads', () => {
  it('fetches a file, and leaves nothing but the file', async (t) => {
    const content = film(300_000);
    const server = await lyingServer(t, goodAnswer(content));
    const place = placeFor(t, `${server.origin}/clip.mp4?token=canary`);
    await expect(place.fetchWith()).resolves.toEqual([{ path: place.file, bytes: content.length }]);
    expect(readFileSync(place.file).equals(content)).toBe(true);
    expect(readdirSync(place.around)).toEqual(['clip.mp4']);
    expect(place.told.at(-1)).toEqual({ bytes: 300_000, of: 300_000, files: { done: 1, of: 1 } });
    const [asked] = server.asked;
    expect(asked?.headers).toMatchObject({ 'accept-encoding': 'identity', host: `127.0.0.1:${server.port}` });
    expect(asked?.headers['authorization'] ?? asked?.headers['cookie']).toBeUndefined();
    // A second job of the same folder finds it there.
    await place.fetchWith();
    expect(server.asked).toHaveLength(1);
  });

  it('fetches several, one after the other, and counts them together', async (t) => {
    const [one, two] = [film(70_000), film(50_000)];
    const server = await lyingServer(t, (response, n, asked) =>
      goodAnswer(asked.path === '/one' ? one : two)(response, n, asked),
    );
    const place = placeFor(t, `${server.origin}/one`, `${server.origin}/two`);
    await place.fetchWith();
    expect(place.files.map(({ path: file }) => readFileSync(file).length)).toEqual([70_000, 50_000]);
    expect(place.told[0]).toMatchObject({ of: null, files: { done: 0, of: 2 } });
    expect(place.told.at(-1)).toEqual({ bytes: 120_000, of: 120_000, files: { done: 2, of: 2 }, share: 1 });
    // Each file is half of the way, however large the second turns out to be.
    const shares = place.told.map(({ share }) => share ?? -1);
    expect(shares[0]).toBe(0);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(place.told.find(({ files }) => files.done === 1)).toMatchObject({ bytes: 70_000, share: 0.5 });
  });

  it('goes on where the connection broke off', async (t) => {
    const content = film(900_000);
    const server = await lyingServer(t, (response, n, asked) => {
      if (n === 0) breakOff(response, content, 400_000);
      else goodAnswer(content)(response, n, asked);
    });
    const place = placeFor(t, `${server.origin}/clip.mp4?token=canary`);
    await place.fetchWith();
    expect(readFileSync(place.file).equals(content)).toBe(true);
    expect(server.asked[1]?.headers).toMatchObject({ 'if-range': '"one"' });
    // What had not been written yet is fetched again.
    expect(startOf(server.asked[1] ?? { path: '', headers: {} })).toBeGreaterThan(200_000);
    expect(place.log.join('\n')).toMatch(/tried again/);
    expect(place.log.join('\n')).not.toContain('canary');
  });

  it('goes on where an earlier run was stopped', async (t) => {
    const content = film(900_000);
    const server = await lyingServer(t, (response, n, asked) => {
      if (n === 0) {
        response.writeHead(200, { 'content-length': content.length, etag: '"one"' });
        response.write(content.subarray(0, 500_000));
      } else goodAnswer(content)(response, n, asked);
    });
    const place = placeFor(t, `${server.origin}/clip.mp4`);
    const stopper = new AbortController();
    const stopped = place.fetchWith(
      {},
      { signal: stopper.signal, onProgress: ({ bytes }) => bytes === 500_000 && stopper.abort() },
    );
    await expect(stopped).rejects.toMatchObject({ error: { kind: 'cancelled' } });
    expect(existsSync(place.file)).toBe(false);
    expect(readdirSync(place.around)).toHaveLength(2);
    await place.fetchWith();
    expect(startOf(server.asked[1] ?? { path: '', headers: {} })).toBe(500_000);
    expect(readFileSync(place.file).equals(content)).toBe(true);
    expect(readdirSync(place.around)).toEqual(['clip.mp4']);
  });

  it('begins anew when the content was changed in between', async (t) => {
    const [before, after] = [film(900_000), film(800_000)];
    const server = await lyingServer(t, (response, n, asked) => {
      if (n === 0) breakOff(response, before, 400_000);
      else goodAnswer(after, '"two"')(response, n, asked);
    });
    const place = placeFor(t, `${server.origin}/clip.mp4`);
    await place.fetchWith();
    expect(readFileSync(place.file).equals(after)).toBe(true);
  });

  it.for<readonly [string, (content: Buffer) => Record<string, string>]>([
    ['from another place', ({ length }) => ({ 'content-range': `bytes 0-${length - 1}/${length}` })],
    ['of another content', () => ({ 'content-range': 'bytes 400000-999999/1000000' })],
    ['without saying which', () => ({})],
    [
      'of another version',
      ({ length }) => ({ 'content-range': `bytes 400000-${length - 1}/${length}`, etag: '"two"' }),
    ],
  ])('does not believe a part %s', async ([, headers], t) => {
    const content = film(900_000);
    const server = await lyingServer(t, (response, n, asked) => {
      if (n === 0) breakOff(response, content, 400_000);
      else if (asked.headers.range === undefined) goodAnswer(content)(response, n, asked);
      else response.writeHead(206, headers(content)).end(randomBytes(500_000));
    });
    const place = placeFor(t, `${server.origin}/clip.mp4`);
    await place.fetchWith();
    expect(readFileSync(place.file).equals(content)).toBe(true);
    expect(server.asked.map((one) => one.headers.range !== undefined)).toEqual([false, true, false]);
  });

  it('gives up on a server that never sends what it promises', async (t) => {
    const content = film(300_000);
    const server = await lyingServer(t, (response) => breakOff(response, content, 100_000));
    const place = placeFor(t, `${server.origin}/clip.mp4`);
    expect(await sentence(place.fetchWith())).toBe(
      '“clip.mp4” could not be downloaded: the connection broke off.',
    );
    expect(server.asked).toHaveLength(5);
    expect(existsSync(place.file)).toBe(false);
  });

  it('refuses more than was promised', async (t) => {
    const content = film(900_000);
    const server = await lyingServer(t, (response, n, asked) => {
      if (n === 0) {
        breakOff(response, content, 400_000);
        return;
      }
      // Without a length, so that nothing ends the body where the range ends.
      const range = { 'content-range': `bytes ${startOf(asked)}-899999/900000` };
      response.writeHead(206, { ...range, etag: '"one"' }).end(randomBytes(900_000));
    });
    const place = placeFor(t, `${server.origin}/clip.mp4`);
    expect(await sentence(place.fetchWith())).toMatch(/the server sends more than it promised/);
    expect(existsSync(place.file)).toBe(false);
  });

  it('holds the limit for the size, promised or not', async (t) => {
    const content = film(2_000_000);
    const server = await lyingServer(t, (response, n, asked) => {
      if (asked.path === '/promised') {
        goodAnswer(content)(response, n, asked);
        return;
      }
      response.writeHead(200, { 'content-type': 'video/mp4' });
      response.end(content);
    });
    const rules = () => ({ allowPrivateAddresses: true, downloadLimit: 1_000_000 });
    for (const name of ['promised', 'silent']) {
      const place = placeFor(t, `${server.origin}/${name}`);
      expect(await sentence(place.fetchWith({ rules }))).toBe(
        '“clip.mp4” is larger than Convoy accepts: a download may have 1 MB.',
      );
    }
  });

  it('asks for room before it begins', async (t) => {
    const server = await lyingServer(t, (response) => {
      response.writeHead(200, { 'content-length': 900_000_000_000_000 });
      response.write(film(10_000));
    });
    const place = placeFor(t, `${server.origin}/clip.mp4`);
    await expect(place.fetchWith()).rejects.toMatchObject({ error: { kind: 'disk_full' } });
  });

  it('ends with a server that drips', async (t) => {
    const server = await lyingServer(t, (response) => {
      response.writeHead(200, { 'content-length': 1_000_000 });
      const drip = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(drip));
    });
    const place = placeFor(t, `${server.origin}/clip.mp4`);
    const began = performance.now();
    const ended = await sentence(place.fetchWith({ patience: { ...patience, totalMs: 500 } }));
    expect(ended).toMatch(/it is not whole after less than a second/);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it('does not wait for a server that falls silent, and goes on', async (t) => {
    const content = film(900_000);
    const server = await lyingServer(t, (response, n, asked) => {
      if (n > 0) {
        goodAnswer(content)(response, n, asked);
        return;
      }
      response.writeHead(200, { 'content-length': content.length, etag: '"one"' });
      response.write(content.subarray(0, 400_000));
    });
    const place = placeFor(t, `${server.origin}/clip.mp4`);
    await place.fetchWith({ patience: { ...patience, idleMs: 300 } });
    expect(readFileSync(place.file).equals(content)).toBe(true);
    expect(place.log[0]).toMatch(/nothing comes any more/);
  });

  it('does not wait for a server that says nothing at all', async (t) => {
    const server = await lyingServer(t, () => undefined);
    const place = placeFor(t, `${server.origin}/clip.mp4`);
    expect(await sentence(place.fetchWith({ patience: { ...patience, answerMs: 100 } }))).toMatch(
      /its server does not answer/,
    );
    expect(server.asked).toHaveLength(5);
  });

  it('waits as long as a server asks for', async (t) => {
    const content = film(100_000);
    const server = await lyingServer(t, (response, n, asked) => {
      if (n === 0) response.writeHead(429, { 'retry-after': '1' }).end();
      else if (n === 1) response.writeHead(503).end();
      else goodAnswer(content)(response, n, asked);
    });
    const place = placeFor(t, `${server.origin}/clip.mp4`);
    const began = performance.now();
    await place.fetchWith();
    expect(performance.now() - began).toBeGreaterThanOrEqual(1000);
    expect(server.asked).toHaveLength(3);
  });

  it.for([
    ['<!doctype html><title>Video</title>', 'video/mp4', /leads to a web page/],
    ['{"error":"gone"}', 'application/json', /leads to data/],
    ['', 'video/mp4', /nothing in it/],
  ] as const)('sees that %j is no film', async ([text, type, message], t) => {
    const server = await lyingServer(t, goodAnswer(Buffer.from(text), '"one"', type));
    const place = placeFor(t, `${server.origin}/clip.mp4`);
    const failed = place.fetchWith();
    await expect(failed).rejects.toMatchObject({ error: { kind: 'input_unsupported' } });
    expect(await sentence(failed)).toMatch(message);
    expect(existsSync(place.file)).toBe(false);
  });

  it('does not read the rest of a page', async (t) => {
    let closed: () => void;
    const broken = new Promise<void>((resolve) => (closed = resolve));
    const server = await lyingServer(t, (response) => {
      response.on('close', () => closed());
      response.writeHead(200, { 'content-type': 'text/html' });
      response.write(`<!doctype html>${' '.repeat(10_000)}`);
    });
    const place = placeFor(t, `${server.origin}/clip.mp4`);
    expect(await sentence(place.fetchWith())).toMatch(/web page/);
    await broken;
  });

  it('ends where a redirect leads back to itself', async (t) => {
    const server = await lyingServer(t, (response) =>
      response.writeHead(302, { location: '/clip.mp4' }).end(),
    );
    const place = placeFor(t, `${server.origin}/clip.mp4`);
    expect(await sentence(place.fetchWith())).toMatch(/redirected more than 5 times/);
    expect(server.asked).toHaveLength(6);
  });

  it('asks for 404 once', async (t) => {
    const server = await lyingServer(t, (response) => response.writeHead(404).end('gone'));
    const place = placeFor(t, `${server.origin}/clip.mp4`);
    expect(await sentence(place.fetchWith())).toMatch(/it is not there any more/);
    expect(server.asked).toHaveLength(1);
  });

  it('takes nothing in while the queue stands still', async (t) => {
    const content = film(3_000_000);
    const server = await lyingServer(t, goodAnswer(content));
    const place = placeFor(t, `${server.origin}/clip.mp4`);
    const standStill = createStandStill();
    const told: number[] = [];
    const done = place.fetchWith(
      {},
      {
        standStill,
        onProgress: ({ bytes }) => {
          told.push(bytes);
          if (bytes > 0 && told.length === 2) standStill.set(true);
        },
      },
    );
    await expect.poll(() => standStill.on).toBe(true);
    const before = told.length;
    // Long enough for the rest of a file that is not held back.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(told.length).toBe(before);
    standStill.set(false);
    await done;
    expect(readFileSync(place.file).equals(content)).toBe(true);
  });

  it('does not go on with a note that is damaged', async (t) => {
    const content = film(300_000);
    const server = await lyingServer(t, goodAnswer(content));
    const place = placeFor(t, `${server.origin}/clip.mp4`);
    const jobId = newId('job');
    mkdirSync(place.around, { recursive: true });
    writeFileSync(path.join(place.around, `.convoy-${jobId}-1.part`), randomBytes(200_000));
    writeFileSync(path.join(place.around, `.convoy-${jobId}-2.part`), '{"version":1,"addr');
    await place.fetchWith({}, { jobId });
    expect(server.asked[0]?.headers.range).toBeUndefined();
    expect(readFileSync(place.file).equals(content)).toBe(true);
  });
});
