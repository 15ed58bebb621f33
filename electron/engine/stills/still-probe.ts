import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import type { Metadata } from 'sharp';
import { fail } from '../../../shared/model/error.ts';
import type { MediaFacts, Still } from '../../../shared/model/media.ts';
import { openPicture } from './sharp-loader.ts';
import { type StillSniff, sniffLength, sniffStill } from './sniff-still.ts';

/**
 * Facts of a picture from its header; nothing is decoded, so a picture that is far too large costs no memory. Null
 * when the file is none that libvips or libheif read: an APNG (libvips sees its first frame only, ffmpeg all), a
 * film, a text.
 *
 * Throws `input_unsupported` for a camera's raw file, what libvips throws on a damaged header, and file system errors.
 */
export async function probeStill(input: string): Promise<MediaFacts | null> {
  const { format, bytes } = await sniffFile(input);
  if (format === null || format === 'apng') return null;
  if (format === 'raw') {
    throw fail('input_unsupported', {
      file: path.basename(input),
      reason: "it is a camera's raw file, and only the small preview in it could be read",
      hint: 'Develop it with a raw converter first, and convert the TIFF or JPEG that it makes.',
    });
  }
  const metadata = await headerOf(input, format);
  const still = format === 'heic' ? heicStill(metadata) : stillOf(format, metadata);
  const seconds = still.delays.reduce((sum, delay) => sum + delay, 0) / 1000;
  return {
    formats: [format],
    bytes,
    duration: still.delays.length > 0 ? seconds : null,
    start: 0,
    bitrate: null,
    tags: {},
    chapters: 0,
    video: [],
    audio: [],
    subtitles: [],
    pictures: [],
    otherStreams: 0,
    still,
    keyframeAtStart: null,
  };
}

function stillOf(format: string, metadata: Metadata): Still {
  const pages = metadata.pages ?? 1;
  return {
    format,
    reader: 'libvips',
    width: metadata.width,
    height: metadata.pageHeight ?? metadata.height,
    orientation: metadata.orientation ?? 1,
    alpha: metadata.hasAlpha,
    bitDepth: bitDepth(metadata),
    pages,
    delays: pages > 1 ? (metadata.delay ?? []).map(playedDelay) : [],
    loop: metadata.loop ?? 0,
    hasIcc: metadata.hasProfile,
  };
}

/** The size of a HEIC comes after the container's turn and crop, which libheif applies when it decodes. */
function heicStill(metadata: Metadata): Still {
  return { ...stillOf('heic', metadata), reader: 'libheif', orientation: 1, pages: 1, delays: [] };
}

/** Format and size of a file; a name that lies does not matter. */
export async function sniffFile(input: string): Promise<{ format: StillSniff; bytes: number }> {
  const file = await open(input, 'r');
  try {
    const { size } = await file.stat();
    const header = Buffer.alloc(sniffLength);
    const { bytesRead } = await file.read(header, 0, sniffLength, 0);
    const format = sniffStill(header.subarray(0, bytesRead));
    const animated = format === 'png' && (await isAnimatedPng(file));
    return { format: animated ? 'apng' : format, bytes: size };
  } finally {
    await file.close();
  }
}

/** What the file says about its picture, in a collection about its main one. */
async function headerOf(input: string, format: StillSniff): Promise<Metadata> {
  const metadata = await (await openPicture(input, format, { limitInputPixels: false })).metadata();
  const main = metadata.pagePrimary ?? 0;
  if (main === 0) return metadata;
  return (await openPicture(input, format, { limitInputPixels: false, page: main })).metadata();
}

/** Browsers play frames of up to 10 ms, which is how "as fast as possible" was written, for 100 ms; so do we. */
export function playedDelay(milliseconds: number): number {
  return milliseconds <= 10 ? 100 : milliseconds;
}

function bitDepth(metadata: Metadata): number {
  if (metadata.depth === 'uchar') return 8;
  if (metadata.depth === 'ushort') return Math.max(9, metadata.bitsPerSample ?? 16);
  return 32;
}

/** Walks the chunks of a PNG up to its pixels: a profile of any length may stand before `acTL`. */
async function isAnimatedPng(file: FileHandle): Promise<boolean> {
  const head = Buffer.alloc(8);
  for (let at = 8, chunks = 0; chunks < 256; chunks++) {
    const { bytesRead } = await file.read(head, 0, 8, at);
    if (bytesRead < 8) return false;
    const type = head.toString('latin1', 4, 8);
    if (type === 'acTL') return true;
    if (type === 'IDAT') return false;
    at += 12 + head.readUInt32BE(0);
  }
  return false;
}
