import type { MediaClass } from '../../../shared/model/media.ts';
import type { Kind } from '../../../shared/model/options.ts';
import type { WatchReason, WatchRule, WatchedFile } from '../../../shared/model/watch.ts';
import { fitsNames } from './name-pattern.ts';
import { isSameFile } from './same-stamp.ts';

/** What a rule does with a file, decided from what is known of it. Nothing here looks at a disk. */

type DecidingRule = Pick<WatchRule, 'filter' | 'existing' | 'choice'>;

/** A file as it was just looked at. */
export interface SeenFile {
  /** Below the folder of the rule, with `/`. */
  readonly path: string;
  readonly bytes: number;
  readonly mtime: number;
}

export type Meeting =
  /** The ledger has said all about it. */
  | { readonly do: 'nothing' }
  /** Its size and time are watched from now on; `fresh`: whatever the ledger says is of another file. */
  | { readonly do: 'settle'; readonly fresh: boolean }
  | { readonly do: 'leave'; readonly reason: WatchReason };

/**
 * A file was seen. What only its name tells is decided at once, everything else when nobody writes to it any more.
 *
 * @param entry what the ledger says of its path
 * @param isFirst true when it was there before the rule
 */
export function onMeeting(
  rule: DecidingRule,
  seen: SeenFile,
  entry: Pick<WatchedFile, 'bytes' | 'mtime' | 'state' | 'reason'> | null,
  isFirst: boolean,
): Meeting {
  if (entry !== null && (isSameFile(entry, seen) || entry.state === 'settling')) {
    if (entry.state === 'settling') return { do: 'settle', fresh: false };
    // It went away and has come back.
    if (entry.reason !== 'gone') return { do: 'nothing' };
  }
  if (!fitsNames(nameOf(seen.path), rule.filter)) return { do: 'leave', reason: 'name' };
  if (isFirst && rule.existing === 'leave' && entry === null) return { do: 'leave', reason: 'was_there' };
  return { do: 'settle', fresh: true };
}

/** What was found out about a file that has settled. */
export interface SettledFacts {
  readonly bytes: number;
  /** Convoy wrote it. */
  readonly own: boolean;
  /** The path, below the folder, under which this very file was converted or will be; null = none. */
  readonly copyOf: string | null;
  /** Why it cannot be opened, in a clause; null when it can. */
  readonly closed: string | null;
  /** Null = no media. */
  readonly class: MediaClass | null;
}

export type Verdict =
  | { readonly do: 'take' }
  | { readonly do: 'wait'; readonly detail: string }
  | { readonly do: 'leave'; readonly reason: WatchReason; readonly detail: string | null };

/** A file has settled: it is taken, left alone for a reason, or looked at again later. */
export function onSettled(rule: DecidingRule, facts: SettledFacts): Verdict {
  const { minBytes, maxBytes } = rule.filter;
  // No filter would let it in.
  if (facts.own) return leave('own_result');
  // An empty file holds nothing to convert, whatever the rule says.
  if (facts.bytes < Math.max(1, minBytes ?? 0)) return leave('too_small');
  if (maxBytes !== null && facts.bytes > maxBytes) return leave('too_large');
  if (facts.copyOf !== null) return leave('copy_of_original', facts.copyOf);
  if (facts.closed !== null) return { do: 'wait', detail: facts.closed };
  if (facts.class === null) return leave('no_media');
  if (!classesOf(rule).includes(facts.class)) return leave('class');
  return { do: 'take' };
}

const leave = (reason: WatchReason, detail: string | null = null): Verdict => ({
  do: 'leave',
  reason,
  detail,
});

/** What files a kind is made from when a rule does not say: the same that a named folder gives. */
const fitting: Readonly<Record<Kind, readonly MediaClass[]>> = {
  video: ['video'],
  audio: ['audio', 'video'],
  image: ['image', 'animation'],
  animation: ['video', 'animation'],
  adaptive_video: ['video'],
};

/** Classes that a rule takes. */
export function classesOf({ filter, choice }: Pick<WatchRule, 'filter' | 'choice'>): readonly MediaClass[] {
  if (filter.classes.length > 0) return filter.classes;
  return choice === null ? ['video', 'audio', 'image', 'animation'] : fitting[choice.kind];
}

/** Reasons that hang on the filter alone: they are forgotten when that changes, or the file goes. */
export const forgettable: ReadonlySet<WatchReason> = new Set<WatchReason>([
  ...(['name', 'class', 'too_small', 'too_large', 'no_media', 'own_result', 'copy_of_original'] as const),
]);

/** The last name of a path with `/`. */
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
