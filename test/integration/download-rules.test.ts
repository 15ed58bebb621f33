import { describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../electron/engine/fetch/public-address.ts';
import { certificateFor } from '../support/certificate.ts';
import { film, placeFor, sentence } from '../support/import-place.ts';
import { type Answering, goodAnswer, lyingServer } from '../support/lying-server.ts';

describe('which addresses are connected to', () => {
  const strict = () => ({ allowPrivateAddresses: false, downloadLimit: null });

  it('refuses this computer unless the settings allow it', async (t) => {
    const server = await lyingServer(t, goodAnswer(film(100_000)));
    for (const host of ['127.0.0.1', '2130706433', '0x7f.1', 'localhost']) {
      const place = placeFor(t, `http://${host}:${server.port}/clip.mp4`);
      expect(await sentence(place.fetchWith({ rules: strict }))).toMatch(/is in a private network/);
    }
    expect(server.asked).toHaveLength(0);
  });

  it('refuses a public name that leads to this computer', async (t) => {
    const server = await lyingServer(t, goodAnswer(film(100_000)));
    const place = placeFor(t, `http://films.example.org:${server.port}/clip.mp4`);
    const lookup = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
    expect(await sentence(place.fetchWith({ rules: strict, lookup }))).toMatch(
      /films\.example\.org is in a private network/,
    );
    expect(server.asked).toHaveLength(0);
  });

  it('connects to what was looked at, and asks for the name once', async (t) => {
    const server = await lyingServer(t, goodAnswer(film(100_000)));
    const place = placeFor(t, `http://films.example.org:${server.port}/clip.mp4`);
    let times = 0;
    // The second answer of a name that is made for this leads elsewhere.
    const lookup = () => Promise.resolve([{ address: ++times === 1 ? '127.0.0.1' : '127.0.0.9', family: 4 }]);
    const isPublic = (address: string): boolean => address === '127.0.0.1';
    await place.fetchWith({ rules: strict, lookup, isPublic });
    expect(times).toBe(1);
    expect(server.asked[0]?.headers.host).toBe(`films.example.org:${server.port}`);
  });

  it('looks at every redirect', async (t) => {
    const inner = await lyingServer(t, goodAnswer(film(100_000)));
    const server = await lyingServer(t, (response, _, { path: to }) =>
      response.writeHead(307, { location: decodeURIComponent(to.slice(1)) }).end(),
    );
    const isPublic = (address: string): boolean => address === '127.0.0.1' || isPublicAddress(address);
    const lookup = (name: string) =>
      Promise.resolve([{ address: name === 'inner.example' ? '10.1.2.3' : '127.0.0.1', family: 4 }]);
    for (const to of [
      `http://127.0.0.2:${inner.port}/`,
      'http://inner.example/',
      'http://169.254.169.254/x',
    ]) {
      const place = placeFor(t, `http://films.example.org:${server.port}/${encodeURIComponent(to)}`);
      expect(await sentence(place.fetchWith({ rules: strict, lookup, isPublic }))).toMatch(
        /in a private network/,
      );
    }
    expect(inner.asked).toHaveLength(0);
    expect(server.asked).toHaveLength(3);
  });
});

describe('https', () => {
  it('takes a certificate that is trusted, and no other', async (t) => {
    const secure = certificateFor(t, 'DNS:films.example.org');
    const content = film(200_000);
    const answer: Answering = (response, n, asked) => {
      if (asked.path === '/down') response.writeHead(302, { location: 'http://films.example.org/' }).end();
      else goodAnswer(content)(response, n, asked);
    };
    const server = await lyingServer(t, answer, secure);
    const lookup = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
    const fetchAt = (host: string, to: string, trusted: string | null) => {
      const place = placeFor(t, `https://${host}:${server.port}${to}`);
      return sentence(place.fetchWith({ lookup, trusted }));
    };
    expect(await fetchAt('films.example.org', '/clip.mp4', null)).toMatch(/certificate .* not to be trusted/);
    expect(await fetchAt('other.example.org', '/clip.mp4', secure.cert)).toMatch(
      /certificate .* not to be trusted/,
    );
    expect(server.asked).toHaveLength(0);
    expect(await fetchAt('films.example.org', '/clip.mp4', secure.cert)).toBe('it was downloaded');
    expect(await fetchAt('films.example.org', '/down', secure.cert)).toMatch(/from https to http/);
  });
});
