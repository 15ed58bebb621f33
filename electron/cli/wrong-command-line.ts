import {
  type ConvoyError,
  convoyError,
  type ErrorContext,
  type ErrorKind,
} from '../../shared/model/error.ts';

/** The command line cannot be carried out as it is: everything wrong with it is told and nothing is started. */
export class WrongCommandLine extends Error {
  override readonly name = 'WrongCommandLine';
  readonly errors: readonly ConvoyError[];
  constructor(errors: readonly ConvoyError[]) {
    super(errors.map((e) => e.message).join(' '));
    this.errors = errors;
  }
}

/** Shorthand: `throw wrong('invalid_option', { field: 'parallel', … })`. */
export function wrong(kind: ErrorKind, context: ErrorContext = {}): WrongCommandLine {
  return new WrongCommandLine([convoyError(kind, context)]);
}
