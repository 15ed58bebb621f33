import { type ReactNode, useId, useMemo } from 'react';
import { classes } from './classes.ts';
import { FieldContext } from './field-context.ts';
import s from './field.module.css';

export interface FieldProps {
  readonly label: string;
  /** One line that explains the value. */
  readonly hint?: ReactNode;
  /** What is wrong with the value, in red. */
  readonly error?: ReactNode;
  /** Why the control is disabled, and the way on. */
  readonly reason?: ReactNode;
  readonly layout?: 'row' | 'stack' | undefined;
  /** Id of the control, when it has its own. */
  readonly htmlFor?: string | undefined;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

/** A labelled control with what there is to say about it below. The control inside is tied to label and notes by itself. */
export function Field({
  label,
  hint,
  error,
  reason,
  layout = 'row',
  htmlFor,
  children,
  className,
}: FieldProps) {
  const id = useId();
  const hasNotes = [hint, error, reason].some(isThere);
  const invalid = isThere(error);
  const link = useMemo(
    () => ({
      controlId: htmlFor ?? `${id}control`,
      label,
      describedBy: hasNotes ? `${id}notes` : undefined,
      invalid,
    }),
    [htmlFor, id, label, hasNotes, invalid],
  );
  return (
    <FieldContext value={link}>
      <div className={classes(s.field, layout === 'stack' && s.stack, className)}>
        <label htmlFor={link.controlId} className={s.label}>
          {label}
        </label>
        <div className={s.control}>{children}</div>
        {hasNotes && (
          <div id={`${id}notes`} className={s.notes}>
            {isThere(error) && <p className={s.error}>{error}</p>}
            {isThere(reason) && <p>{reason}</p>}
            {isThere(hint) && <p>{hint}</p>}
          </div>
        )}
      </div>
    </FieldContext>
  );
}

const isThere = (node: ReactNode): boolean =>
  node !== undefined && node !== null && node !== '' && node !== false;
