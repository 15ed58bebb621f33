import { type ChildProcess, spawn } from 'node:child_process';
import { type Browser, type Page, chromium as browserType } from 'playwright-core';
import { displayEnv } from './display.ts';
import { rootArgs } from './electron-window.ts';

/**
 * A packaged app, driven through the port that Chromium offers for debugging: Playwright's own way into Electron needs
 * `--inspect`, which the package refuses.
 */
export interface InstalledApp {
  readonly page: Page;
  /** Asks it to end as a system does; gives the exit code. */
  quit(): Promise<number | null>;
}

export async function openInstalledApp(program: string, state: string): Promise<InstalledApp> {
  const child = spawn(program, [...rootArgs, '--remote-debugging-port=0', `--user-data-dir=${state}`], {
    env: { ...process.env, ...(await displayEnv()), LANG: 'en_GB.UTF-8' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let browser: Browser | null = null;
  const quit = async (): Promise<number | null> => {
    child.kill('SIGTERM');
    const hard = setTimeout(() => child.kill('SIGKILL'), 20_000);
    const code = await ended;
    clearTimeout(hard);
    await browser?.close().catch(() => undefined);
    return code;
  };
  try {
    browser = await browserType.connectOverCDP(await debuggingAddress(child));
    const [context] = browser.contexts();
    if (context === undefined) throw new Error('the app has no window');
    const page = context.pages()[0] ?? (await context.waitForEvent('page', { timeout: 30_000 }));
    await page.waitForLoadState();
    return { page, quit };
  } catch (error) {
    await quit();
    throw error;
  }
}

function debuggingAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const late = setTimeout(() => reject(new Error(`the app did not start: ${said}`)), 60_000);
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (address === undefined) return;
      clearTimeout(late);
      resolve(address);
    });
    child.once('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`the app ended with ${String(code)}: ${said}`));
    });
  });
}
