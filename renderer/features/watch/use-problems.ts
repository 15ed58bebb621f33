import { useAppState } from '../../store/store.ts';
import { lacksOf } from '../../store/watch-draft.ts';
import type { WatchEditor, WatchField } from '../../store/watch-state.ts';
import type { ConvoyError } from '../../../shared/model/error.ts';
import { type Words, useWords } from '../../words/words.tsx';
import { fieldOf } from './field-of.ts';

/** What is wrong with a rule, by field; what is about no field stands beside the buttons. */
export interface RuleProblems {
  readonly at: Readonly<Partial<Record<WatchField, string>>>;
  readonly other: string | null;
}

/** The problems of an editor: of what was typed, of what is missing, and of what the engine refused. */
export function problemsOf(
  { draft, unread, tried, refused }: Pick<WatchEditor, 'draft' | 'unread' | 'tried' | 'refused'>,
  tested: ConvoyError | null,
  { watch }: Pick<Words, 'watch'>,
): RuleProblems {
  const w = watch.editor.problems;
  const at: Partial<Record<WatchField, string>> = {};
  for (const error of [tested, refused]) {
    const field = error === null ? null : fieldOf(error);
    if (error !== null && field !== null) at[field] = sentenceOf(error);
  }
  for (const field of lacksOf(draft)) {
    if (field !== 'folder') at[field] = w.largestFirst;
    // An empty form is not wrong before somebody wants to save it.
    else if (tried) at[field] = w.folderNeeded;
  }
  const other = refused !== null && fieldOf(refused) === null ? refused.message : null;
  return { at: { ...at, ...unread }, other };
}

/** The sentence without the name of the member, which the field around it says: `output: it leads nowhere.` */
function sentenceOf({ message, option }: ConvoyError): string {
  if (option === undefined || !message.startsWith(`${option}: `)) return message;
  const rest = message.slice(option.length + 2);
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

/** The problems of the rule in the editor. */
export function useProblems(tested: ConvoyError | null): RuleProblems {
  const words = useWords();
  const editor = useAppState(({ watch }) => watch.editor);
  return editor === null ? { at: {}, other: null } : problemsOf(editor, tested, words);
}
