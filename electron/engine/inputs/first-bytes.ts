import fs from 'node:fs';

/** The first bytes of a file, at most so many; null when it cannot be opened or read. */
export function firstBytes(file: string, most: number): Promise<Uint8Array | null> {
  return new Promise((resolve) => {
    fs.open(file, 'r', (error, handle) => {
      if (error !== null) {
        resolve(null);
        return;
      }
      fs.read(handle, Buffer.alloc(most), 0, most, 0, (problem, bytes, head) => {
        fs.close(handle, () => resolve(problem === null ? head.subarray(0, bytes) : null));
      });
    });
  });
}

/** The same at once, read into a buffer of the caller's; everything else of this process waits for it. */
export function firstBytesNow(file: string, into: Buffer): Uint8Array | null {
  let handle: number;
  try {
    handle = fs.openSync(file, 'r');
  } catch {
    return null;
  }
  try {
    return into.subarray(0, fs.readSync(handle, into, 0, into.length, 0));
  } catch {
    return null;
  } finally {
    fs.closeSync(handle);
  }
}
