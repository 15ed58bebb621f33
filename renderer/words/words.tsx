import { type ReactNode, createContext, useContext, useEffect, useMemo } from 'react';
import { type Words, en } from './en/index.ts';
import { english, speak } from './language.ts';
import { pseudo } from './pseudo.ts';

export type { Words } from './en/index.ts';

// Components and their tests speak English where no window says otherwise.
const LanguageContext = createContext(english);

export interface WordsProviderProps {
  /** Tag for numbers, sizes and dates. */
  readonly locale: string;
  /** True to show the pseudo-locale. */
  readonly pseudo?: boolean | undefined;
  readonly children: ReactNode;
}

/** Gives the window its language. */
export function WordsProvider({ locale, pseudo: odd = false, children }: WordsProviderProps) {
  const words = useMemo(() => (odd ? pseudo(en) : en), [odd]);
  const language = useMemo(() => ({ words, locale }), [words, locale]);
  useEffect(() => speak(language), [language]);
  return <LanguageContext value={language}>{children}</LanguageContext>;
}

/** The catalogue: `const w = useWords().queue`. */
export function useWords(): Words {
  return useContext(LanguageContext).words;
}

/** The locale that numbers are written in. */
export function useLocale(): string {
  return useContext(LanguageContext).locale;
}

/** Whether the address asks for the pseudo-locale: `?pseudo`. */
export function wantsPseudo(search: string): boolean {
  return new URLSearchParams(search).has('pseudo');
}
