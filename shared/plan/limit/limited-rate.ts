import type { VideoCodec } from '../../model/options.ts';
import type { ArgGroup } from '../plan.ts';
import type { LimitedRate } from '../steering.ts';

/** Rate control of an encode that has to stay below a size. */

/** Prefix of the files between two passes; they lie in the scratch folder, where both passes run. */
const passLog = 'size';

/** Seconds by which the cap of constant quality may be overdrawn: the buffer of the rate control. */
const bufferSeconds = 1.5;

/**
 * How far below the CRF of `high` the quantizer may go: in a constant quality encode single frames do, because others
 * build on them. With this as the floor of a two-pass encode, a picture that needs few bits does not take all that the
 * limit allows (measured: within 15 % of CRF on colour bars at ten times the rate).
 */
const below = 3;

/**
 * The arguments. `quality` is constant quality under a cap that keeps the whole file below its limit; the two others
 * are an average rate with the quality of `high` as ceiling, where the encoder has such a thing.
 */
export function limitedRate(codec: VideoCodec, limit: LimitedRate, crf: number): readonly ArgGroup[] {
  if (limit.way === 'quality') return [constantUnderCap(codec, limit, crf)];
  const average: ArgGroup = ['-b:v:0', String(limit.rate)];
  const passes: readonly ArgGroup[] =
    limit.way === 'one_pass' ? [] : [['-pass', String(limit.pass), '-passlogfile', passLog]];
  switch (codec) {
    case 'h264':
      return [[...average, '-qmin:v:0', String(Math.max(0, crf - below))], ...passes];
    case 'h265':
      return [average];
    case 'vp9':
      // Constrained quality: the CRF is the ceiling, the rate the average.
      return [['-crf', String(crf), ...average], ...passes];
    case 'av1':
      return [average];
  }
}

function constantUnderCap(codec: VideoCodec, { rate, duration }: LimitedRate, crf: number): ArgGroup {
  const cap = Math.max(1000, Math.round((rate * duration) / (duration + bufferSeconds)));
  const quality: ArgGroup = ['-crf', String(crf)];
  switch (codec) {
    case 'h264':
    case 'h265':
      return [...quality, '-maxrate', String(cap), '-bufsize', String(Math.round(cap * bufferSeconds))];
    case 'vp9':
      return [...quality, '-b:v:0', String(cap)];
    case 'av1':
      // No cap that all builds know: what comes out too large is encoded again by rate.
      return quality;
  }
}

/** x265 has its passes among its own parameters. A faster first pass costs nothing that can be seen. */
export function x265Passes({ way, pass }: LimitedRate, crf: number): readonly string[] {
  if (way !== 'two_pass') return [];
  return [
    `pass=${pass}`,
    `stats=${passLog}-x265.log`,
    'slow-firstpass=0',
    `qpmin=${Math.max(0, crf - below)}`,
  ];
}
