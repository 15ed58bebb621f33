import { lstat, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ConvoyError } from '../../../shared/model/error.ts';
import type { WatchRule } from '../../../shared/model/watch.ts';
import type { LedgerEntry } from '../ports.ts';
import { moveWithoutReplacing } from '../publish/move-file.ts';
import { setAside } from '../publish/originals.ts';
import { liesWithin } from '../publish/within.ts';
import { fileOfRule, folderOfRule } from './watch-places.ts';

/** Originals that could not be converted go to a folder, with a text beside each that says why. */

/** The text: a person finds it in a folder, maybe weeks later, and has nothing else to go by. */
export function failureText(
  name: string,
  rule: Pick<WatchRule, 'name' | 'folder'>,
  error: Pick<ConvoyError, 'message' | 'hint' | 'detail'>,
  at: Date,
): string {
  const lines = [
    ...[error.message, error.hint, ''],
    `File: ${oneLine(name)}`,
    `Watched folder: ${oneLine(rule.folder)} (${oneLine(rule.name)})`,
    `When: ${momentText(at)}`,
    '',
    'Convoy does not try this file again by itself. Choose “Try again” in its queue, or put the file back after it was',
    'mended.',
    ...(error.detail === null ? [] : ['', 'What the tools said:', error.detail]),
  ];
  return `${lines.join('\n')}\n`;
}

/** Moves a failed original into its folder, the tree kept. Gives where it is then, or why it stays where it is. */
export async function moveFailed(
  rule: WatchRule,
  entry: LedgerEntry,
  error: ConvoyError,
  at: Date,
): Promise<{ readonly movedTo: string } | { readonly reason: string } | null> {
  if (rule.failedFolder === null) return null;
  const file = fileOfRule(rule, entry.path);
  const folder = path.join(folderOfRule(rule, rule.failedFolder), path.dirname(entry.path));
  const moved = await setAside(
    file,
    { size: entry.bytes, mtimeMs: entry.mtime },
    folder,
    rule.within ?? null,
  );
  if ('movedTo' in moved) {
    const text = failureText(path.basename(file), rule, error, at);
    await writeFile(textOf(moved.movedTo), text, { flag: 'wx' }).catch(() => undefined);
  }
  return moved;
}

/**
 * Puts a failed original back where it was, if that place is free, and takes its text away. Gives why it stays where it
 * is, as a clause; null = it is back. Throws what the system throws.
 */
export async function bringFailedBack(rule: WatchRule, entry: LedgerEntry): Promise<string | null> {
  const { movedTo } = entry;
  if (movedTo === null) return null;
  const home = fileOfRule(rule, entry.path);
  const [from, to] = await Promise.all([movedTo, home].map((one) => lstat(one).catch(() => null)));
  if (from?.isFile() !== true) return 'it is not any more where it was put';
  if (to !== null) return 'another file has its name and place now';
  const within = rule.within ?? null;
  const stays = await Promise.all([movedTo, home].map((one) => liesWithin(within, path.dirname(one))));
  if (stays.includes(false)) return 'a link leads out of the folders that may be used';
  await moveWithoutReplacing(movedTo, home);
  await rm(textOf(movedTo), { force: true });
  return null;
}

/** The moment by this computer's clock, and how far that is from UTC: 2026-11-22 21:03:10 UTC+01:00. */
function momentText(at: Date): string {
  const minutes = -at.getTimezoneOffset();
  const two = (n: number): string => String(Math.floor(Math.abs(n))).padStart(2, '0');
  const ahead = minutes === 0 ? '' : `${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
  return `${at.toLocaleString('sv-SE')} UTC${ahead}`;
}

const textOf = (file: string): string => `${file}.txt`;

/** Names may hold line breaks, and the text is read line by line. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]/gu, '�');
