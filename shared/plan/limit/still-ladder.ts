import type { ImageFormat } from '../../model/options.ts';
import { stillEncode } from '../picture/still-quality.ts';
import type { PlanContext, StillEncode, StillLimit } from '../plan.ts';

/** Which encoder settings are tried for a still that has to fit, from the best to the lowest that still looks right. */

type Ladder = StillLimit['ladder'];

/**
 * From `high` down to what is a little below `very_low`; for PNG and TIFF from lossless on. Below the last one a smaller
 * frame looks better than a worse picture.
 */
export function stillLadder(format: ImageFormat, context: PlanContext): Ladder {
  const best = stillEncode(format, { quality: 'high' }, context);
  switch (best.format) {
    case 'jpeg':
      return steps(best.quality, 40, (quality) => ({ ...best, quality }));
    case 'webp':
      return steps(best.quality, 35, (quality) => ({ ...best, quality }));
    case 'avif':
      return steps(best.quality, 38, (quality) => ({ ...best, quality }));
    case 'tiff': {
      const jpeg = (quality: number): StillEncode => ({ format: 'tiff', compression: 'jpeg', quality });
      return [
        { format: 'tiff', compression: 'deflate', quality: best.quality },
        ...steps(best.quality, 40, jpeg),
      ];
    }
    case 'png':
      return [
        { format: 'png', palette: null },
        ...[100, 80, 60, 40, 20, 10].map((palette): StillEncode => ({ format: 'png', palette })),
      ];
    case 'gif':
      return [best, ...[70, 60, 50, 40, 30, 20, 10].map((palette): StillEncode => ({ ...best, palette }))];
  }
}

function steps(from: number, to: number, encode: (quality: number) => StillEncode): Ladder {
  const lower = Array.from({ length: Math.max(0, from - to) }, (_, n) => encode(from - n - 1));
  return [encode(from), ...lower];
}
