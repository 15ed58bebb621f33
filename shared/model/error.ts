import { z } from 'zod';

/**
 * What may go wrong, as one typed table: the sentence a person reads, what to do next, whether trying again can help,
 * and what the HTTP and command-line doors answer.
 */

/** What is known about a failure; every field is optional, and a sentence is complete without it. */
export interface ErrorContext {
  /** Name of the file (not its path) that the sentence is about. */
  readonly file?: string;
  /** The option or field that is at fault, as the sentence names it. */
  readonly field?: string;
  /** The one option or member to change, where `field` names it differently: "quality and bitrate". */
  readonly option?: string;
  /** What was given, as a person would write it. */
  readonly given?: string;
  /** What is allowed, as a person would write it. */
  readonly allowed?: string;
  /** The reason in one clause, without a full stop: "the recording stops at 31:02". */
  readonly reason?: string;
  /** Overrides the table's hint where the place of the failure knows better. */
  readonly hint?: string;
  /** Raw tool output or another technical detail, one click away. */
  readonly detail?: string;
}

/** `never`: the same input fails again · `user`: after something was changed · `automatic`: once, by itself. */
export type RetryPolicy = 'never' | 'user' | 'automatic';

interface ErrorRow {
  readonly sentence: (c: ErrorContext) => string;
  readonly hint: string;
  readonly retry: RetryPolicy;
  /** HTTP status that the loopback API answers with. */
  readonly http: number;
  /** Exit code of the command line when this is what stopped it: 2 = nothing was started, 1 = a job failed. */
  readonly exit: 1 | 2 | 130;
}

const name = (c: ErrorContext): string => (c.file === undefined ? 'The input' : `“${c.file}”`);
const because = (c: ErrorContext): string => (c.reason === undefined ? '' : `: ${c.reason}`);
const field = (c: ErrorContext): string => c.field ?? 'An option';

/** “width” cannot be 0; it can be 1 to 16384. */
const wrongValue = (c: ErrorContext): string => {
  if (c.reason !== undefined)
    return c.field === undefined ? capital(c.reason) + '.' : `${field(c)}: ${c.reason}.`;
  const given = c.given === undefined ? 'has a value that is not allowed' : `cannot be ${c.given}`;
  const allowed = c.allowed === undefined ? '' : `; it can be ${c.allowed}`;
  return `${field(c)} ${given}${allowed}.`;
};

const capital = (s: string): string => s.charAt(0).toUpperCase() + s.slice(1);

const row = (
  sentence: ErrorRow['sentence'],
  hint: string,
  retry: RetryPolicy,
  http: number,
  exit: ErrorRow['exit'] = 1,
): ErrorRow => ({ sentence, hint, retry, http, exit });

/** Every error kind of the contract, in the order in which they can come up in a job's life. */
export const errorTable = {
  input_required: row(() => 'No input was given.', 'Name at least one file or folder.', 'never', 400, 2),
  invalid_input: row(
    (c) => `${name(c)} cannot be used as input${because(c)}.`,
    'Use a path to a file or folder on this computer.',
    'never',
    400,
    2,
  ),
  invalid_format: row(wrongValue, 'Choose one of the formats of this kind.', 'never', 400, 2),
  invalid_codec: row(
    wrongValue,
    'Choose a codec that the format can hold, or leave it out.',
    'never',
    400,
    2,
  ),
  invalid_option: row(wrongValue, 'Change this option.', 'never', 400, 2),
  token_missing: row(
    () => 'The request carries no token.',
    'Send the token as a bearer token.',
    'never',
    401,
  ),
  token_invalid: row(
    () => 'The token is not valid.',
    'Copy the token from the settings again.',
    'never',
    401,
  ),
  input_not_found: row(
    (c) => `${name(c)} is not there${because(c)}.`,
    'Check the path, or find the file.',
    'user',
    404,
  ),
  input_unreadable: row(
    (c) => `${name(c)} cannot be opened${because(c)}.`,
    'Check that you may read the file and that no other program holds it.',
    'user',
    403,
  ),
  input_unsupported: row(
    (c) => `${name(c)} cannot be converted this way${because(c)}.`,
    'Choose another kind, or check that the file really is what its name says.',
    'never',
    422,
  ),
  input_truncated: row(
    (c) => `${name(c)} is incomplete${because(c)}.`,
    'Copy the file again from where it came from, or convert only the part that is there.',
    'user',
    422,
  ),
  input_changed: row(
    (c) => `${name(c)} was changed while it was being converted.`,
    'Wait until nothing writes to the file any more, then try again.',
    'automatic',
    409,
  ),
  encoder_missing: row(
    (c) => `The ffmpeg at hand cannot do this${because(c)}.`,
    'Or choose another codec or format.',
    'user',
    501,
  ),
  tool_missing: row(
    (c) => `A tool that Convoy needs cannot be started${because(c)}.`,
    'Run `convoy health` to see what was looked for and where.',
    'user',
    503,
  ),
  encode_failed: row(
    (c) => `${name(c)} could not be converted${because(c)}.`,
    'Look at the log of the job; another format or codec may work.',
    'user',
    500,
  ),
  encode_stalled: row(
    (c) => `Converting ${name(c)} made no progress any more and was stopped${because(c)}.`,
    'Try again. If it stops at the same place, the file is probably damaged there.',
    'automatic',
    500,
  ),
  output_exists: row(
    (c) => `${name(c)} is already there.`,
    'Choose another name, or choose what to do with names that are taken.',
    'user',
    409,
  ),
  output_unwritable: row(
    (c) => `${name(c)} cannot be written${because(c)}.`,
    'Choose another folder, or give yourself permission to write there.',
    'user',
    403,
  ),
  output_verify_failed: row(
    (c) => `The result of ${name(c)} did not pass the check${because(c)}.`,
    'Nothing was published and the original is untouched. Look at the log of the job.',
    'user',
    500,
  ),
  disk_full: row(
    (c) => `There is no space left where ${name(c)} is being written${because(c)}.`,
    'Free some space, or choose a folder on another disk.',
    'user',
    507,
  ),
  target_unreachable: row(
    (c) =>
      `${name(c)} cannot be ${c.given === undefined ? 'that small' : `as small as ${c.given}`}${because(c)}.`,
    'Allow a larger file, or convert a shorter part.',
    'never',
    422,
  ),
  limits_exceeded: row(
    (c) => `${name(c)} is larger than Convoy accepts${because(c)}.`,
    'Use a smaller picture or a shorter part.',
    'never',
    413,
  ),
  timed_out: row((c) => `${name(c)} took too long${because(c)}.`, 'Try again.', 'automatic', 504),
  download_failed: row(
    (c) => `${name(c)} could not be downloaded${because(c)}.`,
    'Try again.',
    'automatic',
    502,
  ),
  connection_missing: row(
    (c) =>
      `The connection${c.given === undefined ? '' : ` ${c.given}`} ${c.reason === undefined ? 'does not exist' : `cannot be used${because(c)}`}.`,
    'Choose one of the saved connections.',
    'user',
    404,
  ),
  upload_denied: row(
    (c) => `${name(c)} may not be uploaded there${because(c)}.`,
    'Open the connection and check it.',
    'user',
    403,
  ),
  upload_failed: row(
    (c) => `${name(c)} could not be uploaded${because(c)}.`,
    'Upload again; nothing needs to be converted twice.',
    'automatic',
    502,
  ),
  cancelled: row(
    (c) => `${name(c)} was cancelled.`,
    'Convert it again if you want it after all.',
    'user',
    409,
    130,
  ),
  interrupted: row(
    (c) => `Convoy ended three times while it was converting ${name(c)}.`,
    'The file may be what makes it end. Try it alone.',
    'user',
    500,
  ),
  busy_elsewhere: row(
    (c) =>
      c.given === undefined
        ? `Another Convoy is already working on this queue${because(c)}.`
        : `${c.given} is held by another program${because(c)}.`,
    'Use that one, or end it first.',
    'user',
    409,
  ),
  invalid_request: row(
    (c) => `The request cannot be understood${because(c)}.`,
    'Check it against the documentation.',
    'never',
    400,
    2,
  ),
  not_found: row((c) => `${c.given ?? 'That'} does not exist.`, 'Check the id.', 'never', 404),
  conflict: row(
    (c) => `That is not possible now${because(c)}.`,
    'Look at the state of the job.',
    'user',
    409,
  ),
  payload_too_large: row(() => 'The request is too large.', 'Send less at once.', 'never', 413),
  rate_limited: row(
    (c) =>
      c.reason === undefined ? 'There are too many requests.' : `There are too many requests: ${c.reason}.`,
    'Wait a moment.',
    'automatic',
    429,
  ),
  not_implemented: row((c) => `This is not possible yet${because(c)}.`, 'Leave it out.', 'never', 501, 2),
  internal: row(
    (c) => `Something went wrong inside Convoy${because(c)}.`,
    'Please report it, with the log of the job.',
    'user',
    500,
  ),
} as const satisfies Record<string, ErrorRow>;

export type ErrorKind = keyof typeof errorTable;

export const errorKinds = Object.keys(errorTable) as [ErrorKind, ...ErrorKind[]];

/** A failure as data: it crosses processes, is stored with the job and is shown to people. */
export const ConvoyError = z.strictObject({
  kind: z.enum(errorKinds),
  /** One sentence for people, with the file's name. */
  message: z.string(),
  /** What to do next, in one or two sentences. */
  hint: z.string(),
  /** Raw tool output, or null. */
  detail: z.string().nullable(),
  /** Name of the option or member that an `invalid_*` error is about. Inside Convoy only: jobs on the wire have none. */
  option: z.string().optional(),
});
export type ConvoyError = z.infer<typeof ConvoyError>;

/** Kinds that say of one option or member that it cannot be as it is. */
const aboutOptions: ReadonlySet<ErrorKind> = new Set([
  'invalid_input',
  'invalid_format',
  'invalid_codec',
  'invalid_option',
]);

/** Builds the error of a kind from the table and what is known. */
export function convoyError(kind: ErrorKind, context: ErrorContext = {}): ConvoyError {
  const entry: ErrorRow = errorTable[kind];
  const option = context.option ?? context.field;
  return {
    kind,
    message: entry.sentence(context),
    hint: context.hint ?? entry.hint,
    detail: context.detail ?? null,
    ...(option !== undefined && aboutOptions.has(kind) ? { option } : {}),
  };
}

/** An error as jobs carry it on the wire. */
export function wireError({ kind, message, hint, detail }: ConvoyError): ConvoyError {
  return { kind, message, hint, detail };
}

/** A failure on its way up through code that throws: only engine-internal, turned into data at the pipeline. */
export class ConvoyFailure extends Error {
  override readonly name = 'ConvoyFailure';
  readonly error: ConvoyError;
  constructor(error: ConvoyError) {
    super(error.message);
    this.error = error;
  }
}

/** Shorthand for throwing engine code: `throw fail('disk_full', { file })`. */
export function fail(kind: ErrorKind, context: ErrorContext = {}): ConvoyFailure {
  return new ConvoyFailure(convoyError(kind, context));
}

/** Either a value or the error that stands in its place. Decisions return it; they do not throw. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ConvoyError };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const refuse = <T = never>(kind: ErrorKind, context: ErrorContext = {}): Result<T> => ({
  ok: false,
  error: convoyError(kind, context),
});

/** Something a person should know about a result that is otherwise good. */
export const Warning = z.strictObject({ kind: z.string(), message: z.string() });
export type Warning = z.infer<typeof Warning>;

/** Ends a switch over a union, so that a new member does not compile until it is handled. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
