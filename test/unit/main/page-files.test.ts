import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy, pageFile } from '../../../electron/main/page-files.ts';
import { isTrusted } from '../../../electron/main/trusted-sender.ts';

const folder = path.resolve('/app/dist/renderer');
const at = (name: string) => path.join(folder, name);

describe('addresses of the page', () => {
  it.each([
    ['app://convoy/', { path: at('index.html'), type: 'text/html; charset=utf-8' }],
    ['app://convoy/index.html', { path: at('index.html'), type: 'text/html; charset=utf-8' }],
    [
      'app://convoy/assets/a%20b-1.js?x=1#y',
      { path: at('assets/a b-1.js'), type: 'text/javascript; charset=utf-8' },
    ],
    ['app://convoy/../../main.js', { path: at('main.js'), type: 'text/javascript; charset=utf-8' }],
  ])('%s is a file of ours', (address, file) => expect(pageFile(folder, address)).toEqual(file));

  it.each([
    'app://convoy/%2e%2e%2f%2e%2e%2fmain.js',
    'app://convoy/..%2f..%2fpackage.json',
    'app://convoy/a%5c..%5c..%5cmain.js',
    'app://convoy/%00.js',
    'app://convoy/%ff.js',
    'app://convoy/secret.db',
    'app://convoy/assets',
    'app://other/index.html',
    'file:///etc/passwd',
    'nonsense',
  ])('%s is none', (address) => expect(pageFile(folder, address)).toBeNull());
});

it('the policy lets in no script but our files, and nothing from the web', () => {
  const rules = new Map(contentSecurityPolicy.split('; ').map((rule) => [rule.split(' ')[0], rule]));
  expect(rules.get('default-src')).toBe("default-src 'none'");
  expect(rules.get('script-src')).toBe("script-src 'self'");
  expect(rules.get('media-src')).toBe('media-src media: blob:');
  expect(rules.get('connect-src')).toBe("connect-src 'self' media:");
  expect(rules.get('worker-src')).toBe("worker-src 'none'");
  expect(contentSecurityPolicy).not.toMatch(/https?:|unsafe-eval|\*|data:/);
});

describe('who may call', () => {
  const windows = new Set([3]);
  const ours = { contents: 3, origin: 'app://convoy', mainFrame: true };
  it.each([
    ['our window', ours, true],
    ['another page in it', { ...ours, origin: 'https://convoy' }, false],
    ['a frame in it', { ...ours, mainFrame: false }, false],
    ['a frame that is gone', { ...ours, origin: null }, false],
    ['a window that is not ours', { ...ours, contents: 4 }, false],
  ])('%s', (_, sender, trusted) => expect(isTrusted(sender, windows)).toBe(trusted));
});
