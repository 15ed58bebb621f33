import { type ConvoyError, type ErrorContext, convoyError } from '../../../shared/model/error.ts';
import { type BinaryTarget, runsHere } from './binary-architecture.ts';
import type { ToolFacts } from '../ports.ts';
import type { Host } from './tool-places.ts';

/** Says why a program that was found cannot be used, with the remedy. Pure: what was seen goes in, words come out. */

const reinstall = 'Install ffmpeg again from where it came from, or remove it: Convoy then uses another one.';

const missing = (file: string, context: ErrorContext): ConvoyError =>
  convoyError('tool_missing', { file, ...context });

/** Nothing is where the setting points. */
export function nothingThere(file: string): ConvoyError {
  return missing(file, {
    reason: `there is no ffmpeg at ${file}`,
    hint: 'Point the setting (or --ffmpeg) at the ffmpeg program or at the folder that holds it.',
  });
}

/** How to get a current ffmpeg on a platform, as one sentence for a hint. */
export function installHint(platform: NodeJS.Platform): string {
  const how =
    platform === 'darwin'
      ? '`brew install ffmpeg`'
      : platform === 'win32'
        ? '`winget install Gyan.FFmpeg`'
        : 'the package manager of your system (for example `sudo apt install ffmpeg`)';
  return `Install a current ffmpeg with ${how}, then run \`convoy health\`.`;
}

/** Not one ffmpeg was found, not even the bundled one. */
export function nothingFound(platform: NodeJS.Platform): ConvoyError {
  return convoyError('tool_missing', {
    reason: 'no ffmpeg was found on this computer',
    hint: installHint(platform),
  });
}

/** ffmpeg works, and no ffprobe does. */
export function noProbe(ffmpeg: string, detail: string | null): ConvoyError {
  return missing(ffmpeg, {
    reason: `there is no working ffprobe beside ${ffmpeg} or anywhere else`,
    hint: 'Install the complete ffmpeg package: ffprobe comes with it.',
    ...(detail === null ? {} : { detail }),
  });
}

/** What `-version` did, when it did not print the version of the program that was asked for. */
export interface FailedStart {
  readonly file: string;
  readonly program: 'ffmpeg' | 'ffprobe';
  readonly facts: ToolFacts;
  /** What the file's first bytes say, null when it is no known kind of program. */
  readonly target: BinaryTarget | null;
  readonly host: Host;
}

/** The problem of a program that did not start, crashed, hung, or is something else. */
export function startProblem({ file, program, facts, target, host }: FailedStart): ConvoyError {
  const detail = [facts.spawnError?.message, ...facts.stderrTail]
    .filter((line) => line !== undefined)
    .join('\n');
  const because = (reason: string, hint: string): ConvoyError =>
    missing(file, { reason, hint, ...(detail === '' ? {} : { detail }) });

  if (facts.spawnError?.code === 'EACCES' || facts.spawnError?.code === 'EPERM') {
    const remedy =
      host.platform === 'win32'
        ? 'Allow the program in the properties of the file, or in the antivirus that blocks it.'
        : `Run: chmod 755 "${file}"`;
    return because(`${file} may not be executed`, remedy);
  }
  if (target !== null && !runsHere(target, host)) {
    return because(
      `${file} was built for ${target.platform} ${target.arch}, and this computer is ${host.platform} ${host.arch}`,
      'Install the ffmpeg for this computer’s processor and system.',
    );
  }
  if (facts.spawnError !== null) {
    return because(`${file} cannot be started (${facts.spawnError.code})`, reinstall);
  }
  const library = /(\S+\.so[.\d]*): cannot open shared object|Library not loaded: (\S+)/.exec(detail);
  if (library !== null) {
    return because(
      `${file} needs ${library[1] ?? library[2] ?? 'a library'}, which is not installed`,
      reinstall,
    );
  }
  if (facts.stopped === 'timed_out') return because(`${file} did not answer`, reinstall);
  if (facts.signal !== null) {
    // macOS kills what was downloaded and never opened by hand.
    const quarantine = host.platform === 'darwin' && facts.signal === 'SIGKILL';
    return because(
      `${file} crashes when it starts (${facts.signal})`,
      quarantine ? `If you trust it, run: xattr -d com.apple.quarantine "${file}"` : reinstall,
    );
  }
  return because(`${file} is not an ${program}`, 'Point the setting (or --ffmpeg) at an ffmpeg program.');
}
