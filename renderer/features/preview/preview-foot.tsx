import { IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { countText } from '../../words/numbers.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import type { PictureOf } from './cover.tsx';
import { previewFacts } from './preview-facts.ts';
import s from './preview.module.css';

export interface PreviewFootProps extends PictureOf {
  /** Place in the list, from 0; below it when the list does not show the file any more. */
  readonly at: number;
  readonly total: number;
  readonly onGo: (step: 1 | -1) => void;
}

/** What is known of the file, and the way through the list. */
export function PreviewFoot({ row, side, at, total, onGo }: PreviewFootProps) {
  const all = useWords();
  const locale = useLocale();
  const words = all.preview;
  return (
    <footer className={s.foot}>
      <ul className={s.facts}>
        {previewFacts(row, side, all, locale).map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
      {at >= 0 && (
        <span className={s.quiet}>{words.place(countText(at + 1, locale), countText(total, locale))}</span>
      )}
      <IconButton
        label={words.previous}
        icon={<Icon name="back" className={s.upward} />}
        disabled={at === 0 || total === 0}
        onClick={() => onGo(-1)}
      />
      <IconButton
        label={words.next}
        icon={<Icon name="down" />}
        disabled={at === total - 1}
        onClick={() => onGo(1)}
      />
    </footer>
  );
}
