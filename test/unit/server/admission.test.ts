import { describe, expect, it } from 'vitest';
import {
  type AdmissionRules,
  type Knock,
  admit,
  cookieOf,
  sameSecret,
} from '../../../electron/server/admission.ts';
import { safeRelative } from '../../../electron/server/uploads.ts';

const rules: AdmissionRules = {
  hosts: new Set(['127.0.0.1:4777', 'localhost:4777', '[::1]:4777']),
  token: 'the-token',
  session: 'the-session',
  cookieName: 'convoy_4777',
};
const knock = (more: Partial<Knock> = {}): Knock => ({
  host: '127.0.0.1:4777',
  origin: null,
  cookie: 'a=b; convoy_4777=the-session',
  authorization: null,
  site: null,
  ...more,
});
const status = (more: Partial<Knock>, what: 'request' | 'socket' = 'request'): number => {
  const judged = admit(rules, knock(more), what);
  return judged.ok ? 200 : judged.status;
};

describe('admission', () => {
  it.each<[string, Partial<Knock>, number]>([
    ['the cookie', {}, 200],
    ['the token', { cookie: null, authorization: 'Bearer the-token' }, 200],
    ['our own page', { origin: 'http://127.0.0.1:4777', site: 'same-origin' }, 200],
    ['another of our names', { host: 'LOCALHOST:4777', origin: 'http://localhost:4777' }, 200],
    ['nothing', { cookie: null }, 401],
    ['a wrong token', { cookie: null, authorization: 'Bearer the-toke' }, 401],
    ['a wrong cookie', { cookie: 'convoy_4777=x' }, 401],
    ['the token as a cookie', { cookie: 'convoy_4777=the-token' }, 401],
    ['the cookie of another port', { cookie: 'convoy_4778=the-session' }, 401],
    ['a stranger’s name that points here', { host: 'evil.example:4777' }, 421],
    ['another port', { host: '127.0.0.1:80' }, 421],
    ['no name', { host: null }, 421],
    ['a page of somebody else', { origin: 'https://evil.example' }, 403],
    ['a page of another name of ours', { origin: 'http://localhost:4777' }, 403],
    ['a page without an origin', { origin: 'null' }, 403],
    ['a page on another port of this computer', { site: 'same-site' }, 403],
    ['a picture in a page of somebody else', { site: 'cross-site' }, 403],
    ['an address that was typed in', { site: 'none' }, 200],
  ])('%s', (_, more, expected) => {
    expect(status(more)).toBe(expected);
  });

  it('a socket must say where it comes from', () => {
    expect([
      status({}, 'socket'),
      status({ origin: 'http://127.0.0.1:4777' }, 'socket'),
      status({ origin: 'http://127.0.0.1:4778' }, 'socket'),
      status({ origin: 'http://127.0.0.1:4777', cookie: null }, 'socket'),
    ]).toEqual([403, 200, 403, 401]);
  });

  it('reads cookies and compares secrets of any length', () => {
    expect([cookieOf('a=1; b=2=3 ;c', 'b'), cookieOf(null, 'b'), cookieOf('bb=1', 'b')]).toEqual([
      '2=3',
      null,
      null,
    ]);
    expect([sameSecret('', 'a'), sameSecret('aa', 'a'), sameSecret('a', 'a')]).toEqual([false, false, true]);
  });
});

describe('names of files that are sent', () => {
  it('keep their tree', () => {
    expect(safeRelative('up-12345678', 'trip/day 1/ä\n.jpg')).toEqual([
      'up-12345678',
      'trip',
      'day 1',
      'ä\n.jpg',
    ]);
  });

  it.each([
    ['up-12345678', '../x'],
    ['up-12345678', 'a//b'],
    ['up-12345678', ''],
    ['up-12345678', '.'],
    ['up-12345678', 'a\0b'],
    ['up-12345678', Array.from({ length: 40 }, () => 'a').join('/')],
    ['up-12345678', 'a'.repeat(4000)],
    ['../../x', 'a'],
    ['short', 'a'],
  ])('%j, %j is refused', (id, relative) => {
    expect(() => safeRelative(id, relative)).toThrow(/makes no sense/);
  });
});
