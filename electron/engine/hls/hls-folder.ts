import { type FileHandle, mkdir, open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fail } from '../../../shared/model/error.ts';
import { mediaPlaylist, targetDuration } from '../../../shared/plan/hls/hls-playlist.ts';
import { type Bandwidth, bandwidth } from '../../../shared/plan/hls/hls-segments.ts';
import { outputFailure } from '../publish/file-errors.ts';
import { type CutTrack, iFrameList, segmentName } from './hls-tracks.ts';

export interface PackagedFile {
  /** Relative to the result, with forward slashes. */
  readonly path: string;
  readonly bytes: number;
  readonly mime: string;
}

export interface FolderJob {
  /** Folder that becomes the result; made when it is not there. */
  readonly outDir: string;
  readonly signal?: AbortSignal | undefined;
  /** Share of the bytes that are written, 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** Bytes that are copied at once: a rung of many gigabytes never lies in memory. */
const copyBytes = 4 * 1024 * 1024;

const playlistMime = 'application/vnd.apple.mpegurl';

/**
 * Writes the files of an adaptive video and keeps their list.
 *
 * Its methods reject with a `ConvoyFailure`: `disk_full`, `output_unwritable`, `encode_failed` when a source became
 * shorter, `cancelled`.
 */
export class HlsFolder {
  readonly files: PackagedFile[] = [];
  readonly #job: FolderJob;
  readonly #total: number;
  readonly #buffer = Buffer.allocUnsafe(copyBytes);
  #written = 0;

  /** @param total bytes of all tracks that will be written */
  constructor(job: FolderJob, total: number) {
    this.#job = job;
    this.#total = total;
  }

  /** Init segment, segments and playlist of a track, in a folder of its own. */
  async addTrack(name: string, track: CutTrack, mime: string, target: number): Promise<void> {
    const { index, segments } = track;
    const folder = path.join(this.#job.outDir, name);
    await mkdir(folder, { recursive: true }).catch((error: unknown) => {
      throw outputFailure(error, folder);
    });
    const source = await open(track.file, 'r');
    try {
      await this.#copy(source, index.head, `${name}/init.mp4`, mime);
      for (const [n, { from, to }] of segments.entries()) {
        await this.#copy(source, index.fragments.slice(from, to), `${name}/${segmentName(n)}`, mime);
      }
    } finally {
      await source.close();
    }
    const list = segments.map(({ duration }, n) => ({ uri: segmentName(n), duration }));
    await this.addPlaylist(
      `${name}/playlist.m3u8`,
      mediaPlaylist({ init: 'init.mp4', targetDuration: target, segments: list }),
    );
  }

  /** The playlist that players scrub with; returns what it takes to show it. */
  async addIFrames(name: string, track: CutTrack): Promise<Bandwidth> {
    const frames = iFrameList(track);
    const playlist = mediaPlaylist({
      init: 'init.mp4',
      targetDuration: targetDuration(frames.map(({ duration }) => duration)),
      segments: frames,
      iFramesOnly: true,
    });
    await this.addPlaylist(`${name}/iframes.m3u8`, playlist);
    return bandwidth(frames.map(({ duration, range }) => ({ duration, bytes: range.bytes })));
  }

  async addPlaylist(name: string, text: string): Promise<void> {
    this.#stopIfAborted();
    const bytes = Buffer.from(text);
    const target = path.join(this.#job.outDir, name);
    await writeFile(target, bytes).catch((error: unknown) => {
      throw outputFailure(error, target);
    });
    this.files.push({ path: name, bytes: bytes.length, mime: playlistMime });
  }

  /** Byte ranges of a file, one after the other, as a new file. */
  async #copy(source: FileHandle, ranges: readonly Range[], name: string, mime: string): Promise<void> {
    const file = path.join(this.#job.outDir, name);
    const refused = (error: unknown): never => {
      throw outputFailure(error, file);
    };
    const target = await open(file, 'w').catch(refused);
    try {
      for (const range of joined(ranges)) await this.#copyRange(source, range, target, refused);
    } finally {
      await target.close().catch(refused);
    }
    this.files.push({ path: name, bytes: ranges.reduce((sum, range) => sum + range.bytes, 0), mime });
  }

  async #copyRange(
    source: FileHandle,
    { offset, bytes }: Range,
    target: FileHandle,
    refused: (error: unknown) => never,
  ): Promise<void> {
    for (let done = 0; done < bytes;) {
      this.#stopIfAborted();
      const wanted = Math.min(copyBytes, bytes - done);
      const { bytesRead } = await source.read(this.#buffer, 0, wanted, offset + done);
      if (bytesRead === 0) throw fail('encode_failed', { reason: 'a file became shorter while it was read' });
      for (let out = 0; out < bytesRead;) {
        const { bytesWritten } = await target.write(this.#buffer, out, bytesRead - out).catch(refused);
        out += bytesWritten;
      }
      done += bytesRead;
      this.#written += bytesRead;
      this.#job.onProgress?.(Math.min(1, this.#written / Math.max(1, this.#total)));
    }
  }

  #stopIfAborted(): void {
    if (this.#job.signal?.aborted === true) throw fail('cancelled');
  }
}

interface Range {
  readonly offset: number;
  readonly bytes: number;
}

/** Neighbouring ranges as one, so that a segment is copied in large pieces. */
function joined(ranges: readonly Range[]): readonly Range[] {
  const result: Range[] = [];
  for (const range of ranges) {
    const last = result.at(-1);
    if (last !== undefined && last.offset + last.bytes === range.offset) {
      result[result.length - 1] = { offset: last.offset, bytes: last.bytes + range.bytes };
    } else result.push(range);
  }
  return result;
}
