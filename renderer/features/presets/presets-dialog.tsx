import { useState } from 'react';
import type { Kind } from '../../../shared/model/options.ts';
import type { Preset } from '../../../shared/model/preset.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx';
import { useWords } from '../../words/words.tsx';
import { type PresetDraftState, PresetEditor, draftOf, isDirty } from './preset-editor.tsx';
import { PresetList } from './preset-list.tsx';
import { PresetView } from './preset-view.tsx';
import { removePreset } from './preset-actions.ts';
import { freeName } from './preset-groups.ts';
import { savedToast, tryOrSay } from './say.ts';
import { presetName } from './speech.ts';
import s from './presets-dialog.module.css';

/** All presets: looked at, and one's own made, changed, named, deleted, brought in and taken along. */
export function PresetsDialog() {
  const app = useApp();
  const dialog = useAppState((state) => state.dialog);
  if (dialog?.name !== 'presets') return null;
  return <Presets select={dialog.select} onClose={() => app.store.setState({ dialog: null })} />;
}

/** What the right side does with the chosen preset. */
type Mode =
  { readonly name: 'view' | 'rename' } | { readonly name: 'edit'; readonly draft: PresetDraftState };
const view: Mode = { name: 'view' };

function Presets({ select, onClose }: { readonly select: string | null; readonly onClose: () => void }) {
  const app = useApp();
  const words = useWords().presets;
  const w = words.dialog;
  const presets = useAppState((state) => state.presets);
  const [chosenId, setChosenId] = useState(select);
  const [mode, setMode] = useState<Mode>(view);
  /** What waits until it is decided what becomes of the changes. */
  const [leaving, setLeaving] = useState<{ readonly then: () => void } | null>(null);
  const chosen =
    presets.find(({ id }) => id === chosenId) ?? presets.find(({ builtIn }) => !builtIn) ?? presets[0];

  const dirty = mode.name === 'edit' && isDirty(mode.draft);
  const leave = (then: () => void) => {
    if (dirty) setLeaving({ then });
    else then();
  };
  const choose = (id: string, next: Mode = view) => {
    setChosenId(id);
    setMode(next);
  };
  const edit = (draft: PresetDraftState) => setMode({ name: 'edit', draft });
  const fresh = (kind: Kind) => {
    const name = freeName(
      w.newName,
      presets.map((preset) => presetName(preset, words)),
    );
    leave(() => edit(draftOf({ id: null, name, kind, options: {}, output: null })));
  };
  const remove = (preset: Preset) =>
    tryOrSay(async () => {
      const { undo } = await removePreset(app, preset.id);
      setMode(view);
      savedToast(app, w.removed(preset.name), { label: w.undo, undo });
    });

  return (
    <Dialog
      open
      onClose={() => {
        // Esc leaves the name first; the dialog hears it before the field does.
        if (mode.name === 'rename') setMode(view);
        else leave(onClose);
      }}
      title={w.title}
      size="wide"
      className={s.dialog}
    >
      <div className={s.split}>
        <PresetList
          presets={presets}
          chosenId={mode.name === 'edit' && mode.draft.id === null ? null : (chosen?.id ?? null)}
          onChoose={(id) => {
            if (id !== chosen?.id || mode.name === 'edit') leave(() => choose(id));
          }}
          onRename={() => {
            if (chosen?.builtIn === false) leave(() => setMode({ name: 'rename' }));
          }}
          onRemove={() => {
            if (chosen?.builtIn === false) leave(() => void remove(chosen));
          }}
          onNew={fresh}
          onImported={(imported) => leave(() => choose(imported))}
        />
        {mode.name === 'edit' ? (
          <PresetEditor
            draft={mode.draft}
            onChange={edit}
            onSaved={(id) => choose(id)}
            onCancel={() => setMode(view)}
          />
        ) : chosen === undefined ? (
          <p className={s.nothing}>{w.nothingChosen}</p>
        ) : (
          <PresetView
            key={chosen.id}
            preset={chosen}
            renaming={mode.name === 'rename'}
            onRename={(renaming) => setMode({ name: renaming ? 'rename' : 'view' })}
            onEdit={() => edit(draftOf(chosen))}
            onDuplicated={(id) => choose(id, { name: 'rename' })}
            onRemove={() => void remove(chosen)}
          />
        )}
      </div>
      <ConfirmDialog
        open={leaving !== null}
        title={w.unsavedTitle}
        confirm={w.discard}
        cancel={w.keepEditing}
        danger
        onClose={() => setLeaving(null)}
        onConfirm={() => {
          setMode(view);
          setLeaving(null);
          leaving?.then();
        }}
      >
        <p>{mode.name === 'edit' ? w.unsaved(mode.draft.name) : ''}</p>
      </ConfirmDialog>
    </Dialog>
  );
}
