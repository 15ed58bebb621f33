import type { JobChange } from '../../../../shared/ipc/contract.ts';
import type { Row } from '../../../../shared/ipc/row.ts';
import { assertNever } from '../../../../shared/model/error.ts';
import { type Kind, defaultFormats } from '../../../../shared/model/options.ts';
import { isForSoftware } from '../../../../shared/plan/hardware/hardware-words.ts';
import { possibleBytes } from '../../../../shared/plan/limit/limit-words.ts';
import { type BucketOf, bucketOutput, bucketPlaceOf } from '../../../store/bucket-place.ts';
import { isRemote } from '../../../store/row-state.ts';
import { codecsOf, formatOf } from '../options/offered.ts';
import { fieldOf } from '../options/option-errors.ts';
import { type OptionName, hasOption } from '../options/option-groups.ts';
import { folderBeside, numberedName, outputOf, placeOf } from '../save/save-place.ts';

/** The one button of a failure: it does what the hint says. */
export type Remedy =
  | { readonly does: 'retry'; readonly word: RetryAs }
  | {
      readonly does: 'retry_with';
      readonly change: JobChange;
      readonly word: RetryWord;
    }
  | {
      readonly does: 'edit';
      readonly option: OptionName;
      readonly word: 'change_option' | 'choose_format' | 'smaller_picture' | 'shorter_part';
    }
  | { readonly does: 'choose_output' }
  | { readonly does: 'open_connection' }
  | { readonly does: 'find_input' }
  | { readonly does: 'show_input' }
  | { readonly does: 'show_facts' }
  | { readonly does: 'show_log' }
  | { readonly does: 'get_ffmpeg' }
  | { readonly does: 'copy_report' }
  | { readonly does: 'remove' };

/** The same again, as a person would say it of what went wrong. */
export type RetryAs = 'try_again' | 'read_again' | 'in_software' | 'upload_again' | 'download_again';

export type RetryWord =
  /** Converts what is there of an incomplete file: seconds. */
  | { readonly say: 'first_part'; readonly seconds: number }
  | { readonly say: 'as_kind'; readonly kind: Kind }
  | { readonly say: 'use_codec'; readonly codec: string }
  | { readonly say: 'use_format'; readonly format: string }
  | { readonly say: 'save_as'; readonly name: string }
  /** Sets the size limit to what is possible: bytes. */
  | { readonly say: 'allow_size'; readonly bytes: number };

/** What a remedy is made from. */
export interface Failed {
  readonly row: Pick<Row, 'kind' | 'name' | 'folder' | 'media' | 'upload' | 'remote'>;
  readonly error: NonNullable<Row['error']>;
  /** As the job carries it; absent while that is not known. */
  readonly hint?: string | undefined;
  /** As the job was asked; empty while they are not known. */
  readonly options: Readonly<Record<string, unknown>>;
  /** As the job was asked. */
  readonly output: string | null;
  /** The connection that the result goes through; absent or null when it goes through none, or that is not known. */
  readonly connection?: BucketOf | null;
  readonly settings: { readonly outputFolder: string | null; readonly nameTemplate: string };
}

const tryAgain: Remedy = { does: 'retry', word: 'try_again' };
const downloadAgain: Remedy = { does: 'retry', word: 'download_again' };

export function remedyOf(failed: Failed): Remedy {
  const { kind } = failed.error;
  // The engine does not give the file to the chip again.
  if (isForSoftware(failed.hint)) return { does: 'retry', word: 'in_software' };
  switch (kind) {
    case 'input_not_found':
      return isRemote(failed.row) ? downloadAgain : { does: 'find_input' };
    case 'input_unreadable':
    case 'encode_stalled':
    case 'interrupted':
    case 'timed_out':
    case 'token_missing':
    case 'token_invalid':
    case 'busy_elsewhere':
    case 'conflict':
    case 'rate_limited':
    case 'cancelled':
      return tryAgain;
    case 'download_failed':
      return downloadAgain;
    case 'upload_failed':
      return { does: 'retry', word: 'upload_again' };
    case 'upload_denied':
    case 'connection_missing':
      return { does: 'open_connection' };
    case 'input_changed':
      return { does: 'retry', word: 'read_again' };
    case 'input_truncated':
      return firstPart(failed) ?? (isRemote(failed.row) ? downloadAgain : { does: 'show_input' });
    case 'input_unsupported':
      return otherKind(failed);
    case 'encoder_missing':
      return otherEncoder(failed);
    case 'tool_missing':
      return { does: 'get_ffmpeg' };
    case 'output_unwritable':
    case 'disk_full':
      return isInOwnFolders(failed) ? tryAgain : { does: 'choose_output' };
    case 'output_exists':
      return otherName(failed);
    case 'encode_failed':
      return {
        does: 'edit',
        option:
          hasOption(failed.row.kind, 'format') && failed.row.kind !== 'adaptive_video' ? 'format' : 'codec',
        word: 'choose_format',
      };
    case 'output_verify_failed':
      return { does: 'show_log' };
    case 'limits_exceeded':
      return smaller(failed);
    case 'target_unreachable':
      return largerLimit(failed) ?? smaller(failed);
    case 'invalid_format':
      return { does: 'edit', option: 'format', word: 'change_option' };
    case 'invalid_codec':
      return { does: 'edit', option: 'codec', word: 'change_option' };
    case 'invalid_option': {
      const option = fieldOf(failed.error);
      return option === null ? { does: 'choose_output' } : { does: 'edit', option, word: 'change_option' };
    }
    case 'input_required':
    case 'invalid_input':
    case 'invalid_request':
    case 'not_found':
    case 'payload_too_large':
    case 'not_implemented':
      return { does: 'remove' };
    case 'internal':
      return { does: 'copy_report' };
    default:
      return assertNever(kind);
  }
}

/** Where a recording breaks off, in seconds, as the engine's sentence says it ("stops at 31:02"); null = nowhere said. */
export function stopsAt(message: string): number | null {
  const match = /\bstops at (?:(\d+):)?(\d+):(\d{2})\b/.exec(message);
  if (match === null) return null;
  const [, hours = '0', minutes = '0', seconds = '0'] = match;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

function firstPart({ row, error, options }: Failed): Remedy | null {
  const end = stopsAt(error.message);
  const start = typeof options['start'] === 'number' ? options['start'] : 0;
  if (end === null || end <= start || !hasOption(row.kind, 'end')) return null;
  return {
    does: 'retry_with',
    change: { options: { end } },
    word: { say: 'first_part', seconds: end - start },
  };
}

/** The engine's sentence says with which limit it works. */
function largerLimit({ row, error }: Failed): Remedy | null {
  const bytes = possibleBytes(error.message);
  if (bytes === null || !hasOption(row.kind, 'target_bytes')) return null;
  return {
    does: 'retry_with',
    change: { options: { target_bytes: bytes } },
    word: { say: 'allow_size', bytes },
  };
}

function otherKind({ row }: Failed): Remedy {
  const { media } = row;
  if (media === null) return { does: 'remove' };
  const kind: Kind | null =
    media.class === 'image'
      ? 'image'
      : media.class === 'audio'
        ? 'audio'
        : row.kind === 'audio'
          ? media.class
          : media.audioCodec !== null
            ? 'audio'
            : null;
  if (kind === null || kind === row.kind) return { does: 'show_facts' };
  return { does: 'retry_with', change: { kind }, word: { say: 'as_kind', kind } };
}

/** What every ffmpeg writes. */
const safeFormats: Readonly<Record<Kind, string>> = {
  video: 'mp4',
  audio: 'm4a',
  image: 'jpeg',
  animation: 'gif',
  adaptive_video: 'hls',
};

function otherEncoder({ row, options }: Failed): Remedy {
  const asked = options['codec'];
  const [usual] = codecsOf(row.kind, options['format']);
  if (asked !== undefined && usual !== undefined && asked !== usual) {
    return {
      does: 'retry_with',
      change: { options: { codec: null } },
      word: { say: 'use_codec', codec: usual },
    };
  }
  const format = [defaultFormats[row.kind], safeFormats[row.kind]].find(
    (one) => one !== formatOf(row.kind, options['format']),
  );
  if (format === undefined || row.kind === 'adaptive_video') return { does: 'get_ffmpeg' };
  return {
    does: 'retry_with',
    change: { options: { format, ...(asked === undefined ? {} : { codec: null }) } },
    word: { say: 'use_format', format },
  };
}

/** What is downloaded, and what is to be uploaded, lies in folders of our own: another place for the result is none for it. */
const isInOwnFolders = ({ row }: Failed): boolean =>
  row.upload !== null || (isRemote(row) && row.media === null);

function otherName(failed: Failed): Remedy {
  const { row, output, settings } = failed;
  if (row.upload !== null) return otherKey(failed);
  const asked = placeOf(output);
  const template = numberedName(asked.name ?? settings.nameTemplate, 2);
  const folder = asked.folder ?? settings.outputFolder ?? folderBeside(row);
  const next = outputOf({ folder, name: template }, null);
  // What lay in no folder of this computer is saved where the host thinks best, and a name needs a folder.
  if (next === null) return { does: 'choose_output' };
  return savedAs(row, next, asked.name, template);
}

/** The same in a bucket. */
function otherKey({ row, output, connection = null, settings }: Failed): Remedy {
  const asked = bucketPlaceOf(output, connection);
  // Without its bucket there is no address to write.
  if (asked.bucket === null && connection === null) return { does: 'choose_output' };
  const template = numberedName(asked.name ?? settings.nameTemplate, 2);
  return savedAs(row, bucketOutput({ ...asked, name: template }, connection), asked.name, template);
}

function savedAs(row: Failed['row'], output: string | null, asked: string | null, template: string): Remedy {
  const stem = row.name.replace(/\.[^.]+$/, '');
  return {
    does: 'retry_with',
    change: { output },
    word: { say: 'save_as', name: asked === null ? `${stem} (2)` : template.replaceAll('{name}', stem) },
  };
}

function smaller({ row }: Failed): Remedy {
  if (hasOption(row.kind, 'width')) return { does: 'edit', option: 'width', word: 'smaller_picture' };
  if (hasOption(row.kind, 'end')) return { does: 'edit', option: 'end', word: 'shorter_part' };
  return tryAgain;
}
