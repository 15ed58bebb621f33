import { createHmac } from 'node:crypto';
import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createApiToken, tokenFile } from '../../../../electron/server/api/api-token.ts';
import { kindFor, namedSize, readWishes } from '../../../../electron/server/api/files-form.ts';
import { guard } from '../../../../electron/server/api/guard.ts';
import { compressionOf, readOperation } from '../../../../electron/server/api/media-operations.ts';
import { createRequestLimits } from '../../../../electron/server/api/request-limits.ts';
import { createSeal } from '../../../../electron/server/api/sealed.ts';
import { isSettled, signature, waitBefore } from '../../../../electron/server/api/webhook-message.ts';
import { ConvoyFailure } from '../../../../shared/model/error.ts';
import { tempDir } from '../../../support/media.ts';

const kindOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof ConvoyFailure) return error.error.kind;
    throw error;
  }
  return 'nothing was thrown';
};

describe('the token', () => {
  it('is made once, is for one person, and can be replaced', (t) => {
    const state = tempDir(t);
    const token = createApiToken({ state, fromEnvironment: undefined });
    const first = token.current();
    expect([first.length, statSync(tokenFile(state)).mode & 0o777]).toEqual([43, 0o600]);
    expect(createApiToken({ state, fromEnvironment: '' }).current()).toBe(first);
    const next = token.renew();
    expect([next === first, token.current()]).toEqual([false, next]);
    expect(createApiToken({ state, fromEnvironment: undefined }).current()).toBe(next);
  });

  it('is for one person also when the file was not', (t) => {
    const state = tempDir(t);
    writeFileSync(tokenFile(state), 'made-by-hand\n', { mode: 0o644 });
    expect(createApiToken({ state, fromEnvironment: undefined }).current()).toBe('made-by-hand');
    expect(statSync(tokenFile(state)).mode & 0o777).toBe(0o600);
  });

  it('of the environment goes before, and stays', (t) => {
    const token = createApiToken({ state: tempDir(t), fromEnvironment: 'from-outside' });
    expect([token.from, token.current(), kindOf(() => token.renew())]).toEqual([
      'environment',
      'from-outside',
      'conflict',
    ]);
    expect(kindOf(() => createApiToken({ state: null, fromEnvironment: 'short' }))).toBe('invalid_option');
    expect(kindOf(() => createApiToken({ state: null, fromEnvironment: 'with spaces in it' }))).toBe(
      'invalid_option',
    );
  });
});

describe('what is sealed', () => {
  it('is opened by the same key alone', (t) => {
    const state = tempDir(t);
    const text = createSeal(state).seal({ secret: 'canary' });
    expect(text).not.toContain('canary');
    expect(createSeal(state).open(text)).toEqual({ secret: 'canary' });
    expect(createSeal(null).open(text)).toBe(null);
    expect(createSeal(state).open('rubbish')).toBe(null);
    expect(statSync(path.join(state, 'api-key')).mode & 0o777).toBe(0o600);
  });
});

describe('the guard', () => {
  const rules = { hosts: new Set(['127.0.0.1:1']) };
  const knock = {
    host: '127.0.0.1:1',
    origin: null,
    cookie: null,
    authorization: 'Bearer abcdefgh',
    site: null,
  };
  it.each<[string, object, number | null]>([
    ['the token', {}, null],
    ['another name', { host: 'evil.example:1' }, 421],
    ['no name', { host: null }, 421],
    ['our own page', { origin: 'http://127.0.0.1:1', site: 'same-origin' }, null],
    ['another page', { origin: 'http://127.0.0.1:2' }, 403],
    ['a hidden page', { origin: 'null' }, 403],
    ['another token', { authorization: 'Bearer abcdefgi' }, 401],
    ['a longer token', { authorization: 'Bearer abcdefghi' }, 401],
    ['a cookie', { authorization: null, cookie: 'convoy_1=abcdefgh' }, 401],
  ])('%s', (_, more, status) => {
    expect(guard(rules, 'abcdefgh', { ...knock, ...more }, false)?.status ?? null).toBe(status);
  });
  it('lets everybody see what is open, under our own name', () => {
    const nobody = { ...knock, authorization: null };
    expect(guard(rules, 'abcdefgh', nobody, true)).toBe(null);
    expect(guard(rules, 'abcdefgh', { ...nobody, host: 'evil.example' }, true)?.status).toBe(421);
  });
});

describe('the limits', () => {
  it('let a burst through, and then so many a second', () => {
    let now = 0;
    const limits = createRequestLimits({ burst: 2, perSecond: 10, openJobs: 5, streams: 1 }, () => now);
    const ask = (): string => kindOf(() => limits.request());
    expect([ask(), ask(), ask()]).toEqual(['nothing was thrown', 'nothing was thrown', 'rate_limited']);
    now = 100;
    expect([ask(), ask()]).toEqual(['nothing was thrown', 'rate_limited']);
    expect([kindOf(() => limits.jobs(4, 1)), kindOf(() => limits.jobs(4, 2))]).toEqual([
      'nothing was thrown',
      'rate_limited',
    ]);
    expect(() => limits.jobs(4, 2)).toThrow('too many requests: at most 5 jobs can wait or run at a time.');
    const end = limits.stream();
    expect(() => limits.stream()).toThrow('too many requests: at most 1 streams of events');
    expect(kindOf(() => limits.stream())).toBe('rate_limited');
    end();
    end();
    limits.stream();
    expect(kindOf(() => limits.stream())).toBe('rate_limited');
  });
});

describe('a webhook', () => {
  it('is signed with its time', () => {
    const mac = createHmac('sha256', 'key').update('1700000000.{"a":1}').digest('hex');
    expect(signature('key', 1_700_000_000, '{"a":1}')).toBe(`t=1700000000,v1=${mac}`);
  });
  it('is tried again with patience, and given up', () => {
    expect(Array.from({ length: 9 }, (_, n) => waitBefore(n))).toEqual([
      ...[0, 5_000, 30_000, 120_000, 600_000, 1_800_000, 7_200_000, 21_600_000],
      null,
    ]);
    expect([0, 200, 204, 302, 404, 410, 500].map(isSettled)).toEqual([
      false,
      true,
      true,
      false,
      false,
      true,
      false,
    ]);
  });
});

describe('the form of files', () => {
  const file = (name: string) => ({ field: 'files', name, path: `/${name}` });
  it('says what each file is to become', () => {
    const wishes = readWishes({
      fields: [
        ['formats', '["webp","jpg"]'],
        ['resize', 'width'],
        ['resizeWidths', '[100,200]'],
        ['compression', '60'],
        ['autoOrients', '[true,false]'],
        ['archive', 'true'],
        ['callbackUrl', 'https://example.org/'],
      ],
      files: [file('a.png'), file('b.png')],
    });
    const wish = { compression: 60, resize: 'width', height: null, targetBytes: null };
    expect(wishes).toEqual({
      files: [
        { ...wish, format: 'webp', width: 100, autoOrient: true },
        { ...wish, format: 'jpeg', width: 200, autoOrient: false },
      ],
      archive: true,
      callback: { url: 'https://example.org/' },
    });
  });
  it.each([
    [1, '["webp","jpg"]', '2 values for 1 file'],
    [2, '["webp"]', '1 value for 2 files'],
  ])('of %i, whose lists are of another length, is refused in words', (count, formats, said) => {
    const files = Array.from({ length: count }, (_, n) => file(`${n}.png`));
    const read = () =>
      readWishes({
        fields: [
          ['formats', formats],
          ['resize', 'original'],
        ],
        files,
      });
    expect(read).toThrow(`it has ${said}.`);
  });
  it.each([
    ['website', { preset: 'web_photo', options: { width: 1600 } }],
    ['email', { preset: 'email_photo', options: { width: 1280 } }],
    ['instagram', { preset: 'instagram_post', options: { width: 1080, height: 1080, fit: 'cover' } }],
    ['linkedin', { preset: 'linkedin_post', options: { width: 1200, height: 628, fit: 'cover' } }],
    [
      'ecommerce',
      {
        preset: 'shop_square',
        options: { width: 1600, height: 1600, fit: 'contain', background: '#ffffff' },
      },
    ],
    ['square', null],
    ['original', null],
  ] as const)('%s is a size of pictures', (name, size) => {
    expect(namedSize(name, 'image')).toEqual(size);
    expect(kindOf(() => namedSize(name, 'video'))).toBe(
      size === null ? 'nothing was thrown' : 'not_implemented',
    );
  });
  it.each([
    ['gif', 'video', 'animation'],
    ['webp', 'animation', 'animation'],
    ['webp', 'image', 'image'],
    ['png', 'video', 'image'],
    ['mp3', 'video', 'audio'],
    ['mp4', 'animation', 'video'],
  ] as const)('%s of a %s is made by %s', (format, source, kind) => {
    expect(kindFor(format, source)).toBe(kind);
  });
});

describe('the operations', () => {
  const jobOf = (name: string, params: object): unknown => readOperation(name, params).job;
  const inputUrl = 'https://example.org/a/clip.mov?x=1.webm';
  it.each<[string, object, object]>([
    ['transcode', { inputUrl }, { kind: 'video', options: { format: 'mp4' }, inputs: [inputUrl] }],
    ['compress', { inputUrl, targetBitrate: '900k' }, { options: { format: 'mov', bitrate: 900_000 } }],
    ['scale', { inputUrl, height: 90 }, { options: { format: 'mov', height: 90 } }],
    ['trim', { inputUrl, start: 1, end: 2.5 }, { options: { format: 'mov', start: 1, end: 2.5 } }],
    ['extract_audio', { inputUrl }, { kind: 'audio', options: { format: 'mp3' } }],
    [
      'to_gif',
      { inputUrl },
      { kind: 'animation', options: { format: 'gif', fps: 12, width: 480, start: 0, end: 360_000 } },
    ],
    ['to_gif', { inputUrl, start: 2, duration: 5 }, { options: { start: 2, end: 7 } }],
    ['thumbnail', { inputUrl, time: 3.5 }, { kind: 'image', options: { format: 'jpeg', start: 3.5 } }],
    [
      'concat',
      { inputUrls: ['/a.mkv', '/b.mp4'] },
      { options: { format: 'mkv' }, inputs: ['/a.mkv', '/b.mp4'] },
    ],
  ])('%s of %j', (name, params, job) => {
    expect(jobOf(name, params)).toMatchObject(job);
  });
  it.each<[string, object, string]>([
    ['transcode', { format: 'avi' }, 'format cannot be "avi"; it can be mp4, webm, mkv, mov.'],
    ['transcode', { vcodec: 'xvid' }, 'vcodec cannot be "xvid"; it can be h264, h265, vp9, av1.'],
    ['thumbnail', { format: 'gif' }, 'format cannot be "gif"; it can be jpg, jpeg, png.'],
    ['compress', { crf: 99 }, 'crf cannot be 99; it can be 18 to 32.'],
    ['to_gif', { width: 900 }, 'width cannot be 900; it can be 160 to 720 pixels.'],
    ['scale', { width: 0 }, 'width cannot be 0; it can be 1 to 16383 pixels.'],
    ['trim', { start: '1', end: 2 }, 'start cannot be "1"; it can be seconds from 0.'],
    ['trim', { start: 1 }, 'end: it is required.'],
  ])('%s with %j says what it can be', (name, params, message) => {
    expect(() => readOperation(name, { inputUrl, ...params })).toThrow(message);
  });
  it('a CRF becomes the step that gives it', () => {
    const steps = [17, 18, 20, 23, 26, 28, 32].map(compressionOf);
    expect(steps).toEqual(steps.toSorted((a, b) => b - a));
    expect([steps[3], compressionOf(20)].every((step) => step !== undefined && step > 40)).toBe(true);
  });
});
