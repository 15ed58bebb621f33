import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useApp } from '../../store/store.ts';
import { ChoiceGroup } from '../../ui/choice-group.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { useLocale, useWords } from '../../words/words.tsx';
import { usePlayer } from './film.tsx';
import { namedLevels } from './hls-levels.ts';
import { type HlsPlayer, createHlsPlayer } from './hls-player.ts';
import type { PictureOf } from './cover.tsx';
import { NotShown } from './not-shown.tsx';
import s from './preview.module.css';

/** An HLS result as a player on the web plays it, with its sizes and sound tracks to choose from. */
export function Stream({ row, side, label }: PictureOf & { readonly label: string }) {
  const { bridge } = useApp();
  const words = useWords().preview;
  const url = bridge.mediaUrl({ what: 'part', id: row.id, path: 'master.m3u8' });
  const video = useRef<HTMLVideoElement>(null);
  const [player, setPlayer] = useState<HlsPlayer | null>(null);
  const [failed, setFailed] = useState(false);
  const behaviour = usePlayer();

  useEffect(() => {
    if (video.current === null) return undefined;
    const made = createHlsPlayer(video.current, url);
    const stop = made.state.subscribe(({ status }) => {
      if (status === 'failed') setFailed(true);
    });
    setPlayer(made);
    return () => {
      stop();
      made.end();
    };
  }, [url]);

  if (failed) return <NotShown row={row} side={side} text={words.streamStopped} hint={words.streamHint} />;
  return (
    <>
      <video ref={video} className={s.film} aria-label={label} {...behaviour} />
      <div className={s.streamBar}>{player !== null && <StreamBar player={player} />}</div>
    </>
  );
}

const auto = 'auto';

/** What can be chosen of a stream, and what is played now. */
function StreamBar({ player }: { readonly player: HlsPlayer }) {
  const words = useWords().preview;
  const locale = useLocale();
  const { status, levels, chosen, playing, tracks, track } = useStore(player.state);
  const named = namedLevels(levels, locale);
  const now = named.find(({ index }) => index === playing);
  if (status === 'opening') return <span className={s.quiet}>{words.loading}</span>;
  return (
    <>
      <ChoiceGroup
        label={words.levels}
        className={s.levels}
        value={chosen === null ? auto : String(chosen)}
        options={[
          { value: auto, label: words.auto },
          ...named.map(({ index, label }) => ({ value: String(index), label })),
        ]}
        onChange={(value) => player.chooseLevel(value === auto ? null : Number(value))}
      />
      {tracks.length > 1 && (
        <SelectField
          ariaLabel={words.track}
          className={s.track}
          value={track === null ? null : String(track)}
          options={tracks.map((label, index) => ({ value: String(index), label }))}
          onChange={(value) => player.chooseTrack(Number(value))}
        />
      )}
      <span className={s.now}>{now !== undefined && words.now(now.label)}</span>
    </>
  );
}
