import type { Row } from '../../../shared/ipc/row.ts';
import { isFinished, needsAttention } from '../../store/row-state.ts';

/**
 * The convoy: one vehicle a file, as wide as the root of its seconds, so that a film does not hide a hundred photos. Of
 * many files each vehicle is an equal share of the queue.
 */
export interface Vehicle {
  /** The file that a click selects: the first of the share that is not done, else its first. */
  readonly id: string;
  readonly count: number;
  /** Width as a share of all; the smallest is 1. */
  readonly weight: number;
  readonly tone: 'wait' | 'past' | 'warned' | 'bad' | 'held';
  /** 0 to 1 that is done of what runs. */
  readonly fill: number;
  /** A red end: something in it failed. */
  readonly failed: boolean;
}

/** Up to so many files have a vehicle each. */
const mostSingle = 60;
/** Above, so many shares stand for all of them. */
const shares = 50;

export function vehiclesOf(rows: readonly Row[]): readonly Vehicle[] {
  return rows.length <= mostSingle ? rows.map(single(usualRoot(rows))) : inShares(rows);
}

function single(usual: number): (row: Row) => Vehicle {
  return (row) => ({
    id: row.id,
    count: 1,
    weight: Math.round(Math.max(1, rootOf(row) ?? usual) * 10) / 10,
    tone: toneOf(row),
    fill: row.status === 'processing' ? doneOf(row) : 0,
    failed: false,
  });
}

function toneOf(row: Row): Vehicle['tone'] {
  if (row.status === 'failed') return 'bad';
  if (needsAttention(row)) return 'warned';
  if (isFinished(row)) return 'past';
  return row.status === 'queued' && (row.hold === 'user' || row.hold === 'disk') ? 'held' : 'wait';
}

/** Root of the seconds that a file takes or took; null when nobody knows. */
function rootOf(row: Row): number | null {
  const took =
    row.startedAt === null || row.finishedAt === null ? null : (row.finishedAt - row.startedAt) / 1000;
  const seconds = took ?? row.plan?.seconds ?? null;
  return seconds === null ? null : Math.sqrt(Math.max(0, seconds));
}

function usualRoot(rows: readonly Row[]): number {
  const known = rows.map(rootOf).filter((root) => root !== null);
  return known.length === 0 ? 1 : known.reduce((sum, root) => sum + root, 0) / known.length;
}

function doneOf(row: Row): number {
  if (row.status === 'queued') return 0;
  if (row.status !== 'processing') return 1;
  return row.phase === 'finishing' ? 1 : (row.progress ?? 0);
}

function inShares(rows: readonly Row[]): readonly Vehicle[] {
  return Array.from({ length: shares }, (_, n) => {
    const part = rows.slice(
      Math.round((n * rows.length) / shares),
      Math.round(((n + 1) * rows.length) / shares),
    );
    const done = part.reduce((sum, row) => sum + doneOf(row), 0) / part.length;
    const past = part.every((row) => row.status !== 'queued' && row.status !== 'processing');
    return {
      id: (part.find((row) => doneOf(row) < 1) ?? part[0])?.id ?? '',
      count: part.length,
      weight: 1,
      tone: past ? 'past' : 'wait',
      fill: past ? 0 : Math.round(done * 100) / 100,
      failed: part.some((row) => row.status === 'failed'),
    } as const;
  });
}
