import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type ConvoyError, ConvoyFailure, fail, ok, refuse } from '../../../shared/model/error.ts';
import type { MediaFacts, VideoStream } from '../../../shared/model/media.ts';
import type { Size, StillEncode } from '../../../shared/plan/plan.ts';
import { bindArgs, flattenArgs } from '../../../shared/plan/run/ffmpeg-args.ts';
import { classifyFailure, runSucceeded } from '../../../shared/plan/run/failure.ts';
import { errorOf } from '../error-of.ts';
import type { PictureFile, PreviewDoor } from '../doors/queue-door.ts';
import { newestFirst } from './newest-first.ts';
import { createPictureCache, pictureName } from './picture-cache.ts';
import { asItIs, planPicture } from './picture-plan.ts';
import type { PreviewDeps } from './preview-deps.ts';
import { runPreview } from './preview-run.ts';
import { type Subject, subjectOf } from './subject.ts';
import { timeLimit } from './time-limit.ts';
import {
  frameFile,
  insideSquare,
  isBlank,
  lookFile,
  placesToLook,
  shownSize,
  sideFor,
  thumbnailArgs,
  wantsKeyframe,
} from './thumbnail-frame.ts';

/** Small pictures of inputs and results. Never a reason for a job to fail, and never in the way of one. */

export interface Thumbnails {
  readonly thumbnail: PreviewDoor['thumbnail'];
  readonly close: () => Promise<void>;
}

/** Bytes that small pictures may take on disk. */
const cacheBytes = 300 * 1024 * 1024;
/** How many are made at once. */
const atOnce = 2;
/** Milliseconds for one picture, all places that are looked at together. */
const limitMs = 15_000;
/** libheif in WebAssembly takes seconds for a large photo. */
const heicLimitMs = 30_000;

interface Work {
  readonly id: string;
  readonly file: string;
  /** Empty folder that is removed afterwards. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

const smallWebp: StillEncode = { format: 'webp', quality: 78, lossless: false, effort: 3 };

export function createThumbnails(deps: PreviewDeps): Thumbnails {
  const cache = createPictureCache(path.join(deps.cacheDir, 'pictures'), cacheBytes, deps.planning.now);
  const queue = newestFirst<PictureFile | null>(atOnce);
  /** Names of pictures that cannot be: sound without a cover. */
  const nothingToSee = new Set<string>();

  const thumbnail: Thumbnails['thumbnail'] = async (id, which, side, signal) => {
    const job = deps.entry(id);
    if (job === null) return refuse('not_found', { given: 'The job' });
    try {
      const subject = await subjectOf(job, which);
      const asked = sideFor(side);
      const name = pictureName({ ...subject, side: asked });
      if (nothingToSee.has(name)) return ok(null);
      const found = await cache.find(name);
      if (found !== null) return ok(found);
      const made = await queue.ask(name, (stop) => make(id, subject, asked, name, stop), signal);
      return ok(made);
    } catch (error) {
      return { ok: false, error: errorOf(error) };
    }
  };

  async function make(
    id: string,
    subject: Subject,
    side: number,
    name: string,
    signal: AbortSignal,
  ): Promise<PictureFile | null> {
    // Whoever asked just before may have got it meanwhile.
    const found = await cache.find(name);
    if (found !== null) return found;
    const facts = await deps.planning.reader.read(subject.path, { signal });
    if (!facts.ok) throw new ConvoyFailure(facts.error);
    const [stream] = facts.value.video;
    if (facts.value.still === null && stream === undefined && facts.value.pictures.length === 0) {
      nothingToSee.add(name);
      return null;
    }
    const folder = await mkdtemp(path.join(os.tmpdir(), 'convoy-picture-'));
    try {
      const work = { id, file: subject.path, folder, signal };
      const output =
        facts.value.still === null && stream !== undefined
          ? await ofVideo(work, facts.value, stream, side)
          : await ofStill(work, facts.value, side);
      return await cache.keep(name, await readFile(output));
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  }

  /** A picture, its first page, or a cover. */
  async function ofStill(work: Work, facts: MediaFacts, side: number): Promise<string> {
    const chosen = planPicture(facts, await deps.planning.toolSets(), {
      settings: deps.planning.settings,
      name: path.basename(work.file),
      size: (own) => insideSquare(own, side),
      encode: smallWebp,
    });
    if (!chosen.ok) throw new ConvoyFailure(chosen.error);
    const output = path.join(work.folder, 'small.webp');
    const limit = timeLimit(facts.still?.reader === 'libheif' ? heicLimitMs : limitMs, work.signal);
    return limit.hold(path.basename(work.file), async () => {
      const paths = { inputs: [work.file], scratch: path.join(work.folder, 'scratch'), output } as const;
      await runPreview(deps, work.id, chosen.value, paths, limit.signal);
      return output;
    });
  }

  /** The first place that shows something; when none does, the first one. */
  async function ofVideo(work: Work, facts: MediaFacts, stream: VideoStream, side: number): Promise<string> {
    const size = insideSquare(shownSize(stream), side);
    const limit = timeLimit(limitMs, work.signal);
    return limit.hold(path.basename(work.file), async () => {
      let shown: string | null = null;
      let failure: unknown = null;
      for (const [n, at] of placesToLook(facts, stream).entries()) {
        try {
          const place = { at, keyframe: n === 0 && wantsKeyframe(stream) };
          const frame = await takeFrame(work, stream, size, place, limit.signal);
          shown ??= frame.file;
          if (isBlank(frame.look)) continue;
          shown = frame.file;
          break;
        } catch (error) {
          if (limit.signal.aborted) throw error;
          failure ??= error;
        }
      }
      if (shown === null) throw failure;
      const output = path.join(work.folder, 'small.webp');
      const recipe = asItIs(size, smallWebp);
      await deps.workers.run({ do: 'convert', input: shown, output, recipe }, { signal: limit.signal });
      return output;
    });
  }

  /** With the first ffmpeg that can: one without the filters for high dynamic range is passed over. */
  async function takeFrame(
    work: Work,
    stream: VideoStream,
    size: Size,
    place: Parameters<typeof thumbnailArgs>[2],
    signal: AbortSignal,
  ): Promise<{ readonly file: string; readonly look: Uint8Array }> {
    const scratch = await mkdtemp(path.join(work.folder, 'frame-'));
    let missing: ConvoyError | null = null;
    for (const { ffmpeg, capabilities } of await deps.planning.toolSets()) {
      const args = thumbnailArgs(stream, size, place, capabilities);
      if (!args.ok) {
        missing ??= args.error;
        continue;
      }
      const paths = { inputs: [work.file], scratch, output: '' };
      const facts = await deps.runner.run({
        ffmpeg,
        args: flattenArgs(bindArgs(args.value, paths)),
        signal,
        onLine: (line) => deps.log?.(work.id, line),
      });
      const ended = { facts, file: path.basename(work.file), inputs: [work.file], outputs: [scratch] };
      if (!runSucceeded(ended)) throw new ConvoyFailure(classifyFailure({ ...ended, tool: ffmpeg }));
      // Nothing was decoded at that place: the file ends before it, or is damaged there.
      const look = await readFile(path.join(scratch, lookFile));
      if (look.length === 0) throw fail('input_truncated', { file: path.basename(work.file) });
      return { file: path.join(scratch, frameFile), look };
    }
    throw missing === null ? fail('tool_missing') : new ConvoyFailure(missing);
  }

  return { thumbnail, close: queue.close };
}
