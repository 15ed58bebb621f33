import type { AudioStream } from '../../model/media.ts';
import type { AudioEncoder } from '../containers.ts';
import { audioBitrate } from '../quality.ts';
import type { SoundShare } from './attempt.ts';

/** How many bits the sound gets under a size limit, and what it gives up for it. */

type LossyCodec = 'mp3' | 'aac' | 'vorbis' | 'opus';

interface CodecFloor {
  /** Bits per second below which two channels sound worse than one. */
  readonly stereo: number;
  /** Below which the sample rate is lowered; null = the codec does that by itself. */
  readonly full: number | null;
  /** Lowest rate of one channel that still is understood, and that the encoder really keeps to (measured). */
  readonly least: number;
}

const floors: Readonly<Record<LossyCodec, CodecFloor>> = {
  mp3: { stereo: 64_000, full: 40_000, least: 24_000 },
  aac: { stereo: 56_000, full: 32_000, least: 24_000 },
  vorbis: { stereo: 64_000, full: 48_000, least: 40_000 },
  opus: { stereo: 40_000, full: null, least: 12_000 },
};

/** Hz when the rate is too low for all frequencies. */
const lowSampleRate = 24_000;

/** Codec that an encoder of a container writes, as far as a limit can steer it. */
export function lossyCodec(encoder: AudioEncoder): LossyCodec | null {
  switch (encoder) {
    case 'libmp3lame':
      return 'mp3';
    case 'aac':
      return 'aac';
    case 'libvorbis':
      return 'vorbis';
    case 'libopus':
      return 'opus';
    case 'pcm':
    case 'flac':
      return null;
  }
}

/** Bits per second of the least that a codec can do. */
export const leastSound = (codec: LossyCodec): number => floors[codec].least;

/** What one track becomes at a rate; never more than `high` needs. */
export function shareOf(codec: LossyCodec, rate: number, channels: number, all = true): SoundShare {
  const { stereo, full, least } = floors[codec];
  const wide = channels > 2 && rate >= 1.25 * audioBitrate(codec, 'low', channels);
  const kept = wide ? channels : rate >= stereo ? Math.min(2, channels) : 1;
  const most = audioBitrate(codec, 'high', kept);
  const bits = Math.max(least, Math.min(most, Math.floor(rate / 1000) * 1000));
  return {
    rate: bits,
    channels: kept,
    sampleRate: full !== null && kept === 1 && bits < full ? lowSampleRate : null,
    all,
  };
}

/** Share of all bits that the sound beside a picture gets, as long as that is not too little. */
const usualShare = 0.14;
/** The most of all bits that it gets even then. */
const mostShare = 0.3;
/** Stereo beside a picture gets no more than this: the picture needs it more. */
const mostStereo = 128_000;

/**
 * What the sound tracks beside a picture get of so many bits a second. Several tracks share; when that leaves too
 * little for speech, only the first is kept.
 */
export function soundBeside(
  tracks: readonly AudioStream[],
  codec: 'aac' | 'opus',
  total: number,
): SoundShare | null {
  const channels = Math.min(6, Math.max(0, ...tracks.map((track) => track.channels)));
  if (channels === 0) return null;
  const most = mostStereo * (channels <= 1 ? 0.6 : channels / 2);
  const floor = floors[codec];
  const perTrack = (count: number): number => Math.min(most, (total * usualShare) / count);
  const all = tracks.length === 1 || perTrack(tracks.length) >= floor.stereo;
  const usual = perTrack(all ? tracks.length : 1);
  const rate = Math.max(usual, Math.min(floor.stereo, total * mostShare));
  const wide = shareOf(codec, rate, channels, all);
  const share = wide.channels > 2 ? wide : { ...wide, rate: Math.min(wide.rate, mostStereo) };
  // A source that has fewer bits than that does not get better.
  const own = all && tracks.every(({ bitrate }) => bitrate !== null) ? tracks.map((t) => t.bitrate ?? 0) : [];
  const ceiling = Math.max(floor.least, ...own);
  return own.length === 0 ? share : { ...share, rate: Math.min(share.rate, Math.max(floor.least, ceiling)) };
}

/** Bits per second of all tracks that are kept. */
export function soundBits(share: SoundShare | null, tracks: number): number {
  if (share === null) return 0;
  return share.rate * (share.all ? tracks : 1);
}
