import { type Result, type Warning, ok, refuse } from '../model/error.ts';
import type { AttachedPicture, MediaFacts } from '../model/media.ts';
import type { AudioOptions } from '../model/options.ts';
import { planTrack } from './audio-track.ts';
import { type AudioContainer, audioContainers } from './containers.ts';
import { range } from './estimate.ts';
import { globalArgs, inputArgs, resolveCut } from './input-args.ts';
import type { SoundShare } from './limit/attempt.ts';
import type { ArgGroup, Plan, PlanContext, StreamDecision } from './plan.ts';
import { formatName } from './names/result-form.ts';
import { modeOf, noteOf, tolerance } from './decisions.ts';
import { qualityOf } from './steering.ts';

/**
 * Plans the sound of anything that holds some: the first track, with tags and the cover where the format has them.
 *
 * @param share what a size limit leaves; null = there is none
 */
export function planAudio(
  facts: MediaFacts,
  options: AudioOptions,
  context: PlanContext,
  share: SoundShare | null = null,
): Result<Plan> {
  const container = audioContainers[options.format ?? 'mp3'];
  const track = facts.audio.find((t) => t.isDefault) ?? facts.audio[0];
  if (track === undefined) {
    return refuse('input_unsupported', { file: context.inputName, reason: 'there is no sound in it' });
  }
  const resolved = resolveCut(options, facts.duration);
  if (!resolved.ok) return resolved;
  const { cut, duration } = resolved.value;
  const planned = planTrack(
    track,
    {
      plays: container.plays,
      encoder: container.encoder,
      maxChannels: share?.channels ?? container.maxChannels,
      maxRate: share?.sampleRate ?? container.maxRate,
      quality: qualityOf(options, context),
      explicitQuality: options.quality !== undefined || options.compression !== undefined,
      bitrate: share?.rate ?? options.bitrate ?? null,
      mustEncode: share === null ? null : 'a size limit was asked',
      averaged: share !== null,
    },
    context.capabilities,
  );
  if (!planned.ok) return planned;

  const others = facts.audio.filter((t) => t !== track);
  const cover = coverDecision(facts.pictures[0], container, share === null || share.cover === true);
  const decisions: readonly StreamDecision[] = [
    planned.value.decision,
    ...others.map((t): StreamDecision => ({
      type: 'audio',
      index: t.index,
      action: 'drop',
      from: t.codec,
      to: null,
      reason: `${container.format} holds one track`,
    })),
    ...(cover === null ? [] : [cover]),
  ];
  const keepsCover = cover?.action === 'copy';
  const args: readonly ArgGroup[] = [
    ...globalArgs(context.capabilities),
    ...inputArgs({ input: 0 }, cut),
    // Never a video stream by accident: a cover would become Theora in ogg and fail in m4a.
    ['-map', `0:${track.index}`, ...(keepsCover ? ['-map', `0:${cover.index}`] : ['-vn'])],
    tagArgs(facts, track.index, container),
    ['-map_chapters', container.chapters ? '0' : '-1'],
    planned.value.args(0),
    ...(keepsCover ? [['-c:v:0', 'copy', '-disposition:v:0', 'attached_pic']] : []),
    ...muxerArgs(container),
    ['-f', container.muxer, { output: true }],
  ];
  const bits = planned.value.bitsPerSecond;
  return ok({
    kind: 'audio',
    mode: modeOf(decisions),
    lane: planned.value.decision.action === 'copy' ? 'copy' : 'audio',
    streams: decisions,
    steps: [
      {
        tool: 'ffmpeg',
        label: planned.value.decision.action === 'copy' ? 'copy' : 'convert',
        args,
        slowSeek: null,
        progress: { duration, frames: null, weight: 10 },
      },
    ],
    result: { ...formatName('audio', container.format), format: container.format, size: null },
    expect: {
      streams: [
        planned.value.expected,
        ...(keepsCover ? [{ type: 'picture', codec: cover.from, width: null, height: null } as const] : []),
      ],
      duration,
      tolerance: tolerance(duration),
    },
    warnings: [
      ...resolved.value.warnings,
      ...planned.value.warnings,
      ...lossWarnings(others.length, cover, container, facts),
    ],
    estimate: duration === null ? null : range((bits * duration) / 8, 0.9, 1.15),
    note: noteOf(decisions.filter((d) => d.action !== 'drop')),
  });
}

/** Ogg keeps its tags on the stream, not on the file: they are lifted to the file so that they survive. */
function tagArgs(facts: MediaFacts, index: number, container: AudioContainer): ArgGroup {
  if (!container.tags) return ['-map_metadata', '-1'];
  return ['-map_metadata', '0', ...(facts.formats.includes('ogg') ? ['-map_metadata', `0:s:${index}`] : [])];
}

function coverDecision(
  picture: AttachedPicture | undefined,
  container: AudioContainer,
  hasRoom: boolean,
): StreamDecision | null {
  if (picture === undefined) return null;
  const base = { type: 'picture', index: picture.index, from: picture.codec } as const;
  if (!hasRoom) return { ...base, action: 'drop', to: null, reason: 'the size limit has no room for it' };
  if (!container.cover)
    return { ...base, action: 'drop', to: null, reason: `${container.format} holds no cover` };
  if (picture.codec !== 'mjpeg' && picture.codec !== 'png') {
    return { ...base, action: 'drop', to: null, reason: `players do not show a ${picture.codec} cover` };
  }
  return { ...base, action: 'copy', to: picture.codec, reason: null };
}

function muxerArgs(container: AudioContainer): readonly ArgGroup[] {
  switch (container.format) {
    case 'mp3':
      // Windows reads ID3v2.3 only.
      return [['-id3v2_version', '3', '-write_id3v1', '1']];
    case 'm4a':
      return [['-movflags', '+faststart']];
    case 'wav':
      // A header for more than 4 GiB, written only when it is needed.
      return [['-rf64', 'auto']];
    case 'aac':
    case 'ogg':
    case 'opus':
    case 'flac':
      return [];
  }
}

function lossWarnings(
  others: number,
  cover: StreamDecision | null,
  container: AudioContainer,
  facts: MediaFacts,
): readonly Warning[] {
  const hasTags = Object.keys(facts.tags).some(
    (key) => key === 'title' || key === 'artist' || key === 'album',
  );
  return [
    ...(others > 0
      ? [
          {
            kind: 'tracks_dropped',
            message: `${others} more sound ${others === 1 ? 'track is' : 'tracks are'} left out.`,
          },
        ]
      : []),
    ...(cover?.action === 'drop'
      ? [{ kind: 'cover_dropped', message: `The cover picture is left out: ${cover.reason ?? ''}.` }]
      : []),
    ...(hasTags && !container.tags
      ? [
          {
            kind: 'tags_dropped',
            message: `Title and artist are left out: a plain ${container.format} file holds none.`,
          },
        ]
      : []),
    ...(facts.chapters > 0 && !container.chapters
      ? [{ kind: 'chapters_dropped', message: `The chapters are left out: ${container.format} holds none.` }]
      : []),
  ];
}
