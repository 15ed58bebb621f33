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
