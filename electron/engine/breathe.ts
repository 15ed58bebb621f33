/** Long lists are worked through in pieces, so that whoever asks something meanwhile is answered. */

const together = 100;

/** Lets others have a turn after every hundredth; `n` counts from 0. */
export async function breathe(n: number): Promise<void> {
  if (n % together === together - 1) await new Promise((resolve) => setImmediate(resolve));
}
