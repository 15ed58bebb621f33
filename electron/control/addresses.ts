import { createHash, randomBytes } from 'node:crypto';
import { lstatSync, mkdtempSync, rmSync, rmdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isOurs } from './control-file.ts';

/** Where the holder of a queue can listen. */

/** Bytes of a socket's path: macOS has room for 103, Linux for 107. */
export const longestSocketPath = 103;
const socketName = 'control.sock';

export interface Surrounding {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The system's folder for temporary files. */
  readonly temporary: string;
}

/** A place to listen at. `private_folder`: a new folder is made below the given one for it. */
export type Place =
  | { readonly kind: 'pipe'; readonly path: string }
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'private_folder'; readonly below: string };

/**
 * Places in the order in which they are tried: in the state folder; where that path is too long, or its file system
 * has no sockets, in the session's own folder; at last in a new folder below the temporary one.
 */
export function placesFor(state: string, around: Surrounding, nonce: string): readonly Place[] {
  const name = `convoy-${createHash('sha256').update(state).digest('hex').slice(0, 16)}`;
  if (around.platform === 'win32') return [{ kind: 'pipe', path: `\\\\.\\pipe\\${name}-${nonce}` }];
  const session = around.env['XDG_RUNTIME_DIR'] ?? '';
  const sockets = [
    path.join(state, socketName),
    ...(path.isAbsolute(session) ? [path.join(session, `${name}.sock`)] : []),
  ];
  return [
    ...sockets
      .filter((socket) => Buffer.byteLength(socket) <= longestSocketPath)
      .map((socket): Place => ({ kind: 'socket', path: socket })),
    { kind: 'private_folder', below: around.temporary },
  ];
}

/** The system around this process. */
export const thisSystem = (): Surrounding => ({
  platform: process.platform,
  env: process.env,
  temporary: os.tmpdir(),
});

export const newNonce = (): string => randomBytes(9).toString('base64url');

/** Makes a place ready: the address to listen at. What a dead process left there goes. */
export function preparePlace(place: Place): string {
  switch (place.kind) {
    case 'pipe':
      return place.path;
    case 'socket':
      removeSocket(place.path);
      return place.path;
    case 'private_folder':
      return path.join(mkdtempSync(path.join(place.below, 'convoy-')), socketName);
  }
}

/**
 * Removes a socket, and the folder that was made for it alone. Whoever calls it holds the lock of the queue, so nobody
 * who is alive listens there. What is no socket, or belongs to somebody else, stays.
 */
export function removeSocket(address: string): void {
  try {
    const stats = lstatSync(address);
    if (!stats.isSocket() || !isOurs(stats)) return;
    rmSync(address, { force: true });
  } catch {
    // Not there.
  }
}

/** Removes the folder around a socket, when it was made for it. */
export function removePrivateFolder(address: string): void {
  if (!path.basename(path.dirname(address)).startsWith('convoy-')) return;
  try {
    rmdirSync(path.dirname(address));
  } catch {
    // Something else is in it, or it is gone.
  }
}
