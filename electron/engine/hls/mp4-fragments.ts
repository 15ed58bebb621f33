import { type FileHandle, open } from 'node:fs/promises';
import {
  type Box,
  BoxError,
  FieldReader,
  boxHeader,
  childBoxes,
  findBox,
  headerBytes,
  needBox,
} from './mp4-boxes.ts';
import { codecString } from './mp4-codec-string.ts';

/**
 * What lies where in a fragmented MP4 of one track: the head that every player needs first, and the fragments. Only
 * headers are read, so a file of many gigabytes costs a few kilobytes of memory for each minute.
 */

/** A moof box with its mdat: what can be moved as one. Times are in units of the track's timescale. */
export interface Fragment {
  readonly offset: number;
  readonly bytes: number;
  readonly start: number;
  readonly duration: number;
  /** True when its first sample is decodable by itself. */
  readonly sync: boolean;
  /** Bytes from the start of the fragment to the end of its first sample. */
  readonly firstSampleEnd: number;
}

export interface TrackHead {
  readonly type: 'video' | 'audio';
  /** Units per second. */
  readonly timescale: number;
  /** Word for CODECS. */
  readonly codec: string;
  /** Pixels; zero for sound. */
  readonly width: number;
  readonly height: number;
  /** Seconds of nothing before the media, from an empty edit. Browsers ignore it, so it should be none. */
  readonly emptyEdit: number;
}

export interface FragmentIndex extends TrackHead {
  /** Byte ranges that make the init segment, in order. */
  readonly head: readonly { readonly offset: number; readonly bytes: number }[];
  readonly fragments: readonly Fragment[];
}

/** Largest moov and moof that are read; those of one track and a few seconds are thousands of times smaller. */
const largestIndexBox = 16 * 1024 * 1024;

/** Reads the structure of a file. Rejects with a `BoxError` when it is not such an MP4, or not whole. */
export async function indexFragments(path: string, signal?: AbortSignal): Promise<FragmentIndex> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    return await readIndex(file, size, signal);
  } finally {
    await file.close();
  }
}

async function readIndex(file: FileHandle, size: number, signal?: AbortSignal): Promise<FragmentIndex> {
  const head: { offset: number; bytes: number }[] = [];
  const fragments: Fragment[] = [];
  let track: Track | null = null;
  let moof: MoofFacts | null = null;
  let at = 0;
  while (at < size) {
    signal?.throwIfAborted();
    const box = boxHeader(await readAt(file, at, Math.min(headerBytes, size - at)), at, size);
    if (box.type === 'ftyp' || box.type === 'moov') head.push({ offset: at, bytes: box.end - at });
    if (box.type === 'moov') track = parseMoov(await readBox(file, box));
    if (box.type === 'moof') {
      if (track === null) throw new BoxError('a fragment comes before the head');
      if (moof !== null) throw new BoxError('a fragment has no media');
      moof = parseMoof(await readBox(file, box), box, track);
    }
    if (box.type === 'mdat') {
      if (moof === null) throw new BoxError('its media does not belong to a fragment');
      const bytes = box.end - moof.offset;
      if (moof.firstSampleEnd > bytes) throw new BoxError('a sample lies outside its fragment');
      if (moof.start < (fragments.at(-1)?.start ?? 0)) throw new BoxError('its fragments are out of order');
      fragments.push({ ...moof, bytes });
      moof = null;
    }
    at = box.end;
  }
  if (track === null) throw new BoxError('it has no moov box');
  if (moof !== null) throw new BoxError('its last fragment has no media');
  if (fragments.length === 0) throw new BoxError('it has no fragments');
  return { ...track.head, head, fragments };
}

async function readBox(file: FileHandle, box: Box): Promise<Buffer> {
  const bytes = box.end - box.body;
  if (bytes > largestIndexBox) throw new BoxError(`box ${box.type} is impossibly large`);
  return readAt(file, box.body, bytes);
}

async function readAt(file: FileHandle, position: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes);
  const { bytesRead } = await file.read(buffer, 0, bytes, position);
  if (bytesRead < bytes) throw new BoxError('it became shorter while it was read');
  return buffer;
}

interface SampleDefaults {
  readonly duration: number;
  readonly size: number;
  readonly flags: number;
}

interface Track {
  readonly head: TrackHead;
  readonly defaults: SampleDefaults;
}

/** Reads a moov box of one track. @param moov its body */
function parseMoov(moov: Buffer): Track {
  const whole = { body: 0, end: moov.length };
  const traks = childBoxes(moov, 0, moov.length).filter((box) => box.type === 'trak');
  const [trak] = traks;
  if (trak === undefined || traks.length > 1)
    throw new BoxError(`it has ${traks.length} tracks instead of one`);
  const timescale = mediaTimescale(moov, needBox(moov, trak, 'mdia', 'mdhd'));
  const stsd = needBox(moov, trak, 'mdia', 'minf', 'stbl', 'stsd');
  const entry = childBoxes(moov, stsd.body + 8, stsd.end)[0];
  if (entry === undefined) throw new BoxError('its samples are not described');
  const isVideo = handler(moov, trak) === 'vide';
  return {
    head: {
      type: isVideo ? 'video' : 'audio',
      timescale,
      codec: codecString(moov, entry),
      ...(isVideo ? pictureSize(moov, entry) : { width: 0, height: 0 }),
      emptyEdit: emptyEdit(moov, trak, movieTimescale(moov, needBox(moov, whole, 'mvhd'))),
    },
    defaults: trackDefaults(moov, needBox(moov, whole, 'mvex', 'trex')),
  };
}

function handler(moov: Buffer, trak: Box): string {
  const field = new FieldReader(moov, needBox(moov, trak, 'mdia', 'hdlr'));
  field.skip(8);
  const type = field.bytes(4).toString('latin1');
  if (type !== 'vide' && type !== 'soun') throw new BoxError('its track is neither picture nor sound');
  return type;
}

const mediaTimescale = (moov: Buffer, mdhd: Box): number => timescaleOf(moov, mdhd, 'mdhd');
const movieTimescale = (moov: Buffer, mvhd: Box): number => timescaleOf(moov, mvhd, 'mvhd');

/** mvhd and mdhd begin alike: two times, then the timescale. */
function timescaleOf(moov: Buffer, box: Box, name: string): number {
  const field = new FieldReader(moov, box);
  field.skip(field.full().version === 1 ? 16 : 8);
  const timescale = field.u32();
  if (timescale === 0) throw new BoxError(`its ${name} box has no timescale`);
  return timescale;
}

/** Width and height stand behind 24 bytes of a VisualSampleEntry. */
function pictureSize(moov: Buffer, entry: Box): { width: number; height: number } {
  const field = new FieldReader(moov, entry);
  field.skip(24);
  return { width: field.u16(), height: field.u16() };
}

function trackDefaults(moov: Buffer, trex: Box): SampleDefaults {
  const field = new FieldReader(moov, trex);
  field.skip(12);
  return { duration: field.u32(), size: field.u32(), flags: field.u32() };
}

/** Seconds of the edits with media time -1 in front. */
function emptyEdit(moov: Buffer, trak: Box, timescale: number): number {
  const elst = findBox(moov, trak, 'edts', 'elst');
  if (elst === null) return 0;
  const field = new FieldReader(moov, elst);
  const { version } = field.full();
  let empty = 0;
  for (let left = field.u32(); left > 0; left--) {
    const duration = version === 1 ? field.u64() : field.u32();
    const mediaTime = version === 1 ? field.i64() : field.i32();
    field.skip(4);
    if (mediaTime !== -1) break;
    empty += duration / timescale;
  }
  return empty;
}

type MoofFacts = Omit<Fragment, 'bytes'>;

/** sample_is_non_sync_sample in the flags of a sample. */
const nonSync = 0x01_00_00;

/**
 * Reads a moof box of one track.
 *
 * @param moof its body
 * @param box where it lies in the file
 */
function parseMoof(moof: Buffer, box: Pick<Box, 'start' | 'body'>, track: Track): MoofFacts {
  const trafs = childBoxes(moof, 0, moof.length).filter((child) => child.type === 'traf');
  const [traf] = trafs;
  if (traf === undefined || trafs.length > 1) throw new BoxError('a fragment is not of one track');
  const defaults = fragmentDefaults(moof, needBox(moof, traf, 'tfhd'), track.defaults);
  const truns = childBoxes(moof, traf.body, traf.end).filter((child) => child.type === 'trun');
  let duration = 0;
  let first: FirstSample | null = null;
  for (const trun of truns) {
    const run = sampleRun(moof, trun, defaults);
    duration += run.duration;
    first ??= run.first;
  }
  if (first === null) throw new BoxError('a fragment holds no samples');
  return {
    offset: box.start,
    start: decodeTime(moof, needBox(moof, traf, 'tfdt')),
    duration,
    sync: (first.flags & nonSync) === 0,
    firstSampleEnd: first.end,
  };
}

function decodeTime(moof: Buffer, tfdt: Box): number {
  const field = new FieldReader(moof, tfdt);
  return field.full().version === 1 ? field.u64() : field.u32();
}

function fragmentDefaults(moof: Buffer, tfhd: Box, track: SampleDefaults): SampleDefaults {
  const field = new FieldReader(moof, tfhd);
  const { flags } = field.full();
  field.skip(4);
  // Offsets counted from the start of the file would be wrong in a segment.
  if ((flags & 0x01) !== 0 || (flags & 0x02_00_00) === 0) {
    throw new BoxError('its fragments cannot be moved: their offsets do not count from the moof box');
  }
  if ((flags & 0x02) !== 0) field.skip(4);
  return {
    duration: (flags & 0x08) === 0 ? track.duration : field.u32(),
    size: (flags & 0x10) === 0 ? track.size : field.u32(),
    flags: (flags & 0x20) === 0 ? track.flags : field.u32(),
  };
}

interface FirstSample {
  /** Bytes from the start of the moof box to the end of the sample. */
  readonly end: number;
  readonly flags: number;
}

function sampleRun(
  moof: Buffer,
  trun: Box,
  defaults: SampleDefaults,
): { readonly duration: number; readonly first: FirstSample | null } {
  const field = new FieldReader(moof, trun);
  const { flags } = field.full();
  const count = field.u32();
  const offset = (flags & 0x01) === 0 ? null : field.i32();
  const firstFlags = (flags & 0x04) === 0 ? null : field.u32();
  const has = { duration: (flags & 0x100) !== 0, size: (flags & 0x200) !== 0, flags: (flags & 0x400) !== 0 };
  const rowBytes = 4 * [has.duration, has.size, has.flags, (flags & 0x800) !== 0].filter(Boolean).length;
  // Checked before the loop: a count of four billion must not be counted through.
  if (rowBytes * count > field.left) throw new BoxError('a fragment lists more samples than it has room for');
  if (count === 0) return { duration: 0, first: null };

  const firstDuration = has.duration ? field.u32() : defaults.duration;
  const size = has.size ? field.u32() : defaults.size;
  const own = has.flags ? field.u32() : defaults.flags;
  if (offset === null || offset < 0) throw new BoxError('a fragment does not say where its samples are');
  const first = { end: offset + size, flags: firstFlags ?? own };
  if (!has.duration) return { duration: firstDuration * count, first };

  let duration = firstDuration;
  field.skip(rowBytes - (has.size ? 8 : 4) - (has.flags ? 4 : 0));
  for (let n = 1; n < count; n++) {
    duration += field.u32();
    field.skip(rowBytes - 4);
  }
  return { duration, first };
}
