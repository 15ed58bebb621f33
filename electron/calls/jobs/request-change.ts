import type { JobChange } from '../../../shared/ipc/contract.ts';
import { type Result, ok, refuse } from '../../../shared/model/error.ts';
import type { Preset } from '../../../shared/model/preset.ts';
import type { RequestChange } from '../../engine/index.ts';

/**
 * What a window's change means for a request: a preset brings its kind, its options and its place; single options go on
 * top. Refusals: `not_found` for a preset that is gone, `invalid_option` for one of another kind than the asked.
 */
export function requestChange(
  change: JobChange,
  presetOf: (id: string) => Preset | null,
): Result<RequestChange> {
  const { kind, presetId, options, output, connection } = change;
  const own = {
    ...(options === undefined ? {} : { setOptions: options }),
    ...(output === undefined ? {} : { output }),
    ...(connection === undefined ? {} : { connection }),
  };
  if (typeof presetId !== 'string') {
    return ok({
      // The engine drops the options of jobs whose kind really changes; a preset of the old kind says nothing then.
      ...(kind === undefined ? {} : { kind }),
      ...(presetId === undefined && kind === undefined ? {} : { preset: null }),
      ...own,
    });
  }
  const preset = presetOf(presetId);
  if (preset === null) return refuse('not_found', { given: 'This preset' });
  if (kind !== undefined && kind !== preset.kind) {
    return refuse('invalid_option', {
      field: 'preset',
      reason: `“${preset.name}” is for another kind of result`,
    });
  }
  return ok({
    kind: preset.kind,
    options: preset.options,
    preset: preset.id,
    // A place on this computer is none in a bucket.
    ...(preset.output === null ? {} : { output: preset.output, connection: null }),
    ...own,
  });
}
