import type { Row } from '../../../shared/ipc/row.ts';
import { useAppState } from '../../store/store.ts';
import { useWords } from '../../words/words.tsx';
import { presetName } from '../presets/speech.ts';
import s from './compare.module.css';
import type { ComparisonState } from './comparison.ts';
import { qualityChange } from './quality-steps.ts';

/** "Web video, changed": what the file goes by, with what was chosen here. */
export function PresetLine({ row, state }: { readonly row: Row; readonly state: ComparisonState }) {
  const words = useWords();
  const preset = useAppState((all) => all.presets.find(({ id }) => id === row.presetId));
  if (preset === undefined) return null;
  const name = presetName(preset, words.presets);
  const { chosen, own, options } = state;
  const change = chosen === null || chosen === own ? {} : qualityChange(row.kind, options, chosen).options;
  const changed = !sameOptions(preset.options, { ...options, ...change });
  return <span className={s.preset}>{changed ? words.compare.changed(name) : name}</span>;
}

type Options = Readonly<Record<string, unknown>>;

/** Alike but for what is not set. */
function sameOptions(a: Options, b: Options): boolean {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every(
    (key) => (a[key] ?? null) === (b[key] ?? null),
  );
}
