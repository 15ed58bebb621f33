import type { Job } from '../../../shared/model/job.ts';
import type { WatchReason, WatchRuleView, WatchedFile } from '../../../shared/model/watch.ts';
import { type Telling, finishedLines } from '../print/finished-lines.ts';
import { printable } from '../print/printable.ts';

/** What happens in watched folders, as lines for people. */

const reasons: Readonly<Record<WatchReason, string>> = {
  still_written: 'still being written',
  not_opened: 'cannot be opened yet',
  was_there: 'was there before',
  too_small: 'is too small',
  too_large: 'is too large',
  name: 'has another name than the rule takes',
  class: 'is of another sort than the rule takes',
  no_media: 'is no picture, sound or video',
  own_result: 'is a result of Convoy',
  already_done: 'is converted already',
  copy_of_original: 'is a copy of an original',
  gone: 'is gone',
  cancelled: 'was cancelled',
  skipped: 'was skipped',
  waits: 'queued',
  works: 'converting',
  converted: 'converted',
  job_failed: 'failed',
  not_accepted: 'was not accepted',
};

/** What became of a file. `rule` is its rule's name where there are several. */
export function fileLines(
  file: WatchedFile,
  job: Job | null,
  rule: string | null,
  telling: Telling,
): readonly string[] {
  const before = rule === null ? '' : `${telling.ink.quiet(printable(rule))}  `;
  const ended = file.state === 'done' || file.state === 'failed';
  const lines = ended && job !== null ? finishedLines(job, telling) : [];
  if (lines.length > 0) return lines.map((line) => `${before}${line}`);
  const why = reasons[file.reason];
  const detail = file.detail === null ? '' : `: ${printable(file.detail)}`;
  const mark = file.state === 'failed' ? telling.ink.bad('✗') : telling.ink.quiet('·');
  return [`${before}${mark} ${printable(file.path)}  ${why}${detail}`];
}

/** What a rule is doing, when that is new; null while it only begins. */
export function ruleLine(
  { rule, state, problem, polling, retrySeconds }: WatchRuleView,
  telling: Telling,
): string | null {
  const folder = printable(rule.folder);
  switch (state) {
    case 'starting':
      return null;
    case 'watching':
      return `Watching ${folder}${polling ? ', by looking again and again' : ''}`;
    case 'resting':
      return `Not watching ${folder}: the rule rests`;
    case 'broken': {
      const again = retrySeconds === null ? '' : ` It is tried again in ${Math.ceil(retrySeconds)} s.`;
      const why = problem === null ? 'something is wrong with it.' : printable(problem.message);
      return `${telling.ink.bad('✗')} ${folder} cannot be watched: ${why}${again}`;
    }
  }
}
