import { useState } from 'react';
import type { Row } from '../../../shared/ipc/row.ts';
import { isRemote, pictureSide } from '../../store/row-state.ts';
import { useApp } from '../../store/store.ts';
import { Icon } from '../../ui/icon.tsx';
import { kindIcon } from '../../ui/kind-icon.ts';
import s from './preview.module.css';
import type { Side } from './preview-of.ts';

export interface PictureOf {
  readonly row: Row;
  readonly side: Side;
}

/** The small picture of a file as large as it goes, or the mark of what it is. The words beside it say the rest. */
export function Cover({ row, side }: PictureOf) {
  const { bridge } = useApp();
  const url = bridge.mediaUrl({ what: 'thumb', id: row.id, of: side, version: row.pictureVersion });
  const [failed, setFailed] = useState<string | null>(null);
  // Of what lies elsewhere there is at most a picture of the result.
  const isMade = isRemote(row) ? pictureSide(row, 'result') === side : row.media?.picture === true;
  const there = isMade && url !== failed;
  return (
    <span className={s.cover} data-there={there || undefined}>
      {there ? (
        <img src={url} alt="" draggable={false} onError={() => setFailed(url)} />
      ) : (
        <Icon name={kindIcon(row.media?.class ?? row.kind)} className={s.mark} />
      )}
    </span>
  );
}
