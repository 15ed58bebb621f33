import { type FileHandle, open } from 'node:fs/promises';

/** More than the index of a day of video; what claims to be larger is not read. */
const maxIndexBytes = 256 * 1024 * 1024;

/**
 * True when the streams of a file of the mp4 family are encrypted (copy protection of shops and of streaming services).
 * ffmpeg shows such streams as if they were plain and then decodes noise, so the index is looked at: an encrypted
 * track's sample entry holds a `sinf` box whose first box is `frma` (ISO/IEC 14496-12, 8.12). False when the file cannot
 * be read or holds no index.
 */
export async function isEncryptedMp4(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'r');
    try {
      const index = await readIndex(handle, (await handle.stat()).size);
      return index !== null && hasProtectedEntry(index);
    } finally {
      await handle.close();
    }
  } catch {
    return false;
  }
}

/** Walks the boxes of the top level to `moov` and reads it. */
async function readIndex(handle: FileHandle, bytes: number): Promise<Buffer | null> {
  const head = Buffer.alloc(16);
  for (let at = 0; at + 8 <= bytes;) {
    await handle.read(head, 0, 16, at);
    const size = boxSize(head, bytes - at);
    if (size === null) return null;
    if (head.toString('latin1', 4, 8) === 'moov') {
      if (size > maxIndexBytes) return null;
      const index = Buffer.alloc(size);
      const { bytesRead } = await handle.read(index, 0, size, at);
      return index.subarray(0, bytesRead);
    }
    at += size;
  }
  return null;
}

/** Size of the box with its header: 32 bits, 64 bits behind the name when they say 1, the rest of the file when 0. */
function boxSize(head: Buffer, rest: number): number | null {
  const short = head.readUInt32BE(0);
  const size = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? rest : short;
  return size >= 8 && size <= rest ? size : null;
}

/** Looks for `sinf` with `frma` as its first box: 12 bytes that nothing else in an index has in these places. */
export function hasProtectedEntry(index: Buffer): boolean {
  for (let at = index.indexOf('sinf'); at !== -1; at = index.indexOf('sinf', at + 4)) {
    if (index.toString('latin1', at + 8, at + 12) === 'frma') return true;
  }
  return false;
}
