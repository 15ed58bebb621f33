import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ToolPlace } from '../../../shared/model/capabilities.ts';
import { bundledProgram, makeExecutable } from './bundled-tools.ts';
import {
  type Host,
  processFolders,
  programName,
  settingFiles,
  siblingProbe,
  unpacked,
  usualFolders,
} from './tool-places.ts';

/** A file that may be an ffmpeg or ffprobe and where it was found; nothing was started yet. */
export interface Candidate {
  readonly place: ToolPlace;
  readonly file: string;
  /** What makes two names one file, and a cached answer still true. */
  readonly identity: FileIdentity;
}

/** Name, real path, size and modification time (ms) of a program file. */
export interface FileIdentity {
  /** Shims of snap and scoop are one real file under many names, which decide what it does. */
  readonly name: string;
  readonly real: string;
  readonly bytes: number;
  readonly modified: number;
}

/** Identity of a regular file, symlinks followed; null when there is none. */
export async function identify(file: string): Promise<FileIdentity | null> {
  try {
    const [real, facts] = await Promise.all([realpath(file), stat(file)]);
    if (!facts.isFile()) return null;
    return { name: path.basename(file), real, bytes: facts.size, modified: Math.trunc(facts.mtimeMs) };
  } catch {
    return null;
  }
}

async function candidate(place: ToolPlace, file: string): Promise<Candidate | null> {
  const identity = await identify(file);
  return identity === null ? null : { place, file, identity };
}

/** Keeps what exists, and of several names of one file the first. */
async function existing(place: ToolPlace, files: readonly string[]): Promise<Candidate[]> {
  const found = await Promise.all(files.map((file) => candidate(place, file)));
  return distinct(found.filter((one) => one !== null));
}

/** Of several names of one file the first. */
export function distinct(candidates: readonly Candidate[]): Candidate[] {
  const seen = new Set<string>();
  return candidates.filter(({ identity }) => {
    const key = `${identity.name}\0${identity.real}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** What the setting names, as a file; when nothing is there, the path that was looked for, with `found: null`. */
export async function settingCandidate(
  setting: string,
  host: Host,
): Promise<{ readonly file: string; readonly found: Candidate | null }> {
  const absolute = unpacked(path.resolve(setting));
  const isFolder = await stat(absolute).then(
    (facts) => facts.isDirectory(),
    () => false,
  );
  const files = settingFiles(absolute, isFolder, host);
  const [first] = await existing('setting', files);
  return { file: first?.file ?? files[0] ?? absolute, found: first ?? null };
}

/** Every `program` in the folders of this process's `PATH`, then in the usual ones, then in `more`. */
export async function systemCandidates(
  program: 'ffmpeg' | 'ffprobe',
  host: Host,
  more: readonly string[] = [],
): Promise<Candidate[]> {
  const folders = [...processFolders(host), ...usualFolders(host), ...more];
  return existing(
    'system',
    folders.map((folder) => path.join(folder, programName(program, host))),
  );
}

/** The bundled program, made executable; null when it was not installed for this platform. */
export async function bundledCandidate(program: 'ffmpeg' | 'ffprobe', host: Host): Promise<Candidate | null> {
  const file = bundledProgram(program, host);
  if (file === null) return null;
  makeExecutable(file);
  return candidate('bundled', file);
}

/** The ffprobe beside an ffmpeg (`ffmpeg-7` → `ffprobe-7`, else `ffprobe`), or null. */
export async function probeBeside(ffmpeg: Candidate, host: Host): Promise<Candidate | null> {
  const files = [
    siblingProbe(ffmpeg.file, host),
    path.join(path.dirname(ffmpeg.file), programName('ffprobe', host)),
  ];
  const [first] = await existing(ffmpeg.place, files);
  return first ?? null;
}
