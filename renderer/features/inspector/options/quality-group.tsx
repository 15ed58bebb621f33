import { sizeWords } from '../../../../shared/plan/limit/limit-words.ts';
import { useState } from 'react';
import { qualityWords } from '../../../../shared/model/options.ts';
import { Field } from '../../../ui/field.tsx';
import { Slider } from '../../../ui/slider.tsx';
import { StepSlider } from '../../../ui/step-slider.tsx';
import { SwitchField } from '../../../ui/switch-field.tsx';
import { bitrateText } from '../../../words/numbers.ts';
import { useLocale, useWords } from '../../../words/words.tsx';
import { FormatRow } from './format-row.tsx';
import s from '../inspector.module.css';
import { rateText, rateUnit, readBytes, readRate } from './option-values.ts';
import { qualityNote } from './quality-note.ts';
import { useSession } from '../session.ts';
import { exactOf, isQualityWord, wordOf } from './steering-change.ts';
import { TextOption } from './text-option.tsx';
import { useNotes } from '../use-notes.ts';
import { useOption } from './use-option.ts';

/** Format, codec, and what steers the size. */
export function QualityGroup() {
  const { kind } = useSession();
  if (kind === null) return null;
  return (
    <>
      <FormatRow />
      <QualityRow />
      <ExactRow />
      <LosslessRow />
      <RateRow />
      <LimitRow />
    </>
  );
}

function QualityRow() {
  const { kind } = useSession();
  const w = useWords().inspector;
  const locale = useLocale();
  const quality = useOption('quality');
  const format = useOption('format');
  const rate = useOption('bitrate');
  const exact = useOption('compression');
  const limit = useOption('target_bytes');
  const notes = useNotes();
  if (kind === null || quality.use.use === 'hidden') return null;
  const nameOf = (value: unknown): string => (isQualityWord(value) ? w.qualities[value] : w.values.unset);
  const word = isQualityWord(quality.value) ? quality.value : mainWord(quality.state);
  const others =
    quality.state.is === 'mixed'
      ? quality.state.values.flatMap(({ value }) =>
          isQualityWord(value) ? [qualityWords.indexOf(value)] : [],
        )
      : [];
  const cap = typeof rate.value === 'number' && isQualityWord(quality.value) ? rate.value : null;
  const note = quality.mixed
    ? quality.mix(nameOf)
    : word === null
      ? limit.value !== undefined || limit.mixed
        ? w.notes.byLimit
        : rate.value !== undefined || rate.mixed
          ? w.notes.byBitrate
          : ''
      : cap !== null
        ? w.notes.quality(nameOf(word), w.notes.bitrateCaps(bitrateText(cap, locale)))
        : w.notes.quality(nameOf(word), qualityNote(kind, String(format.value), word, w));
  return (
    <Field
      label={w.options.quality}
      error={notes.problem('quality')}
      reason={notes.off(quality.use)}
      hint={
        quality.use.use === 'off' ? undefined : (
          <span className={s.noteLine}>
            <span>{note}</span>
            {kind !== 'adaptive_video' && !quality.disabled && (
              <button type="button" className={s.link} onClick={() => exact.set(exactOf(word ?? 'medium'))}>
                {w.notes.toExact}
              </button>
            )}
          </span>
        )
      }
    >
      <StepSlider
        value={word === null ? null : qualityWords.indexOf(word)}
        others={others}
        count={qualityWords.length}
        onChange={(at) => quality.set(qualityWords[at])}
        valueText={quality.mixed ? note : word === null ? w.values.unset : nameOf(word)}
        label={w.options.quality}
        disabled={quality.disabled}
      />
    </Field>
  );
}

/** The word that most files have. */
function mainWord(state: ReturnType<typeof useOption>['state']): (typeof qualityWords)[number] | null {
  const value = state.is === 'mixed' ? state.values[0]?.value : state.value;
  return isQualityWord(value) ? value : null;
}

function ExactRow() {
  const { kind } = useSession();
  const w = useWords().inspector;
  const exact = useOption('compression');
  const quality = useOption('quality');
  const notes = useNotes();
  const [moved, setMoved] = useState<number | null>(null);
  if (kind === null || exact.use.use === 'hidden') return null;
  const value = moved ?? (typeof exact.value === 'number' ? exact.value : null);
  const text = value === null ? w.values.unset : String(value);
  return (
    <Field
      label={w.options.compression}
      error={notes.problem('compression')}
      hint={
        <span className={s.noteLine}>
          <span>
            {exact.mixed
              ? exact.mix((one) => (typeof one === 'number' ? String(one) : w.values.unset))
              : w.notes.exact}
          </span>
          {!exact.disabled && (
            <button type="button" className={s.link} onClick={() => quality.set(wordOf(value ?? 50))}>
              {w.notes.toWords}
            </button>
          )}
        </span>
      }
    >
      <div className={s.exact}>
        <Slider
          value={value ?? 50}
          min={1}
          max={100}
          step={1}
          onChange={setMoved}
          onCommit={(at) => {
            exact.set(at);
            setMoved(null);
          }}
          valueText={text}
          label={w.options.compression}
          disabled={exact.disabled}
        />
        <output className={s.number}>{exact.mixed ? '' : text}</output>
      </div>
    </Field>
  );
}

function LosslessRow() {
  const w = useWords().inspector;
  const lossless = useOption('lossless');
  const notes = useNotes();
  if (lossless.use.use === 'hidden') return null;
  return (
    <Field
      label={w.options.lossless}
      error={notes.problem('lossless')}
      reason={notes.off(lossless.use)}
      hint={lossless.mix((value) => (value === true ? w.values.on : w.values.off))}
    >
      <SwitchField
        checked={lossless.mixed ? 'mixed' : lossless.value === true}
        onChange={(on) => lossless.set(on ? true : null)}
        label={w.options.lossless}
        disabled={lossless.disabled}
      />
    </Field>
  );
}

function RateRow() {
  const { kind, fieldId } = useSession();
  const w = useWords().inspector;
  const locale = useLocale();
  const rate = useOption('bitrate');
  const notes = useNotes();
  if (kind === null || rate.use.use === 'hidden') return null;
  return (
    <Field
      label={w.options.bitrate}
      htmlFor={fieldId('bitrate')}
      error={notes.problem('bitrate')}
      reason={notes.off(rate.use)}
      hint={rate.mix((value) =>
        typeof value === 'number' ? bitrateText(value, locale) : w.values.byQuality,
      )}
    >
      <TextOption
        option="bitrate"
        show={(value) => (typeof value === 'number' ? rateText(kind, value) : '')}
        read={(text) => readRate(kind, text)}
        placeholder={w.values.byQuality}
        unit={rateUnit(kind)}
        ariaLabel={w.options.bitrate}
        inputMode="decimal"
      />
    </Field>
  );
}

function LimitRow() {
  const { kind, fieldId } = useSession();
  const w = useWords().inspector;
  const limit = useOption('target_bytes');
  const notes = useNotes();
  if (kind === null || limit.use.use === 'hidden') return null;
  const mixed = limit.mix((value) => (typeof value === 'number' ? sizeWords(value) : w.values.none));
  return (
    <Field
      label={w.options.target_bytes}
      htmlFor={fieldId('target_bytes')}
      error={notes.problem('target_bytes')}
      reason={notes.off(limit.use)}
      hint={mixed !== '' ? mixed : limit.value === undefined ? undefined : w.notes.limit}
    >
      <TextOption
        option="target_bytes"
        show={(value) => (typeof value === 'number' ? sizeWords(value) : '')}
        read={readBytes}
        placeholder={w.values.none}
        ariaLabel={w.options.target_bytes}
      />
    </Field>
  );
}
