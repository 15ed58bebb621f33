import type { BatchFigures, RunningJob } from '../convert/batch-tally.ts';
import { countText, percentText, sizeText, speedText, toGoText } from './bytes-and-times.ts';
import { cutEnd, cutMiddle, padEnd, padStart } from './cell-width.ts';
import { printable } from './printable.ts';
import type { Ink } from './ink.ts';
import type { Phase } from './job-facts.ts';

/** The live view as text, from figures alone: what is running, one line each, and a line for the whole batch. */

/** Room and manner of a terminal. */
export interface Screen {
  readonly columns: number;
  readonly rows: number;
  readonly ink: Ink;
}

/** Cells of a bar. */
const barCells = 16;

/** Cells that the longest words take: `about 14 min left · 2.60 GB saved so far`. */
const wantedWords = 40;

/** The columns of a line: name, bar (0 = none), percent, and words up to the edge. */
interface Columns {
  readonly name: number;
  readonly bar: number;
  readonly words: number;
}

/** Shares the width out: bars go first when it gets narrow, then the words; the name and the percent stay. */
function columnsFor(width: number): Columns {
  // One cell stays free: a full last column makes some terminals wrap.
  const room = Math.max(10, width - 1) - 2;
  const percent = 2 + 4;
  if (room >= 68) {
    const name = Math.min(40, Math.max(20, room - percent - (2 + barCells) - (2 + wantedWords)));
    return { name, bar: barCells, words: room - name - percent - (2 + barCells) - 2 };
  }
  if (room >= 40) {
    const name = Math.min(20, Math.max(12, room - percent - 2 - 30));
    return { name, bar: 0, words: room - name - percent - 2 };
  }
  return { name: Math.max(4, room - percent), bar: 0, words: 0 };
}

const phaseWords: Readonly<Record<Phase, string>> = {
  waiting: 'Waiting',
  reading: 'Reading the file',
  downloading: 'Downloading',
  converting: 'Converting',
  finishing: 'Finishing',
  uploading: 'Uploading',
};

function bar(share: number, width: number, ink: Ink): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * width);
  return ink.moving('█'.repeat(filled)) + ink.quiet('░'.repeat(width - filled));
}

interface Line {
  readonly name: string;
  readonly progress: number | null;
  readonly words: string;
}

function lineOf({ name, progress, words }: Line, columns: Columns, ink: Ink): string {
  const parts = [padEnd(name, columns.name)];
  if (columns.bar > 0) parts.push(bar(progress ?? 0, columns.bar, ink));
  parts.push(padStart(progress === null ? '' : percentText(progress), 4));
  if (columns.words > 0) parts.push(cutEnd(words, columns.words));
  return `  ${parts.join('  ')}`.trimEnd();
}

function jobLine(job: RunningJob, stopping: boolean, columns: Columns, ink: Ink): string {
  const details = [
    stopping ? 'Stopping' : phaseWords[job.phase],
    ...(job.phase === 'converting' && !stopping && job.speed !== null ? [speedText(job.speed)] : []),
    ...(job.phase === 'converting' && !stopping && job.eta !== null ? [`${toGoText(job.eta)} left`] : []),
  ];
  return lineOf(
    {
      name: cutMiddle(printable(job.name), columns.name),
      progress: job.phase === 'reading' || job.phase === 'waiting' ? null : job.progress,
      words: details.join(' · '),
    },
    columns,
    ink,
  );
}

function overallLine(figures: BatchFigures, stopping: boolean, columns: Columns, ink: Ink): string {
  const saved = figures.inputBytes - figures.outputBytes;
  const details = stopping
    ? ['Stopping']
    : [
        ...(figures.failed > 0 ? [`${countText(figures.failed)} failed`] : []),
        ...(figures.eta === null ? [] : [`about ${toGoText(figures.eta)} left`]),
        ...(saved > 0 ? [`${sizeText(saved)} saved so far`] : []),
      ];
  return lineOf(
    {
      name: cutEnd(
        `${countText(figures.ended - figures.cancelled)} of ${countText(figures.total)} done`,
        columns.name,
      ),
      progress: figures.progress,
      words: details.join(' · '),
    },
    columns,
    ink,
  );
}

/**
 * The lines that are drawn over and over. Never more than the terminal has rows, so that nothing scrolls away; a
 * single file needs no line for the whole.
 */
export function liveFrame(
  running: readonly RunningJob[],
  figures: BatchFigures,
  stopping: boolean,
  screen: Screen,
): string {
  const columns = columnsFor(screen.columns);
  const room = Math.max(1, screen.rows - 3);
  const lines = running.slice(0, room).map((job) => jobLine(job, stopping, columns, screen.ink));
  if (running.length > room) lines.push(`  and ${countText(running.length - room)} more`);
  if (figures.total > 1) lines.push(overallLine(figures, stopping, columns, screen.ink));
  return lines.join('\n');
}
