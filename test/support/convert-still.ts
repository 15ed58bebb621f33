import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import type { StillReply, StillWorkers } from '../../electron/engine/ports.ts';
import { createStillWorkers } from '../../electron/engine/stills/still-processes.ts';
import { ConvoyFailure } from '../../shared/model/error.ts';
import type { MediaFacts } from '../../shared/model/media.ts';
import type { ImageOptions } from '../../shared/model/options.ts';
import { planImage } from '../../shared/plan/picture/image.ts';
import type { Plan, StillRecipe } from '../../shared/plan/plan.ts';
import { context } from '../unit/plan/media-fixtures.ts';
import { root } from './found-tools.ts';

/** What `npm run build` made of the still worker. */
export const workerPath = path.join(root, 'dist/still-worker.js');

export interface StillConversion {
  readonly run: StillWorkers['run'];
  /** Facts of a picture, or a failed test when it is none. */
  readonly facts: (input: string) => Promise<MediaFacts>;
  readonly recipeFor: (input: string, options: ImageOptions) => Promise<StillRecipe>;
  /** Probes, plans and converts, and checks that the file is what the plan says. */
  readonly convert: (
    input: string,
    output: string,
    options: ImageOptions,
  ) => Promise<Extract<StillReply, { do: 'convert' }>>;
}

/** Two worker processes for the tests of the file that calls this, and what tests do with them. */
export function convertStills(): StillConversion {
  let workers: StillWorkers | null = null;
  beforeAll(() => {
    if (!existsSync(workerPath)) throw new Error('dist/still-worker.js is not there: run `npm run build`');
    workers = createStillWorkers({ workerPath, size: 2 });
  });
  afterAll(() => workers?.close());

  const run: StillWorkers['run'] = (request, limits) => {
    if (workers === null) throw new Error('the workers are there in hooks and tests only');
    return workers.run(request, limits);
  };
  const facts = async (input: string): Promise<MediaFacts> => {
    const reply = await run({ do: 'probe', input });
    if (reply.facts === null) throw new Error(`${path.basename(input)} is no still`);
    return reply.facts;
  };
  const planned = async (
    input: string,
    options: ImageOptions,
  ): Promise<{ plan: Plan; recipe: StillRecipe }> => {
    const plan = planImage(await facts(input), options, context());
    if (!plan.ok) throw new Error(plan.error.message);
    const step = plan.value.steps.at(-1);
    if (step?.tool !== 'still') throw new Error('no still step');
    return { plan: plan.value, recipe: step.recipe };
  };
  return {
    run,
    facts,
    recipeFor: async (input, options) => (await planned(input, options)).recipe,
    convert: async (input, output, options) => {
      const { plan, recipe } = await planned(input, options);
      const reply = await run({ do: 'convert', input, output, recipe });
      const [expected] = plan.expect.streams;
      const found = (await facts(output)).still;
      expect({ codec: found?.format, width: found?.width, height: found?.height }).toEqual({
        codec: expected?.codec,
        width: expected?.width,
        height: expected?.height,
      });
      return reply;
    },
  };
}

/** The error of a promise that must reject: a `ConvoyError` when it is one of ours. Null when it did not reject. */
export async function failure(promise: Promise<unknown>): Promise<unknown> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof ConvoyFailure ? error.error : error;
}
