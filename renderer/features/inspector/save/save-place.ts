import type { Row } from '../../../../shared/ipc/row.ts';
import { templateTokens, parseSegment } from '../../../../shared/plan/names/name-template.ts';
import { isRemote } from '../../../store/row-state.ts';

/** Where a result goes, as the two fields of the window: a folder and the template of a name. */
export interface SavePlace {
  /** Null = as the settings say. */
  readonly folder: string | null;
  /** Null = the template of the settings. */
  readonly name: string | null;
}

/** `\` where the paths of this host have it. */
export const separatorIn = (path: string): '/' | '\\' =>
  /^[A-Za-z]:\\|^\\\\/.test(path) || (path.includes('\\') && !path.includes('/')) ? '\\' : '/';

/** Reads what a job was asked: a folder ends in a separator, everything else ends in a name. */
export function placeOf(output: string | null): SavePlace {
  if (output === null) return { folder: null, name: null };
  const separator = separatorIn(output);
  const at = Math.max(output.lastIndexOf('/'), separator === '\\' ? output.lastIndexOf('\\') : -1);
  if (at === output.length - 1) return { folder: withoutEnd(output), name: null };
  if (at < 0) return { folder: null, name: output };
  return { folder: withoutEnd(output.slice(0, at + 1)), name: output.slice(at + 1) };
}

/** The folder that the file lies in, where one can save; null for what was sent from a browser and for addresses. */
export const folderBeside = ({ folder }: { readonly folder: string }): string | null =>
  isWholePath(folder) ? folder : null;

/** False for a name, which is a folder beside each original. */
export const isWholePath = (folder: string | null): boolean =>
  folder !== null && /^(?:[\\/]|[A-Za-z]:[\\/])/.test(folder);

/**
 * Folder that results go to when nothing else is said; null = beside the original, undefined = files differ. What is
 * fetched from an address has nothing beside it.
 *
 * @param rows the files; none = the next ones
 * @param outputFolder folder of the settings; null = beside the original
 * @param downloads folder for results of what is fetched; null while it is not known
 */
export function usualFolder(
  rows: readonly Pick<Row, 'remote'>[],
  outputFolder: string | null,
  downloads: string | null,
): string | null | undefined {
  const fetched = rows.filter(isRemote).length;
  if (outputFolder !== null || fetched === 0) return outputFolder;
  return fetched === rows.length ? downloads : undefined;
}

/** A folder without its last separator, unless it is a root. */
function withoutEnd(folder: string): string {
  const cut = folder.replace(/[\\/]+$/, '');
  return cut === '' || /^[A-Za-z]:$/.test(cut) ? folder : cut;
}

/**
 * What the job is asked; null = as the settings say.
 *
 * @param beside folder that a name alone stands in; null when there is none, as for many files
 */
export function outputOf({ folder, name }: SavePlace, beside: string | null): string | null {
  const place = folder ?? (name === null ? null : beside);
  if (place === null) return null;
  const separator = separatorIn(place);
  const start = place.endsWith(separator) ? place : place + separator;
  return name === null ? start : start + name;
}

/** The words in braces that exist, with their braces. */
const nameTokens: readonly string[] = templateTokens.map((token) => `{${token}}`);

export type NameProblem =
  { readonly problem: 'unknown_token'; readonly token: string } | { readonly problem: 'has_separator' };

/** What is wrong with the template of a name; null when nothing is. */
export function nameProblem(name: string): NameProblem | null {
  if (/[\\/]/.test(name)) return { problem: 'has_separator' };
  if (parseSegment(name).ok) return null;
  const token = [
    ...name
      .replaceAll('{{', '')
      .replaceAll('}}', '')
      .matchAll(/\{[^{}]*\}/g),
  ]
    .map(([word]) => word)
    .find((word) => !nameTokens.includes(word));
  return { problem: 'unknown_token', token: token ?? name };
}

/** What is wrong with the template of a folder, segment by segment; null when nothing is. */
export const folderProblem = (text: string): NameProblem | null =>
  text
    .split('/')
    .map(nameProblem)
    .find((problem) => problem !== null) ?? null;

/** The same name with a number before its extension: `{name}.{ext}` becomes `{name} (2).{ext}`. */
export function numberedName(name: string, n: number): string {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? `${name} (${n})` : `${name.slice(0, dot)} (${n})${name.slice(dot)}`;
}
