import { type ReactNode, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Row } from '../../../shared/ipc/row.ts';
import { useCommand } from '../../keyboard/use-command.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ChoiceGroup } from '../../ui/choice-group.tsx';
import { Icon } from '../../ui/icon.tsx';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import { useWords } from '../../words/words.tsx';
import { leaveCompare } from './compare-actions.ts';
import s from './compare.module.css';
import { createComparison } from './comparison.ts';
import { PresetLine } from './preset-line.tsx';
import { type Look, type Zoom, looks, zooms } from './picture-view.ts';
import { QualityLadder } from './quality-ladder.tsx';
import { Stage } from './stage.tsx';
import { TimeLine } from './time-line.tsx';
import { useHeldKey } from './use-held-key.ts';

/** The original against the result of one file, frame by frame and quality by quality. */
export function ComparePage() {
  const app = useApp();
  const id = useAppState((state) => (state.place.name === 'compare' ? state.place.id : null));
  const row = useAppState((state) => (id === null ? undefined : state.rows.byId.get(id)));
  const back = () => leaveCompare(app, id);
  useCommand('escape', back);
  useCommand('compare', back);
  if (id === null) return null;
  if (row === undefined) return <Refused name={null} reason="gone" onBack={back} />;
  if (row.kind === 'audio' || row.media?.class === 'audio')
    return <Refused name={row.name} reason="noPicture" onBack={back} />;
  return <CompareFile key={id} row={row} onBack={back} />;
}

function CompareFile({ row, onBack }: { readonly row: Row; readonly onBack: () => void }) {
  const app = useApp();
  const words = useWords().compare;
  const standard = useAppState((state) => state.settings.quality);
  const { id, kind } = row;
  const copies = row.plan?.picture === 'copy';
  const isPicture = row.kind === 'image' && row.media?.class === 'image';
  const [loop] = useState(() => createComparison(app.bridge, { id, kind }, { standard, copies, isPicture }));
  const state = useStore(loop.state);
  const [look, setLook] = useState<Look>('slider');
  const [zoom, setZoom] = useState<Zoom>('fit');
  const held = useHeldKey(' ');
  useEffect(() => {
    loop.start();
    return loop.stop;
  }, [loop]);

  const { shown, original, error } = state;
  const pictures = shown?.comparison ?? (original === null ? null : { before: original, after: null });
  return (
    <div className={s.page}>
      <Head name={row.name} onBack={onBack} after={<PresetLine row={row} state={state} />}>
        <ChoiceGroup
          label={words.look}
          className={s.group}
          value={look}
          options={looks.map((value) => ({ value, label: words.looks[value] }))}
          onChange={setLook}
        />
        <ChoiceGroup
          label={words.zoom}
          className={s.group}
          value={zoom}
          options={zooms.map((value) => ({ value, label: words.zooms[value] }))}
          onChange={setZoom}
        />
      </Head>
      {state.status === 'refused' ? (
        <Sentence text={error?.message ?? words.refused} hint={error?.hint ?? null} assertive />
      ) : pictures === null ? (
        <Sentence text={words.rendering} hint={null} busy />
      ) : (
        <Stage row={row} state={state} pictures={pictures} look={look} zoom={zoom} onlyOriginal={held} />
      )}
      {state.status !== 'refused' && (
        <footer className={s.foot}>
          {error !== null && (
            <p className={s.problem} role="alert">
              {error.message} {error.hint}
            </p>
          )}
          {shown?.comparison.at != null && row.media?.duration != null ? (
            <TimeLine
              at={shown.comparison.at}
              duration={row.media.duration}
              fps={row.media.fps}
              onSeek={loop.seek}
            />
          ) : (
            // Its place is kept, so that the pictures do not move when it comes.
            shown === null && row.media?.class === 'video' && <div className={s.time} />
          )}
          <QualityLadder row={row} state={state} onChoose={loop.choose} onDone={onBack} />
        </footer>
      )}
    </div>
  );
}

interface HeadProps {
  readonly name: string | null;
  readonly onBack: () => void;
  readonly after?: ReactNode;
  readonly children?: ReactNode;
}

function Head({ name, onBack, after, children }: HeadProps) {
  const words = useWords().compare;
  return (
    <header className={s.bar}>
      <IconButton label={words.back} icon={<Icon name="back" />} onClick={onBack} />
      <h1 className={s.title}>{name !== null && <MiddleCut text={name} />}</h1>
      {after}
      <div className={s.grow} />
      {children}
    </header>
  );
}

interface RefusedProps {
  readonly name: string | null;
  readonly reason: 'gone' | 'noPicture';
  readonly onBack: () => void;
}

function Refused({ name, reason, onBack }: RefusedProps) {
  const words = useWords().compare;
  return (
    <div className={s.page}>
      <Head name={name} onBack={onBack} />
      <Sentence
        text={reason === 'gone' ? words.gone : words.noPicture}
        hint={reason === 'gone' ? null : words.noPictureHint}
      >
        <Button onClick={onBack}>{words.back}</Button>
      </Sentence>
    </div>
  );
}

interface SentenceProps {
  readonly text: string;
  readonly hint: string | null;
  readonly busy?: boolean;
  readonly assertive?: boolean;
  readonly children?: ReactNode;
}

/** In place of the pictures. */
function Sentence({ text, hint, busy = false, assertive = false, children }: SentenceProps) {
  return (
    <div className={s.sentence} role={assertive ? 'alert' : 'status'} aria-busy={busy}>
      {busy && <Icon name="run" className={s.turning} />}
      <p>{text}</p>
      {hint !== null && hint !== '' && <p className={s.hint}>{hint}</p>}
      {children}
    </div>
  );
}
