import { type ComponentProps, type RefObject, useEffect, useRef } from 'react';
import { useAppState } from '../../store/store.ts';
import { Cover } from './cover.tsx';
import type { PictureOf } from './cover.tsx';
import s from './preview.module.css';

export interface PlayerProps {
  readonly url: string;
  /** Name for those who do not see it. */
  readonly label: string;
  /** The browser cannot play it. */
  readonly onRefused: () => void;
}

/** A film in the browser's own player. */
export function Film({ url, label, onRefused }: PlayerProps) {
  const ref = useRef<HTMLVideoElement>(null);
  useSource(ref, url);
  return (
    <video
      ref={ref}
      className={s.film}
      aria-label={label}
      {...usePlayer()}
      onError={onRefused}
      onLoadedMetadata={(event) => {
        // A codec that the browser does not know leaves the sound alone to be played, and says nothing.
        if (event.currentTarget.videoWidth === 0) onRefused();
      }}
    />
  );
}

/** Sound in the browser's own player, below its cover. */
export function Sound({ url, label, onRefused, cover }: PlayerProps & { readonly cover: PictureOf }) {
  const ref = useRef<HTMLAudioElement>(null);
  useSource(ref, url);
  return (
    <div className={s.middle}>
      <Cover {...cover} />
      <audio ref={ref} className={s.sound} aria-label={label} {...usePlayer()} onError={onRefused} />
    </div>
  );
}

/** Gives a player its address. What is not looked at any more is let go at once, so that its file is free. */
function useSource(ref: RefObject<HTMLMediaElement | null>, url: string): void {
  useEffect(() => {
    const player = ref.current;
    if (player === null) return undefined;
    player.src = url;
    return () => {
      player.pause();
      player.removeAttribute('src');
      player.load();
    };
  }, [ref, url]);
}

/** How players behave. They have no buttons that would do nothing: Electron refuses downloads and the whole screen. */
export function usePlayer(): ComponentProps<'video'> {
  const electron = useAppState((state) => state.hello?.host === 'electron');
  return {
    controls: true,
    controlsList: electron ? 'nodownload noremoteplayback nofullscreen' : 'nodownload noremoteplayback',
    disablePictureInPicture: electron,
    playsInline: true,
    autoPlay: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
  };
}
