import { useLocale, useWords } from '../../words/words.tsx';
import type { OptionUse } from './options/offered.ts';
import type { OptionName } from './options/option-groups.ts';
import { offText, problemText } from './failure/problem-text.ts';
import { useSession } from './session.ts';

/** The sentences below the fields of this session. */
export function useNotes(): {
  /** What is wrong with an option. */
  problem(option: OptionName): string | undefined;
  /** Why a control is off. */
  off(use: OptionUse): string | undefined;
} {
  const { kind, problems } = useSession();
  const w = useWords().inspector;
  const locale = useLocale();
  return {
    problem(option) {
      const problem = problems[option];
      return problem === undefined || kind === null
        ? undefined
        : problemText(option, problem, kind, w, locale);
    },
    off: (use) => (kind === null ? undefined : (offText(use, kind, w, locale) ?? undefined)),
  };
}
