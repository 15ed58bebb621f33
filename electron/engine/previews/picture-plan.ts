import type { ToolSet } from '../../../shared/model/capabilities.ts';
import { type Result, ok } from '../../../shared/model/error.ts';
import type { MediaFacts } from '../../../shared/model/media.ts';
import type { ImageOptions } from '../../../shared/model/options.ts';
import type { Settings } from '../../../shared/model/settings.ts';
import { type ChosenPlan, planWithBest } from '../../../shared/plan/plan-job.ts';
import type { Size, StillEncode, StillRecipe, StillStep } from '../../../shared/plan/plan.ts';
import { installHint } from '../tools/tool-problem.ts';

/** What is to be shown of a file. */
export interface PictureWish {
  readonly settings: Settings;
  /** Name of the file, for messages. */
  readonly name: string;
  /** Seconds at which a film or an animation is looked at; its beginning when absent. */
  readonly start?: number;
  /** Size of what is made, from the size that the picture has by itself. */
  readonly size: (own: Size) => Size;
  readonly encode: StillEncode;
}

/** A plan whose last step is the still worker's, with the size of what it makes. */
export interface PictureChoice extends ChosenPlan {
  readonly step: StillStep;
  readonly size: Size;
}

/**
 * Plans a picture to look at with the planner of image jobs, so that it is turned, mapped and limited as their results
 * are. Refusals are the planner's.
 */
export function planPicture(
  facts: MediaFacts,
  toolSets: readonly ToolSet[],
  wish: PictureWish,
): Result<PictureChoice> {
  const plan = (frame: Pick<ImageOptions, 'width' | 'height' | 'fit'>): Result<ChosenPlan> =>
    planWithBest(
      {
        facts: [facts],
        // PNG has the widest limits; what is written is decided by the wish.
        options: {
          kind: 'image',
          options: { format: 'png', ...frame, ...(wish.start === undefined ? {} : { start: wish.start }) },
        },
        settings: wish.settings,
        inputName: wish.name,
        installHint: installHint(process.platform),
      },
      toolSets,
    );
  const whole = plan({});
  if (!whole.ok) return whole;
  const own = stillStep(whole.value).recipe.geometry.source;
  const size = wish.size(own);
  const same = size.width === own.width && size.height === own.height;
  const chosen = same ? whole : plan({ ...size, fit: 'fill' });
  if (!chosen.ok) return chosen;
  const last = stillStep(chosen.value);
  const step: StillStep = { ...last, recipe: { ...last.recipe, encode: wish.encode } };
  const { tools, plan: planned } = chosen.value;
  const [first] = planned.steps;
  const steps = first === last ? ([step] as const) : ([first, step] as const);
  return ok({ tools, step, size, plan: { ...planned, steps } });
}

function stillStep({ plan }: ChosenPlan): StillStep {
  const step = plan.steps.at(-1);
  if (step?.tool !== 'still') throw new Error('a plan of a picture ends in the still worker');
  return step;
}

/** A recipe that only writes a picture in another format. */
export function asItIs(size: Size, encode: StillEncode): StillRecipe {
  return {
    reader: 'libvips',
    page: 0,
    autoOrient: true,
    geometry: { source: size, scale: null, crop: null, pad: null, output: size, enlarges: false },
    flatten: null,
    density: null,
    encode,
  };
}
