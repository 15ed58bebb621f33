import { type SaveTarget, commonTarget, targetOf } from '../../../store/bucket-place.ts';
import { useSession } from '../session.ts';

/** Where the results of the subject go: null = this computer, undefined = files differ or nothing is known. */
export function useSaveTarget(): SaveTarget | null | undefined {
  const { view, rows, subject } = useSession();
  if (view === null) return undefined;
  // Of many files only a connection that was just chosen is in the view; what they had is in their rows.
  if (view.connection === undefined && subject.about !== 'next') return commonTarget(rows);
  // What succeeded no longer says its output.
  if (view.output === undefined && view.connection === null && subject.about === 'one')
    return commonTarget(rows);
  return targetOf(view.connection, view.output);
}
