import path from 'node:path';
import { ConvoyFailure, type ErrorKind, fail } from '../../../shared/model/error.ts';

/** Turns what the operating system says about files into the errors of the contract. */

/** The code of a system error (`ENOENT` …), or an empty string. */
export function systemCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

const detailOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A failure to write at `target`: `output_unwritable`, or `disk_full` for ENOSPC and EDQUOT. */
export function outputFailure(error: unknown, target: string): ConvoyFailure {
  if (error instanceof ConvoyFailure) return error;
  const code = systemCode(error);
  const folder = path.basename(path.dirname(target)) || path.dirname(target);
  const kind: ErrorKind = code === 'ENOSPC' || code === 'EDQUOT' ? 'disk_full' : 'output_unwritable';
  const reason = writeReason(code, folder);
  return fail(kind, {
    file: path.basename(target),
    detail: detailOf(error),
    ...(reason === null ? {} : { reason }),
  });
}

function writeReason(code: string, folder: string): string | null {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return `you may not write in the folder “${folder}”`;
    case 'EROFS':
      return `the disk that holds the folder “${folder}” is read-only`;
    case 'EDQUOT':
      return 'your share of the disk is used up';
    case 'ENAMETOOLONG':
      return 'its name or path is too long for that disk';
    case 'ENOTDIR':
    case 'EEXIST':
      return `“${folder}” or a folder above it is a file, not a folder`;
    case 'EISDIR':
      return 'a folder has this name';
    case 'ENOENT':
      return `the folder “${folder}” is not there any more`;
    case 'EBUSY':
    case 'ETXTBSY':
      return 'another program holds it';
    case 'EFBIG':
      return 'it is larger than that disk can hold in one file';
    case 'ELOOP':
      return 'its folder is a link that leads back to itself';
    case 'EIO':
      return 'the disk reports an error';
    case 'ENOSPC':
      return null;
    default:
      return code === '' ? null : `the system answers ${code}`;
  }
}

/** A failure to open or list an input: `input_not_found` when it is not there, else `input_unreadable`. */
export function inputFailure(error: unknown, input: string): ConvoyFailure {
  if (error instanceof ConvoyFailure) return error;
  const file = path.basename(input) || input;
  const code = systemCode(error);
  const detail = detailOf(error);
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENAMETOOLONG':
      return fail('input_not_found', { file, detail });
    case 'ERR_INVALID_ARG_VALUE':
      return fail('invalid_input', {
        file: file.replaceAll('\0', '�'),
        reason: 'its name holds a zero byte',
      });
    case 'EACCES':
    case 'EPERM':
      return fail('input_unreadable', { file, reason: 'you may not read it', detail });
    case 'ELOOP':
      return fail('input_unreadable', { file, reason: 'it is a link that leads back to itself', detail });
    default:
      return fail('input_unreadable', {
        file,
        detail,
        ...(code === '' ? {} : { reason: `the system answers ${code}` }),
      });
  }
}
