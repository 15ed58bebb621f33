import type { ConnectionDraft, ConnectionView } from '../../../shared/model/connection.ts';
import { type ConnectionEditor, viewOf, wrongFields } from '../../store/connections-state.ts';
import { useAppState } from '../../store/store.ts';
import { type Words, useWords } from '../../words/words.tsx';
import { hasGap } from './services.ts';

/** What is wrong with a connection, by field; what is about no field stands beside the buttons. */
export interface ConnectionProblems {
  readonly at: Readonly<Partial<Record<keyof ConnectionDraft, string>>>;
  readonly other: string | null;
}

/** Fields that are empty at first: they are not wrong before somebody wants to save them. */
const neededFields: ReadonlySet<keyof ConnectionDraft> = new Set(['name', 'bucket', 'secret', 'credentials']);

function connectionProblems(
  { draft, tried, refused }: Pick<ConnectionEditor, 'draft' | 'tried' | 'refused'>,
  kept: ConnectionView['kept'] | null,
  { connections }: Pick<Words, 'connections'>,
): ConnectionProblems {
  const w = connections.editor.problems;
  const at: Partial<Record<keyof ConnectionDraft, string>> = {};
  for (const field of wrongFields(draft, kept)) {
    const isEmpty = draft[field] === '' || field === 'secret' || field === 'credentials';
    if (isEmpty && neededFields.has(field) && !tried) continue;
    if (field === 'name' && draft.name.trim() === '') at.name = w.nameNeeded;
    else if (field === 'bucket' && draft.bucket === '') at.bucket = w.bucketNeeded;
    else if (field === 'endpoint' && hasGap(draft.endpoint)) at.endpoint = w.endpointGap;
    else at[field] = field in w ? w[field as keyof typeof w] : w.other;
  }
  const option = refused?.option;
  const field = option !== undefined && option in draft ? (option as keyof ConnectionDraft) : null;
  if (refused !== null && field !== null) at[field] = refused.message;
  return { at, other: refused !== null && field === null ? refused.message : null };
}

export function useConnectionProblems(editor: ConnectionEditor): ConnectionProblems {
  const words = useWords();
  const kept = useAppState(({ connections }) => viewOf(connections, editor.draft.id)?.kept ?? null);
  return connectionProblems(editor, kept, words);
}
