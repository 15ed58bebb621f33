import type { ConvoyError } from '../../../shared/model/error.ts';
import { type WatchField, watchFields } from '../../store/watch-state.ts';

/** The field of a rule that an error is about; null when it is about none that the editor has. */
export function fieldOf(error: Pick<ConvoyError, 'kind' | 'option'>): WatchField | null {
  const { kind, option } = error;
  // A folder that is not there or cannot be read: the only folder that has to be.
  if (kind === 'input_not_found' || kind === 'input_unreadable' || kind === 'invalid_input') return 'folder';
  if (option === undefined) return null;
  const member = option.replace(/^filter\./, '');
  const field = watchFields.find((one) => one === member);
  // Everything else that has a name is an option of the kind.
  return field ?? (kind.startsWith('invalid_') ? 'choice' : null);
}
