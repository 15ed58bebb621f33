import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { s3Server } from '../support/s3-server.ts';
import { type Files, send } from '../support/send-staged.ts';

describe('a package', () => {
  const package_ = (): Files => ({
    'film/master.m3u8': Buffer.from('master'),
    'film/720p/playlist.m3u8': Buffer.from('720'),
    'film/720p/init.mp4': randomBytes(900),
    ...Object.fromEntries(
      Array.from({ length: 12 }, (_, n) => [`film/720p/segment-${n}.m4s`, randomBytes(20_000)]),
    ),
    'film/1080p/playlist.m3u8': Buffer.from('1080'),
    'film/1080p/init.mp4': randomBytes(900),
  });

  it('goes up in an order in which every playlist names only what is there', async (t) => {
    const server = await s3Server(t);
    const files = package_();
    server.harm = ({ n }) => (n % 7 === 0 ? { answer: 500, code: 'InternalError' } : null);
    const sent = await send(t, server, files, { target: 'film' });
    const uploaded = await sent.result;
    expect(server.objects()).toEqual(files);
    const order = [
      ...new Set(server.requests.filter(({ method }) => method === 'PUT').map(({ key }) => key)),
    ];
    const rank = (key: string): number => (key === 'film/master.m3u8' ? 2 : key.endsWith('.m3u8') ? 1 : 0);
    expect(order.map(rank)).toEqual(order.map(rank).toSorted());
    expect(uploaded.outcome === 'uploaded' ? uploaded.files[0]?.path : null).toBe(
      's3://media-prod/film/master.m3u8',
    );
    expect(sent.progress.at(-1)?.files).toEqual({ done: 17, of: 17 });
    const headersOf = (key: string): readonly unknown[] => {
      const put = server.requests.find((one) => one.method === 'PUT' && one.key === key);
      return [put?.headers['content-type'], put?.headers['cache-control']];
    };
    expect(headersOf('film/master.m3u8')).toEqual(['application/vnd.apple.mpegurl', 'no-cache']);
    expect(headersOf('film/720p/segment-3.m4s')).toEqual([
      'video/iso.segment',
      'public, max-age=31536000, immutable',
    ]);
    expect(headersOf('film/720p/init.mp4')[0]).toBe('video/mp4');
  });

  it('is taken when its master is there, and gets another folder then', async (t) => {
    const server = await s3Server(t);
    await (
      await send(t, server, package_(), { target: 'film' })
    ).result;
    await (
      await send(t, server, package_(), { target: 'film' })
    ).result;
    expect(
      Object.keys(server.objects())
        .filter((key) => key.endsWith('master.m3u8'))
        .toSorted(),
    ).toEqual(['film (2)/master.m3u8', 'film/master.m3u8']);
  });
});
