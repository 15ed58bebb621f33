import { type KeyboardEvent, useRef, useState } from 'react';
import type { Row } from '../../../shared/ipc/row.ts';
import { type QualityWord, qualityWords } from '../../../shared/model/options.ts';
import { useApp } from '../../store/store.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { announce } from '../../ui/live-region.tsx';
import { stepFrom } from '../../ui/roving.ts';
import { toast } from '../../ui/toast.tsx';
import { useLocale, useWords } from '../../words/words.tsx';
import { applyQuality } from './compare-actions.ts';
import s from './compare.module.css';
import type { ComparisonState } from './comparison.ts';
import { qualityChange } from './quality-steps.ts';
import { resultSize } from './tags.tsx';

export interface QualityLadderProps {
  readonly row: Row;
  readonly state: ComparisonState;
  readonly onChoose: (word: QualityWord | null) => void;
  /** The file has its quality. */
  readonly onDone: () => void;
}

/**
 * The five words with what each would make of the file, and the button that keeps one. Before them stands what the file
 * is without any of them, where it follows none: a copy, a bit rate, a size.
 */
export function QualityLadder({ row, state, onChoose, onDone }: QualityLadderProps) {
  const app = useApp();
  const words = useWords().compare;
  const locale = useLocale();
  const group = useRef<HTMLDivElement>(null);
  const [busy, setBusy] = useState(false);
  const word = state.chosen ?? state.own;
  const followsNone = state.opened && state.own === null;
  const steps: readonly (QualityWord | null)[] = followsNone ? [null, ...qualityWords] : qualityWords;
  const asIs = row.plan?.picture === 'copy' ? 'copy' : 'other';
  const running = row.status === 'processing';

  const key = (event: KeyboardEvent) => {
    const at = steps.indexOf(word);
    const to = steps[stepFrom(event, at, steps.length, 'both')];
    if (to === undefined) return;
    event.preventDefault();
    onChoose(to);
    group.current?.querySelector<HTMLElement>(`[data-word="${to ?? ''}"]`)?.focus();
  };
  const sizeOf = (one: QualityWord | null): string => {
    const size = one === null ? state.asIs : state.sizes.get(one);
    if (size == null) return words.pending;
    return size === 'unknown' ? words.unknownSize : (resultSize(size.bytes, size.exact, locale) ?? '');
  };
  const use = async (chosen: QualityWord) => {
    if (chosen === state.own) {
      onDone();
      return;
    }
    setBusy(true);
    const refused = await applyQuality(app, row, qualityChange(row.kind, state.options, chosen));
    setBusy(false);
    if (refused === null) {
      announce(words.used(words.qualities[chosen], row.name));
      onDone();
    } else toast({ text: words.notUsed, second: refused.message, tone: 'bad' });
  };

  return (
    <div className={s.ladder}>
      <div ref={group} role="radiogroup" aria-label={words.quality} className={s.steps} onKeyDown={key}>
        {steps.map((one) => (
          <button
            key={one ?? ''}
            type="button"
            role="radio"
            data-word={one ?? ''}
            aria-checked={one === word}
            tabIndex={one === word || (word === null && one === steps[0]) ? 0 : -1}
            className={classes(s.step, one === word && s.on)}
            onClick={() => onChoose(one)}
          >
            <b>{one === null ? words.asIs[asIs] : words.qualities[one]}</b>
            <span>{sizeOf(one)}</span>
          </button>
        ))}
      </div>
      <div className={s.use}>
        {running ? (
          <p className={s.hint}>{words.running}</p>
        ) : (
          <Button
            variant="primary"
            disabled={busy || !state.opened}
            onClick={() => (word === null ? onDone() : void use(word))}
          >
            {word === null
              ? words.keepAsIs[asIs]
              : row.status === 'queued' || word === state.own
                ? words.use(words.qualities[word])
                : words.useAgain(words.qualities[word])}
          </Button>
        )}
      </div>
    </div>
  );
}
