import { breathe } from '../in-parallel.ts';

/**
 * Asks the disk something about each of many files. Asking through other threads costs ten times what a disk of this
 * computer needs to answer, and ten thousand files are asked about while somebody waits for the first row; but a disk in
 * a network may take seconds, and everything would stand still with it. So some are asked side by side and timed, and
 * while the disk is quick the next ones are asked at once.
 */
export interface FileQuestion<T, R> {
  /** Asks through another thread. It must call back once, and not throw. */
  readonly later: (thing: T, done: (answer: R) => void) => void;
  /** Asks and waits. It must not throw. Null = never do so. */
  readonly now: ((thing: T) => R) | null;
}

/** Asked side by side: first one, because a disk that is gone never answers, then enough to hide a network disk's delay. */
const [first, later] = [1, 32] as const;
/** Milliseconds in which those asked side by side are answered where it is worth a try to ask at once. */
const roundMs = 20;
/** Milliseconds a file, on the average, that a quick disk stays below. */
const quickMs = 0.25;
/** Milliseconds for which others wait at most, and one answer more. */
const spellMs = 8;

/** The answers in the order of the things. Never rejects. */
export async function eachFile<T, R>(
  things: readonly T[],
  question: FileQuestion<T, R>,
): Promise<readonly R[]> {
  const answers = new Array<R>(things.length);
  let together: number = first;
  for (let at = 0; at < things.length; together = later) {
    const to = Math.min(things.length, at + together);
    const began = performance.now();
    await sideBySide(things, at, to, question.later, answers);
    let quick = performance.now() - began < roundMs;
    at = to;
    while (quick && question.now !== null && at < things.length) {
      const from = at;
      const spell = performance.now();
      let [passed, longest] = [0, 0];
      for (; at < things.length && passed < spellMs; at++) {
        answers[at] = question.now(things[at] as T);
        const before = passed;
        passed = performance.now() - spell;
        longest = Math.max(longest, passed - before);
      }
      // Once in a while another program has the processor for as long as a spell: that says nothing of the disk.
      quick = at - from > 1 ? passed - longest < (at - from - 1) * quickMs : passed < quickMs;
      await breathe();
    }
  }
  return answers;
}

/** Settles when the things between two places are answered. */
function sideBySide<T, R>(
  things: readonly T[],
  from: number,
  to: number,
  ask: FileQuestion<T, R>['later'],
  answers: R[],
): Promise<void> {
  return new Promise((resolve) => {
    let left = to - from;
    for (let n = from; n < to; n++) {
      ask(things[n] as T, (answer) => {
        answers[n] = answer;
        left -= 1;
        if (left === 0) resolve();
      });
    }
  });
}
