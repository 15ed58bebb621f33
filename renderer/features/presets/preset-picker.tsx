import { useState } from 'react';
import type { Kind } from '../../../shared/model/options.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { classes } from '../../ui/classes.ts';
import { Icon } from '../../ui/icon.tsx';
import { Pill } from '../../ui/pill.tsx';
import { Popover } from '../../ui/popover.tsx';
import { useWords } from '../../words/words.tsx';
import { recordRecent } from './preset-actions.ts';
import { presetFacts } from './preset-facts.ts';
import { PresetMenu } from './preset-menu.tsx';
import s from './preset-picker.module.css';
import { presetName, useFactSpeech } from './speech.ts';

export interface PresetPickerProps {
  readonly kind: Kind;
  /** Null when no preset was picked, or when several files differ. */
  readonly presetId: string | null;
  /** An option differs from the preset. */
  readonly changed: boolean;
  /** What several files have: "Web photo 36, Shop square 4"; null when it is one. */
  readonly mixed: string | null;
  /** How many presets `mixed` names, for "2 presets". */
  readonly mixedCount?: number | undefined;
  readonly onPick: (presetId: string) => void;
  readonly onReset: () => void;
  /** Null where options cannot be saved as a preset. */
  readonly onSaveAs: (() => void) | null;
  /** Writes the changed options into the preset; null when it is not the person's own. */
  readonly onUpdate: (() => void) | null;
}

/** The preset of what is chosen: a button with its name and what it makes, and the list to pick another from. */
export function PresetPicker(props: PresetPickerProps) {
  const { kind, presetId, changed, mixed, onPick } = props;
  const app = useApp();
  const words = useWords().presets;
  const speech = useFactSpeech();
  const [open, setOpen] = useState(false);
  const preset = useAppState((state) => state.presets.find(({ id }) => id === presetId)) ?? null;

  const name =
    mixed !== null
      ? words.picker.mixed(props.mixedCount ?? null)
      : preset === null
        ? words.picker.none
        : presetName(preset, words);
  const line = mixed ?? (preset === null ? words.picker.noneLine : presetFacts(preset, speech));

  const pick = (id: string) => {
    setOpen(false);
    onPick(id);
    void recordRecent(app, id);
  };
  const after = (run: () => void) => () => {
    setOpen(false);
    run();
  };

  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={words.picker.list}
      className={s.panel}
      trigger={
        <button type="button" className={classes(s.button, mixed !== null && s.mixed)}>
          <span className={s.words}>
            <span className={s.hidden}>{words.picker.label}</span>
            <span className={s.name}>
              <b>{name}</b>
              {changed && <Pill tone="accent">{words.picker.changed}</Pill>}
            </span>
            <span className={s.line}>{line}</span>
          </span>
          <Icon name="updown" />
        </button>
      }
    >
      <PresetMenu
        kind={kind}
        current={mixed === null ? presetId : null}
        onPick={pick}
        onReset={changed ? after(props.onReset) : null}
        onSaveAs={props.onSaveAs === null ? null : after(props.onSaveAs)}
        update={
          changed && preset !== null && props.onUpdate !== null
            ? { name: presetName(preset, words), run: after(props.onUpdate) }
            : null
        }
        onManage={after(() => app.store.setState({ dialog: { name: 'presets', select: presetId } }))}
      />
    </Popover>
  );
}
