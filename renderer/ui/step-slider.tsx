import { type CSSProperties, type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { classes } from './classes.ts';
import { useControlLink } from './field-context.ts';
import s from './step-slider.module.css';

export interface StepSliderProps {
  /** The stop that is chosen, from 0; null when none is. */
  readonly value: number | null;
  /** Stops that other files of a mixed selection have. */
  readonly others?: readonly number[] | undefined;
  /** How many stops there are. */
  readonly count: number;
  readonly onChange: (value: number) => void;
  /** The value in words: "Medium". */
  readonly valueText: string;
  readonly label: string;
  readonly disabled?: boolean | undefined;
  readonly className?: string | undefined;
}

/** A slider over a few named stops. */
export function StepSlider(props: StepSliderProps) {
  const { value, others = [], count, onChange, valueText, label, className } = props;
  const disabled = props.disabled === true;
  const link = useControlLink(undefined, label);
  const rail = useRef<HTMLDivElement>(null);
  const last = count - 1;

  const go = (next: number) => {
    const kept = Math.min(last, Math.max(0, next));
    if (!disabled && kept !== value) onChange(kept);
  };

  const key = (event: KeyboardEvent) => {
    const next = stepFor(event.key, value ?? Math.floor(last / 2), last);
    if (next === null) return;
    event.preventDefault();
    go(next);
  };

  const point = (event: PointerEvent) => {
    const box = rail.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return;
    go(Math.round(((event.clientX - box.left) / box.width) * last));
  };

  return (
    <div
      className={classes(s.slider, disabled && s.off, className)}
      role="slider"
      id={link.id}
      tabIndex={disabled ? -1 : 0}
      aria-label={label}
      aria-describedby={link['aria-describedby']}
      aria-disabled={disabled || undefined}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={value ?? 0}
      aria-valuetext={valueText}
      onKeyDown={key}
      onPointerDown={(event) => {
        if (event.button !== 0 || disabled) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        point(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) point(event);
      }}
    >
      <div ref={rail} className={s.rail}>
        {value !== null && <span className={s.fill} style={at(value, last)} />}
        {Array.from({ length: count }, (_, stop) => (
          <span key={stop} className={s.stop} style={at(stop, last)} />
        ))}
        {[...new Set(others)]
          .filter((stop) => stop !== value)
          .map((stop) => (
            <span key={`other${stop}`} className={classes(s.knob, s.ghost)} style={at(stop, last)} />
          ))}
        {value !== null && <span className={s.knob} style={at(value, last)} />}
      </div>
    </div>
  );
}

const at = (stop: number, last: number): CSSProperties =>
  ({ '--part': last === 0 ? 0 : stop / last }) as CSSProperties;

function stepFor(key: string, from: number, last: number): number | null {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
    case 'PageUp':
      return from + 1;
    case 'ArrowLeft':
    case 'ArrowDown':
    case 'PageDown':
      return from - 1;
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
