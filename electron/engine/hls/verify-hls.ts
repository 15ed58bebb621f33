import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type ConvoyError, convoyError } from '../../../shared/model/error.ts';
import {
  type ReadMaster,
  type ReadSegment,
  PlaylistError,
  readMaster,
  readMedia,
} from '../../../shared/plan/hls/hls-reading.ts';
import { type Bandwidth, bandwidth, together } from '../../../shared/plan/hls/hls-segments.ts';
import type { Expectation } from '../../../shared/plan/plan.ts';
import { formatTime } from '../../../shared/plan/run/verify.ts';
import { systemCode } from '../publish/file-errors.ts';

export interface VerifyHlsContext {
  /** Name of the input, for the sentence. */
  readonly file: string;
  readonly signal?: AbortSignal | undefined;
  /** Second of the input at which the result begins. */
  readonly start?: number | undefined;
  /** True when the tools reported that the input ends before it should. */
  readonly sourceTruncated?: boolean | undefined;
}

/** A track as it is on disk. */
interface FoundTrack {
  readonly segments: readonly { readonly duration: number; readonly bytes: number }[];
  readonly duration: number;
}

/**
 * Holds the folder of an adaptive video against its plan: every file that a playlist names is there and not empty,
 * the longest track lasts as long as planned, all rungs are cut at the same times, and no player is told less
 * bandwidth than it needs.
 *
 * @returns null when all is well; else `output_verify_failed`, `input_truncated` when the result is too short because
 * its source is, or `cancelled`
 */
export async function verifyHls(
  folder: string,
  expect: Pick<Expectation, 'duration' | 'tolerance'>,
  context: VerifyHlsContext,
): Promise<ConvoyError | null> {
  const { file, signal } = context;
  try {
    const master = readMaster(await readFile(path.join(folder, 'master.m3u8'), 'utf8'));
    const tracks = new Map<string, FoundTrack>();
    const uris = [
      ...master.variants.map(({ uri }) => uri),
      ...urisOf(master.audio),
      ...urisOf(master.iFrames),
    ];
    for (const uri of uris) tracks.set(uri, await readTrack(folder, uri, signal));
    const find = (uri: string): FoundTrack => tracks.get(uri) ?? { segments: [], duration: 0 };
    const rungs = master.variants.map(({ uri }) => find(uri));
    const sounds = urisOf(master.audio).map(find);

    const duration = Math.max(...[...rungs, ...sounds].map((track) => track.duration));
    const length = wrongLength(duration, expect, context);
    if (length !== null) return length;
    const fault = unaligned(rungs) ?? misdeclared(master, rungs, sounds);
    return fault === null ? null : convoyError('output_verify_failed', { file, reason: fault });
  } catch (error) {
    if (signal?.aborted === true) return convoyError('cancelled', { file });
    const reason =
      error instanceof PlaylistError
        ? error.message
        : systemCode(error) === 'ENOENT'
          ? 'a file that its playlists name is missing'
          : 'its playlists cannot be read';
    return convoyError('output_verify_failed', { file, reason, detail: String(error) });
  }
}

const urisOf = (list: ReadMaster['audio']): readonly string[] =>
  list.map((attributes) => attributes.get('URI') ?? '');

async function readTrack(folder: string, uri: string, signal?: AbortSignal): Promise<FoundTrack> {
  const media = readMedia(await readFile(inside(folder, uri), 'utf8'));
  const home = path.posix.dirname(uri);
  const sizes = new Map<string, number>();
  for (const name of new Set([media.init, ...media.segments.map((segment) => segment.uri)])) {
    signal?.throwIfAborted();
    const facts = await stat(inside(folder, path.posix.join(home, name)));
    if (!facts.isFile() || facts.size === 0) throw new PlaylistError(`${home}/${name} is empty`);
    sizes.set(name, facts.size);
  }
  const segments = media.segments.map((segment) => ({
    duration: segment.duration,
    bytes: bytesOf(segment, sizes.get(segment.uri) ?? 0),
  }));
  return { segments, duration: segments.reduce((sum, segment) => sum + segment.duration, 0) };
}

function bytesOf({ uri, range }: ReadSegment, size: number): number {
  if (range === null) return size;
  if (range.offset + range.bytes > size) throw new PlaylistError(`a range lies outside ${uri}`);
  return range.bytes;
}

/** Playlists name files beside and below themselves only. */
function inside(folder: string, uri: string): string {
  const file = path.resolve(folder, uri);
  if (uri === '' || !file.startsWith(path.resolve(folder) + path.sep)) {
    throw new PlaylistError('a playlist names a file outside its folder');
  }
  return file;
}

function wrongLength(
  duration: number,
  expect: Pick<Expectation, 'duration' | 'tolerance'>,
  { file, start, sourceTruncated }: VerifyHlsContext,
): ConvoyError | null {
  if (expect.duration === null || Math.abs(duration - expect.duration) <= expect.tolerance) return null;
  if (duration < expect.duration && sourceTruncated === true) {
    const end = formatTime((start ?? 0) + duration);
    return convoyError('input_truncated', { file, reason: `the recording stops at ${end}` });
  }
  const reason = `it plays ${duration.toFixed(2)} s instead of ${expect.duration.toFixed(2)} s`;
  return convoyError('output_verify_failed', { file, reason });
}

/** Seconds that cuts of two rungs may be apart by rounding. */
const sameTime = 0.001;

function unaligned(rungs: readonly FoundTrack[]): string | null {
  const [first] = rungs;
  const aligned = rungs.every(
    ({ segments }) =>
      segments.length === first?.segments.length &&
      segments.every(
        (segment, n) => Math.abs(segment.duration - (first.segments[n]?.duration ?? 0)) <= sameTime,
      ),
  );
  return aligned ? null : 'its versions are not cut at the same times';
}

/** Share by which what is declared may differ from what is there: Apple's authoring specification. */
const mostOff = 0.1;

function misdeclared(
  master: ReadMaster,
  rungs: readonly FoundTrack[],
  sounds: readonly FoundTrack[],
): string | null {
  const heard = sounds.map((track) => bandwidth(track.segments));
  for (const [n, { uri, attributes }] of master.variants.entries()) {
    const found: Bandwidth = together(bandwidth(rungs[n]?.segments ?? []), heard);
    const wrong =
      isOff(attributes.get('BANDWIDTH'), found.peak) ||
      isOff(attributes.get('AVERAGE-BANDWIDTH'), found.average);
    if (wrong) return `${uri} takes other bandwidth than the master playlist says`;
  }
  return null;
}

const isOff = (declared: string | undefined, found: number): boolean =>
  !(Math.abs(Number(declared) - found) <= found * mostOff);
