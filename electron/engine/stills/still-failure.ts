import path from 'node:path';
import { ConvoyFailure, type ConvoyError, convoyError, type ErrorKind } from '../../../shared/model/error.ts';
import { HeifFailure } from './heic.ts';

/** Why a still failed, from the words of libvips and of the system. */

interface Rule {
  readonly pattern: RegExp;
  readonly kind: ErrorKind;
  readonly reason: string;
  /** Instead of the usual one. */
  readonly hint?: string;
}

/** The first that fits decides. The words were collected by feeding it damaged, cut and oversized files. */
const rules: readonly Rule[] = [
  { pattern: /ENOSPC|No space left/i, kind: 'disk_full', reason: 'the disk is full' },
  { pattern: /ENOENT/, kind: 'input_not_found', reason: 'it has been moved or deleted' },
  { pattern: /EACCES|EPERM/, kind: 'input_unreadable', reason: 'it may not be read' },
  { pattern: /pixel limit|too large|security limit/i, kind: 'limits_exceeded', reason: 'too many pixels' },
  {
    pattern:
      /premature end|end of file|unexpected end|truncated|bad seek|outside of file|read error|out of order read|not enough data|webp: unable to parse/i,
    kind: 'input_truncated',
    reason: 'the picture data ends too early or is damaged',
    // The usual hint speaks of the part that is there, which can be asked of sound and film only.
    hint: 'Copy the file again from where it came from.',
  },
  {
    pattern: /unsupported image format|corrupt header|XML parse error|not a known|no loader/i,
    kind: 'input_unsupported',
    reason: 'the picture is damaged or of a kind that cannot be read',
  },
];

/**
 * Turns whatever a still job threw into the error of the job.
 *
 * @param output set when the job writes a file: then "may not be written" is told from "may not be read"
 */
export function stillFailure(error: unknown, input: string, output: string | null): ConvoyError {
  if (error instanceof ConvoyFailure) return error.error;
  const message = error instanceof Error ? error.message : String(error);
  const file = path.basename(input);
  // Names must not decide: a picture called "truncated.png" is not.
  const words = message.replaceAll(input, '‹input›').replaceAll(output ?? input, '‹output›');
  if (words.includes('‹output›') && !/ENOSPC|No space left/i.test(words)) {
    return convoyError('output_unwritable', { file, reason: 'the result cannot be written', detail: words });
  }
  const rule = rules.find(({ pattern }) => pattern.test(words));
  if (rule !== undefined) {
    const { kind, reason, hint } = rule;
    return convoyError(kind, { file, reason, detail: words, ...(hint === undefined ? {} : { hint }) });
  }
  const decoding = error instanceof HeifFailure;
  return convoyError(decoding ? 'input_unsupported' : 'encode_failed', {
    file,
    reason: decoding ? 'the HEIC picture cannot be decoded' : 'libvips gave up',
    detail: words,
  });
}
