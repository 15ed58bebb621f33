import { stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ConvoyFailure, fail } from '../../../shared/model/error.ts';
import type { MediaFacts } from '../../../shared/model/media.ts';
import type { ChosenPlan } from '../../../shared/plan/plan-job.ts';
import type { Plan } from '../../../shared/plan/plan.ts';
import type { PictureFile } from '../doors/queue-door.ts';
import type { PlannedRequest } from '../planning/plan-request.ts';
import { probesOf } from '../probe/read-input.ts';
import type { ReadRequest } from '../queue/requests.ts';
import { encodePart, planPart } from './compare-encode.ts';
import { type ComparedPart, type MovingOptions, comparedPart } from './compare-part.ts';
import {
  type MatchedFrames,
  findMatch,
  matchFrames,
  onFrame,
  placeAfterKeyFrame,
  seekTo,
} from './compare-window.ts';
import { type EncodedPart, wholeBytes } from './compare-total.ts';
import {
  type Compared,
  type CompareWork,
  pictureLeft,
  pictureOf,
  picturedIn,
  planPictured,
} from './compare-work.ts';
import { withFrameBeside } from './frame-beside.ts';
import { type TimedPacket, pageTimes, readPackets } from './frame-times.ts';
import { frameName } from './seen-frames.ts';

/**
 * Something that moves: a part of it is encoded as the job would encode it, and one frame of the source stands beside
 * the frame that was made of it.
 */
export async function compareMoving(
  work: CompareWork,
  request: ReadRequest & { readonly options: MovingOptions },
  planned: PlannedRequest,
  asked: number | null,
): Promise<Compared> {
  const { facts, chosen } = planned;
  const partAt = (place: number | null): ComparedPart =>
    comparedPart(facts, request.options, chosen.plan, place, os.availableParallelism());
  const usual = partAt(asked);
  const file = request.inputs[usual.input] ?? request.inputs[0];
  const looked = facts[usual.input] ?? facts[0];
  const bytesBefore = facts.reduce((sum, { bytes }) => sum + bytes, 0);
  const { times, keyFrame } = await sourceTimes(work, file, looked, usual);
  const sooner = asked === null ? placeAfterKeyFrame(usual, keyFrame) : null;
  const wished = sooner === null ? usual : partAt(sooner);
  const part = wished.rate === null ? { ...wished, window: onFrame(wished.window, times) } : wished;
  const match = matchFrames(times, part.at, part.window, part.rate);
  if (match === null) throw nothingThere(file);
  const at = times[match.source] ?? part.at;
  const own = times.map((time) => time - part.begins);
  const place = placeOf(looked, own, match.source);
  const name = await frameName(file, place);
  const known = await work.seen.find(name, work.folder);
  const kept = (picture: PictureFile): PictureFile => {
    work.seen.keep(name, picture);
    return picture;
  };

  if (chosen.plan.streams.some(({ type, action }) => type === 'video' && action === 'copy')) {
    const { estimate } = chosen.plan;
    const bytesAfter = estimate === null ? null : Math.round((estimate.low + estimate.high) / 2);
    const picture = known ?? kept(await picturedIn(work, 'before', file, looked, place));
    return { before: picture, after: picture, bytesBefore, bytesAfter, exact: false, at };
  }
  const encode = await planPart(work, request, planned, part);
  const choice = await planPictured(work, file, looked, place);
  const framePlace = { inFile: place, inPart: place - Math.max(0, part.window.start - part.begins) };
  const beside = (run: ChosenPlan): Plan | null =>
    known === null ? withFrameBeside(run.plan, run.tools, choice, framePlace) : null;
  const alone =
    known !== null
      ? Promise.resolve(known)
      : beside(encode.run) === null
        ? pictureOf(work, 'before', file, choice)
        : null;
  // It runs beside the encode; what goes wrong with it is heard below.
  alone?.catch(() => undefined);
  const ran = await encodePart(work, encode, request.inputs, (run) =>
    alone === null ? (beside(run) ?? run.plan) : run.plan,
  );
  const before = alone ?? pictureLeft(work, 'before', file, ran.scratch, choice);
  before.catch(() => undefined);
  const encoded = await lookAtPart(work, ran.file, encode.ofAll);
  const after = await frameOf(work, encoded, match);
  return {
    before: kept(await before),
    after,
    bytesBefore,
    bytesAfter: part.isWhole
      ? (await stat(encoded.file)).size
      : wholeBytes(request, planned, part, encoded, work.deps.planning.settings),
    exact: part.isWhole,
    at,
  };
}

/** Frames around the window, on the clock of the joined result. */
interface SourceTimes {
  readonly times: readonly number[];
  /** The one from which the window is decoded; null when it is not known. */
  readonly keyFrame: number | null;
}

async function sourceTimes(
  { deps, signal }: CompareWork,
  file: string,
  facts: MediaFacts,
  { window, begins }: ComparedPart,
): Promise<SourceTimes> {
  const onClock = (times: readonly number[], key?: number): SourceTimes => ({
    times: times.map((time) => time + begins),
    keyFrame: key === undefined ? null : key + begins,
  });
  if (facts.still !== null) return onClock(pageTimes(facts.still.delays));
  const [stream] = facts.video;
  if (stream === undefined) throw nothingThere(file);
  const span = { start: window.start - begins, end: window.end - begins };
  const { ffprobe } = probesOf(await toolSets(deps));
  const { formats, start } = facts;
  const packets = await readPackets({ ffprobe, file, formats, start, stream: stream.index, span }, signal);
  if (packets.some(({ time }) => time >= span.start)) {
    const key = packets.findLast((packet) => packet.key && packet.time <= span.start);
    return onClock(
      packets.map(({ time }) => time),
      key?.time,
    );
  }
  // ffprobe does not say: frames are where the rate puts them.
  const fps = stream.fps ?? 25;
  const first = Math.ceil(span.start * fps);
  const count = Math.max(1, Math.floor((span.end - span.start) * fps));
  return onClock(Array.from({ length: count }, (_, n) => (first + n) / fps));
}

async function toolSets({ planning }: CompareWork['deps']): Promise<Parameters<typeof probesOf>[0]> {
  const [first, ...others] = await planning.toolSets();
  if (first === undefined) throw fail('tool_missing');
  return [first, ...others];
}

/** Where a frame is asked for: a page by a time at which it is shown, a frame by one before it and after the last. */
function placeOf({ still }: MediaFacts, times: readonly number[], index: number): number {
  if (still === null) return seekTo(times, index);
  return (times[index] ?? 0) + (still.delays[index] ?? 0) / 2000;
}

async function lookAtPart({ deps, signal }: CompareWork, file: string, ofAll: number): Promise<EncodedPart> {
  const { ffprobe, otherFfprobe } = probesOf(await toolSets(deps));
  // Both are asked at once: what the packets are does not depend on what else is in the file.
  const [read, asked] = await Promise.all([
    deps.planning.reader.read(file, { signal }),
    readPackets({ ffprobe, file, formats: [], start: 0 }, signal),
  ]);
  if (!read.ok) throw new ConvoyFailure(read.error);
  const { still, video, start } = read.value;
  let packets: readonly TimedPacket[] = [];
  if (still === null) {
    packets = asked;
    // A result of a newer ffmpeg may be more than the older ffprobe knows.
    if (packets.length === 0) {
      packets = await readPackets({ ffprobe: otherFfprobe, file, formats: [], start: 0 }, signal);
    }
    packets = packets.map((packet) => ({ ...packet, time: packet.time - start }));
  }
  const times =
    still === null
      ? packets.filter(({ stream }) => stream === video[0]?.index).map(({ time }) => time)
      : pageTimes(still.delays);
  return { file, facts: read.value, packets, times, ofAll };
}

/** The frame of the result that was made of the source's. */
async function frameOf(
  work: CompareWork,
  { file, facts, times }: EncodedPart,
  match: MatchedFrames,
): Promise<PictureFile> {
  // One frame: an animation of it is a still.
  if (facts.still?.pages === 1) return picturedIn(work, 'after-frame', file, facts, null);
  if (times.length === 0) {
    throw fail('output_verify_failed', { file: path.basename(file), reason: 'no frame was encoded' });
  }
  return picturedIn(work, 'after-frame', file, facts, placeOf(facts, times, findMatch(times, match)));
}

const nothingThere = (file: string): ConvoyFailure =>
  fail('input_unsupported', { file: path.basename(file), reason: 'there is no moving picture in it' });
