import { fits } from '../../../../shared/model/options.ts';
import { Field } from '../../../ui/field.tsx';
import { PositionGrid } from '../../../ui/position-grid.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { SwitchField } from '../../../ui/switch-field.tsx';
import { useWords } from '../../../words/words.tsx';
import { FrameRateRow } from './frame-rate-row.tsx';
import s from '../inspector.module.css';
import { hasOption } from './option-groups.ts';
import { isPosition, readColour, readSide, sideText } from './option-values.ts';
import { useSession } from '../session.ts';
import { TextOption } from './text-option.tsx';
import { useNotes } from '../use-notes.ts';
import { useOption } from './use-option.ts';

/** Size, shape, frame rate and which side is up. */
export function PictureGroup() {
  const { kind } = useSession();
  if (kind === null) return null;
  return (
    <>
      <SizeRow />
      <ShapeRow />
      <PlaceRow />
      <ColourRow />
      <EnlargeRow />
      {hasOption(kind, 'fps') && <FrameRateRow />}
      <UprightRow />
    </>
  );
}

function SizeRow() {
  const { fieldId } = useSession();
  const w = useWords().inspector;
  const width = useOption('width');
  const height = useOption('height');
  const notes = useNotes();
  const nameOf = (value: unknown): string => {
    const { text, unit } = sideText(value);
    return text === '' ? w.values.auto : unit === '%' ? `${text}${w.values.percent}` : text;
  };
  const mix = [
    [w.options.width, width.mix(nameOf)],
    [w.options.height, height.mix(nameOf)],
  ].flatMap(([label = '', line = '']) => (line === '' ? [] : [`${label} ${line}`]));
  const side = (option: 'width' | 'height', value: unknown, label: string) => (
    <TextOption
      option={option}
      show={(one) => sideText(one).text}
      read={(text) =>
        readSide(sideText(value).unit === '%' && /^[\d.,]+$/.test(text.trim()) ? `${text}%` : text)
      }
      placeholder={w.values.auto}
      unit={sideText(value).unit === '%' ? w.values.percent : w.values.px}
      ariaLabel={label}
      inputMode="text"
    />
  );
  return (
    <Field
      label={w.options.resize}
      htmlFor={fieldId('width')}
      error={notes.problem('width') ?? notes.problem('height')}
      hint={
        mix.length === 0
          ? undefined
          : mix.map((line) => (
              <span key={line} className={s.line}>
                {line}
              </span>
            ))
      }
    >
      <div className={s.sides}>
        {side('width', width.value, w.options.width)}
        <span className={s.times} aria-hidden="true">
          ×
        </span>
        {side('height', height.value, w.options.height)}
      </div>
    </Field>
  );
}

function ShapeRow() {
  const { fieldId } = useSession();
  const w = useWords().inspector;
  const fit = useOption('fit');
  const notes = useNotes();
  if (fit.use.use === 'hidden') return null;
  const nameOf = (value: unknown): string =>
    typeof value === 'string' && value in w.fits ? w.fits[value as keyof typeof w.fits] : w.values.unset;
  return (
    <Field label={w.options.fit} htmlFor={fieldId('fit')} error={notes.problem('fit')} hint={fit.mix(nameOf)}>
      <SelectField
        value={typeof fit.value === 'string' ? fit.value : null}
        options={fits.map((value) => ({ value, label: w.fits[value] }))}
        onChange={(value) => fit.set(value)}
        mixed={fit.mixed}
        disabled={fit.disabled}
        ariaLabel={w.options.fit}
        id={fieldId('fit')}
      />
    </Field>
  );
}

function PlaceRow() {
  const w = useWords().inspector;
  const position = useOption('position');
  const fit = useOption('fit');
  const notes = useNotes();
  if (position.use.use === 'hidden') return null;
  const label = fit.value === 'cover' ? w.options.position : w.options.place;
  const nameOf = (value: unknown): string => (isPosition(value) ? w.positions[value] : w.positions.center);
  return (
    <Field
      label={label}
      error={notes.problem('position')}
      hint={position.mixed ? position.mix(nameOf) : nameOf(position.value)}
    >
      <PositionGrid
        value={isPosition(position.value) ? position.value : null}
        onChange={(value) => position.set(value)}
        label={label}
        disabled={position.disabled}
      />
    </Field>
  );
}

function ColourRow() {
  const { fieldId } = useSession();
  const w = useWords().inspector;
  const colour = useOption('background');
  const notes = useNotes();
  if (colour.use.use === 'hidden') return null;
  const shown = typeof colour.value === 'string' ? colour.value : '#000000';
  return (
    <Field
      label={w.options.background}
      htmlFor={fieldId('background')}
      error={notes.problem('background')}
      reason={notes.off(colour.use)}
      hint={colour.mix((value) => (typeof value === 'string' ? value : w.values.black))}
    >
      <div className={s.colour}>
        <TextOption
          option="background"
          show={(value) => (typeof value === 'string' ? value : '')}
          read={readColour}
          placeholder={w.values.black}
          ariaLabel={w.options.background}
        />
        <input
          type="color"
          className={s.swatch}
          aria-label={w.notes.pick}
          value={/^#[0-9a-f]{6}$/i.test(shown) ? shown : '#000000'}
          disabled={colour.disabled}
          onChange={(event) => colour.set(event.target.value)}
        />
      </div>
    </Field>
  );
}

function EnlargeRow() {
  const w = useWords().inspector;
  const enlarge = useOption('enlarge');
  const notes = useNotes();
  if (enlarge.use.use === 'hidden') return null;
  return (
    <Field
      label={w.options.enlarge}
      error={notes.problem('enlarge')}
      hint={enlarge.mix((value) => (value === false ? w.values.off : w.values.on))}
    >
      <SwitchField
        checked={enlarge.mixed ? 'mixed' : enlarge.value !== false}
        onChange={(on) => enlarge.set(on === enlarge.usual ? null : on)}
        label={w.options.enlarge}
        disabled={enlarge.disabled}
      />
    </Field>
  );
}

function UprightRow() {
  const w = useWords().inspector;
  const upright = useOption('auto_orient');
  const notes = useNotes();
  if (upright.use.use === 'hidden') return null;
  return (
    <Field
      label={w.options.auto_orient}
      error={notes.problem('auto_orient')}
      hint={upright.mix((value) => (value === false ? w.values.off : w.values.on))}
    >
      <SwitchField
        checked={upright.mixed ? 'mixed' : upright.value !== false}
        onChange={(on) => upright.set(on ? null : false)}
        label={w.options.auto_orient}
        disabled={upright.disabled}
      />
    </Field>
  );
}
