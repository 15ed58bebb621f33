import { useContext, useMemo } from 'react';
import { useApp, useAppState } from '../../store/store.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { Icon } from '../../ui/icon.tsx';
import { kindIcon } from '../../ui/kind-icon.ts';
import { countText } from '../../words/numbers.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import { HoveringContext, chooseFiles, chooseFolder, offeredPresets } from '../drop/index.ts';
import { presetFacts, presetName, useFactSpeech } from '../presets/index.ts';
import s from './empty-queue.module.css';
import { Road } from './road.tsx';

/** The queue without files: what it takes, and presets to drop straight on. */
export function EmptyQueue() {
  const app = useApp();
  const words = useWords();
  const { app: w } = words;
  const locale = useLocale();
  const speech = useFactSpeech();
  const hovering = useContext(HoveringContext);
  const presets = useAppState((state) => state.presets);
  const settings = useAppState((state) => state.settings);
  const sends = useAppState((state) => state.hello?.abilities.upload === true);
  const kind = hovering?.dragged.kind ?? null;
  const offered = useMemo(() => offeredPresets({ presets, settings }, kind), [presets, settings, kind]);
  const count = hovering?.dragged.count ?? null;
  return (
    <section className={s.empty} aria-label={w.mainRegion}>
      <Road />
      <div className={s.middle}>
        <h1 className={s.title}>
          {hovering === null
            ? w.emptyTitle
            : count === null
              ? w.dropUnknown
              : w.dropItems(count, countText(count, locale))}
        </h1>
        <p className={s.takes}>
          {w.emptyTakes}
          <br />
          {sends ? w.emptyPasteWeb : w.emptyPaste}
        </p>
        <div className={s.choose}>
          <Button variant="primary" icon={<Icon name="plus" />} onClick={() => void chooseFiles(app)}>
            {w.chooseFiles}
          </Button>
          <Button icon={<Icon name="show" />} onClick={() => void chooseFolder(app)}>
            {w.chooseFolder}
          </Button>
        </div>
        {offered.length > 0 && (
          <div className={s.presets}>
            <h2 className={s.head}>{w.presetsHead}</h2>
            <ul className={s.list}>
              {offered.map((preset) => (
                <li
                  key={preset.id}
                  data-drop-preset={preset.id}
                  className={classes(s.preset, hovering?.presetId === preset.id && s.on)}
                >
                  <Icon name={kindIcon(preset.kind)} />
                  <b className={s.name}>{presetName(preset, words.presets)}</b>
                  <span className={s.facts}>{presetFacts(preset, speech)}</span>
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </section>
  );
}
