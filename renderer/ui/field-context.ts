import { createContext, useContext } from 'react';

/** What a field tells the control inside it. */
export interface FieldLink {
  readonly controlId: string;
  readonly label: string;
  /** Ids of the error and the reason below the control. */
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
}

export const FieldContext = createContext<FieldLink | null>(null);

export interface ControlLink {
  readonly id: string | undefined;
  readonly 'aria-label': string | undefined;
  readonly 'aria-describedby': string | undefined;
  readonly invalid: boolean;
}

/**
 * How a control is tied to the field around it. A control that has no name of its own, or the field's, is the one that
 * the label points to; the others in the same field (a height beside a width) carry their own names.
 */
export function useControlLink(id?: string, ariaLabel?: string): ControlLink {
  const field = useContext(FieldContext);
  if (field === null) return { id, 'aria-label': ariaLabel, 'aria-describedby': undefined, invalid: false };
  const labelled = ariaLabel === undefined || ariaLabel === field.label;
  return {
    id: id ?? (labelled ? field.controlId : undefined),
    'aria-label': labelled ? undefined : ariaLabel,
    'aria-describedby': field.describedBy,
    invalid: field.invalid,
  };
}
