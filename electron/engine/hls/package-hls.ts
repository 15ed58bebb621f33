import path from 'node:path';
import { type Warning, fail } from '../../../shared/model/error.ts';
import { clearlyApart } from '../../../shared/plan/hls/hls-ladder.ts';
import { type MasterVariant, masterPlaylist, targetDuration } from '../../../shared/plan/hls/hls-playlist.ts';
import { type Bandwidth, bandwidth, together } from '../../../shared/plan/hls/hls-segments.ts';
import type { HlsAudio, HlsPackage, HlsRendition } from '../../../shared/plan/plan.ts';
import { type FolderJob, HlsFolder, type PackagedFile } from './hls-folder.ts';
import { type CutTrack, cutTrack, sameCuts } from './hls-tracks.ts';

/**
 * Makes the folder of an adaptive video from the fragmented MP4 files that ffmpeg wrote: byte ranges become segments,
 * and the playlists declare what was measured on them.
 */

export interface HlsJob extends FolderJob {
  readonly hls: HlsPackage;
  /** Folder with the files that ffmpeg wrote. */
  readonly scratchDir: string;
}

/** What a rung turned out to be. */
export interface MeasuredRendition {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** As CODECS has it. */
  readonly codec: string;
  /** Bits per second, the largest audio track included. */
  readonly bandwidth: Bandwidth;
  /** Seconds. */
  readonly duration: number;
  readonly segments: number;
}

export interface PackagedHls {
  readonly files: readonly PackagedFile[];
  readonly master: 'master.m3u8';
  readonly warnings: readonly Warning[];
  /** Those that are in the package, from the smallest up. */
  readonly renditions: readonly MeasuredRendition[];
}

interface Rung {
  readonly plan: HlsRendition;
  readonly track: CutTrack;
  readonly bandwidth: Bandwidth;
}
interface Sound {
  readonly plan: HlsAudio;
  readonly track: CutTrack;
}

/**
 * Packages one adaptive video. Memory does not grow with its length but for a few numbers for every two seconds.
 *
 * Rejects with a `ConvoyFailure`: `encode_failed` when ffmpeg's files are not what was planned, `disk_full` and
 * `output_unwritable`, `cancelled` when aborted. What was written by then is the caller's to remove.
 */
export async function packageHls(job: HlsJob): Promise<PackagedHls> {
  const { planned, sounds } = await measure(job);
  const rungs = clearlyApart(planned, (rung) => rung.bandwidth.average);
  const tracks = [...rungs, ...sounds].map(({ track }) => track);
  const folder = new HlsFolder(
    job,
    tracks.reduce((sum, track) => sum + track.bytes, 0),
  );
  const target = targetDuration(tracks.flatMap(({ segments }) => segments.map(({ duration }) => duration)));

  for (const { plan, track } of sounds) await folder.addTrack(plan.name, track, 'audio/mp4', target);
  const variants: MasterVariant[] = [];
  for (const { plan, track, bandwidth: measured } of rungs) {
    await folder.addTrack(plan.name, track, 'video/mp4', target);
    variants.push({
      uri: `${plan.name}/playlist.m3u8`,
      iFramesUri: `${plan.name}/iframes.m3u8`,
      bandwidth: measured,
      iFrames: await folder.addIFrames(plan.name, track),
      width: track.index.width,
      height: track.index.height,
      frameRate: plan.frameRate,
      codec: track.index.codec,
      videoRange: plan.videoRange,
    });
  }
  const audio = sounds.map(({ plan, track }) => ({
    ...plan,
    uri: `${plan.name}/playlist.m3u8`,
    codec: track.index.codec,
  }));
  // Last, so that a folder with a master playlist has everything that it names.
  await folder.addPlaylist('master.m3u8', masterPlaylist(variants, audio));
  return {
    files: folder.files,
    master: 'master.m3u8',
    warnings: droppedWarnings(planned, rungs),
    renditions: rungs.map(measuredRendition),
  };
}

/** Reads what ffmpeg wrote and checks that it can be one presentation. */
async function measure({
  hls,
  scratchDir,
  signal,
}: HlsJob): Promise<{ readonly planned: readonly Rung[]; readonly sounds: readonly Sound[] }> {
  const cut = (plan: HlsRendition | HlsAudio): Promise<CutTrack> =>
    cutTrack(path.join(scratchDir, plan.scratch), plan.name, hls.segmentSeconds, signal);
  const sounds: Sound[] = [];
  for (const plan of hls.audio) {
    const track = await cut(plan);
    expectType(plan.name, track, 'audio');
    sounds.push({ plan, track });
  }
  const heard = sounds.map(({ track }) => bandwidth(track.segments));
  const planned: Rung[] = [];
  for (const plan of hls.renditions) {
    const track = await cut(plan);
    expectType(plan.name, track, 'video');
    expectSize(plan, track);
    planned.push({ plan, track, bandwidth: together(bandwidth(track.segments), heard) });
  }
  if (!sameCuts(planned.map(({ track }) => track))) {
    throw fail('encode_failed', { reason: 'the key frames of its sizes do not lie at the same times' });
  }
  return { planned, sounds };
}

/** Seconds by which a browser, which ignores an empty edit, would show a track too early. */
const mostEmpty = 0.01;

function expectType(name: string, { index }: CutTrack, type: 'video' | 'audio'): void {
  if (index.type !== type)
    throw fail('encode_failed', { reason: `the ${name} that ffmpeg wrote is ${index.type}` });
  if (index.emptyEdit > mostEmpty) {
    throw fail('encode_failed', {
      reason: `the ${name} that ffmpeg wrote begins ${index.emptyEdit.toFixed(3)} s late`,
    });
  }
}

function expectSize({ name, width, height }: HlsRendition, { index }: CutTrack): void {
  if (index.width === width && index.height === height) return;
  throw fail('encode_failed', {
    reason: `its ${name} version is ${index.width}×${index.height} instead of ${width}×${height}`,
  });
}

function measuredRendition({ plan, track, bandwidth: measured }: Rung): MeasuredRendition {
  return {
    name: plan.name,
    width: track.index.width,
    height: track.index.height,
    codec: track.index.codec,
    bandwidth: measured,
    duration: track.duration,
    segments: track.segments.length,
  };
}

function droppedWarnings(planned: readonly Rung[], kept: readonly Rung[]): readonly Warning[] {
  const names = planned.filter((rung) => !kept.includes(rung)).map(({ plan }) => plan.name);
  if (names.length === 0) return [];
  const [versions, takes, is] = names.length === 1 ? ['version', 'takes', 'is'] : ['versions', 'take', 'are'];
  const message = `The ${names.join(', ')} ${versions} ${takes} hardly fewer bits than the next larger one and ${is} left out.`;
  return [{ kind: 'rungs_dropped', message }];
}
