import { allowedValues, type Kind, optionSchemas } from '../../../shared/model/options.ts';

/**
 * The flag of every option, in one place. The table has to name each option of the schemas, so an option without a
 * flag does not compile.
 */

type KeysOfUnion<T> = T extends unknown ? keyof T : never;
/** Every option of every kind, as the schema and the JSON write it. */
export type OptionName = KeysOfUnion<(typeof optionSchemas)[Kind]['shape']>;

/** How the text behind a flag becomes the value that the schema takes. */
type Reading =
  /** Kept as it is. */
  | 'word'
  /** Digits become a number. */
  | 'number'
  /** Seconds, or a clock time such as `1:02.5`. */
  | 'time'
  /** Bits per second, or `2M`, `192k`. */
  | 'rate'
  /** Bytes, or `10MB`, `800kB`. */
  | 'size'
  /** `--x` is true, `--no-x` is false; nothing behind it. */
  | 'switch';

interface OptionFlag {
  readonly reading: Reading;
  /** What stands behind the flag in the help; empty for a switch. */
  readonly value: string;
  readonly help: string;
  /** The form of a switch that changes something, shown in the help; the other one is accepted too. */
  readonly shown?: 'on' | 'off';
}

const flags: Readonly<Record<OptionName, OptionFlag>> = {
  format: { reading: 'word', value: '<name>', help: 'format of the result' },
  codec: { reading: 'word', value: '<name>', help: 'video codec' },
  quality: { reading: 'word', value: '<word>', help: 'how good it looks or sounds' },
  compression: { reading: 'number', value: '<n>', help: 'exact quality, higher is better' },
  lossless: { reading: 'switch', value: '', help: 'keep every pixel', shown: 'on' },
  bitrate: { reading: 'rate', value: '<rate>', help: 'bits per second, also 2M or 192k' },
  target_bytes: { reading: 'size', value: '<size>', help: 'never larger than this: bytes, 10MB or 800kB' },
  width: { reading: 'number', value: '<px|%>', help: 'width of the result' },
  height: { reading: 'number', value: '<px|%>', help: 'height of the result' },
  fit: { reading: 'word', value: '<how>', help: 'add bars, crop or stretch when both sides are given' },
  position: { reading: 'word', value: '<where>', help: 'which part a crop keeps, or where the picture lies' },
  background: { reading: 'word', value: '<#rrggbb>', help: 'colour of the bars' },
  fps: { reading: 'number', value: '<n>', help: 'frames per second' },
  start: { reading: 'time', value: '<time>', help: 'begin here: seconds or 1:02.5' },
  end: { reading: 'time', value: '<time>', help: 'stop here: seconds or 1:02.5' },
  enlarge: {
    reading: 'switch',
    value: '',
    help: 'what is smaller than the size keeps its own',
    shown: 'off',
  },
  auto_orient: { reading: 'switch', value: '', help: 'leave the picture as it is stored', shown: 'off' },
};

/** One flag as the command line offers it. */
export interface FlagSpec {
  /** As commander takes it: `--auto-orient`, `--width <px|%>`. */
  readonly flag: string;
  readonly help: string;
  readonly shown: boolean;
}

/** The options of a kind, in the order of its schema. */
export function optionNames(kind: Kind): readonly OptionName[] {
  return Object.keys(optionSchemas[kind].shape) as OptionName[];
}

const dashed = (option: string): string => option.replaceAll('_', '-');

/** All flags of a kind's options, in the order of its schema; a switch has two. */
export function optionFlags(kind: Kind): readonly FlagSpec[] {
  return optionNames(kind).flatMap((option): FlagSpec[] => {
    const { reading, value, help, shown } = flags[option];
    if (reading !== 'switch') {
      const allowed = allowedValues(kind, option);
      // Words that the help already says are not said twice.
      const said = allowed === undefined || reading === 'time' || reading === 'size';
      const limits = said ? '' : ` (${allowed})`;
      return [{ flag: `--${dashed(option)} ${value}`, help: `${help}${limits}`, shown: true }];
    }
    return [
      { flag: `--${dashed(option)}`, help, shown: shown === 'on' },
      { flag: `--no-${dashed(option)}`, help, shown: shown === 'off' },
    ];
  });
}

/** The name under which commander keeps the value of an option: `auto_orient` → `autoOrient`. */
export function attributeOf(option: string): string {
  return option.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * The options that were given, as the schema takes them and in its order. Text that cannot be read the way its option
 * is meant stays text, so that the schema refuses it in the same words as at every other door.
 */
export function readOptions(
  kind: Kind,
  given: Readonly<Record<string, unknown>>,
): Record<string, string | number | boolean> {
  const options: Record<string, string | number | boolean> = {};
  for (const option of optionNames(kind)) {
    const value = given[attributeOf(option)];
    if (typeof value === 'boolean') options[option] = value;
    else if (typeof value === 'string') options[option] = readValue(flags[option].reading, value.trim());
  }
  return options;
}

function readValue(reading: Reading, text: string): string | number {
  switch (reading) {
    case 'word':
    case 'switch':
      return text;
    case 'number':
      return readNumber(text) ?? text;
    case 'time':
      return readNumber(text) ?? readClock(text) ?? text;
    case 'rate':
      return readNumber(text) ?? readRate(text) ?? text;
    case 'size':
      return readNumber(text) ?? readSize(text) ?? text;
  }
}

/** A plain decimal number and nothing around it: `12abc`, `1e3` and `0x10` are none. */
function readNumber(text: string): number | null {
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(text) ? Number(text) : null;
}

/** `m:ss` and `h:mm:ss`, each with decimals, in seconds; minutes may pass 59 where there are no hours. */
function readClock(text: string): number | null {
  const match = /^(?:(\d+):([0-5]?\d)|(\d+)):([0-5]?\d(?:\.\d+)?)$/.exec(text);
  if (match === null) return null;
  const [, hours = '0', minutes, onlyMinutes = '0', seconds = '0'] = match;
  const whole = Number(hours) * 3600 + Number(minutes ?? onlyMinutes) * 60;
  // Through decimal places, because 60 + 2.1 is 62.1 to a person and 62.100000000000001 to a sum.
  return Number((whole + Number(seconds)).toFixed(6));
}

/** `192k` and `2.5M` in bits per second: thousands, as ffmpeg and everybody else counts rates. */
function readRate(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)([kKmM])$/.exec(text);
  if (match === null) return null;
  return Math.round(Number(match[1]) * (match[2]?.toLowerCase() === 'k' ? 1000 : 1_000_000));
}

/** `10MB`, `800 kB`, `1.5GB` in bytes: thousands, as disks and messengers count; `10MiB` counts in 1024. */
function readSize(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgKMG])(i)?[bB]?$/.exec(text);
  if (match === null) return null;
  const power = 'kmg'.indexOf(match[2]?.toLowerCase() ?? 'k') + 1;
  const bytes = Number(match[1]) * Math.pow(match[3] === undefined ? 1000 : 1024, power);
  // Down: a limit is never made larger by rounding.
  return Math.floor(bytes);
}
