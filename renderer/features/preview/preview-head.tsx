import { Dialog as Radix } from 'radix-ui';
import { useAppState } from '../../store/store.ts';
import { IconButton } from '../../ui/button.tsx';
import { ChoiceGroup } from '../../ui/choice-group.tsx';
import { Icon } from '../../ui/icon.tsx';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import { useWords } from '../../words/words.tsx';
import type { PictureOf } from './cover.tsx';
import { type Side, hasBoth, showingOf, sides } from './preview-of.ts';
import s from './preview.module.css';
import { type Zoom, zooms } from './picture.tsx';
import { useOpenFile } from './use-open-file.ts';

export interface PreviewHeadProps extends PictureOf {
  readonly zoom: Zoom;
  readonly onZoom: (zoom: Zoom) => void;
  readonly onSide: (side: Side) => void;
  readonly onClose: () => void;
}

/** Name of the file, and how it is looked at. */
export function PreviewHead({ row, side, zoom, onZoom, onSide, onClose }: PreviewHeadProps) {
  const words = useWords().preview;
  const web = useAppState((state) => state.hello?.host === 'web');
  const open = useOpenFile(row.id, side);
  const showing = showingOf(row, side);
  return (
    <header className={s.head}>
      <Radix.Title className={s.title}>
        <MiddleCut text={side === 'result' ? (row.resultName ?? row.name) : row.name} />
      </Radix.Title>
      <div className={s.ways}>
        {hasBoth(row) && (
          <ChoiceGroup
            label={words.side}
            value={side}
            options={sides.map((value) => ({ value, label: words.sides[value] }))}
            onChange={onSide}
          />
        )}
        {(showing === 'picture' || showing === 'made') && (
          <ChoiceGroup
            label={words.zoom}
            value={zoom}
            options={zooms.map((value) => ({ value, label: words.zooms[value] }))}
            onChange={onZoom}
          />
        )}
      </div>
      {showing !== 'elsewhere' && (
        <IconButton label={web ? words.openWeb : words.open} icon={<Icon name="open" />} onClick={open} />
      )}
      <IconButton label={words.close} icon={<Icon name="x" />} onClick={onClose} />
    </header>
  );
}
