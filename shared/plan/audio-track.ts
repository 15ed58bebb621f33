import type { Capabilities } from '../model/capabilities.ts';
import { type Result, type Warning, ok, refuse } from '../model/error.ts';
import type { AudioStream } from '../model/media.ts';
import { type AudioEncoder, audioCodecOf } from './containers.ts';
import type { ArgGroup, ExpectedStream, StreamDecision } from './plan.ts';
import { type Quality, audioBitrate, flacLevel, wavBits } from './quality.ts';

/** What a container accepts of one audio track, and what is asked of it. */
export interface TrackTarget {
  /** Codec names that may be copied; null = all. */
  readonly plays: ReadonlySet<string> | null;
  readonly encoder: AudioEncoder;
  readonly maxChannels: number;
  /** Hz. */
  readonly maxRate: number;
  readonly quality: Quality;
  /** A default is never explicit; an explicit quality is a reason to encode. */
  readonly explicitQuality: boolean;
  /** Bits per second, or null; a cap when quality is explicit too. */
  readonly bitrate: number | null;
  /** Why this track cannot be copied whatever it is, or null. */
  readonly mustEncode: string | null;
  /** MP3 knows 14 constant rates; an average one comes closer to what a size limit leaves. */
  readonly averaged?: boolean;
}

export interface TrackPlan {
  readonly decision: StreamDecision;
  /** Codec arguments of the track as the n-th audio stream of the result. */
  readonly args: (n: number) => ArgGroup;
  readonly expected: ExpectedStream;
  readonly warnings: readonly Warning[];
  /** Bits per second that the track takes, for estimates. */
  readonly bitsPerSecond: number;
}

/** Copies a track that is already right and encodes it else. Refusal: `encoder_missing`. */
export function planTrack(
  track: AudioStream,
  target: TrackTarget,
  capabilities: Capabilities,
): Result<TrackPlan> {
  const reason = whyEncode(track, target);
  const base = { type: 'audio', index: track.index, from: track.codec } as const;
  if (reason === null) {
    return ok({
      decision: { ...base, action: 'copy', to: track.codec, reason: null },
      args: (n) => [`-c:a:${n}`, 'copy'],
      expected: { type: 'audio', codec: track.codec, width: null, height: null },
      warnings: [],
      bitsPerSecond: track.bitrate ?? 160_000,
    });
  }
  const channels = Math.min(track.channels, target.maxChannels);
  const encoding = encode(track, target, channels);
  if (!capabilities.encoders.includes(encoding.encoder)) {
    return refuse('encoder_missing', {
      reason: `it has no working ${encoding.encoder}, which writes ${encoding.codec}`,
    });
  }
  return ok({
    decision: { ...base, action: 'encode', to: encoding.codec, reason },
    args: (n) => [`-c:a:${n}`, encoding.encoder, ...encoding.args(n), ...shape(track, target, channels, n)],
    expected: { type: 'audio', codec: encoding.codec, width: null, height: null },
    warnings:
      channels < track.channels
        ? [
            {
              kind: 'channels_mixed',
              message: `Sound with ${track.channels} channels is mixed down to ${channelWord(channels)}.`,
            },
          ]
        : [],
    bitsPerSecond: encoding.bitsPerSecond,
  });
}

function whyEncode(track: AudioStream, target: TrackTarget): string | null {
  if (target.mustEncode !== null) return target.mustEncode;
  if (target.plays !== null && !target.plays.has(track.codec)) return `${track.codec} does not belong there`;
  if (target.explicitQuality) return 'a quality was asked';
  if (target.bitrate !== null && (track.bitrate === null || track.bitrate > target.bitrate)) {
    return 'its bit rate is above what was asked';
  }
  return null;
}

interface Encoding {
  readonly encoder: string;
  readonly codec: string;
  readonly args: (n: number) => ArgGroup;
  readonly bitsPerSecond: number;
}

function encode(track: AudioStream, target: TrackTarget, channels: number): Encoding {
  const rate = Math.min(track.sampleRate, target.maxRate);
  const { encoder } = target;
  switch (encoder) {
    case 'pcm': {
      const bits = depth(track, target);
      const name = bits === 24 ? 'pcm_s24le' : 'pcm_s16le';
      return { encoder: name, codec: name, args: () => [], bitsPerSecond: rate * channels * bits };
    }
    case 'flac': {
      const bits = (track.bitDepth ?? 16) > 16 ? 24 : 16;
      return {
        encoder,
        codec: 'flac',
        args: (n) => [
          `-compression_level:a:${n}`,
          String(flacLevel(target.quality)),
          // Without it a lossy source, decoded to floats, would become 24 bits of nothing.
          `-sample_fmt:a:${n}`,
          bits === 24 ? 's32' : 's16',
        ],
        bitsPerSecond: rate * channels * bits * 0.6,
      };
    }
    case 'libmp3lame':
    case 'aac':
    case 'libvorbis':
    case 'libopus': {
      const codec = audioCodecOf[encoder] as 'mp3' | 'aac' | 'vorbis' | 'opus';
      const wanted = audioBitrate(codec, target.quality, channels);
      // Quality and a bit rate together: the bit rate caps.
      const bits =
        target.bitrate === null
          ? wanted
          : target.explicitQuality
            ? Math.min(wanted, target.bitrate)
            : target.bitrate;
      const average = target.averaged === true && encoder === 'libmp3lame' ? ['-abr', '1'] : [];
      return { encoder, codec, args: (n) => [`-b:a:${n}`, String(bits), ...average], bitsPerSecond: bits };
    }
  }
}

function depth(track: AudioStream, target: TrackTarget): 16 | 24 {
  if (target.explicitQuality) return wavBits(target.quality);
  return (track.bitDepth ?? 16) > 16 ? 24 : 16;
}

/**
 * Layout and rate. libopus knows no `5.1(side)`, which is what AC-3 decodes to, and fails on it; the layout is named
 * for every track of more than two channels so that all encoders get the plain one.
 */
function shape(track: AudioStream, target: TrackTarget, channels: number, n: number): ArgGroup {
  const layout = channelWord(channels);
  const named =
    (track.channels > 2 && (channels === 2 || channels === 6)) || (channels === 1 && track.channels > 1);
  return [
    ...(named ? [`-filter:a:${n}`, `aformat=channel_layouts=${layout}`] : []),
    ...(track.sampleRate > target.maxRate ? [`-ar:a:${n}`, String(target.maxRate)] : []),
  ];
}

function channelWord(channels: number): string {
  return channels === 1
    ? 'mono'
    : channels === 2
      ? 'stereo'
      : channels === 6
        ? '5.1'
        : `${channels} channels`;
}

/** Plans every one of the tracks, in order. Refusal: `encoder_missing`. */
export function planTracks(
  asked: readonly AudioStream[],
  target: TrackTarget,
  capabilities: Capabilities,
): Result<readonly TrackPlan[]> {
  const tracks: TrackPlan[] = [];
  for (const track of asked) {
    const planned = planTrack(track, target, capabilities);
    if (!planned.ok) return planned;
    tracks.push(planned.value);
  }
  return ok(tracks);
}
