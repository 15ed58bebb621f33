import { type Capabilities, isModern } from '../model/capabilities.ts';
import { type Result, ok, refuse } from '../model/error.ts';
import type { VideoCodec, VideoOptions } from '../model/options.ts';
import type { VideoContainer } from './containers.ts';
import type { ArgGroup } from './plan.ts';

/** What the container makes of a request: the codec it can hold, and the flags that its muxer gets. */

/** The asked codec when the container can hold it, or its default. Refusal: `invalid_codec`, naming what fits. */
export function containerCodec(options: VideoOptions, container: VideoContainer): Result<VideoCodec> {
  const asked = options.codec;
  if (asked === undefined || container.codecs.includes(asked)) return ok(asked ?? container.codecs[0]);
  return refuse('invalid_codec', {
    field: 'codec',
    given: asked,
    allowed: `${container.codecs.join(', ')} in ${container.format}`,
  });
}

/** Flags of the container: the index in front, tags as the container writes them, the muxer named. */
export function outputArgs(container: VideoContainer): readonly ArgGroup[] {
  const isMp4 = container.muxer === 'mp4' || container.muxer === 'mov';
  return [
    // Old builds give up when one stream is silent for long while others fill their queue.
    ['-max_muxing_queue_size', '4096'],
    ...(isMp4 ? [['-movflags', '+faststart']] : []),
    ['-f', container.muxer, { output: true }],
  ];
}

/** ffmpeg 5 renamed the option that keeps variable frame rates; without either, mp4 gets frames made up. */
export function variableRate(capabilities: Capabilities): ArgGroup {
  return isModern(capabilities) ? ['-fps_mode:v:0', 'vfr'] : ['-vsync', 'vfr'];
}
