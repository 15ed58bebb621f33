import { useState } from 'react';
import { useApp } from '../../store/store.ts';
import { useWords } from '../../words/words.tsx';
import type { PictureOf } from './cover.tsx';
import { Film, Sound } from './film.tsx';
import { MadePicture } from './made-picture.tsx';
import { NotShown, Wait } from './not-shown.tsx';
import { whatIsIt } from './preview-facts.ts';
import { resultFormat, showingOf } from './preview-of.ts';
import { Picture, type Zoom } from './picture.tsx';
import { Stream } from './stream.tsx';
import { formatWord } from '../../words/media-words.ts';

/** One file, as it can be shown best. What the browser refuses is tried another way, or said. Keyed by file. */
export function PreviewStage({ row, side, zoom }: PictureOf & { readonly zoom: Zoom }) {
  const { bridge } = useApp();
  const words = useWords().preview;
  const [refused, setRefused] = useState(false);
  const onRefused = () => setRefused(true);
  const name = side === 'result' ? (row.resultName ?? row.name) : row.name;
  const label = words.aloud[side](name);
  // A result that was made anew has the same address, and pictures are kept by their address.
  const version = side === 'result' ? `?v=${row.finishedAt ?? 0}` : '';
  const url = `${bridge.mediaUrl({ what: 'file', id: row.id, of: side })}${version}`;
  const showing = showingOf(row, side);
  switch (showing) {
    case 'picture':
      if (refused) return <MadePicture row={row} side={side} label={label} zoom={zoom} />;
      return <Picture url={url} label={label} zoom={zoom} onRefused={onRefused} />;
    case 'made':
      return <MadePicture row={row} side={side} label={label} zoom={zoom} />;
    case 'film':
    case 'sound':
      if (refused) {
        const what = side === 'input' ? whatIsIt(row.media) : formatWord(resultFormat(row));
        const text = words.cannotPlay(what ?? name);
        return <NotShown row={row} side={side} text={text} hint={words.cannotPlayHint} />;
      }
      if (showing === 'film') return <Film url={url} label={label} onRefused={onRefused} />;
      return <Sound url={url} label={label} onRefused={onRefused} cover={{ row, side }} />;
    case 'stream':
      return <Stream row={row} side={side} label={label} />;
    case 'reading':
      return <Wait row={row} side={side} text={words.reading} />;
    case 'elsewhere':
      return (
        <NotShown row={row} side={side} text={words.elsewhere} hint={words.elsewhereHint} offer={false} />
      );
    case 'unread':
      return <NotShown row={row} side={side} text={row.error?.message ?? words.unread} />;
  }
}
