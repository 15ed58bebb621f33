import type { Row } from '../../shared/ipc/row.ts';
import type { Lane } from '../../shared/model/settings.ts';
import type { Filter } from './app-state.ts';

/** What a person would say that a file is doing: one word a state of the list, made of status, phase, hold and plan. */

export const rowStates = [
  'ready',
  'waiting',
  'held',
  'refused',
  'unreadable',
  'reading',
  'importing',
  'measuring',
  'converting',
  'finishing',
  'uploading',
  'stopping',
  'done',
  'warned',
  'kept',
  'taken_back',
  'skipped',
  'failed',
  'cancelled',
] as const;
export type RowState = (typeof rowStates)[number];

/** Kind of the warning that says that the result was put into the trash again. */
const takenBack = 'taken_back';

/** The batch was taken back, and with it the result of this file. */
const isTakenBack = (row: Pick<Row, 'warnings'>): boolean =>
  row.warnings.some((warning) => warning.kind === takenBack);

/** What is wrong with a file that could not be read: no option helps. */
const ofTheFile: ReadonlySet<string> = new Set([
  'input_not_found',
  'input_truncated',
  'input_unreadable',
  'input_unsupported',
]);

/**
 * The state of a row. `refused` is a queued file that cannot be planned until an option is changed, `unreadable` one
 * that cannot be planned whatever the options say.
 */
export function rowState(row: Row): RowState {
  switch (row.status) {
    case 'queued':
      if (row.error !== null)
        return row.media === null && ofTheFile.has(row.error.kind) ? 'unreadable' : 'refused';
      if (row.hold === 'user' || row.hold === 'disk') return 'held';
      if (row.hold === null) return 'waiting';
      // What lies elsewhere is read when its turn has come.
      return row.plan === null && !isRemote(row) ? 'reading' : 'ready';
    case 'processing':
      return row.phase ?? 'waiting';
    case 'succeeded':
      if (isTakenBack(row)) return 'taken_back';
      if (row.kept !== null) return 'kept';
      return row.warnings.length > 0 ? 'warned' : 'done';
    case 'skipped':
    case 'failed':
    case 'cancelled':
      return row.status;
  }
}

/** It was read ahead of its turn, and waits for a lane. */
const waitsForLane = (row: Row): boolean => row.status === 'processing' && row.phase === null;

/** True when nothing more happens to the file by itself, and nothing is wrong with it. */
export function isFinished(row: Row): boolean {
  return row.status === 'succeeded' || row.status === 'skipped' || row.status === 'cancelled';
}

/** True when a person should look: it failed, cannot be planned, or something was lost. */
export function needsAttention(row: Row): boolean {
  if (row.status === 'failed') return true;
  if (row.status === 'queued') return row.error !== null;
  return row.status === 'succeeded' && row.warnings.length > 0 && !isTakenBack(row);
}

/** Whether a filter of the list shows a row. A file with a warning is both finished and in need of attention. */
export function passes(row: Row, filter: Filter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'active':
      return row.status === 'processing' && !waitsForLane(row);
    case 'waiting':
      return waitsForLane(row) || (row.status === 'queued' && row.error === null);
    case 'finished':
      return isFinished(row);
    case 'attention':
      return needsAttention(row);
  }
}

/** What may be done to a row now. */
export interface RowAbilities {
  readonly start: boolean;
  readonly cancel: boolean;
  readonly retry: boolean;
  readonly hold: boolean;
  readonly release: boolean;
  readonly move: boolean;
  readonly compare: boolean;
  readonly openResult: boolean;
  /** The original can be looked at. What was fetched from an address never can. */
  readonly openOriginal: boolean;
  /** A link to what was uploaded can be had. */
  readonly link: boolean;
}

/** What may be done to a row now; removing and copying are always possible. */
export function abilitiesOf(row: Row): RowAbilities {
  const queued = row.status === 'queued';
  const busy = row.status === 'processing';
  const held = queued && (row.hold === 'user' || row.hold === 'disk');
  const published = row.status === 'succeeded' && !isTakenBack(row);
  const seen = row.media !== null && row.media.class !== 'audio' && row.kind !== 'audio';
  return {
    start: queued && row.hold === 'ready' && row.error === null,
    cancel: queued || (busy && row.phase !== 'stopping' && row.phase !== 'finishing'),
    retry: !queued && !busy,
    hold: queued && !held,
    release: held,
    move: queued,
    compare: seen && !isRemote(row) && row.status !== 'failed' && row.error === null,
    openResult: published && isHere(row),
    openOriginal: !isRemote(row),
    link: published && row.upload !== null,
  };
}

/** True when the original lies elsewhere: what is fetched of it is gone when the job has ended. */
export const isRemote = ({ remote }: Pick<Row, 'remote'>): boolean => remote === true;

/**
 * Which file the picture of a row is made of: the result, where one is wanted and there is one that looks like something.
 * Null = there is nothing to make a picture of.
 */
export function pictureSide(row: Row, wanted: 'input' | 'result'): 'input' | 'result' | null {
  if (row.media?.picture !== true) return null;
  const isSeen = row.kind !== 'audio' && abilitiesOf(row).openResult;
  // A package looks like its original, and its picture is made of that.
  const isOwn = isSeen && row.kind !== 'adaptive_video';
  if (isRemote(row)) return isOwn ? 'result' : null;
  return wanted === 'result' && isSeen ? 'result' : 'input';
}

/** False for a result that was uploaded and of which this computer kept no copy. */
export const isHere = ({ upload }: Pick<Row, 'upload'>): boolean => upload === null || upload.here === true;

/** What the work of a file mostly needs, as far as its plan tells; the scheduler of the engine decides alike. */
export function laneOf(row: Row): Lane {
  if (row.phase === 'uploading') return 'transfer';
  switch (row.kind) {
    case 'image':
      return 'still';
    case 'audio':
      return row.plan?.sound === 'copy' ? 'copy' : 'audio';
    case 'video':
      if (row.plan?.picture !== 'copy') return 'video';
      return row.plan.sound === 'encode' ? 'audio' : 'copy';
    case 'animation':
    case 'adaptive_video':
      return 'video';
  }
}
