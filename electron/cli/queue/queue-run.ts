import type { QueueWait } from '../../../shared/ipc/row.ts';
import { fail } from '../../../shared/model/error.ts';
import {
  type Control,
  type EngineNews,
  LinkLost,
  type QueueLink,
  holderWords,
  openControl,
  ownQueue,
} from '../../control/index.ts';
import { BatchTally } from '../convert/batch-tally.ts';
import { mannerOf, reportersFor } from '../print/choose-reporters.ts';
import type { Given } from '../flag-spec.ts';
import { allGood, codeOfStop, someFailed } from '../exit-code.ts';
import { type Interruption, Stopped, watchForStop } from '../interruption.ts';
import { openQueue, tellSetAside } from './open-queue.ts';
import { printable } from '../print/printable.ts';
import { type Counts, heldSentence } from './queue-list.ts';
import { waitKey } from './queue-waits.ts';
import type { Reporter } from '../print/reporter.ts';
import { engineChoice, readRunFlags, type RunFlags } from '../run-flags.ts';
import { readState } from '../state-flag.ts';
import type { Surroundings } from '../surroundings.ts';

/**
 * `convoy queue run`: works until nothing is left that would run by itself. While somebody else holds the queue, it
 * follows what they do; when they end before, it goes on by itself. Ctrl-C ends it, and what ran is queued again.
 */
export async function queueRunCommand(door: Surroundings, given: Given): Promise<number> {
  const flags = readRunFlags(given, door.cwd);
  const state = readState(given, door);
  const interruption = watchForStop(door);
  const tally = new BatchTally(0, door.now);
  const reporters = await reportersFor(door, flags, tally);
  const follower = createFollower(tally, reporters);
  let counts: Counts | null = null;
  interruption.onStop((reason) => {
    for (const reporter of reporters) reporter.stopping(reason);
  });
  try {
    while (counts === null) counts = await work(door, state, flags, interruption, follower);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  } finally {
    interruption.end();
    for (const reporter of reporters) reporter.close(tally.figures(), interruption.reason());
  }
  const reason = interruption.reason();
  if (reason !== null) return codeOfStop(reason);
  const held = counts === null ? null : heldSentence(counts);
  if (held !== null && mannerOf(door, flags) !== 'failures') door.stderr.write(`${held}\n`);
  return tally.figures().failed > 0 ? someFailed : allGood;
}

/** Counts what it hears, and passes it on. */
interface Follower {
  hear(news: EngineNews): void;
  /** Why nothing more is begun, told when it is another reason; null = it goes on. */
  waits(wait: QueueWait | null): void;
  /** So many jobs are still to end. */
  expect(open: number): void;
}

function createFollower(tally: BatchTally, reporters: readonly Reporter[]): Follower {
  const seen = new Set<string>();
  let told = '';
  const waits = (wait: QueueWait | null): void => {
    const key = waitKey(wait);
    if (key === told) return;
    told = key;
    for (const reporter of reporters) reporter.waits(wait);
  };
  return {
    waits,
    hear(news) {
      if (news.type === 'removed') return;
      if (news.type === 'queue') {
        waits(news.queue.waits);
        return;
      }
      if (news.type === 'job' && news.job.status !== 'queued') seen.add(news.job.id);
      // Somebody has added more meanwhile.
      const { total } = tally.figures();
      if (seen.size > total) tally.grow(seen.size - total);
      const ended = tally.hear(news);
      for (const reporter of reporters) reporter.hear(news, ended);
    },
    expect(open) {
      const { total, ended } = tally.figures();
      if (ended + open > total) tally.grow(ended + open - total);
    },
  };
}

/** Works, or follows who does, to the end. Null when they have ended before it. */
async function work(
  door: Surroundings,
  state: string,
  flags: RunFlags,
  interruption: Interruption,
  follower: Follower,
): Promise<Counts | null> {
  const choice = { ...engineChoice(flags), watchRules: 'none' as const };
  const opened = await interruption.unlessStopped(openQueue(door, state, choice));
  const own = 'engine' in opened ? opened.engine : null;
  if (own !== null) tellSetAside(door, own);
  const link = 'engine' in opened ? ownQueue(opened.engine, door.home) : opened.link;
  let control: Control | null = null;
  try {
    // First of all: jobs that are soon done shall be heard of too.
    const hearing = link.hear(flags.debug ? ['queue', 'log'] : ['queue'], (news) => follower.hear(news));
    if (own !== null) {
      const tell = (line: string): void => void door.stderr.write(`convoy: ${printable(line)}\n`);
      control = await openControl({
        ...{ engine: own, state, home: door.home, log: tell },
        holder: { what: 'run', pid: process.pid, url: null },
      });
    }
    return await interruption.unlessStopped(untilIdle(door, flags, link, hearing, follower));
  } catch (error) {
    if (error instanceof LinkLost) return null;
    throw error;
  } finally {
    await control?.close();
    await link.close();
  }
}

async function untilIdle(
  door: Surroundings,
  flags: RunFlags,
  link: QueueLink,
  hearing: Promise<void>,
  follower: Follower,
): Promise<Counts> {
  await hearing;
  const before = await link.ask('door:counts', null);
  if (before.paused !== 'no') {
    const hint = 'Let it go on with `convoy queue resume`.';
    if (link.holder === null) throw fail('conflict', { reason: 'the queue is paused', hint });
    door.stderr.write(`The queue is paused. ${hint}\n`);
  } else if (link.holder !== null && mannerOf(door, flags) !== 'failures') {
    door.stderr.write(`The queue is worked on by ${holderWords(link.holder)}.\n`);
  }
  follower.waits(before.waits);
  follower.expect(before.queued - before.held + before.processing);
  await link.ask('door:idle', null);
  return link.ask('door:counts', null);
}
