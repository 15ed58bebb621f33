import { Slider } from 'radix-ui';
import { useState } from 'react';
import { Field } from '../../../ui/field.tsx';
import { lengthText } from '../../../words/times.ts';
import { useLocale, useWords } from '../../../words/words.tsx';
import s from '../inspector.module.css';
import { readTime, timeText } from './option-values.ts';
import { useSession } from '../session.ts';
import { TextOption } from './text-option.tsx';
import { useNotes } from '../use-notes.ts';
import { type OptionControl, useOption } from './use-option.ts';

const showTime = (value: unknown): string => (typeof value === 'number' ? timeText(value) : '');

/** The part that is converted, or the time of the picture that is taken out. */
export function TrimGroup() {
  const { kind } = useSession();
  if (kind === null) return null;
  return kind === 'image' ? <AtRow /> : <PartRows />;
}

function AtRow() {
  const { fieldId } = useSession();
  const w = useWords().inspector;
  const at = useOption('start');
  const notes = useNotes();
  const duration = useDuration();
  return (
    <>
      <Field
        label={w.options.at}
        htmlFor={fieldId('start')}
        error={notes.problem('start')}
        hint={at.mixed ? at.mix((value) => showTime(value) || w.values.firstFrame) : w.notes.at}
      >
        <TextOption
          option="start"
          show={showTime}
          read={readTime}
          placeholder={w.values.firstFrame}
          ariaLabel={w.options.at}
        />
      </Field>
      {duration !== null && !at.mixed && (
        <TimeRange
          duration={duration}
          places={[numberOr(at.value, 0)]}
          names={[w.notes.handleAt]}
          disabled={at.disabled}
          onCommit={([time = 0]) => at.set(time > 0 ? time : null)}
        />
      )}
    </>
  );
}

function PartRows() {
  const { fieldId } = useSession();
  const { inspector: w, units } = useWords();
  const locale = useLocale();
  const start = useOption('start');
  const end = useOption('end');
  const notes = useNotes();
  const duration = useDuration();
  const from = numberOr(start.value, 0);
  const to = duration === null ? null : Math.min(numberOr(end.value, duration), duration);
  const cut = start.value !== undefined || end.value !== undefined;
  const length =
    to !== null && cut && to > from ? w.notes.length(lengthText(to - from, locale, units)) : undefined;
  return (
    <>
      <Field
        label={w.options.start}
        htmlFor={fieldId('start')}
        error={notes.problem('start')}
        hint={start.mix((value) => showTime(value) || w.values.startOfFile)}
      >
        <TextOption
          option="start"
          show={showTime}
          read={readTime}
          placeholder={timeText(0)}
          ariaLabel={w.options.start}
        />
      </Field>
      <Field
        label={w.options.end}
        htmlFor={fieldId('end')}
        error={notes.problem('end')}
        hint={end.mixed ? end.mix((value) => showTime(value) || w.values.endOfFile) : length}
      >
        <TextOption
          option="end"
          show={showTime}
          read={readTime}
          placeholder={duration === null ? w.values.endOfFile : timeText(Math.floor(duration))}
          ariaLabel={w.options.end}
        />
      </Field>
      {to !== null && duration !== null && !start.mixed && !end.mixed && (
        <TimeRange
          duration={duration}
          places={[Math.min(from, to), to]}
          names={[w.notes.handleStart, w.notes.handleEnd]}
          disabled={start.disabled}
          onCommit={([first = 0, last = duration]) => setPart(start, end, first, last, duration)}
        />
      )}
    </>
  );
}

/** The ends of the file are no times that were asked. */
function setPart(
  start: OptionControl,
  end: OptionControl,
  first: number,
  last: number,
  duration: number,
): void {
  const [from, to] = [first > 0 ? first : null, last < duration ? last : null];
  if (from !== (start.value ?? null)) start.set(from);
  if (to !== (end.value ?? null)) end.set(to);
}

const numberOr = (value: unknown, other: number): number => (typeof value === 'number' ? value : other);

/** Length of the one file that is shown; null for many, or when nothing says so. */
function useDuration(): number | null {
  const { subject } = useSession();
  if (subject.about !== 'one' || subject.row.more > 0) return null;
  return subject.row.media?.duration ?? null;
}

interface TimeRangeProps {
  readonly duration: number;
  /** Seconds of each handle. */
  readonly places: readonly number[];
  readonly names: readonly string[];
  readonly disabled: boolean;
  readonly onCommit: (places: readonly number[]) => void;
}

/** Tenths for what is short, whole seconds for what is long: an arrow key moves one step. */
const stepOf = (duration: number): number => (duration <= 60 ? 0.1 : 1);

/** The length of the file with a handle for each time. */
function TimeRange({ duration, places, names, disabled, onCommit }: TimeRangeProps) {
  const w = useWords().inspector;
  const [moved, setMoved] = useState<readonly number[] | null>(null);
  const step = stepOf(duration);
  const rounded = (time: number): number => Math.min(duration, Math.round(time / step) * step);
  const shown = moved ?? places;
  return (
    <Slider.Root
      className={s.range}
      value={[...shown]}
      min={0}
      max={duration}
      step={step}
      minStepsBetweenThumbs={1}
      disabled={disabled}
      aria-label={w.notes.trimRange}
      onValueChange={setMoved}
      onValueCommit={(times) => {
        setMoved(null);
        onCommit(
          times.map((time) => (time >= duration - step / 2 ? duration : Number(rounded(time).toFixed(3)))),
        );
      }}
    >
      <Slider.Track className={s.rangeTrack}>
        <Slider.Range className={places.length > 1 ? s.rangeFill : s.rangeNone} />
      </Slider.Track>
      {shown.map((time, n) => (
        <Slider.Thumb
          // Handles keep their order.
          key={names[n]}
          className={s.rangeKnob}
          aria-label={names[n]}
          aria-valuetext={timeText(time)}
        />
      ))}
    </Slider.Root>
  );
}
