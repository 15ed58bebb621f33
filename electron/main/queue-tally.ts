import { z } from 'zod';
import { Row } from '../../shared/ipc/row.ts';

/**
 * What the shell knows of the queue: how far it is, and when it begins and ends. It listens to the same events as the
 * window and reads only the fields that it needs of them.
 */

const TallyRow = Row.pick({
  ...{ id: true, name: true, status: true, phase: true },
  ...{ hold: true, progress: true, error: true },
});
type TallyRow = z.infer<typeof TallyRow>;

const TallyPatches = z.object({
  patches: z.array(
    z.discriminatedUnion('op', [
      z.object({ op: z.literal('put'), row: TallyRow }),
      z.object({ op: z.literal('progress'), id: z.string(), progress: z.number().nullable() }),
      z.object({ op: z.literal('rank') }),
      z.object({ op: z.literal('removed'), id: z.string() }),
    ]),
  ),
});
const TallyPage = z.object({ rows: z.array(TallyRow), more: z.boolean() });
const TallyState = z.object({
  active: z.boolean(),
  paused: z.enum(['no', 'after', 'now']),
  /** Waits by itself, for hours, power or room. */
  waits: z
    .object({ why: z.enum(['window', 'battery', 'disk']) })
    .nullable()
    .default(null)
    .transform((wait) => wait?.why ?? null),
});

export interface QueueFacts {
  readonly active: boolean;
  readonly paused: 'no' | 'after' | 'now';
  /** Why it waits by itself: for its hours, for power, or for room. */
  readonly waits: 'window' | 'battery' | 'disk' | null;
  /** Files that are being converted now. */
  readonly running: number;
  /** Files that are being converted or wait for it, without those on hold. */
  readonly open: number;
  /** 0 to 1 over all files of this run; null when nothing runs. */
  readonly progress: number | null;
  readonly run: RunFacts;
}

/** What has ended since the queue began to work. */
export interface RunFacts {
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
  /** The first one that failed. */
  readonly failure: { readonly name: string; readonly message: string } | null;
}

export interface QueueTally {
  /** What `rows:patched` said. */
  patched(event: unknown): void;
  /** What `queue:changed` said. */
  changed(event: unknown): void;
  /** An answer to `queue:page`; gives the id to go on from, or null at the end. */
  page(value: unknown): string | null;
  /** Forgets everything: the engine is a new one. */
  clear(): void;
  facts(): QueueFacts;
  /** `active` of the facts, without going through all files for them: it is asked at every event. */
  active(): boolean;
}

const nothingYet: RunFacts = { done: 0, failed: 0, skipped: 0, failure: null };

export function createQueueTally(): QueueTally {
  const rows = new Map<string, TallyRow>();
  let queue: z.infer<typeof TallyState> = { active: false, paused: 'no', waits: null };
  let run = nothingYet;

  function put(row: TallyRow): void {
    const before = rows.get(row.id);
    rows.set(row.id, row);
    if (before !== undefined && !isEnded(before) && isEnded(row)) run = counted(run, row);
  }

  return {
    patched(event) {
      const parsed = TallyPatches.safeParse(event);
      for (const patch of parsed.data?.patches ?? []) {
        if (patch.op === 'put') put(patch.row);
        if (patch.op === 'removed') rows.delete(patch.id);
        if (patch.op === 'progress') {
          const row = rows.get(patch.id);
          if (row !== undefined) rows.set(patch.id, { ...row, progress: patch.progress });
        }
      }
    },
    changed(event) {
      const parsed = TallyState.safeParse(event);
      if (!parsed.success) return;
      if (parsed.data.active && !queue.active) run = nothingYet;
      queue = parsed.data;
    },
    page(value) {
      const parsed = TallyPage.safeParse(value);
      if (!parsed.success) return null;
      for (const row of parsed.data.rows) if (!rows.has(row.id)) rows.set(row.id, row);
      return parsed.data.more ? (parsed.data.rows.at(-1)?.id ?? null) : null;
    },
    clear() {
      rows.clear();
    },
    active: () => queue.active,
    facts() {
      let running = 0;
      let open = 0;
      let share = 0;
      for (const row of rows.values()) {
        if (isEnded(row) || row.hold !== null) continue;
        open++;
        // What was only read ahead of its turn loses nothing when it is broken off.
        if (row.status !== 'processing' || row.phase === null) continue;
        running++;
        share += row.progress ?? 0;
      }
      const ended = run.done + run.failed + run.skipped;
      const progress = queue.active && open > 0 ? (ended + share) / (ended + open) : null;
      return { ...queue, running, open, progress, run };
    },
  };
}

function isEnded(row: TallyRow): boolean {
  return row.status !== 'queued' && row.status !== 'processing';
}

function counted(run: RunFacts, row: TallyRow): RunFacts {
  switch (row.status) {
    case 'succeeded':
      return { ...run, done: run.done + 1 };
    case 'skipped':
      return { ...run, skipped: run.skipped + 1 };
    case 'failed': {
      const failure = run.failure ?? { name: row.name, message: row.error?.message ?? '' };
      return { ...run, failed: run.failed + 1, failure };
    }
    // Somebody stopped it, and knows.
    case 'cancelled':
    case 'queued':
    case 'processing':
      return run;
  }
}
