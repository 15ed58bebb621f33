import type { AskOutput, QueueLink } from '../../control/index.ts';
import { countOf } from '../print/bytes-and-times.ts';
import { wantsJson } from '../print/choose-reporters.ts';
import type { Given } from '../flag-spec.ts';
import { allGood } from '../exit-code.ts';
import { shownPath } from '../print/finished-lines.ts';
import { nameOf } from '../print/job-facts.ts';
import { queueEntryLine, queueLine } from '../print/json-lines.ts';
import { printable } from '../print/printable.ts';
import { waitSentence } from './queue-waits.ts';
import { readLimit, readStatuses } from './queue-flags.ts';
import { readRunFlags } from '../run-flags.ts';
import { readState } from '../state-flag.ts';
import type { Surroundings } from '../surroundings.ts';
import { alignedLines } from '../print/text-table.ts';
import { withQueue } from './with-queue.ts';

type Entry = AskOutput<'door:list'>['entries'][number];
export type Counts = AskOutput<'door:counts'>;

/** Rows of a table when nothing was said: what still can be read. */
const tableRows = 200;

/** `convoy queue list`: a table on a terminal, JSON lines on a pipe. */
export async function queueListCommand(door: Surroundings, given: Given): Promise<number> {
  const flags = readRunFlags(given, door.cwd);
  const statuses = readStatuses(given);
  const json = wantsJson(door, flags);
  const limit = readLimit(given) ?? (json ? Infinity : tableRows);
  return withQueue(door, readState(given, door), flags, async (link) => {
    const entries: Entry[] = [];
    for await (const entry of entriesOf(link, statuses, limit)) {
      if (json) door.stdout.write(queueEntryLine(entry.job, entry.hold));
      else entries.push(entry);
    }
    const counts = await link.ask('door:counts', null);
    if (json) {
      door.stdout.write(queueLine(counts, link.holder));
      return allGood;
    }
    const rows = alignedLines(entries.map((entry) => rowOf(entry, door.cwd)));
    const why = whyNothingRuns(counts, link.holder !== null, Date.now());
    door.stdout.write([...rows, countsSentence(counts), ...(why === null ? [] : [why]), ''].join('\n'));
    return allGood;
  });
}

async function* entriesOf(
  link: QueueLink,
  statuses: ReturnType<typeof readStatuses>,
  most: number,
): AsyncGenerator<Entry> {
  let left = most;
  for (let after: string | null = null; left > 0;) {
    const page: AskOutput<'door:list'> = await link.ask('door:list', {
      statuses,
      after,
      limit: Math.min(left, 500),
    });
    yield* page.entries;
    left -= page.entries.length;
    after = page.next;
    if (after === null) return;
  }
}

/** `job_01…  failed  video  holiday.mov: it is incomplete`. */
function rowOf({ job, hold }: Entry, cwd: string): readonly string[] {
  const word = job.status === 'queued' && hold !== null ? 'held' : job.status;
  const name = printable(nameOf(job));
  const end =
    job.status === 'succeeded'
      ? `${name} → ${printable(shownPath(job.output ?? '', cwd))}`
      : job.error === null
        ? name
        : `${name}  ${printable(job.error.message)}`;
  return [job.id, word, job.kind, end];
}

/** `12 queued (2 held), 1 processing, 3 failed. The queue is paused.` */
export function countsSentence(counts: Counts): string {
  const { held, paused } = counts;
  const parts = (['queued', 'processing', 'succeeded', 'failed', 'cancelled', 'skipped'] as const).flatMap(
    (status) => {
      if (counts[status] === 0) return [];
      return [`${counts[status]} ${status}${status === 'queued' && held > 0 ? ` (${held} held)` : ''}`];
    },
  );
  const sentence = parts.length === 0 ? 'The queue is empty.' : `${parts.join(', ')}.`;
  return paused === 'no' ? sentence : `${sentence} The queue is paused.`;
}

/** Why nothing of what waits is begun; null when something is, when nothing waits, and where the counts say it. */
export function whyNothingRuns(
  { queued, held, paused, waits }: Counts,
  isHeldBySomebody: boolean,
  now: number,
): string | null {
  if (queued === held || paused !== 'no') return null;
  if (!isHeldBySomebody) return 'Nobody works on it: start Convoy, or `convoy queue run`.';
  return waits === null ? null : waitSentence(waits, now);
}

/** What waits for a person although the queue is done; null when nothing does. */
export function heldSentence({ held }: Counts): string | null {
  if (held === 0) return null;
  return `${countOf(held, 'file')} ${held === 1 ? 'waits' : 'wait'} to be released: \`convoy queue release all\`.`;
}
