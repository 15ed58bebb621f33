import { useMemo } from 'react';
import { useAppState } from '../../store/store.ts';
import { classes } from '../../ui/classes.ts';
import { Icon } from '../../ui/icon.tsx';
import { kindIcon } from '../../ui/kind-icon.ts';
import { countText } from '../../words/numbers.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import { presetName } from '../presets/index.ts';
import s from './drop-panel.module.css';
import { offeredPresets, plainPreset } from './dragged.ts';
import type { Hovering } from './listen-to-drops.ts';

/** Lies over the list while files hang over the window: what a drop does, and presets to drop on. */
export function DropPanel({ hovering }: { readonly hovering: Hovering }) {
  return hovering.onto === 'watch' ? <WatchPanel /> : <QueuePanel hovering={hovering} />;
}

/** A folder begins a rule; nothing is added. */
function WatchPanel() {
  const w = useWords().watch.drop;
  return (
    <div className={s.dim}>
      <div className={s.panel}>
        <div>
          <b className={s.title}>{w.title}</b>
          <span className={s.line}>{w.line}</span>
        </div>
      </div>
    </div>
  );
}

function QueuePanel({ hovering }: { readonly hovering: Hovering }) {
  const words = useWords();
  const { app: w } = words;
  const locale = useLocale();
  const { kind, count } = hovering.dragged;
  const presets = useAppState((state) => state.presets);
  const settings = useAppState((state) => state.settings);
  const next = useAppState((state) => state.next);
  const offered = useMemo(() => offeredPresets({ presets, settings }, kind), [presets, settings, kind]);
  const plain = plainPreset({ presets, settings, next }, kind);
  const current = hovering.presetId ?? plain?.id ?? null;
  return (
    <div className={s.dim}>
      <div className={s.panel}>
        <div>
          <b className={s.title}>
            {count === null ? w.dropUnknown : w.dropItems(count, countText(count, locale))}
          </b>
          <span className={s.line}>
            {plain === null ? w.dropPlain : w.dropFor(presetName(plain, words.presets))}
          </span>
        </div>
        <ul className={s.presets} aria-label={w.dropPresets}>
          {offered.map((preset) => (
            <li
              key={preset.id}
              data-drop-preset={preset.id}
              className={classes(s.preset, preset.id === current && s.on)}
            >
              <Icon name={kindIcon(preset.kind)} />
              <span>{presetName(preset, words.presets)}</span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
