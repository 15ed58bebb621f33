import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Result, ok, refuse } from '../../../shared/model/error.ts';
import { inputFailure } from '../publish/file-errors.ts';

/** What must be true of an input before a tool may look at it. */

/** A readable regular file. */
export interface InputFile {
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
  /** The first 4096 bytes, or as many as there are. */
  readonly header: Uint8Array;
}

/**
 * Opens a file and reads its beginning. Refuses what is not there (`input_not_found`), is no regular file
 * (`invalid_input`: reading a fifo or a device can wait for ever), may not be read (`input_unreadable`) or is empty
 * (`input_unsupported`).
 */
export async function inspectInput(given: string): Promise<Result<InputFile>> {
  const file = path.resolve(given);
  const name = path.basename(file);
  try {
    const facts = await stat(file);
    if (!facts.isFile()) return refuse('invalid_input', { file: name, reason: notAFile(facts) });
    if (facts.size === 0) {
      return refuse('input_unsupported', {
        ...{ file: name, reason: 'the file is empty' },
        hint: 'Nothing is in it. Copy the file again from where it came from.',
      });
    }
    // Non-blocking: between the check and the opening the name may have become a fifo. Windows has no such flag.
    const flags = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK);
    const handle = await open(file, flags);
    try {
      return ok({ path: file, bytes: facts.size, header: await readStart(handle) });
    } finally {
      await handle.close();
    }
  } catch (error) {
    return { ok: false, error: inputFailure(error, file).error };
  }
}

async function readStart(handle: FileHandle): Promise<Uint8Array> {
  const { buffer, bytesRead } = await handle.read(new Uint8Array(4096), 0, 4096, 0);
  return buffer.subarray(0, bytesRead);
}

function notAFile(facts: { isDirectory(): boolean; isFIFO(): boolean; isSocket(): boolean }): string {
  if (facts.isDirectory()) return 'it is a folder';
  if (facts.isFIFO()) return 'it is a pipe, not a file';
  if (facts.isSocket()) return 'it is a socket, not a file';
  return 'it is a device, not a file';
}
