import { useMemo, useState } from 'react';
import type { MediaBrief } from '../../shared/ipc/row.ts';
import type { Kind } from '../../shared/model/options.ts';
import type { MediaPlace } from '../bridge/bridge.ts';
import { useApp } from '../store/store.ts';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';
import { kindIcon } from './kind-icon.ts';
import { isMissing, rememberMissing } from './missing-pictures.ts';
import s from './media-picture.module.css';

export interface MediaPictureProps {
  /** Null when there is no picture (yet). */
  readonly place: MediaPlace | null;
  /** What the file is: its mark stands where there is no picture. */
  readonly kind: Kind | MediaBrief['class'];
  /** `row` 44 × 33, `compact` 32 × 24, `head` 64 × 48. */
  readonly size?: 'row' | 'compact' | 'head' | undefined;
  readonly className?: string | undefined;
}

/** A small picture of a file. It says nothing that the name beside it does not say, so it has no text. */
export function MediaPicture({ place, kind, size = 'row', className }: MediaPictureProps) {
  const { bridge } = useApp();
  const url = place === null ? null : bridge.mediaUrl(place);
  const [failed, setFailed] = useState<string | null>(null);
  const missing = useMemo(() => url !== null && isMissing(bridge, url), [bridge, url]);
  return (
    <span className={classes(s.picture, s[size], className)}>
      {url === null || url === failed || missing ? (
        <Icon name={kindIcon(kind)} />
      ) : (
        <img
          src={url}
          alt=""
          loading="lazy"
          decoding="async"
          draggable={false}
          className={s.image}
          onError={() => {
            rememberMissing(bridge, url);
            setFailed(url);
          }}
        />
      )}
    </span>
  );
}
