import { type Words, en } from './en/index.ts';

/** What the window speaks. */
export interface Language {
  readonly words: Words;
  /** BCP 47 tag for numbers, sizes and dates. */
  readonly locale: string;
}

export const english: Language = { words: en, locale: 'en' };

let spoken = english;

/** The language of the window, for actions that say something; components use `useWords`. */
export function spokenLanguage(): Language {
  return spoken;
}

/** Set by the provider of the window. */
export function speak(language: Language): void {
  spoken = language;
}
