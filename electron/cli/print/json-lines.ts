import type { Result } from '../../../shared/model/error.ts';
import type { QueueWait } from '../../../shared/ipc/row.ts';
import type { Job } from '../../../shared/model/job.ts';
import type { MediaFacts } from '../../../shared/model/media.ts';
import type { ConnectionView } from '../../../shared/model/connection.ts';
import type { Preset } from '../../../shared/model/preset.ts';
import type { WatchRuleView, WatchedFile } from '../../../shared/model/watch.ts';
import type { AskOutput, Holder } from '../../control/index.ts';
import type { Engine, EngineEvent, PlannedJob } from '../../engine/index.ts';
import type { Outcome } from '../exit-code.ts';
import { type PlanFigures, actionOf } from './plan-figures.ts';
import type { ToolReport } from './tool-abilities.ts';

/** What a pipe or `--json` reads, one JSON value a line. These shapes are a promise to scripts. */

/** Last line of a run. */
export interface Summary extends Outcome {
  /** Bytes of the originals of all files that succeeded. */
  readonly input_bytes: number;
  /** Bytes of their results. */
  readonly output_bytes: number;
  /** Wall time of the whole run in milliseconds. */
  readonly ms: number;
}

const line = (value: unknown): string => `${JSON.stringify(value)}\n`;

/** A job came into being or changed its state. */
export const jobLine = (job: Job): string => line({ type: 'job', job });

/**
 * How far a job is: 0 to 1, or null while it cannot be known. While something is downloaded or uploaded for it, that is
 * how far the transfer alone is, and its bytes and files are told too.
 */
export const progressLine = ({
  id,
  progress,
  transfer,
}: Pick<Extract<EngineEvent, { type: 'progress' }>, 'id' | 'progress' | 'transfer'>): string =>
  line({ type: 'progress', id, progress, ...(transfer === null ? {} : { transfer }) });

/** Nothing more is begun for the time being, and why; null = it goes on. */
export const waitsLine = (waits: QueueWait | null): string => line({ type: 'waits', waits });

/** A connection, and where its keys are; never a key. */
export const connectionLine = ({ connection, kept }: ConnectionView): string =>
  line({ type: 'connection', connection, kept });

/** How the run ended. */
export const summaryLine = (s: Summary): string =>
  line({
    type: 'summary',
    succeeded: s.succeeded,
    failed: s.failed,
    skipped: s.skipped,
    cancelled: s.cancelled,
    input_bytes: s.input_bytes,
    output_bytes: s.output_bytes,
    ms: s.ms,
  });

/** A planned job of `--dry-run --json`: the whole plan, or the error in its place. */
export function planLine(planned: PlannedJob): string {
  const { request, inputBytes, result } = planned;
  return line({
    type: 'plan',
    input: request.input,
    kind: request.kind,
    action: actionOf(planned),
    input_bytes: inputBytes,
    path: result.ok ? result.path : null,
    ffmpeg: result.ok ? result.ffmpeg : null,
    commands: result.ok ? result.commands : [],
    plan: result.ok ? result.plan : null,
    error: result.ok ? null : result.error,
  });
}

/** Last line of `--dry-run --json`. */
export const planSummaryLine = (figures: PlanFigures): string => line({ type: 'summary', ...figures });

/** A job of `queue list`, with why it waits: `ready` for the start of the queue, `user` for a person, `disk` for room. */
export const queueEntryLine = (job: Job, hold: 'ready' | 'user' | 'disk' | null): string =>
  line({ type: 'job', job, hold });

/** Last line of `queue list`: the queue as a whole, and who works on it (null = nobody). */
export const queueLine = ({ paused, ...counts }: AskOutput<'door:counts'>, holder: Holder | null): string =>
  line({
    type: 'queue',
    paused,
    ...counts,
    holder: holder === null ? null : { what: holder.what, pid: holder.pid },
  });

/** A preset of `presets list`, `show` and `import`. */
export const presetLine = (preset: Preset): string => line({ type: 'preset', preset });

/** What became of a file of a watched folder; `rule` is the name of its rule. */
export const watchedLine = (rule: string, file: WatchedFile): string =>
  line({ type: 'watched', rule, ...file });

/** What a watch rule is doing. */
export const watchRuleLine = ({ rule, state, problem, polling }: WatchRuleView): string =>
  line({ type: 'rule', id: rule.id, name: rule.name, folder: rule.folder, state, polling, problem });

/** What a command changed, and how many jobs; null for the queue as a whole. */
export const queueChangeLine = (action: string, count: number | null): string =>
  line({ type: 'changed', action, count });

/** Facts of one probed file beside its path, or the error in their place. */
export const probeLine = (path: string, probed: Result<MediaFacts>): string =>
  line(probed.ok ? { path, ...probed.value } : { path, error: probed.error });

/** One tool of `health --json`. */
export const toolLine = (report: ToolReport): string => line({ type: 'tool', ...report });

/** The picture libraries in `health --json`. */
export const picturesLine = (pictures: Awaited<ReturnType<Engine['pictures']>>): string =>
  line({ type: 'pictures', ...(pictures.ok ? pictures.value : { error: pictures.error }) });

/** Last line of `health --json`. */
export const healthLine = (usable: boolean, missing: readonly string[]): string =>
  line({ type: 'health', usable, missing });
