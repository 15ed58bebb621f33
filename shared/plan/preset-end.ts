import type { MediaFacts } from '../model/media.ts';
import type { KindOptions } from '../model/options.ts';

/**
 * An `end` that comes from a preset is a limit, "the first 10 s": of a shorter file all of it is meant, and there is
 * nothing to warn of. Several inputs are as long as all of them together.
 */
export function endWithin<T extends KindOptions>(chosen: T, facts: readonly MediaFacts[]): T {
  const { options } = chosen;
  if (!('end' in options) || options.end === undefined) return chosen;
  let length = 0;
  for (const { duration } of facts) {
    if (duration === null) return chosen;
    length += duration;
  }
  return length >= options.end ? chosen : { ...chosen, options: { ...options, end: length } };
}
