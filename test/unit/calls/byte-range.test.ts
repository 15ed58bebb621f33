import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRange } from '../../../electron/calls/media/byte-range.ts';
import {
  type MediaAnswer,
  mayBeMissing,
  mediaAnswer,
  respondWithMedia,
} from '../../../electron/calls/media/media-response.ts';

describe('readRange', () => {
  it.each([
    ['bytes=0-0', { start: 0, end: 0 }],
    ['bytes=0-', { start: 0, end: 99 }],
    ['bytes=10-19', { start: 10, end: 19 }],
    ['bytes=90-1000', { start: 90, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=-1000', { start: 0, end: 99 }],
    [' Bytes = 5 - 6 ', { start: 5, end: 6 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=20-10', null],
    ['bytes=-', null],
    ['bytes=0-1,5-6', null],
    ['lines=1-2', null],
    ['bytes=a-b', null],
    ['', null],
    [null, null],
  ])('%j of 100 bytes', (header, range) => {
    expect(readRange(header, 100)).toEqual(range);
  });

  it('of an empty file nothing can be had', () => {
    expect([readRange('bytes=0-', 0), readRange('bytes=-5', 0), readRange(null, 0)]).toEqual([
      'unsatisfiable',
      'unsatisfiable',
      null,
    ]);
  });

  it('is always inside the file', () => {
    const number = fc.oneof(fc.constant(''), fc.nat().map(String), fc.string({ maxLength: 4 }));
    fc.assert(
      fc.property(number, number, fc.nat({ max: 1000 }), (first, last, bytes) => {
        const range = readRange(`bytes=${first}-${last}`, bytes);
        if (range === null || range === 'unsatisfiable') return;
        expect(range.start).toBeGreaterThanOrEqual(0);
        expect(range.end).toBeGreaterThanOrEqual(range.start);
        expect(range.end).toBeLessThan(bytes);
      }),
    );
  });
});

describe('mediaAnswer', () => {
  const file = { path: '/videos/a.mp4', mime: 'video/mp4', name: 'Grüße "1".mp4' };
  const stamp = { bytes: 1000, modified: 1_700_000_000_000 };
  const answer = (headers: Record<string, string> = {}, method = 'GET', download = false): MediaAnswer =>
    mediaAnswer({ method, headers: new Headers(headers), download }, file, stamp);
  const always = {
    'accept-ranges': 'bytes',
    etag: '"rs-loyw3v28"',
    'last-modified': 'Tue, 14 Nov 2023 22:13:20 GMT',
    'cache-control': 'private, no-cache',
    'x-content-type-options': 'nosniff',
  };
  const whole = { ...always, 'content-type': 'video/mp4' };

  it('sends all of it', () => {
    expect(answer()).toEqual({
      status: 200,
      headers: { ...whole, 'content-length': '1000' },
      range: { start: 0, end: 999 },
    });
  });

  it('sends a part', () => {
    expect(answer({ range: 'bytes=100-199' })).toEqual({
      status: 206,
      headers: { ...whole, 'content-length': '100', 'content-range': 'bytes 100-199/1000' },
      range: { start: 100, end: 199 },
    });
  });

  it('refuses a part behind the end', () => {
    expect(answer({ range: 'bytes=1000-' })).toEqual({
      status: 416,
      headers: { ...always, 'content-range': 'bytes */1000' },
      range: null,
    });
  });

  it('HEAD says the same and sends nothing', () => {
    expect(answer({}, 'HEAD')).toEqual({ ...answer(), range: null });
  });

  it('sends nothing when nothing changed', () => {
    expect(answer({ 'if-none-match': always.etag })).toEqual({ status: 304, headers: always, range: null });
  });

  it('sends all of it when the part belongs to another state of the file', () => {
    expect(answer({ range: 'bytes=100-199', 'if-range': '"old"' }).status).toBe(200);
    expect(answer({ range: 'bytes=100-199', 'if-range': always.etag }).status).toBe(206);
  });

  it('what may hold scripts may not run them', () => {
    const policyOf = (mime: string) =>
      mediaAnswer({ method: 'GET', headers: new Headers() }, { ...file, mime }, stamp).headers[
        'content-security-policy'
      ];
    expect(['image/svg+xml', 'application/octet-stream', 'text/vtt'].map(policyOf)).toEqual(
      Array.from({ length: 3 }, () => "default-src 'none'; style-src 'unsafe-inline'; sandbox"),
    );
    expect(['image/png', 'audio/mpeg'].map(policyOf)).toEqual([undefined, undefined]);
  });

  it('does nothing else with a file', () => {
    expect(answer({}, 'DELETE')).toEqual({ status: 405, headers: { allow: 'GET, HEAD' }, range: null });
  });

  it('names what is saved, in any script', () => {
    expect(answer({}, 'GET', true).headers['content-disposition']).toBe(
      `attachment; filename="Gr__e _1_.mp4"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%221%22.mp4`,
    );
  });
});

describe('what is not there', () => {
  const headers = new Headers();

  it('is 404, and for a picture that not every file has, an empty answer', async () => {
    const gone = { path: '/nowhere/a.webp', mime: 'image/webp', name: 'a.webp' };
    const answers = [null, gone].flatMap((file) =>
      [false, true].map((missing) =>
        respondWithMedia({ method: 'GET', headers, mayBeMissing: missing }, file),
      ),
    );
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([404, 204, 404, 204]);
  });

  it.each([
    ['thumb/job_1/input?v=2', true],
    ['file/job_1/input', false],
    ['compare/key', false],
    ['file/thumb/result', false],
    ['', false],
  ])('%j may be missing: %j', (address, missing) => {
    expect(mayBeMissing(address)).toBe(missing);
  });
});
