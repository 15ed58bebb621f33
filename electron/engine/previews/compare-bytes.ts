import type { VideoCodec } from '../../../shared/model/options.ts';

/** How large the whole result will be, told from the part that was encoded. */

/** A packet of the encoded part. */
export interface SizedPacket {
  readonly bytes: number;
  readonly key: boolean;
}

export interface PicturePackets {
  readonly packets: readonly SizedPacket[];
  /** Seconds of the part. */
  readonly seconds: number;
  /** Seconds from one key frame to the next in the whole result. */
  readonly keyEvery: number;
  /** Bits per second that the whole result may have on average, or null. */
  readonly cap: number | null;
}

/** Frames from one key frame to the next that the encoders leave by themselves; AV1's counts seconds. */
const keyFrames: Readonly<Record<Exclude<VideoCodec, 'av1'>, number>> = { h264: 250, h265: 250, vp9: 128 };
const av1KeySeconds = 5;

/** Seconds between key frames of our encodes when nothing in the picture makes one. */
export function keyInterval(codec: VideoCodec, fps: number): number {
  return codec === 'av1' ? av1KeySeconds : keyFrames[codec] / fps;
}

/**
 * Bytes a second of the picture. The part begins with a key frame, which is ten times as large as the others; the
 * whole has far fewer of them a second, so it is counted with its share and not as it stands.
 */
export function pictureRate({ packets, seconds, keyEvery, cap }: PicturePackets): number {
  if (packets.length === 0 || seconds <= 0) return 0;
  const keys = packets.filter(({ key }) => key);
  const others = packets.filter(({ key }) => !key);
  const sum = (list: readonly SizedPacket[]): number => list.reduce((total, { bytes }) => total + bytes, 0);
  const capped = (rate: number): number => (cap === null ? rate : Math.min(rate, cap / 8));
  if (others.length < 4 || keys.length === 0) return capped(sum(packets) / seconds);
  const framesEach = packets.length / seconds;
  const other = sum(others) / others.length;
  const key = sum(keys) / keys.length;
  return capped(other * framesEach + (key - other) / keyEvery);
}
