import type { Result } from '../../shared/model/error.ts';
import type { MediaFacts } from '../../shared/model/media.ts';

/** What a probe answered, in the form that tests compare. */

/** The facts, or a failed test with the reason. */
export function factsOf(result: Result<MediaFacts>): MediaFacts {
  if (!result.ok) throw new Error(`${result.error.message}\n${result.error.detail ?? ''}`);
  return result.value;
}

/** The kind of a refusal and its sentence, or a failed test when nothing was refused. */
export function refusalOf(result: Result<unknown>): [string, string] {
  if (result.ok) throw new Error(`not refused: ${JSON.stringify(result.value)}`);
  return [result.error.kind, result.error.message];
}
