import { useMemo } from 'react';
import type { Preset } from '../../../shared/model/preset.ts';
import { formatWord, resultCodecWord } from '../../words/media-words.ts';
import { type Words, useLocale, useWords } from '../../words/words.tsx';
import type { FactSpeech } from './preset-facts.ts';

/** How the facts of presets are said in the language of the window. */
export function useFactSpeech(): FactSpeech {
  const words = useWords().presets.facts;
  const locale = useLocale();
  return useMemo(() => ({ words, locale, format: formatWord, codec: resultCodecWord }), [words, locale]);
}

/** Name of a preset: those that come with Convoy are called as the language does, one's own as it was named. */
export function presetName(preset: Pick<Preset, 'id' | 'name' | 'builtIn'>, words: Words['presets']): string {
  return (preset.builtIn ? words.builtInNames[preset.id] : undefined) ?? preset.name;
}
