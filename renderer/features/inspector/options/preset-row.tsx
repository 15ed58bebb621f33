import { useApp } from '../../../store/store.ts';
import { useWords } from '../../../words/words.tsx';
import { PresetPicker } from '../../presets/index.ts';
import { presetName } from '../../presets/speech.ts';
import { askPresetName, updatePreset } from '../actions.ts';
import { useSession } from '../session.ts';
import { useRun } from '../details/use-run.ts';
import { differsFromPreset, presetOf } from '../view.ts';

/** The preset of the files. */
export function PresetRow() {
  const app = useApp();
  const words = useWords();
  const w = words.inspector;
  const run = useRun();
  const { view, kind, editing, presets } = useSession();
  if (view === null || kind === null) return null;
  const presetId = presetOf(view);
  const preset = presets.find(({ id }) => id === presetId) ?? null;
  const nameOf = (id: string | null): string => {
    const found = presets.find((one) => one.id === id);
    return found === undefined ? w.preset.none : presetName(found, words.presets);
  };
  const mixed =
    view.presets.length > 1
      ? view.presets.map((one) => w.preset.count(nameOf(one.presetId), one.count)).join(w.values.join)
      : null;
  return (
    <PresetPicker
      kind={kind}
      presetId={presetId ?? null}
      changed={differsFromPreset(view, preset)}
      mixed={mixed}
      mixedCount={view.presets.length}
      onPick={(id) => editing.change({ presetId: id })}
      onReset={() => editing.change({ presetId: presetId ?? null })}
      onSaveAs={() => askPresetName(app, view)}
      onUpdate={
        preset === null || preset.builtIn ? null : () => void run(() => updatePreset(app, preset, view))
      }
    />
  );
}
