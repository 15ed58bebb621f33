import { ConvoyFailure } from '../../../shared/model/error.ts';
import type { StillEncode, StillLimit, StillRecipe } from '../../../shared/plan/plan.ts';
import { sizeWords, unreachable } from '../../../shared/plan/limit/limit-words.ts';
import { bestStep, mostFrames, nextFactor, nextStep } from '../../../shared/plan/limit/still-search.ts';
import { smallerFrame } from '../../../shared/plan/picture/smaller-frame.ts';

/** A picture that was encoded into memory. */
export interface EncodedStill {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Encodes a recipe; `bare` leaves out camera data and colour profile. */
export type EncodeStill = (recipe: StillRecipe, bare: boolean) => Promise<EncodedStill>;

export interface FoundStill extends EncodedStill {
  readonly bare: boolean;
  /** One line for each encode. */
  readonly tries: readonly string[];
}

/** What is beside the picture may take so much of the limit before it is left out. */
const metadataShare = 0.25;

/**
 * The best picture that fits: the quality is searched first, then the frame gets smaller. Throws `target_unreachable`
 * with the size of the smallest that was made.
 *
 * @param metadata bytes of camera data and colour profile
 */
export async function encodeWithin(
  recipe: StillRecipe,
  limit: StillLimit,
  metadata: number,
  encode: EncodeStill,
): Promise<FoundStill> {
  const { ladder, bytes: most } = limit;
  const longest = Math.max(recipe.geometry.output.width, recipe.geometry.output.height);
  const bare = metadata > metadataShare * most;
  const tries: string[] = [];
  let smallest = Infinity;
  let factor: number | null = 1;
  for (let frame = 0; frame < mostFrames && factor !== null; frame += 1) {
    const geometry = factor === 1 ? recipe.geometry : smallerFrame(recipe.geometry, factor);
    const sizes = new Map<number, number>();
    let best: EncodedStill | null = null;
    let step = nextStep(ladder.length, most, sizes);
    while (step !== null) {
      const settings = ladder[step] ?? ladder[0];
      const made = await encode({ ...recipe, geometry, encode: settings }, bare);
      sizes.set(step, made.bytes.length);
      tries.push(
        `${made.width}×${made.height}, ${settingsWords(settings)}: ${sizeWords(made.bytes.length)} of at most ${sizeWords(most)}`,
      );
      if (bestStep(most, sizes) === step) best = made;
      step = nextStep(ladder.length, most, sizes);
    }
    if (best !== null) return { ...best, bare, tries };
    const lowest = Math.min(...sizes.values());
    smallest = Math.min(smallest, lowest);
    factor = nextFactor(longest, factor, lowest, most);
  }
  const refused = unreachable({
    file: limit.file,
    asked: most,
    possible: smallest * 1.05,
    what: 'even a very small picture',
  });
  if (refused.ok) throw new Error('a refusal is no result');
  throw new ConvoyFailure(refused.error);
}

function settingsWords(encode: StillEncode): string {
  if (encode.format === 'png' || encode.format === 'gif') {
    return encode.palette === null ? 'all colours' : `palette ${encode.palette}`;
  }
  if (encode.format === 'tiff' && encode.compression === 'deflate') return 'lossless';
  return `quality ${encode.quality}`;
}
