import { memo, useEffect, useState } from 'react';
import type { Row } from '../../../shared/ipc/row.ts';
import { pictureSide } from '../../store/row-state.ts';
import { MediaPicture } from '../../ui/media-picture.tsx';
import s from './queue-row.module.css';

/** A row has to be in view for so many milliseconds before its picture is asked for: who scrolls past asks for none. */
const settled = 90;

interface RowPictureProps {
  readonly row: Row;
  readonly compact: boolean;
}

/** The picture of a file, of the result once there is one that can be seen. */
export function RowPicture({ row, compact }: RowPictureProps) {
  const side = pictureSide(row, 'result');
  return (
    <span role="gridcell" className={s.picture}>
      <Settled
        id={row.id}
        of={side ?? 'input'}
        version={row.pictureVersion}
        kind={row.media?.class ?? row.kind}
        known={side !== null}
        compact={compact}
      />
    </span>
  );
}

interface SettledProps {
  readonly id: string;
  readonly of: 'input' | 'result';
  readonly version: number;
  readonly kind: Parameters<typeof MediaPicture>[0]['kind'];
  readonly known: boolean;
  readonly compact: boolean;
}

const Settled = memo(function Settled({ id, of, version, kind, known, compact }: SettledProps) {
  const [still, setStill] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setStill(true), settled);
    return () => clearTimeout(timer);
  }, []);
  return (
    <MediaPicture
      place={still && known ? { what: 'thumb', id, of, version } : null}
      kind={kind}
      size={compact ? 'compact' : 'row'}
    />
  );
});
