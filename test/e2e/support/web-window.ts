import { spawn } from 'node:child_process';
import path from 'node:path';
import { type Browser, chromium as browserType } from 'playwright-core';
import { chromium, root } from '../../support/found-tools.ts';
import type { OpenWindow, WindowOptions } from './window.ts';

/** The window in Chromium, on the server that `convoy serve` starts: the built product in its own process. */

let browser: Promise<Browser> | null = null;

const sharedBrowser = (): Promise<Browser> => {
  browser ??= browserType.launch({
    executablePath: chromium ?? '',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
  return browser;
};

/** Ends the browser that the windows of this test file shared. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = null;
}

export async function openWebWindow(options: WindowOptions): Promise<OpenWindow> {
  const server = await serve(options);
  const context = await (
    await sharedBrowser()
  ).newContext({
    viewport: options.viewport,
    colorScheme: options.dark ? 'dark' : 'light',
    locale: 'en-GB',
    acceptDownloads: true,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.goto(server.url);
  // The token is gone from the address by now; the pseudo-locale is asked for by it.
  if (options.pseudo) await page.goto(`${new URL(page.url()).origin}/?pseudo`);
  return {
    host: 'web',
    page,
    problems,
    close: async () => {
      await context.close();
      await server.close();
    },
  };
}

async function serve(options: WindowOptions): Promise<{ readonly url: string; close(): Promise<void> }> {
  const child = spawn(
    process.execPath,
    [
      path.join(root, 'dist/convoy.js'),
      'serve',
      ...['--port', '0', '--state', options.state, '--output', options.folder, '--allow', options.folder],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    const late = setTimeout(() => reject(new Error(`the server did not start: ${said}`)), 30_000);
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      const found = /https?:\/\/\S+token=\S+/.exec(said)?.[0];
      if (found === undefined) return;
      clearTimeout(late);
      resolve(found);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('close', (code) => {
      clearTimeout(late);
      reject(new Error(`the server ended with ${String(code)}: ${said}`));
    });
  });
  return {
    url,
    close: async () => {
      child.kill('SIGTERM');
      const hard = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(hard);
    },
  };
}
