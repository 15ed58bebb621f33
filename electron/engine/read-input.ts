import type { Result } from '../../shared/model/error.ts';
import { ConvoyFailure, ok } from '../../shared/model/error.ts';
import type { MediaFacts } from '../../shared/model/media.ts';
import type { StillWorkers } from './ports.ts';
import { inspectInput } from './probe-input.ts';
import { probeMedia } from './probe.ts';
import { sniffStill } from './sniff-still.ts';

/** Finds out what a file holds, with whichever tool reads it. */
export interface InputReader {
  /** `start` asks for the key frame at it, which decides whether a cut can be copied. */
  read(
    file: string,
    options?: { readonly start?: number; readonly signal?: AbortSignal },
  ): Promise<Result<MediaFacts>>;
}

/**
 * Pictures are known by their first bytes and probed by libvips or libheif in a worker; everything else by ffprobe. An
 * animated gif is looked at by both: ffmpeg decodes it, and libvips knows its pages and loops.
 */
export function createInputReader(workers: StillWorkers, ffprobe: () => Promise<string>): InputReader {
  return {
    async read(file, { start, signal } = {}) {
      const inspected = await inspectInput(file);
      if (!inspected.ok) return inspected;
      const still = sniffStill(inspected.value.header) === null ? null : await probeStill(file, signal);
      if (still !== null && !still.ok) return still;
      const picture = still?.value ?? null;
      if (picture?.still !== null && picture !== null) {
        if (picture.still.pages === 1 || picture.still.format !== 'gif') return ok(picture);
      }
      const media = await probeMedia({
        path: file,
        ffprobe: await ffprobe(),
        ...(start === undefined ? {} : { start }),
        ...(signal === undefined ? {} : { signal }),
      });
      if (!media.ok || picture === null) return media;
      return ok({ ...media.value, still: picture.still });
    },
  };

  async function probeStill(
    file: string,
    signal: AbortSignal | undefined,
  ): Promise<Result<MediaFacts | null>> {
    try {
      const reply = await workers.run({ do: 'probe', input: file }, signal === undefined ? {} : { signal });
      return ok(reply.facts);
    } catch (error) {
      if (error instanceof ConvoyFailure) return { ok: false, error: error.error };
      throw error;
    }
  }
}
