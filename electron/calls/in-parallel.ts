/** Works on many things, so many at a time, and gives the answers in the order of the things. Rejects at the first error. */
export async function inParallel<T, R>(
  things: readonly T[],
  together: number,
  work: (thing: T, n: number) => R | Promise<R>,
): Promise<R[]> {
  const answers = new Array<R>(things.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < things.length) {
      const at = next;
      next += 1;
      const answer = work(things[at] as T, at);
      // What is known at once need not wait for a turn.
      answers[at] = answer instanceof Promise ? await answer : answer;
    }
  };
  await Promise.all(Array.from({ length: Math.min(together, things.length) }, worker));
  return answers;
}

/** Lets timers and messages have their turn in between pieces of long work. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
