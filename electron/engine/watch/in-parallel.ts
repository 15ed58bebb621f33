/** Looks at a disk that are under way at once: enough to hide the delay of a network; libuv works on four. */
const together = 32;

/** Works on many things, some at a time. Answers in their order; rejects as soon as one does. */
export async function inParallel<T, R>(
  things: readonly T[],
  work: (thing: T) => Promise<R>,
): Promise<readonly R[]> {
  const answers: R[] = [];
  for (let at = 0; at < things.length; at += together) {
    answers.push(...(await Promise.all(things.slice(at, at + together).map(work))));
  }
  return answers;
}
