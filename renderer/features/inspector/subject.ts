import type { Row } from '../../../shared/ipc/row.ts';
import type { MediaClass } from '../../../shared/model/media.ts';
import type { AppState } from '../../store/app-state.ts';

/** What the inspector is about: what is selected, or the files that come next. */
export type Subject =
  | { readonly about: 'next' }
  | { readonly about: 'one'; readonly row: Row }
  | { readonly about: 'many'; readonly rows: readonly Row[] };

const next: Subject = { about: 'next' };

/** Rows that may be changed in place, those that run, and those that have ended. */
export interface Editable {
  readonly waiting: readonly string[];
  readonly running: number;
  readonly ended: readonly string[];
}

export const isWaiting = (row: Pick<Row, 'status'>): boolean => row.status === 'queued';
export const isRunning = (row: Pick<Row, 'status'>): boolean => row.status === 'processing';

export function editable(rows: readonly Row[]): Editable {
  return {
    waiting: rows.filter(isWaiting).map(({ id }) => id),
    running: rows.filter(isRunning).length,
    ended: rows.filter((row) => !isWaiting(row) && !isRunning(row)).map(({ id }) => id),
  };
}

/**
 * Makes a selector that gives the same subject again as long as nothing changed that the inspector shows: progress
 * of a running file is not shown here, so it renders nothing.
 */
export function subjectSelector(): (state: AppState) => Subject {
  let last: Subject = next;
  return ({ rows, selection }) => {
    const found: Row[] = [];
    for (const id of selection.ids) {
      const row = rows.byId.get(id);
      if (row !== undefined) found.push(row);
    }
    const before = rowsOf(last);
    if (before.length === found.length && found.every((row, n) => looksSame(row, before[n]))) return last;
    const [first] = found;
    last =
      first === undefined
        ? next
        : found.length === 1
          ? { about: 'one', row: first }
          : { about: 'many', rows: found };
    return last;
  };
}

export function rowsOf(subject: Subject): readonly Row[] {
  return subject.about === 'next' ? [] : subject.about === 'one' ? [subject.row] : subject.rows;
}

function looksSame(a: Row, b: Row | undefined): boolean {
  if (a === b) return true;
  if (b === undefined || a.id !== b.id) return false;
  // A progress patch keeps the objects of the row; a put brings new ones.
  return (
    a.status === b.status &&
    a.phase === b.phase &&
    a.hold === b.hold &&
    a.kind === b.kind &&
    a.presetId === b.presetId &&
    a.media === b.media &&
    a.plan === b.plan &&
    a.error === b.error &&
    a.warnings === b.warnings &&
    a.bytesIn === b.bytesIn &&
    a.bytesOut === b.bytesOut &&
    a.attempt === b.attempt &&
    a.resultName === b.resultName &&
    a.finishedAt === b.finishedAt &&
    a.pictureVersion === b.pictureVersion
  );
}

/** Classes of the files, without those that were not read yet. */
export function classesOf(rows: readonly Row[]): readonly MediaClass[] {
  return [...new Set(rows.flatMap(({ media }) => (media === null ? [] : [media.class])))];
}

/** "36 JPEG, 4 HEIC": formats with their counts, most frequent first. */
function formatCounts(rows: readonly Row[]): readonly { readonly format: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { media } of rows) {
    if (media !== null) counts.set(media.format, (counts.get(media.format) ?? 0) + 1);
  }
  return [...counts].map(([format, count]) => ({ format, count })).sort((a, b) => b.count - a.count);
}

/** Sums and ranges over many files, as the head says them. Null where nothing is known. */
export interface ManyFacts {
  /** Null when the files are of several classes. */
  readonly class: MediaClass | null;
  readonly formats: readonly { readonly format: string; readonly count: number }[];
  readonly bytes: number | null;
  /** Seconds of all together. */
  readonly duration: number | null;
  /** Smallest and largest picture, in pixels. */
  readonly pixels: { readonly least: number; readonly most: number } | null;
}

export function manyFacts(rows: readonly Row[]): ManyFacts {
  const classes = classesOf(rows);
  const sizes = rows.flatMap(({ media }) =>
    media === null || media.width === null || media.height === null ? [] : [media.width * media.height],
  );
  const bytes = rows.flatMap(({ bytesIn }) => (bytesIn === null ? [] : [bytesIn]));
  const durations = rows.flatMap(({ media }) => (media?.duration == null ? [] : [media.duration]));
  const sum = (all: readonly number[]): number | null =>
    all.length === 0 ? null : all.reduce((total, one) => total + one, 0);
  return {
    class: classes.length === 1 ? (classes[0] ?? null) : null,
    formats: formatCounts(rows),
    bytes: sum(bytes),
    duration: sum(durations),
    pixels:
      sizes.length === 0
        ? null
        : {
            least: sizes.reduce((a, b) => Math.min(a, b)),
            most: sizes.reduce((a, b) => Math.max(a, b)),
          },
  };
}
