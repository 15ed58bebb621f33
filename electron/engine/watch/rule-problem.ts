import path from 'node:path';
import { type ConvoyError, ConvoyFailure, convoyError } from '../../../shared/model/error.ts';
import { inputFailure } from '../publish/file-errors.ts';
import { FolderGone } from './attention.ts';

/** What is wrong with a watched folder, in words. */

export function whyBroken(folder: string, why: unknown): ConvoyError {
  if (why instanceof ConvoyFailure) return why.error;
  const file = path.basename(folder) || folder;
  return why instanceof FolderGone
    ? convoyError('input_not_found', { file })
    : inputFailure(why, folder).error;
}

/** It works all the same, only slower. */
export function tooManyFolders(folder: string, code: string): ConvoyError {
  const error = convoyError('limits_exceeded', {
    hint:
      process.platform === 'linux'
        ? 'Allow more with `sysctl fs.inotify.max_user_watches`, then switch the folder off and on.'
        : 'Watch fewer folders, then switch this one off and on.',
    detail: code,
  });
  const name = path.basename(folder) || folder;
  // The usual words are about a file that is too large.
  return {
    ...error,
    message: `The system gives word of no more folders, so “${name}” is looked at every few seconds.`,
  };
}
