import { randomBytes } from 'node:crypto';

/** A WAV file of noise, stereo, 16 bits, 48 kHz. */
export function noise(bytes: number): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + bytes, 4);
  head.write('WAVEfmt ', 8);
  [16, 0x20001, 48_000, 192_000].forEach((value, n) => head.writeUInt32LE(value, 16 + n * 4));
  head.writeUInt32LE(0x100004, 32);
  head.write('data', 36);
  head.writeUInt32LE(bytes, 40);
  return Buffer.concat([head, randomBytes(bytes)]);
}
