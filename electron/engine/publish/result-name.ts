import type { Result } from '../../../shared/model/error.ts';
import type { Settings } from '../../../shared/model/settings.ts';
import { localDate, qualityToken } from '../../../shared/plan/names/name-template.ts';
import { type OutputPath, renderOutputPath } from '../../../shared/plan/names/output-path.ts';
import type { Size } from '../../../shared/plan/plan.ts';
import { formatName, formatOf } from '../../../shared/plan/names/result-form.ts';
import type { ReadRequest } from '../queue/requests.ts';

/** Place of a job in its batch, and the time that `{date}` means. */
export interface NamePlace {
  readonly index: number;
  readonly count: number;
  /** Id of the job. */
  readonly id: string;
  /** Unix milliseconds. */
  readonly now: number;
  readonly settings: Settings;
}

/**
 * The path that a result would have if it were free. `size` is null as long as the plan is not known; `format` is that
 * of the original where that takes the place of the result.
 */
export function wishedPath(
  request: ReadRequest,
  place: NamePlace,
  size: Size | null,
  format: string = formatOf(request.options),
): Result<OutputPath> {
  const { options, target } = request;
  return renderOutputPath(target, {
    input: request.inputs[0],
    kind: options.kind,
    format,
    ext: formatName(options.kind, format).ext,
    size,
    quality: qualityToken(options.options, place.settings.quality),
    date: localDate(place.now),
    index: place.index,
    count: place.count,
    id: place.id,
  });
}
