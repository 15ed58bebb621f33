import { useState } from 'react';
import { useApp } from '../../store/store.ts';
import { pixelsText } from '../../words/media-words.ts';
import { useWords } from '../../words/words.tsx';
import type { PictureOf } from './cover.tsx';
import { NotShown, Wait } from './not-shown.tsx';
import { Picture, type Zoom } from './picture.tsx';
import { comparedSide } from './preview-of.ts';
import s from './preview.module.css';
import { useMade } from './use-made.ts';

export interface MadePictureProps extends PictureOf {
  readonly label: string;
  readonly zoom: Zoom;
}

/** A picture that no browser reads, as one that the engine makes of it: HEIC, TIFF, camera files. */
export function MadePicture({ row, side, label, zoom }: MadePictureProps) {
  const { bridge } = useApp();
  const words = useWords().preview;
  const wanted = comparedSide(row, side);
  const alone = wanted === 'before' && row.media?.class === 'image';
  const { made, forget } = useMade(row, alone ? 'original' : 'both');
  const [refused, setRefused] = useState(false);
  if (refused) return <NotShown row={row} side={side} text={words.cannotShow} />;
  if (made === null) return <Wait row={row} side={side} text={words.making} />;
  if ('message' in made)
    return <NotShown row={row} side={side} text={words.cannotShow} hint={made.message} />;
  const { key, width, height } = made[wanted] ?? made.before;
  const smaller = side === 'input' && row.media?.width != null && width < row.media.width;
  return (
    <>
      <Picture
        url={bridge.mediaUrl({ what: 'compare', key })}
        label={label}
        zoom={zoom}
        onRefused={() => {
          if (!forget()) setRefused(true);
        }}
      />
      {smaller && <p className={s.note}>{words.made(pixelsText(width, height))}</p>}
    </>
  );
}
