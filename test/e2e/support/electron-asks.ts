import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type TestContext, afterAll, beforeAll } from 'vitest';
import type { EventOf, Input, Output } from '../../../shared/ipc/contract.ts';
import type { CallName, EventName } from '../../../shared/ipc/names.ts';
import { tempDir } from '../../support/found-tools.ts';
import { type ElectronWindow, noElectron, openElectronWindow } from './electron-window.ts';

/** Speaks with the app over the preload's door, as the page would. */

/** What a call says. */
export type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: { readonly kind: string } };

/** The page's own `window`, as far as the tests reach into it. */
export interface PageWindow {
  readonly convoy: {
    /** The answer is JSON of an `Answer`. */
    call(name: string, input: unknown): Promise<string>;
    /** `text` is JSON of what the event says. */
    on(name: string, listener: (text: string) => void): () => void;
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

/**
 * One app for all tests of a file or a `describe` block, which saves a start for each. They share its queue, so each
 * looks at its own files. Every call gives a fresh folder for files.
 */
export function sharedApp(): () => Promise<OpenedApp> {
  let opened: ElectronWindow | null = null;
  let base = '';
  let folders = 0;
  beforeAll(async () => {
    if (noElectron !== null) return;
    base = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'convoy-shell-')));
    opened = await openElectronWindow({ state: path.join(base, 'state') });
  });
  afterAll(async () => {
    await opened?.close();
    if (base !== '') rmSync(base, { recursive: true, force: true, maxRetries: 5 });
  });
  return async () => {
    if (opened === null) throw new Error('the app is there in tests only');
    const folder = path.join(base, `files-${String(++folders)}`);
    await mkdir(folder);
    return { ...opened, state: path.join(base, 'state'), folder };
  };
}

/** Asks over the bridge; fails when the answer is a refusal. */
export async function ask<K extends CallName>(
  { page }: Pick<ElectronWindow, 'page'>,
  name: K,
  input: Input<K>,
): Promise<Output<K>> {
  const text = await page.evaluate(([n, i]) => window.convoy.call(n, i), [name, input] as const);
  const answer = JSON.parse(text) as Answer;
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value as Output<K>;
}

/** Collects an event from now on. */
export async function listen({ page }: ElectronWindow, name: EventName): Promise<void> {
  await page.evaluate((n) => {
    const heard: unknown[] = [];
    window.heard = { ...window.heard, [n]: heard };
    window.convoy.on(n, (text) => heard.push(JSON.parse(text)));
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

/** The row of a file, by its name; null while there is none. */
export const rowNamed = async (
  opened: Pick<ElectronWindow, 'page'>,
  name: string,
): Promise<Output<'queue:page'>['rows'][number] | null> =>
  (await rowsOf(opened)).find((row) => row.name === name) ?? null;

/** Waits until the job of a file has ended, however. */
export async function ended(
  opened: Pick<ElectronWindow, 'page'>,
  name: string,
  ms = 110_000,
): Promise<Output<'queue:page'>['rows'][number]> {
  const over = ['succeeded', 'failed', 'cancelled', 'skipped'];
  const row = await eventually(
    () => rowNamed(opened, name),
    (now) => now !== null && over.includes(now.status),
    ms,
  );
  if (row === null) throw new Error('unreachable');
  return row;
}
