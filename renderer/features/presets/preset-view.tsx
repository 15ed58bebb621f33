import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import type { Preset } from '../../../shared/model/preset.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { Pill } from '../../ui/pill.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useLocale, useWords } from '../../words/words.tsx';
import { homePath } from '../../words/home-path.ts';
import { duplicatePreset, exportPresets, makeDefault, savePreset } from './preset-actions.ts';
import { presetFacts } from './preset-facts.ts';
import { presetValues } from './preset-values.ts';
import { savedToast, tryOrSay } from './say.ts';
import { presetName, useFactSpeech } from './speech.ts';
import s from './presets-dialog.module.css';

export interface PresetViewProps {
  readonly preset: Preset;
  readonly renaming: boolean;
  readonly onRename: (renaming: boolean) => void;
  readonly onEdit: () => void;
  /** A copy was made; its id. */
  readonly onDuplicated: (id: string) => void;
  readonly onRemove: () => void;
}

/** The right side of the dialog: what a preset sets, read-only, and what can be done with it. */
export function PresetView({ preset, renaming, onRename, onEdit, onDuplicated, onRemove }: PresetViewProps) {
  const app = useApp();
  const words = useWords();
  const w = words.presets.dialog;
  const locale = useLocale();
  const speech = useFactSpeech();
  const isDefault = useAppState((state) => state.settings.defaultPresets[preset.kind] === preset.id);
  const home = useAppState((state) => state.hello?.home ?? '');
  const name = presetName(preset, words.presets);
  const kind = words.presets.kinds[preset.kind];
  const values = presetValues(preset, words.inspector, locale);

  const duplicate = () =>
    tryOrSay(async () => {
      const copy = await duplicatePreset(app, preset, w.copyOf(name));
      onDuplicated(copy.id);
    });
  const exportOne = () =>
    tryOrSay(async () => {
      if (await exportPresets(app, [preset.id], `${preset.id}.json`)) savedToast(app, w.exported(1));
    });

  return (
    <section className={s.right} aria-label={name}>
      <div className={s.scroll}>
        {renaming ? (
          <RenameField preset={preset} onDone={() => onRename(false)} />
        ) : (
          <div className={s.title}>
            <h3>{name}</h3>
            <Pill>{kind}</Pill>
            {isDefault && <Pill tone="accent">{w.isDefault(kind)}</Pill>}
          </div>
        )}
        <p className={s.facts}>{presetFacts(preset, speech)}</p>
        {preset.builtIn && <p className={s.note}>{w.builtIn}</p>}
        <dl className={s.values}>
          {values.map(({ option, label, value }) => (
            <div key={option}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
          <div>
            <dt>{w.output}</dt>
            <dd data-selectable="">
              {preset.output === null ? w.outputAsSettings : homePath(preset.output, home)}
            </dd>
          </div>
        </dl>
        {values.length === 0 && <p className={s.note}>{w.nothingSet}</p>}
      </div>
      <div className={s.foot}>
        {!preset.builtIn && (
          <>
            <Button size="small" onClick={onEdit}>
              {w.edit}
            </Button>
            <Button size="small" onClick={() => onRename(true)} aria-keyshortcuts="F2">
              {w.rename}
            </Button>
          </>
        )}
        <Button size="small" icon={<Icon name="copy" size="s" />} onClick={() => void duplicate()}>
          {w.duplicate}
        </Button>
        <Button
          size="small"
          disabled={isDefault}
          onClick={() => void tryOrSay(() => makeDefault(app, preset.kind, preset.id))}
        >
          {w.makeDefault(kind)}
        </Button>
        <Menu
          align="end"
          side="top"
          trigger={<IconButton size="small" label={w.more} icon={<Icon name="more" />} className={s.end} />}
        >
          <MenuItem icon={<Icon name="open" />} onSelect={() => void exportOne()}>
            {w.export}
          </MenuItem>
          {!preset.builtIn && (
            <MenuItem danger icon={<Icon name="trash" />} onSelect={onRemove}>
              {w.remove}
            </MenuItem>
          )}
        </Menu>
      </div>
    </section>
  );
}

/** The name as a field: Enter or leaving it keeps what was written, Esc does not. */
function RenameField({ preset, onDone }: { readonly preset: Preset; readonly onDone: () => void }) {
  const app = useApp();
  const w = useWords().presets.dialog;
  const [name, setName] = useState(preset.name);
  const input = useRef<HTMLInputElement>(null);
  const over = useRef(false);
  useLayoutEffect(() => {
    over.current = false;
    input.current?.focus();
    input.current?.select();
    // Taken away while it has the focus (the dialog heard Esc): what was written is not meant.
    return () => {
      over.current = true;
    };
  }, []);

  const keep = () => {
    if (over.current) return;
    over.current = true;
    onDone();
    const wanted = name.trim();
    if (wanted === '' || wanted === preset.name) return;
    const { id, kind, options, output } = preset;
    void tryOrSay(async () => {
      await savePreset(app, { id, name: wanted, kind, options, output });
    });
  };
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Enter') keep();
    else if (event.key === 'Escape') {
      event.stopPropagation();
      over.current = true;
      onDone();
    } else return;
    event.preventDefault();
  };

  return (
    <div onBlur={keep} onKeyDownCapture={key}>
      <Field label={w.name} layout="stack">
        <TextField value={name} onChange={(next) => setName(next.slice(0, 80))} inputRef={input} />
      </Field>
    </div>
  );
}
