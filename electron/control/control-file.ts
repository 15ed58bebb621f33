import { lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { holderKinds } from './messages.ts';

/** What stands beside a queue that is worked on: where its holder listens, and the token that lets in. */
export const ControlFile = z.object({
  convoy_control: z.literal(1),
  /** Relative to the state folder, or absolute; a named pipe on Windows. */
  address: z.string().min(1).max(1024),
  token: z.string().regex(/^[\w-]{20,100}$/),
  pid: z.int().positive(),
  what: z.enum(holderKinds),
});
export type ControlFile = z.infer<typeof ControlFile>;

const controlFileName = 'control.json';
/** Bytes; more is none of ours. */
const largest = 16 * 1024;

/** Reads it; null when there is none, or when it was not written by this person: then it may lead anywhere. */
export function readControlFile(state: string): ControlFile | null {
  const file = path.join(state, controlFileName);
  try {
    const stats = lstatSync(file);
    if (!stats.isFile() || stats.size > largest || !isOurs(stats)) return null;
    const parsed = ControlFile.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** The same, of a process that is still there: one that was killed leaves its file. */
export function livingHolder(state: string): ControlFile | null {
  const holder = readControlFile(state);
  return holder !== null && isAlive(holder.pid) ? holder : null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Writes it whole, readable for this person alone. */
export function writeControlFile(state: string, content: ControlFile): void {
  const file = path.join(state, controlFileName);
  const fresh = `${file}.${process.pid}.new`;
  rmSync(fresh, { force: true });
  writeFileSync(fresh, `${JSON.stringify(content)}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(fresh, file);
}

/** Removes it, when it still is the one that was written. */
export function removeControlFile(state: string, token: string): void {
  if (readControlFile(state)?.token === token) rmSync(path.join(state, controlFileName), { force: true });
}

/** True when it belongs to the person who runs this process; Windows has no such numbers. */
export function isOurs({ uid }: { readonly uid: number }): boolean {
  return process.getuid === undefined || uid === process.getuid();
}
