import { copyFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { clip } from '../support/media.ts';
import { closeDisplay } from './support/display.ts';
import { type Answer, type PageWindow, ask, sharedApp } from './support/electron-asks.ts';
import { appFolder, noElectron } from './support/electron-window.ts';

/** What a page can reach in Electron, and what it is refused. */

/** What the functions that run in the page use of it. */
declare const window: PageWindow;
declare const navigator: { readonly mediaDevices: { getUserMedia(wish: object): Promise<unknown> } };
declare const Notification: { requestPermission(): Promise<string> };
declare const document: {
  readonly body: { append(element: object): void };
  createElement(name: 'script'): { textContent: string };
  createElement(name: 'video'): {
    src: string;
    currentTime: number;
    readonly duration: number;
    readonly error: { readonly message: string } | null;
    onloadedmetadata: (value: unknown) => void;
    onseeked: (value: unknown) => void;
    onerror: () => void;
  };
};

afterAll(closeDisplay);

const reason = noElectron === null ? '' : ` (${noElectron})`;

describe.skipIf(noElectron !== null)(`a page in Electron${reason}`, () => {
  const shared = sharedApp();

  it('the page has no Node, a policy, and no way out', async () => {
    const { page, app } = await shared();
    const inside = await page.evaluate(() => ({
      globals: ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer'].filter(
        (name) => name in window,
      ),
      door: Object.keys(window.convoy).sort(),
      origin: window.origin,
    }));
    expect(inside).toEqual({ globals: [], door: ['call', 'on', 'pathsOf'], origin: 'app://convoy' });
    const preferences = await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      };
      const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag } =
        contents.getLastWebPreferences();
      return { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag };
    });
    expect(preferences).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    });
    const out = await page.evaluate(async () => ({
      // A script in the page's text is what eval would be, and worse.
      script: (() => {
        const script = document.createElement('script');
        script.textContent = 'window.evil = 1';
        document.body.append(script);
        return 'evil' in window ? 'ran' : 'refused';
      })(),
      headers: await fetch('index.html').then(({ headers }) => [
        headers.get('x-content-type-options'),
        headers.get('content-security-policy')?.includes("default-src 'none'"),
      ]),
      popup: window.open('https://example.org') === null,
      web: await fetch('https://example.org').then(
        () => 'let through',
        () => 'refused',
      ),
      file: await fetch('file:///etc/passwd').then(
        () => 'let through',
        () => 'refused',
      ),
      above: await fetch('app://convoy/..%2f..%2fpackage.json').then(({ status }) => status),
      camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(
        () => 'given',
        () => 'refused',
      ),
      notes: await Notification.requestPermission(),
    }));
    expect(out).toEqual({
      script: 'refused',
      headers: ['nosniff', true],
      popup: true,
      web: 'refused',
      file: 'refused',
      above: 404,
      camera: 'refused',
      notes: 'denied',
    });
    await page.evaluate(() => (window.location.href = 'https://example.org/'));
    await page.evaluate(() => (window.location.href = 'app://convoy/other.html'));
    expect(await page.evaluate(() => window.location.href)).toBe('app://convoy/index.html');
    expect(app.windows()).toHaveLength(1);
  });

  it('refuses what makes no sense, and whoever is not our window', async () => {
    const opened = await shared();
    const { page, app } = opened;
    const answers = await page.evaluate(async () => {
      const { convoy } = window;
      const deep: unknown[] = [];
      for (let n = 0, at = deep; n < 500; n++) at.push((at = []));
      const circle: Record<string, unknown> = {};
      circle['itself'] = circle;
      const inputs: [string, unknown][] = [
        ['queue:add', null],
        ['queue:add', { paths: ['/etc/passwd'], choice: null, sudo: true }],
        ['queue:add', { paths: [{}], choice: null }],
        ['jobs:get', { id: '../../etc/passwd' }],
        ['jobs:cancel', deep],
        ['settings:change', { change: { outputFolder: 7 } }],
        ['settings:change', circle],
        ['shell:open', { id: '/etc/passwd', which: 'input' }],
        ['shell:link', { to: 'https://example.org' }],
        ['shell:copy', { text: new ArrayBuffer(8) }],
        ['queue:page', { after: null, limit: 1e9 }],
      ];
      const said = [];
      for (const [name, input] of inputs) {
        said.push(
          await convoy.call(name, input).then(
            (text) => {
              const answer = JSON.parse(text) as Answer;
              return answer.ok ? `${name} was done` : answer.error.kind;
            },
            () => `${name} was not carried`,
          ),
        );
      }
      for (const name of ['toString', '__proto__', 'shell:quit', '', 7, null, {}]) {
        said.push(
          await convoy.call(name as string, null).then(
            () => 'passed',
            () => 'no such call',
          ),
        );
      }
      return said;
    });
    expect(answers).toEqual([
      ...Array.from({ length: 11 }, () => 'invalid_request'),
      ...Array.from({ length: 7 }, () => 'no such call'),
    ]);
    const preload = path.join(appFolder, 'dist/preload.cjs');
    const stranger = await app.evaluate(async ({ BrowserWindow }, file) => {
      const other = new BrowserWindow({ show: false, webPreferences: { preload: file, sandbox: true } });
      await other.loadURL('app://convoy/index.html');
      const asked = "convoy.call('queue:state', null).then(JSON.parse)";
      const answer: unknown = await other.webContents.executeJavaScript(asked);
      other.destroy();
      return answer;
    }, preload);
    expect(stranger).toMatchObject({ ok: false, error: { kind: 'invalid_request' } });
    expect(await ask(opened, 'queue:state', null)).toMatchObject({ active: false });
  });

  it('media come in ranges, and only from jobs', async () => {
    const opened = await shared();
    const { page, folder } = opened;
    const input = path.join(folder, 'film.mp4');
    await copyFile(await clip('h264-aac-mp4'), input);
    const { firstId: id } = await ask(opened, 'queue:add', { paths: [input], choice: null });
    const { size } = await stat(input);
    const media = await page.evaluate(async (job) => {
      const get = async (address: string, range?: string) => {
        const answer = await fetch(address, range === undefined ? {} : { headers: { range } });
        const { byteLength } = await answer.arrayBuffer();
        return [
          answer.status,
          byteLength,
          answer.headers.get('content-range'),
          answer.headers.get('content-type'),
        ];
      };
      const file = `media://convoy/file/${job}/input`;
      return [
        await get(file, 'bytes=10-19'),
        await get(file, 'bytes=-5'),
        await get(file, 'bytes=99999999-'),
        await get(`media://convoy/file/${job}/result`),
        await get(`media://convoy/thumb/${job}/input?v=1`),
        await get('media://convoy/file/../../../../etc/passwd'),
        await get('media://other/etc/passwd'),
      ];
    }, id);
    expect(media).toEqual([
      [206, 10, `bytes 10-19/${size}`, 'video/mp4'],
      [206, 5, `bytes ${size - 5}-${size - 1}/${size}`, 'video/mp4'],
      [416, 0, `bytes */${size}`, null],
      [404, expect.any(Number), null, expect.any(String)],
      [200, expect.any(Number), null, expect.stringMatching(/^image\//)],
      [404, expect.any(Number), null, expect.any(String)],
      [404, expect.any(Number), null, expect.any(String)],
    ]);
    const seconds = await page.evaluate(async (job) => {
      const video = document.createElement('video');
      video.src = `media://convoy/file/${job}/input`;
      await new Promise((resolve, reject) => {
        video.onloadedmetadata = resolve;
        video.onerror = () => reject(new Error(video.error?.message));
      });
      video.currentTime = 1;
      await new Promise((resolve) => (video.onseeked = resolve));
      return [Math.round(video.duration), video.currentTime];
    }, id);
    expect(seconds).toEqual([2, 1]);
  });
});
