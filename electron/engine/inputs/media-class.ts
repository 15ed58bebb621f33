import path from 'node:path';
import type { MediaClass } from '../../../shared/model/media.ts';
import { splitExtension } from '../../../shared/plan/names/file-name.ts';
import {
  needsSniff,
  passesSniff,
  sniffBytes,
  takesExtension,
} from '../../../shared/plan/names/input-extensions.ts';
import { hasAnimationChunk } from '../stills/sniff-still.ts';
import { firstBytes, firstBytesNow } from './first-bytes.ts';

/** What a file is, before it is probed: by its extension, and by its first bytes where that says too little. */

/** Null = nothing that Convoy knows. What cannot be opened counts as what its name says; its job will say why. */
export function sniffClass(file: string): MediaClass | null | Promise<MediaClass | null> {
  const name = nameOf(file);
  if (!name.isUnsure) return name.byName;
  return firstBytes(file, headBytes).then((head) => classInside(head, name));
}

/** The same at once, for a disk that answers at once: everything else of this process waits for it. */
export function sniffClassNow(file: string): MediaClass | null {
  const name = nameOf(file);
  return name.isUnsure ? classInside(firstBytesNow(file, headNow), name) : name.byName;
}

/** True when the name of a file says too little, and its first bytes decide. */
export const hasUnsureName = (file: string): boolean => nameOf(file).isUnsure;

interface NameClass {
  readonly ext: string;
  readonly byName: MediaClass | null;
  readonly isUnsure: boolean;
}

/** By extension: of ten thousand files few have one of their own. Extensions are five letters and digits at most. */
const known = new Map<string, NameClass>();
/** Beyond that it is no folder of media any more. */
const mostKnown = 1000;

function nameOf(file: string): NameClass {
  const ext = splitExtension(path.basename(file)).ext.toLowerCase();
  const found = known.get(ext);
  if (found !== undefined) return found;
  const byName = classOfExtension(ext);
  const mayMove = ext === 'gif' || ext === 'png' || needsSniff('animation', ext);
  const name = { ext, byName, isUnsure: byName === null || mayMove || needsSniff('video', ext) };
  if (known.size < mostKnown) known.set(ext, name);
  return name;
}

function classInside(head: Uint8Array | null, { ext, byName }: NameClass): MediaClass | null {
  if (head === null) return byName;
  if (ext === 'ts' || ext === 'mts') return passesSniff(ext, head) ? 'video' : null;
  return classOfBytes(head) ?? byName;
}

/** By the tables that also decide what a folder gives; null for an extension that is in none. */
export function classOfExtension(ext: string): MediaClass | null {
  if (takesExtension('video', ext)) return 'video';
  if (takesExtension('audio', ext)) return 'audio';
  // Both a still and an animation may be called so; the bytes decide, and mostly it is a still.
  if (takesExtension('image', ext)) return ext.toLowerCase() === 'gif' ? 'animation' : 'image';
  return takesExtension('animation', ext) ? 'animation' : null;
}

const headBytes = 4096;
/** For one file after the other. */
const headNow = Buffer.alloc(headBytes);

/** By the signatures that formats begin with; null when there is none that is known. */
export function classOfBytes(head: Uint8Array): MediaClass | null {
  const { buffer, byteOffset, byteLength } = head;
  const bytes = Buffer.from(buffer, byteOffset, byteLength);
  // Not by spreading: a folder of pictures has ten thousand heads, and Electron takes half a millisecond for each.
  const text = (from: number, to: number): string => bytes.toString('latin1', from, to);
  const byte = (at: number): number => head[at] ?? -1;
  // First, because every file of that name is looked into.
  if (byte(0) === 0x89 && byte(1) === 0x50 && byte(2) === 0x4e && byte(3) === 0x47) {
    return hasAnimationChunk(head) ? 'animation' : 'image';
  }
  if (text(0, 4) === 'RIFF') {
    const form = text(8, 12);
    if (form === 'WEBP') return passesSniff('webp', head) ? 'animation' : 'image';
    return form === 'WAVE' ? 'audio' : form === 'AVI ' ? 'video' : null;
  }
  if (text(4, 8) === 'ftyp') return classOfBrand(text(8, 12));
  if (text(0, 4) === '\x1aE\xdf\xa3') return 'video';
  if (text(0, 4) === 'GIF8') return 'animation';
  if (byte(0) === 0xff && byte(1) === 0xd8) return 'image';
  if (text(0, 2) === 'BM' && byte(6) === 0 && byte(7) === 0) return 'image';
  if (text(0, 4) === 'II*\0' || text(0, 4) === 'MM\0*') return 'image';
  if (/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*)?<svg[\s>]/i.test(text(0, 1024))) return 'image';
  if (text(0, 4) === 'fLaC' || text(0, 3) === 'ID3' || text(0, 4) === 'caff') return 'audio';
  if (text(0, 4) === 'OggS') return text(0, 512).includes('theora') ? 'video' : 'audio';
  if (text(0, 4) === 'FORM' && text(8, 11) === 'AIF') return 'audio';
  if (text(0, 3) === 'FLV') return 'video';
  if (byte(0) === 0x30 && byte(1) === 0x26 && byte(2) === 0xb2 && byte(3) === 0x75) return 'video';
  // MPEG program stream, and a transport stream.
  if (text(0, 4) === '\0\0\x01\xba' || text(0, 4) === '\0\0\x01\xb3') return 'video';
  if (head.length >= sniffBytes && passesSniff('ts', head)) return 'video';
  // Sound frames of MPEG and ADTS begin with eleven set bits.
  if (byte(0) === 0xff && (byte(1) & 0xe6) >= 0xe0 && (byte(1) & 0x18) !== 0x08) return 'audio';
  return null;
}

function classOfBrand(brand: string): MediaClass {
  if (/^(?:hei[cfsxmv]|mif1|avif|jxl )/.test(brand)) return 'image';
  if (/^(?:avis|msf1|hevc|hevx)/.test(brand)) return 'animation';
  return /^M4[AB]/.test(brand) ? 'audio' : 'video';
}
