import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { app, clipboard, dialog, shell } from 'electron';
import { z } from 'zod';
import type { Output, Parsed, ShellHandlers } from '../../shared/ipc/contract.ts';
import type { Hello } from '../../shared/ipc/shell-calls.ts';
import { ConvoyError, ConvoyFailure, fail } from '../../shared/model/error.ts';
import { dragOut } from './drag-out.ts';
import { folderToClear } from './full-disk.ts';
import type { EngineLink } from './host-supervisor.ts';
import { type Link, addressToOpen, linkAddress } from './links.ts';
import { safeFileName } from './safe-file-name.ts';
import type { AppWindow } from './window.ts';
import { words } from './words.ts';

/** What the window asks of the system around it. Files are named by their job; the engine says where they lie. */

export interface ShellDeps {
  readonly engine: EngineLink;
  readonly window: AppWindow;
  /** Content of package.json. */
  readonly manifest: unknown;
  readonly hello: () => Hello;
  readonly cancelWhenDone: () => void;
  readonly mediaExtensions: readonly string[];
}

/** Largest file of presets or jobs that is read, in bytes; what the calls that take its text accept. */
const largestText = 5_000_000;

export function createShellHandlers(deps: ShellDeps): ShellHandlers {
  const fileOf = async (id: string, which: 'input' | 'result'): Promise<string> => {
    const answer = await deps.engine.locate(`file/${id}/${which}`);
    if (!answer.ok) throw new ConvoyFailure(answer.error);
    const { value } = answer;
    if (value === null) throw fail('not_found', { given: which === 'input' ? 'This file' : 'A result' });
    await stat(value.path).catch(() => {
      throw fail('input_not_found', { file: value.name });
    });
    return value.path;
  };

  return {
    'shell:hello': () => deps.hello(),
    'shell:choose': ({ what }) => choose(what, deps),
    'shell:open': async ({ id, which }) => {
      const problem = await shell.openPath(await fileOf(id, which));
      if (problem !== '') throw fail('conflict', { reason: problem.replace(/\.$/, '') });
      return null;
    },
    'shell:show': async ({ id, which }) => {
      const file = await fileOf(id, which);
      shell.showItemInFolder(file);
      return null;
    },
    'shell:show_watched': async ({ id }) => {
      await openFolder(watchedFolder(await deps.engine.call('watch:list', null), id));
      return null;
    },
    'shell:show_full_disk': async () => {
      const state = await deps.engine.call('queue:state', null);
      await openFolder(await folderToClear(state, app.getPath('home')));
      return null;
    },
    'shell:drag_result': async ({ ids }) => {
      const contents = deps.window.current()?.webContents;
      const files = await Promise.all(ids.map((id) => fileOf(id, 'result')));
      if (contents !== undefined) await dragOut(contents, files);
      return null;
    },
    'shell:copy': async ({ text }) => {
      await clipboard.writeText(text);
      return null;
    },
    'shell:link': async ({ to }) => {
      await openLink(to, deps.manifest);
      return null;
    },
    'shell:open_link': async ({ id }) => {
      await shell.openExternal(addressToOpen(await deps.engine.call('jobs:link', { id, seconds: null })));
      return null;
    },
    'shell:save_text': (input) => saveText(input, deps),
    'shell:cancel_when_done': () => {
      deps.cancelWhenDone();
      return null;
    },
  };
}

/** In the system's file manager. */
async function openFolder(folder: string): Promise<void> {
  await stat(folder).catch(() => {
    throw fail('input_not_found', { file: path.basename(folder) });
  });
  const problem = await shell.openPath(folder);
  if (problem !== '') throw fail('conflict', { reason: problem.replace(/\.$/, '') });
}

const Rules = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    value: z.array(z.object({ rule: z.object({ id: z.string(), folder: z.string() }) })),
  }),
  z.object({ ok: z.literal(false), error: ConvoyError }),
]);

/** The folder of a rule, as the engine's answer to `watch:list` says it. Throws `not_found`. */
function watchedFolder(answer: unknown, id: string): string {
  const rules = Rules.parse(answer);
  if (!rules.ok) throw new ConvoyFailure(rules.error);
  const found = rules.value.find(({ rule }) => rule.id === id);
  if (found === undefined) throw fail('not_found', { given: 'This rule' });
  return found.rule.folder;
}

/** Opens one of our few places on the web in the person's browser. */
export async function openLink(to: Link, manifest: unknown): Promise<void> {
  const address = linkAddress(to, manifest);
  if (address === null) throw fail('not_implemented', { reason: 'this build names no place for it' });
  await shell.openExternal(address);
}

async function choose(
  what: Parsed<'shell:choose'>['what'],
  { window, mediaExtensions }: ShellDeps,
): Promise<Output<'shell:choose'>> {
  const parent = window.current();
  const options = dialogOptions(what, mediaExtensions);
  const { canceled, filePaths } = await (parent === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(parent, options));
  if (canceled) return { paths: [], text: null };
  const [file] = filePaths;
  const isText = what === 'preset_file' || what === 'jobs_file';
  const text = isText && file !== undefined ? await readChosenText(file) : null;
  return { paths: filePaths, text };
}

function dialogOptions(
  what: Parsed<'shell:choose'>['what'],
  mediaExtensions: readonly string[],
): Electron.OpenDialogOptions {
  const w = words.choose;
  const all = { name: w.all, extensions: ['*'] };
  switch (what) {
    case 'files':
      return {
        title: w.files,
        buttonLabel: w.add,
        properties: ['openFile', 'multiSelections'],
        filters: [{ name: w.media, extensions: [...mediaExtensions] }, all],
      };
    case 'folder':
      return { title: w.folder, buttonLabel: w.add, properties: ['openDirectory', 'multiSelections'] };
    case 'output_folder':
      return {
        title: w.outputFolder,
        buttonLabel: w.choose,
        properties: ['openDirectory', 'createDirectory'],
      };
    case 'ffmpeg':
      return { title: w.ffmpeg, buttonLabel: w.choose, properties: ['openFile'] };
    case 'preset_file':
      return {
        title: w.presets,
        buttonLabel: w.choose,
        properties: ['openFile'],
        filters: [{ name: w.json, extensions: ['json'] }, all],
      };
    case 'jobs_file':
      return {
        title: w.jobs,
        buttonLabel: w.choose,
        properties: ['openFile'],
        filters: [{ name: w.json, extensions: ['json', 'jsonl'] }, all],
      };
  }
}

async function readChosenText(file: string): Promise<string> {
  const name = path.basename(file);
  const { size } = await stat(file).catch(() => {
    throw fail('input_not_found', { file: name });
  });
  if (size > largestText) throw fail('limits_exceeded', { file: name });
  return readFile(file, 'utf8').catch(() => {
    throw fail('input_unreadable', { file: name });
  });
}

async function saveText(
  { name, text }: Parsed<'shell:save_text'>,
  { window }: ShellDeps,
): Promise<Output<'shell:save_text'>> {
  const parent = window.current();
  const defaultPath = path.join(app.getPath('documents'), safeFileName(name));
  const { canceled, filePath } = await (parent === null
    ? dialog.showSaveDialog({ defaultPath })
    : dialog.showSaveDialog(parent, { defaultPath }));
  if (canceled || filePath === '') return { saved: false };
  await writeFile(filePath, text).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw fail('output_unwritable', { file: path.basename(filePath), detail: reason });
  });
  return { saved: true };
}
