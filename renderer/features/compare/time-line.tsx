import { useState } from 'react';
import { IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Slider } from '../../ui/slider.tsx';
import { countText } from '../../words/numbers.ts';
import { positionText } from '../../words/times.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import s from './compare.module.css';
import { frameAt, stepFrame } from './picture-view.ts';

export interface TimeLineProps {
  /** Seconds that are shown. */
  readonly at: number;
  readonly duration: number;
  /** Null when the file does not say. */
  readonly fps: number | null;
  readonly onSeek: (at: number) => void;
}

/** What a file without a frame rate is stepped by: frames of 40 ms. */
const usualFps = 25;

/** Where in the file the frame is, and the way to others. */
export function TimeLine({ at, duration, fps, onSeek }: TimeLineProps) {
  const words = useWords().compare;
  const locale = useLocale();
  /** While it is dragged, and until the frame is there. */
  const [wanted, setWanted] = useState<{ readonly to: number; readonly from: number } | null>(null);
  const shown = wanted !== null && wanted.from === at ? wanted.to : at;
  const rate = fps ?? usualFps;
  const seek = (to: number) => {
    setWanted({ to, from: at });
    onSeek(to);
  };
  const step = (by: number) => seek(stepFrame(shown, rate, by, duration));
  return (
    <div className={s.time}>
      <IconButton label={words.frameBack} icon={<Icon name="back" />} onClick={() => step(-1)} />
      <span className={s.clock}>
        <b>{positionText(shown, true)}</b> {words.of(positionText(duration))}
      </span>
      <Slider
        className={s.line}
        label={words.time}
        value={shown}
        min={0}
        max={duration}
        step={1 / rate}
        valueText={positionText(shown, true)}
        onChange={(to) => setWanted({ to, from: at })}
        onCommit={seek}
      />
      {fps !== null && <span className={s.frame}>{words.frame(countText(frameAt(shown, fps), locale))}</span>}
      <IconButton label={words.frameOn} icon={<Icon name="right" />} onClick={() => step(1)} />
    </div>
  );
}
