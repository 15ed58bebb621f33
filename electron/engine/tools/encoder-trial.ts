import type { ToolFacts, ToolRun } from '../ports.ts';

/**
 * Which encoders really work. `-encoders` tells what was compiled in; a library that is missing, a driver that is too
 * old or a processor without the instructions shows only when something is encoded, so every encoder that Convoy uses
 * has to encode a frame before it counts.
 */

const videoEncoders = [
  ...['libx264', 'libx265', 'libvpx-vp9', 'libsvtav1'],
  ...['gif', 'apng', 'libwebp', 'libwebp_anim', 'png', 'mjpeg', 'bmp', 'tiff'],
] as const;
const audioEncoders = [
  ...['libmp3lame', 'aac', 'libopus', 'libvorbis', 'flac', 'alac', 'pcm_s16le', 'pcm_s24le'],
] as const;
/** Text comes out of text: there is nothing to try, and nothing that could fail. */
const textEncoders = ['mov_text', 'subrip', 'srt', 'webvtt', 'ass', 'ssa'] as const;

/**
 * Encoders that can be among `Capabilities.encoders`. libaom-av1 is not: 0.2 frames a second at 720p on the bundled
 * build is no way to make AV1.
 */
const knownEncoders: readonly string[] = [...videoEncoders, ...audioEncoders, ...textEncoders];

/** Milliseconds that a trial may take: a first start of a driver can take seconds, and a hang must end. */
const trialMs = 12_000;
const atOnce = 4;

/** One run that encodes one frame, or a tenth of a second of silence, with each encoder; the results go nowhere. */
export function trialArgs(encoders: readonly string[]): string[] {
  const isAudio = (encoder: string): boolean => audioEncoders.some((one) => one === encoder);
  return [
    ...['-hide_banner', '-nostdin', '-v', 'error'],
    ...['-f', 'lavfi', '-i', 'color=c=gray:s=64x64:r=25:d=0.04'],
    ...['-f', 'lavfi', '-t', '0.1', '-i', 'anullsrc=r=48000:cl=stereo'],
    ...encoders.flatMap((encoder) =>
      isAudio(encoder)
        ? ['-map', '1:a', '-c:a', encoder, '-f', 'null', '-']
        : ['-map', '0:v', '-frames:v', '1', '-c:v', encoder, '-f', 'null', '-'],
    ),
  ];
}

/**
 * Tries the encoders of `listed` that Convoy uses: all in one run, and only when that run fails one by one, because
 * one bad encoder fails them all. Returns those that work, in a fixed order.
 */
export async function workingEncoders(
  ffmpeg: string,
  listed: readonly string[],
  run: (tool: ToolRun) => Promise<ToolFacts>,
): Promise<string[]> {
  const works = async (encoders: readonly string[]): Promise<boolean> => {
    const facts = await run({ file: ffmpeg, args: trialArgs(encoders), timeoutMs: trialMs });
    return facts.exitCode === 0 && facts.stopped === 'no';
  };
  const present = new Set(listed);
  const toTry = [...videoEncoders, ...audioEncoders].filter((encoder) => present.has(encoder));
  const failed = new Set<string>();
  if (toTry.length > 0 && !(await works(toTry))) {
    // A few at a time: one that hangs must not make the others wait for its limit.
    for (let i = 0; i < toTry.length; i += atOnce) {
      await Promise.all(
        toTry.slice(i, i + atOnce).map(async (encoder) => {
          if (!(await works([encoder]))) failed.add(encoder);
        }),
      );
    }
  }
  return knownEncoders.filter((encoder) => present.has(encoder) && !failed.has(encoder));
}
