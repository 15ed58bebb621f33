import { type CSSProperties, useRef } from 'react';
import { classes } from './classes.ts';
import { useControlLink } from './field-context.ts';
import s from './slider.module.css';

export interface SliderProps {
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** While it moves. */
  readonly onChange: (value: number) => void;
  /** When it was let go. */
  readonly onCommit?: ((value: number) => void) | undefined;
  /** The value in words and units: "80%". */
  readonly valueText: string;
  readonly label: string;
  readonly disabled?: boolean | undefined;
  readonly className?: string | undefined;
}

/** A slider over a range of numbers. */
export function Slider(props: SliderProps) {
  const { value, min, max, step, onChange, onCommit, valueText, label, disabled, className } = props;
  const link = useControlLink(undefined, label);
  const moved = useRef<number | null>(null);
  const settle = () => {
    if (moved.current === null) return;
    onCommit?.(moved.current);
    moved.current = null;
  };
  const part = max > min ? (value - min) / (max - min) : 0;
  return (
    <input
      type="range"
      className={classes(s.slider, className)}
      style={{ '--part': part } as CSSProperties}
      id={link.id}
      aria-label={label}
      aria-describedby={link['aria-describedby']}
      aria-valuetext={valueText}
      value={value}
      min={min}
      max={max}
      step={step}
      disabled={disabled}
      onChange={(event) => {
        moved.current = event.target.valueAsNumber;
        onChange(event.target.valueAsNumber);
      }}
      onPointerUp={settle}
      onKeyUp={settle}
      onBlur={settle}
    />
  );
}
