import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { TestContext } from 'vitest';
import type { EventOf, Input, Output } from '../../../shared/ipc/contract.ts';
import type { CallName, EventName } from '../../../shared/ipc/names.ts';
import { clip, tempDir, tools } from '../../support/media.ts';
import { type ElectronWindow, openElectronWindow } from './electron-window.ts';

/** Speaks with the app over the preload's door, as the page would. */

const run = promisify(execFile);

type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: { readonly kind: string } };

/** The page's own `window`, as far as the tests reach into it. */
export interface PageWindow {
  readonly convoy: {
    call(name: string, input: unknown): Promise<Answer>;
    on(name: string, listener: (event: unknown) => void): () => void;
  };
  /** What `listen` collects. */
  heard?: Record<string, unknown[]>;
  readonly origin: string;
  readonly location: { href: string };
  open(address: string): unknown;
}
declare const window: PageWindow;

export interface OpenedApp extends ElectronWindow {
  /** The app's data. */
  readonly state: string;
  /** An empty folder for files. */
  readonly folder: string;
}

/** Opens the app on fresh folders, for as long as the test runs. */
export async function openApp(t: TestContext, files: readonly string[] = []): Promise<OpenedApp> {
  const folder = tempDir(t);
  const state = path.join(folder, 'state');
  const opened = await openElectronWindow({ state, files });
  t.onTestFinished(() => opened.close());
  return { ...opened, state, folder };
}

/** Asks over the bridge; fails when the answer is a refusal. */
export async function ask<K extends CallName>(
  { page }: Pick<ElectronWindow, 'page'>,
  name: K,
  input: Input<K>,
): Promise<Output<K>> {
  const answer = await page.evaluate(([n, i]) => window.convoy.call(n, i), [name, input] as const);
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value as Output<K>;
}

/** Collects an event from now on. */
export async function listen({ page }: ElectronWindow, name: EventName): Promise<void> {
  await page.evaluate((n) => {
    const heard: unknown[] = [];
    window.heard = { ...window.heard, [n]: heard };
    window.convoy.on(n, (event) => heard.push(event));
  }, name);
}

export function heardSoFar<K extends EventName>({ page }: ElectronWindow, name: K): Promise<EventOf<K>[]> {
  return page.evaluate((n) => window.heard?.[n] ?? [], name) as Promise<EventOf<K>[]>;
}

/** Looks again and again until it is right, for `ms` at most. */
export async function eventually<T>(
  look: () => Promise<T>,
  isRight: (value: T) => boolean,
  ms = 60_000,
): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const value = await look();
    if (isRight(value)) return value;
    if (performance.now() > end) throw new Error(`it stayed ${JSON.stringify(value).slice(0, 2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export const rowsOf = async (opened: Pick<ElectronWindow, 'page'>): Promise<Output<'queue:page'>['rows']> =>
  (await ask(opened, 'queue:page', { after: null, limit: 100 })).rows;

/** Some seconds of work: the short clip, looped by copying. */
export async function longClip(folder: string, seconds: number): Promise<string> {
  const file = path.join(folder, 'long.mp4');
  const loops = String(seconds / 2 - 1);
  const args = ['-v', 'error', '-stream_loop', loops, '-i', await clip('h264-aac-mp4'), '-c', 'copy'];
  await run(tools.bundled.ffmpeg, [...args, file]);
  return file;
}

/** Ids of the processes whose command line names a file; none where the system has no list to read. */
export async function processesOn(file: string): Promise<number[]> {
  const names = await readdir('/proc').catch(() => []);
  const ids = names.filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    ids.map(async (pid) => {
      const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      return line.includes(file) && line.includes('ffmpeg') ? [pid] : [];
    }),
  );
  return found.flat();
}
