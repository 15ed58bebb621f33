/** Milliseconds within which deaths count together. */
const window = 60_000;
/** So many deaths in that time, and starting it again is no help. */
const tooMany = 3;
/** Milliseconds of rest before each new start: at once after the first death, a breath after the second. */
const rests = [100, 1000];

/**
 * Whether and when the engine's process is started again. `deaths` are the times of all its ends, oldest first, the
 * last one being now.
 */
export function nextStart(deaths: readonly number[]): { readonly after: number } | 'failed' {
  const last = deaths.at(-1) ?? 0;
  const recent = deaths.filter((at) => last - at < window).length;
  return recent >= tooMany ? 'failed' : { after: rests[recent - 1] ?? 0 };
}
