import type { PlannedJob } from '../../engine/index.ts';
import { countOf, countText, estimateText, sizeText } from './bytes-and-times.ts';
import { cutMiddle } from './cell-width.ts';
import { printable } from './printable.ts';
import { failure, shownPath } from './finished-lines.ts';
import type { Ink } from './ink.ts';
import { nameOf } from './job-facts.ts';
import { type PlanAction, actionOf, planFigures } from './plan-figures.ts';
import { alignedLines } from './text-table.ts';

/** The plan of `--dry-run` as a table: what happens to each file, how large it gets, where it is saved, what is lost. */

/** How the table is drawn. */
export interface PlanTelling {
  readonly ink: Ink;
  readonly cwd: string;
  /** With the exact commands below each file. */
  readonly commands: boolean;
  readonly debug: boolean;
}

/** Longest name that is shown whole. */
const nameCells = 40;

const actionWords: Readonly<Record<PlanAction, string>> = {
  copy: 'Copy',
  encode: 'Encode',
  mixed: 'Mixed',
  skip: 'Skip',
  fail: 'Fail',
};

/** The table and, below it, the whole in one line. */
export function planTable(planned: readonly PlannedJob[], telling: PlanTelling): string {
  const rows = planned.map((job) => headCells(job, telling));
  const [header = '', ...heads] = alignedLines([['Plan', 'File', 'Size', 'Saves to'], ...rows]);
  const lines = planned.flatMap((job, index) => [heads[index] ?? '', ...belowLines(job, telling)]);
  return [telling.ink.quiet(header), ...lines, '', totalLine(planned)].join('\n');
}

function headCells(job: PlannedJob, { cwd }: PlanTelling): string[] {
  const name = cutMiddle(printable(nameOf(job.request)), nameCells);
  const before = job.inputBytes === null ? '' : sizeText(job.inputBytes);
  const action = actionWords[actionOf(job)];
  if (!job.result.ok) return [action, name, before, ''];
  const { plan, path } = job.result;
  const after = plan.estimate === null ? '?' : `~${estimateText(plan.estimate)}`;
  const size = before === '' ? after : `${before} → ${after}`;
  return [action, name, size, printable(shownPath(path, cwd)) + (plan.result.form === 'folder' ? '/' : '')];
}

function belowLines({ result }: PlannedJob, { ink, commands, debug }: PlanTelling): string[] {
  const indent = (line: string): string => `        ${line}`;
  if (!result.ok) {
    const [first = '', ...rest] = failure(
      result.error,
      result.skipped ? ink.quiet('»') : ink.bad('✗'),
      debug,
    );
    return (result.skipped ? [first] : [first, ...rest]).map(indent);
  }
  return [
    ...(result.plan.note === '' ? [] : [printable(result.plan.note)]),
    ...result.plan.warnings.map((warning) => ink.warn(`! ${printable(warning.message)}`)),
    ...(commands ? result.commands.map((command) => ink.quiet(`$ ${printable(command)}`)) : []),
  ].map(indent);
}

function totalLine(planned: readonly PlannedJob[]): string {
  const figures = planFigures(planned);
  const counts = (['encode', 'mixed', 'copy', 'skip', 'fail'] as const)
    .filter((action) => figures[action] > 0)
    .map((action) => `${actionWords[action]} ${countText(figures[action])}`);
  const known = planned.every((job) => !job.result.ok || job.result.plan.estimate !== null);
  const sizes =
    known && figures.output_bytes_high > 0
      ? ` · ${sizeText(figures.input_bytes)} → ~${estimateText({ low: figures.output_bytes_low, high: figures.output_bytes_high })}`
      : '';
  return `${countOf(planned.length, 'file')}: ${counts.join(', ')}${sizes}. Nothing was converted.`;
}
