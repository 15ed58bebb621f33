import type { ReactNode } from 'react';
import { useAppState } from '../../store/store.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useWords } from '../../words/words.tsx';
import { Cover, type PictureOf } from './cover.tsx';
import s from './preview.module.css';
import { useOpenFile } from './use-open-file.ts';

export interface NotShownProps extends PictureOf {
  readonly text: string;
  readonly hint?: string | undefined;
  /** Another program may do better. */
  readonly offer?: boolean | undefined;
}

/** In place of a file that the window cannot show: what is known of it, why, and the way on. */
export function NotShown({ row, side, text, hint, offer = true }: NotShownProps) {
  const words = useWords().preview;
  const web = useAppState((state) => state.hello?.host === 'web');
  const open = useOpenFile(row.id, side);
  return (
    <Middle picture={<Cover row={row} side={side} />}>
      <p>{text}</p>
      {hint !== undefined && <p className={s.hint}>{hint}</p>}
      {offer && (
        <Button icon={<Icon name="open" />} onClick={open}>
          {web ? words.openWeb : words.open}
        </Button>
      )}
    </Middle>
  );
}

/** A sentence while something is being made ready. */
export function Wait({ row, side, text }: PictureOf & { readonly text: string }) {
  return (
    <Middle picture={<Cover row={row} side={side} />} busy>
      <p className={s.wait}>
        <Icon name="run" className={s.turning} />
        {text}
      </p>
    </Middle>
  );
}

interface MiddleProps {
  readonly picture: ReactNode;
  readonly children: ReactNode;
  readonly busy?: boolean;
}

function Middle({ picture, children, busy = false }: MiddleProps) {
  return (
    <div className={s.middle}>
      {picture}
      <div className={s.sentence} role="status" aria-busy={busy}>
        {children}
      </div>
    </div>
  );
}
