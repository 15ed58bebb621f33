import path from 'node:path';
import type { ConvoyError } from '../../../shared/model/error.ts';
import type { Job } from '../../../shared/model/job.ts';
import { countOf, savingText, sizeText, takenText } from './bytes-and-times.ts';
import { printable } from './printable.ts';
import type { Ink } from './ink.ts';
import { commandsOf, convertingSince, inputBytes, keptOf, nameOf, outputBytes } from './job-facts.ts';
import { errorLines } from '../tell-error.ts';

/** How the end of a job is told. */
export interface Telling {
  readonly ink: Ink;
  /** Folder that results are shown relative to. */
  readonly cwd: string;
  /** Raw words of the tools below an error. */
  readonly debug: boolean;
  /** The exact commands that ran. */
  readonly commands: boolean;
}

/**
 * The lines that stay when a job has ended: `✓ holiday.mov → holiday.mp4  912 MB → 4.10 MB, 99% smaller · 6 s`, and
 * below it what a person should know. Empty for a job that was cancelled before it began: after Ctrl-C thousands may.
 */
export function finishedLines(job: Job, telling: Telling): string[] {
  const { ink } = telling;
  const name = printable(nameOf(job));
  switch (job.status) {
    case 'queued':
    case 'processing':
      return [];
    case 'succeeded':
      return [...successLines(job, name, telling), ...commandLines(job, telling)];
    case 'skipped':
      return [
        `${ink.quiet('»')} ${name}  Skipped${job.error === null ? '' : `: ${printable(job.error.message)}`}`,
      ];
    case 'cancelled':
      return convertingSince(job) === null ? [] : [`${ink.quiet('–')} ${name}  Cancelled`];
    case 'failed':
      return [...failureLines(name, job, telling), ...commandLines(job, telling)];
  }
}

function successLines(job: Job, name: string, { ink, cwd }: Telling): string[] {
  const warned = job.warnings.length > 0;
  const mark = warned ? ink.warn('!') : ink.good('✓');
  const [before, after] = [inputBytes(job), outputBytes(job)];
  const kept = keptOf(job);
  const sizes =
    before === null || after === null || kept !== null
      ? ''
      : `  ${[`${sizeText(before)} → ${sizeText(after)}`, savingText(before, after)].filter((t) => t !== null).join(', ')}`;
  const since = convertingSince(job) ?? job.started_at;
  const taken = since === null || job.finished_at === null ? '' : ` · ${takenText(job.finished_at - since)}`;
  const count = warned ? ` · ${countOf(job.warnings.length, 'warning')}` : '';
  const place = printable(shownPath(job.output ?? '', cwd));
  const what = kept === null ? place : keptWords(kept, place);
  return [
    `${mark} ${name} → ${what}${sizes}${taken}${count}`,
    ...job.warnings.map((warning) => ink.warn(`    ${printable(warning.message)}`)),
  ];
}

const keptWords = (kept: 'copied' | 'in_place', place: string): string =>
  kept === 'copied'
    ? `${place}  original copied, the result came out larger`
    : 'original kept, the result came out larger';

function failureLines(name: string, job: Job, { ink, debug }: Telling): string[] {
  const mark = ink.bad('✗');
  if (job.error === null) return [`${mark} ${name}  Failed`];
  return failure(job.error, mark, debug);
}

/** An error with its mark, the hint and all else below it. */
export function failure(error: ConvoyError, mark: string, debug: boolean): string[] {
  const [sentence = '', ...rest] = errorLines(error, debug);
  return [`${mark} ${sentence}`, ...rest.map((line) => `  ${line}`)];
}

function commandLines(job: Job, { ink, commands }: Telling): string[] {
  return commands ? commandsOf(job).map((line) => ink.quiet(`    $ ${printable(line)}`)) : [];
}

/** A path as a person would type it: relative below the working folder, else absolute. */
export function shownPath(absolute: string, cwd: string): string {
  // An address is told as it is.
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(absolute)) return absolute;
  const relative = path.relative(cwd, absolute);
  const below = relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
  return below ? relative : absolute;
}
