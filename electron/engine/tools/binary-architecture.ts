/**
 * For which processor a program file was built, read from its first bytes. A binary for another processor fails in
 * ways that name no reason (a shell's syntax error on Linux, exit code -86 on macOS), so it is looked up here.
 */

/** Node's `process.arch` words for the three binary formats' machine numbers. */
const elf: Readonly<Record<number, string>> = {
  3: 'ia32',
  40: 'arm',
  62: 'x64',
  183: 'arm64',
  243: 'riscv64',
};
const mach: Readonly<Record<number, string>> = { 0x01000007: 'x64', 0x0100000c: 'arm64' };
const pe: Readonly<Record<number, string>> = { 0x014c: 'ia32', 0x8664: 'x64', 0xaa64: 'arm64' };

/** What a file's first bytes say about who can run it. */
export interface BinaryTarget {
  readonly platform: 'linux' | 'darwin' | 'win32';
  /** One of `process.arch`'s words, or `unknown`. */
  readonly arch: string;
}

/** Reads at least the first 1024 bytes of a file; null when it is no program (or one for several processors). */
export function binaryTarget(header: Uint8Array): BinaryTarget | null {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  if (header.byteLength < 64) return null;
  // ELF: magic, byte 5 = byte order, e_machine at 18.
  if (view.getUint32(0) === 0x7f454c46) {
    return { platform: 'linux', arch: elf[view.getUint16(18, view.getUint8(5) === 1)] ?? 'unknown' };
  }
  // Mach-O, 64 bit, little endian: cputype at 4. Universal files (0xcafebabe) hold several and are left to the system.
  if (view.getUint32(0, true) === 0xfeedfacf) {
    return { platform: 'darwin', arch: mach[view.getUint32(4, true)] ?? 'unknown' };
  }
  // PE: "MZ", offset of the header at 0x3c, "PE\0\0", machine behind it.
  if (view.getUint16(0) === 0x4d5a) {
    const offset = view.getUint32(0x3c, true);
    if (offset + 6 > header.byteLength || view.getUint32(offset) !== 0x50450000) return null;
    return { platform: 'win32', arch: pe[view.getUint16(offset + 4, true)] ?? 'unknown' };
  }
  return null;
}

/** Pairs that run although the names differ: emulation that the system does by itself. */
const emulated: ReadonlySet<string> = new Set([
  'darwin-arm64 runs x64',
  'win32-arm64 runs x64',
  'win32-arm64 runs ia32',
  'win32-x64 runs ia32',
  'linux-x64 runs ia32',
]);

/** True when a program for `target` can be expected to run here. */
export function runsHere(
  target: BinaryTarget,
  here: { readonly platform: string; readonly arch: string },
): boolean {
  if (target.platform !== here.platform) return false;
  if (target.arch === here.arch || target.arch === 'unknown') return true;
  return emulated.has(`${here.platform}-${here.arch} runs ${target.arch}`);
}
