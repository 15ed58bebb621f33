import { describe, expect, it } from 'vitest';
import { parseContentRange, parseLength } from '../../../electron/engine/fetch/content-range.ts';
import { firstLook } from '../../../electron/engine/fetch/first-look.ts';
import { Interrupted } from '../../../electron/engine/fetch/interrupted.ts';
import { judgeAnswer, validatorOf } from '../../../electron/engine/fetch/judge-answer.ts';
import { networkFailure } from '../../../electron/engine/fetch/network-failure.ts';
import { mostHops, nextHop } from '../../../electron/engine/fetch/next-hop.ts';
import { isPublicAddress } from '../../../electron/engine/fetch/public-address.ts';
import { addressesOf } from '../../../electron/engine/fetch/resolve-host.ts';
import { objectFailure } from '../../../electron/engine/fetch/s3-source.ts';
import { retryAfterMs, waitBefore } from '../../../electron/engine/fetch/try-again.ts';
import { ConvoyFailure } from '../../../shared/model/error.ts';

describe('isPublicAddress', () => {
  it.each([
    ...['127.0.0.1', '127.9.9.9', '0.0.0.0', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
    ...['169.254.169.254', '169.254.0.1', '100.64.0.1', '100.127.255.255', '224.0.0.1', '239.1.1.1'],
    ...['255.255.255.255', '240.0.0.1', '192.0.2.1', '198.18.0.1', '203.0.113.9', '192.0.0.8'],
    ...['::', '::1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12:3456::1', 'fec0::1', 'ff02::1'],
    ...['::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:a9fe:a9fe', '64:ff9b::7f00:1', '64:ff9b::10.1.2.3'],
    ...['64:ff9b:1::7f00:1', '64:ff9b:1::8.8.8.8', '2002:7f00:1::', '2002:c0a8:101::1', '::127.0.0.1'],
    ...['2001:0:4136:e378::', '2001:db8::1', '100::1', '5f00::1', '4000::1', '::ffff:0:127.0.0.1'],
    ...['localhost', '', 'fe80', '1.2.3.4.5', '1.2.3.4/8'],
  ])('refuses %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each([
    ...[
      '8.8.8.8',
      '1.1.1.1',
      '172.15.0.1',
      '172.32.0.1',
      '100.63.0.1',
      '100.128.0.1',
      '169.253.0.1',
      '11.0.0.1',
    ],
    ...['2606:4700::1111', '2a00:1450:4001::200e', '::ffff:8.8.8.8', '64:ff9b::8.8.8.8', '2002:808:808::1'],
  ])('takes %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe('addressesOf', () => {
  const lookup =
    (...addresses: string[]) =>
    () =>
      Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
  const never = (): never => {
    throw new Error('asked');
  };
  const host = (url: string): string => new URL(url).hostname;

  it.each([
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::1]/',
    'http://①②⑦.⓪.⓪.①/',
    'http://169.254.169.254/latest/meta-data',
  ])('refuses the address in %s however it is spelled, and asks nobody', async (url) => {
    await expect(addressesOf(host(url), never, isPublicAddress, 'a.mp4')).rejects.toMatchObject({
      error: { kind: 'invalid_input' },
    });
    await expect(addressesOf(host(url), never, () => true, 'a.mp4')).resolves.toHaveLength(1);
  });

  it('refuses a public name that leads into a private network', async () => {
    await expect(
      addressesOf('cdn.example.org', lookup('127.0.0.1', '::1'), isPublicAddress, 'a.mp4'),
    ).rejects.toThrow(
      '“a.mp4” cannot be used as input: cdn.example.org is in a private network, and not on the internet.',
    );
  });

  it('keeps the public ones of mixed addresses', async () => {
    const answer = await addressesOf(
      'a.example',
      lookup('10.0.0.1', '8.8.8.8', 'fd00::1'),
      isPublicAddress,
      'a',
    );
    expect(answer).toEqual([{ address: '8.8.8.8', family: 4 }]);
  });

  it('passes on what the resolver says when it knows no such name', async () => {
    const unknown = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    await expect(
      addressesOf(
        'a.example',
        () => Promise.reject(unknown),
        () => true,
        'a',
      ),
    ).rejects.toBe(unknown);
  });
});

describe('parseContentRange', () => {
  it.each([
    ['bytes 0-9/10', { first: 0, last: 9, total: 10 }],
    ['bytes 5-9/*', { first: 5, last: 9, total: null }],
    [' BYTES 5-5/6 ', { first: 5, last: 5, total: 6 }],
    ['bytes 9-5/10', null],
    ['bytes 0-10/10', null],
    ['bytes */10', null],
    ['items 0-9/10', null],
    ['bytes 0-9/99999999999999999999', null],
    ['', null],
    [undefined, null],
  ])('reads %s', (given, range) => {
    expect(parseContentRange(given)).toEqual(range);
  });

  it.each([
    ['12', 12],
    ['0', 0],
    ['-1', null],
    ['1e3', null],
    ['12, 13', null],
    [undefined, null],
  ])('reads the length %s', (given, length) => {
    expect(parseLength(given)).toBe(length);
  });
});

describe('judgeAnswer', () => {
  const whole = { file: 'a.mp4', now: 0, from: null } as const;
  const from = { offset: 100, total: 300, validator: '"one"' } as const;
  const part = { ...whole, from, status: 206 } as const;

  it('takes a whole content, with its length and what it is known by', () => {
    const headers = { 'content-length': '300', etag: '"one"', 'content-type': 'Video/MP4; x=y' };
    expect(judgeAnswer({ ...whole, status: 200, headers })).toEqual({
      is: 'content',
      start: 0,
      total: 300,
      validator: '"one"',
      type: 'video/mp4',
    });
  });

  it('does not believe a length beside a transfer encoding', () => {
    const headers = { 'content-length': '300', 'transfer-encoding': 'chunked' };
    expect(judgeAnswer({ ...whole, status: 200, headers })).toMatchObject({ total: null });
  });

  it('begins anew on a 200 to a range', () => {
    expect(judgeAnswer({ ...part, status: 200, headers: {} })).toMatchObject({ is: 'content', start: 0 });
  });

  it.each([
    [
      { 'content-range': 'bytes 100-299/300', 'content-length': '200' },
      { is: 'content', start: 100, total: 300 },
    ],
    [
      { 'content-range': 'bytes 100-199/300', 'content-length': '100' },
      { is: 'content', start: 100, total: 300 },
    ],
    [{ 'content-range': 'bytes 100-299/*' }, { is: 'content', start: 100, total: 300 }],
    [{ 'content-range': 'bytes 0-299/300' }, { is: 'anew' }],
    [{ 'content-range': 'bytes 100-399/400' }, { is: 'anew' }],
    [{ 'content-range': 'bytes 100-300/*' }, { is: 'anew' }],
    [{ 'content-range': 'bytes 100-299/300', 'content-length': '7' }, { is: 'anew' }],
    [{ 'content-range': 'bytes 100-299/300', etag: '"two"' }, { is: 'anew' }],
    [{ 'content-type': 'multipart/byteranges; boundary=x' }, { is: 'anew' }],
    [{}, { is: 'anew' }],
  ])('judges a part with %j', (headers, expected) => {
    expect(judgeAnswer({ ...part, headers })).toMatchObject(expected);
  });

  it.each([
    [206, {}, { is: 'refused' }],
    [416, {}, { is: 'refused' }],
    [
      401,
      {},
      {
        is: 'refused',
        error: {
          kind: 'download_failed',
          message: '“a.mp4” could not be downloaded: the server asks for a login.',
        },
      },
    ],
    [403, {}, { is: 'refused' }],
    [
      404,
      {},
      { is: 'refused', error: { message: '“a.mp4” could not be downloaded: it is not there any more.' } },
    ],
    [410, {}, { is: 'refused' }],
    [418, {}, { is: 'refused' }],
    [501, {}, { is: 'refused' }],
    [304, {}, { is: 'refused' }],
    [408, {}, { is: 'again', waitMs: null }],
    [429, { 'retry-after': '2' }, { is: 'again', waitMs: 2000 }],
    [503, { 'retry-after': 'Thu, 01 Jan 1970 00:00:05 GMT' }, { is: 'again', waitMs: 5000 }],
    [500, {}, { is: 'again', waitMs: null }],
    [522, {}, { is: 'again', waitMs: null }],
    [200, { 'content-encoding': 'gzip' }, { is: 'refused' }],
    [200, { 'content-encoding': 'identity' }, { is: 'content' }],
    [200, { 'content-encoding': 'aws-chunked' }, { is: 'content' }],
  ])('judges %i with %j', (status, headers, expected) => {
    expect(judgeAnswer({ ...whole, status, headers })).toMatchObject(expected);
  });

  it('begins anew when the server has less than is here', () => {
    expect(judgeAnswer({ ...part, status: 416, headers: {} })).toMatchObject({ is: 'anew' });
  });

  it.each([
    [{ etag: '"a"' }, '"a"'],
    [{ etag: 'W/"a"' }, null],
    [{ etag: 'a' }, null],
    [
      { 'last-modified': 'Thu, 01 Jan 1970 00:00:00 GMT', date: 'Thu, 01 Jan 1970 00:00:01 GMT' },
      'Thu, 01 Jan 1970 00:00:00 GMT',
    ],
    [{ 'last-modified': 'Thu, 01 Jan 1970 00:00:00 GMT', date: 'Thu, 01 Jan 1970 00:00:00 GMT' }, null],
    [{ 'last-modified': 'Thu, 01 Jan 1970 00:00:00 GMT' }, null],
    [{ 'last-modified': 'yesterday', date: 'today' }, null],
    [{}, null],
  ])('knows by %j that it is the same', (headers, validator) => {
    expect(validatorOf(headers)).toBe(validator);
  });
});

describe('waitBefore', () => {
  const broken = { waitMs: null, anew: false, most: null };
  it('doubles, differs, and ends', () => {
    expect([1, 2, 3, 4, 5].map((failed) => waitBefore(broken, failed, 0))).toEqual([
      250,
      500,
      1000,
      2000,
      null,
    ]);
    expect([1, 2, 3, 4, 5].map((failed) => waitBefore(broken, failed, 1))).toEqual([
      500,
      1000,
      2000,
      4000,
      null,
    ]);
  });
  it('waits as long as it is asked to, within reason', () => {
    expect(waitBefore({ ...broken, waitMs: 7000 }, 1, 0)).toBe(7000);
    expect(waitBefore({ ...broken, waitMs: 3_600_000 }, 1, 0)).toBeNull();
  });
  it('begins anew at once, the first time', () => {
    expect([1, 2].map((failed) => waitBefore({ ...broken, anew: true }, failed, 0))).toEqual([0, 500]);
  });
  it('tries less often what hardly gets better', () => {
    expect([1, 2].map((failed) => waitBefore({ ...broken, most: 2 }, failed, 0))).toEqual([250, null]);
  });
  it.each([
    ['0', 0],
    ['120', 120_000],
    ['Thu, 01 Jan 1970 00:00:20 GMT', 10_000],
    ['Thu, 01 Jan 1970 00:00:01 GMT', 0],
    ['soon', null],
    [undefined, null],
  ])('reads Retry-After: %s', (given, ms) => {
    expect(retryAfterMs(given, 10_000)).toBe(ms);
  });
});

describe('nextHop', () => {
  const from = new URL('https://a.example/films/one.mp4?x=1');
  const reason = (result: ReturnType<typeof nextHop>): string => (result.ok ? '' : result.error.message);

  it('follows relative and whole addresses, without users and fragments', () => {
    const follow = (to: string): string | false => {
      const next = nextHop(to, from, 0, 'f');
      return next.ok && next.value.href;
    };
    expect(follow('two.mp4')).toBe('https://a.example/films/two.mp4');
    expect(follow('//b.example/x')).toBe('https://b.example/x');
    expect(follow('https://me:secret@c.example/x#t=3')).toBe('https://c.example/x');
  });

  it('refuses too many, nowhere, other schemes, and the way back to http', () => {
    expect(reason(nextHop('x', from, mostHops, 'f'))).toMatch(/redirected more than 5 times/);
    expect(reason(nextHop(undefined, from, 0, 'f'))).toMatch(/nowhere/);
    expect(reason(nextHop('http://', from, 0, 'f'))).toMatch(/nowhere/);
    expect(reason(nextHop('file:///etc/passwd', from, 0, 'f'))).toMatch(/file:\/\/, which is not the web/);
    expect(reason(nextHop('http://a.example/', from, 0, 'f'))).toMatch(/not safe/);
    expect(nextHop('https://a.example/', new URL('http://a.example/'), 4, 'f').ok).toBe(true);
  });
});

describe('firstLook', () => {
  const look = (text: string | Uint8Array, type = ''): string | null =>
    firstLook(typeof text === 'string' ? new TextEncoder().encode(text) : text, type, 'a.mp4')?.message ??
    null;

  it.each([
    ['<!DOCTYPE html><html>', '', /web page/],
    ['\ufeff\n <!-- hi --><HTML lang=en>', '', /web page/],
    ['<p>Not here</p>', 'video/mp4', /web page/],
    ['<foo>', 'text/html', /web page/],
    ['#EXTM3U\n#EXTINF:2,\n', 'video/mp4', /playlist/],
    ['<?xml version="1.0"?><MPD xmlns="x">', '', /playlist/],
    ['{"error":"no"}', 'video/mp4', /data/],
    ['[]', '', /data/],
    ['not found', 'application/problem+json', /data/],
    ['It is gone.', 'text/plain', /a text/],
    ['', 'video/mp4', /nothing in it/],
  ])('sees what %s is', (text, type, message) => {
    expect(look(text, type)).toMatch(message);
  });

  it.each([
    ['<?xml version="1.0"?><svg xmlns="x">', 'text/xml'],
    ['<svg xmlns="x">', 'image/svg+xml'],
    ['P3\n2 2\n255\n', 'text/plain'],
    ['GIF89a', 'text/html'],
    ['RIFF\0\0\0\0WAVE', 'text/plain'],
    ['anything without a type', ''],
  ])('lets %s pass', (text, type) => {
    expect(look(text, type)).toBeNull();
  });

  it('lets bytes pass that are no text, and a character that is cut', () => {
    expect(look(Uint8Array.of(0, 0, 0, 1), 'text/plain')).toBeNull();
    expect(look(Uint8Array.of(0x3c, 0x70, 0x3e, 0xc3), '')).toMatch(/web page/);
  });
});

describe('networkFailure', () => {
  const coded = (code: string): Error => Object.assign(new Error('said'), { code });
  it('gives up on certificates, and tries the rest again', () => {
    for (const code of ['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID']) {
      expect(networkFailure(coded(code), 'a')).toBeInstanceOf(ConvoyFailure);
    }
    expect(networkFailure(coded('ENOTFOUND'), 'a')).toMatchObject({ most: 2 });
    for (const code of ['ECONNRESET', 'EAI_AGAIN', 'ETIMEDOUT', 'ECONNREFUSED', 'ENETUNREACH', '']) {
      expect(networkFailure(coded(code), 'a')).toMatchObject({ name: 'Interrupted', most: null });
    }
  });
});

describe('objectFailure', () => {
  const said = (name: string, httpStatusCode?: number): Error =>
    Object.assign(new Error('said'), {
      name,
      ...(httpStatusCode === undefined ? {} : { $metadata: { httpStatusCode } }),
    });
  const asked = { bucket: 'films', resumes: false };

  it.each([
    ['NoSuchKey', 404, /it is not in the bucket/],
    ['NoSuchBucket', 404, /there is no bucket “films”/],
    ['AccessDenied', 403, /may not read it/],
    ['SignatureDoesNotMatch', 403, /keys of the connection are not accepted/],
    ['RequestTimeTooSkewed', 403, /clock/],
    ['PermanentRedirect', 301, /another region/],
    ['InvalidObjectState', 403, /archive/],
    ['Odd', 400, /answers 400/],
  ])('gives up on %s', (name, status, message) => {
    const failure = objectFailure(said(name, status), 'a.mov', asked);
    expect(failure).toBeInstanceOf(ConvoyFailure);
    expect(failure.message).toMatch(message);
  });

  it('tries again what may get better, and begins anew what was changed', () => {
    expect(objectFailure(said('SlowDown', 503), 'a', asked)).toBeInstanceOf(Interrupted);
    expect(objectFailure(said('TimeoutError'), 'a', asked)).toBeInstanceOf(Interrupted);
    expect(objectFailure(said('PreconditionFailed', 412), 'a', { ...asked, resumes: true })).toMatchObject({
      anew: true,
    });
    expect(objectFailure(said('InvalidRange', 416), 'a', { ...asked, resumes: true })).toMatchObject({
      anew: true,
    });
  });
});
