import type { ErrorKind } from '../../model/error.ts';

/**
 * What ffmpeg's words mean, as data. Every pattern was seen in the output of the 2018 build or of 5.1.9, or is in the
 * sources of ffmpeg 6 to 8.
 */
export interface FailureRule {
  /** Matched against one line, in which paths are marks and what stands in quotes is gone. */
  readonly pattern: RegExp;
  /** A second line that must be there too. */
  readonly beside?: RegExp;
  readonly kind: ErrorKind;
  /** The clause of the sentence, perhaps made from the line with its quotes; null when the kind says it all. */
  readonly reason: string | null | ((line: string) => string | null);
  readonly hint?: string;
  /** Counts for a process that a signal ended too; the other complaints of such a process are beside the point. */
  readonly evenIfKilled?: true;
}

/** What stands for a path of the run in the lines. */
export const inputMark = '⟨input⟩';
export const outputMark = '⟨output⟩';

/** Who complains before `: <error of the system>`; ffmpeg 6 and later put the path on another line. */
const reading = `(${inputMark}.*|\\bError opening input( files?)?)`;
const writing = `(${outputMark}.*|\\bav_interleaved_write_frame\\(\\)|\\bError (opening output files?|muxing a packet|writing trailer))`;
const when = (who: string, error: string): RegExp => new RegExp(`${who}: (${error})$`);

/** The word in quotes: the name of an encoder, an option or a filter, which came from our own arguments. */
const quoted = (line: string): string => /'([^']*)'/.exec(line)?.[1] ?? 'that';

/** In the order in which they decide: what stopped the writing before what was strange about the reading. */
export const failureRules: readonly FailureRule[] = [
  {
    pattern: /: (No space left on device|Disk quota exceeded)$/,
    kind: 'disk_full',
    reason: (line) => (line.endsWith('quota exceeded') ? 'your quota there is used up' : null),
    evenIfKilled: true,
  },
  {
    pattern: when(writing, 'Permission denied|Operation not permitted'),
    kind: 'output_unwritable',
    reason: 'permission is denied',
  },
  { pattern: /: Read-only file system$/, kind: 'output_unwritable', reason: 'the disk is read-only' },
  {
    pattern: when(writing, 'No such file or directory'),
    kind: 'output_unwritable',
    reason: 'the folder is not there',
  },
  {
    pattern: when(writing, 'Is a directory'),
    kind: 'output_unwritable',
    reason: 'there is a folder of that name',
  },
  {
    pattern: /: File name too long$/,
    kind: 'output_unwritable',
    reason: 'the name is too long for this disk',
  },
  {
    pattern: /: File too large$/,
    kind: 'output_unwritable',
    reason: 'the disk or the system does not allow files this large',
    hint: 'Choose a folder on another disk (FAT32 ends at 4 GB), or a shorter part.',
  },
  {
    pattern: when(writing, 'Input/output error'),
    kind: 'output_unwritable',
    reason: 'the disk reports an error',
  },
  {
    pattern: /\bUnknown encoder\b|\bEncoder not found\b/,
    kind: 'encoder_missing',
    reason: (line) => `it has no encoder ${quoted(line)}`,
  },
  {
    pattern: /\bUnrecognized option ''/,
    kind: 'encoder_missing',
    reason: (line) => `it does not know the option -${quoted(line)}`,
  },
  {
    pattern: /\bNo such filter: ''/,
    kind: 'encoder_missing',
    reason: (line) => `it has no filter ${quoted(line)}`,
  },
  {
    pattern: /\bRequested output format '' is not (a suitable output format|known)/,
    kind: 'encoder_missing',
    reason: (line) => `it cannot write ${quoted(line)}`,
  },
  {
    pattern: /\bAutomatic encoder selection failed\b|\bOption not found$|: Experimental feature$/,
    kind: 'encoder_missing',
    reason: 'it lacks something that is needed',
  },
  {
    pattern: when(reading, 'No such file or directory'),
    kind: 'input_not_found',
    reason: 'it was moved or removed meanwhile',
  },
  {
    pattern: when(reading, 'Permission denied|Operation not permitted'),
    kind: 'input_unreadable',
    reason: 'permission is denied',
  },
  {
    pattern: /: Cannot allocate memory$|^Error allocating the (encoding|decoder) context\b/,
    kind: 'limits_exceeded',
    reason: 'there is not enough memory for it',
  },
  {
    pattern: /\bPicture size \d{4,}x\d{4,} is invalid\b/,
    kind: 'limits_exceeded',
    reason: 'the picture is too large',
  },
  {
    pattern: /^\[(hls|dash|concat|applehttp)\b.*\bnot on whitelist\b/,
    kind: 'input_unsupported',
    reason: 'it is a playlist that points at other files',
    hint: 'Give Convoy the files themselves.',
  },
  {
    pattern: /\bnot on whitelist\b/,
    kind: 'input_unsupported',
    reason: 'files of this type are not accepted',
  },
  {
    // A good mp3 without tags is "detected with low score" too, but then it opens.
    pattern: /\bdetected only with low score of 1\b/,
    beside: when(reading, 'Invalid data found when processing input|Invalid argument|End of file'),
    kind: 'input_unsupported',
    reason: 'it is not a media file, whatever its name says',
  },
  {
    pattern:
      /\bmoov atom not found\b|: partial file$|\bTruncating packet of size\b|\bEBML header parsing failed\b|\bFile ended prematurely\b/,
    kind: 'input_truncated',
    reason: 'its end is missing',
  },
  {
    pattern: when(reading, 'End of file'),
    kind: 'input_truncated',
    reason: 'it ends before its first picture or sound',
  },
  {
    pattern: when(reading, 'Input/output error'),
    kind: 'input_unreadable',
    reason: 'the disk or the network reports an error',
  },
  {
    pattern: /\bdoes not contain any stream\b|\bmatches no streams\b/,
    kind: 'input_unsupported',
    reason: 'it holds no stream of the kind that is needed',
  },
  {
    pattern: when(reading, 'Invalid data found when processing input'),
    kind: 'input_unsupported',
    reason: 'it is damaged, or not what its name says',
  },
  {
    pattern: /^standard input broke off: /,
    kind: 'encode_failed',
    reason: 'its frames could not be read to the end',
    evenIfKilled: true,
  },
  {
    pattern: /\bmaybe incorrect parameters such as bit_rate, rate, width or height\b/,
    kind: 'encode_failed',
    reason: 'the encoder does not accept these settings',
  },
  {
    pattern: /\bCannot determine format of input stream\b|: Invalid data found when processing input$/,
    kind: 'input_unsupported',
    reason: 'what it holds cannot be decoded; it is probably damaged',
  },
  {
    pattern: /\bCould not write header\b/,
    kind: 'encode_failed',
    reason: 'the format cannot hold the streams that were put into it',
  },
  {
    pattern: /\bOutput file is empty, nothing was encoded\b/,
    kind: 'encode_failed',
    reason: 'the part that was asked for holds nothing',
  },
];
