/**
 * Opening what somebody else may hold for a moment, such as a command that only adds something to the queue, or what a
 * person has to set right: a disk that is read-only or full.
 */

export interface Patience {
  /** The failure may be over one day. Every other one is thrown at once. */
  readonly mayPass: (error: unknown) => boolean;
  /** False = nobody wants it any more; then the last failure is thrown. */
  readonly wanted: () => boolean;
  /** It does not open for now; told once it has taken too long to be nothing, and again with each attempt. */
  readonly late: (error: unknown) => void;
  /** Milliseconds after which it is late; between two attempts until then, and after. */
  readonly lateMs?: number;
  readonly everyMs?: number;
  readonly laterMs?: number;
}

/** Opens it, at once or at one of the next attempts. Rejects with what will not pass by itself. */
export async function openPatiently<T>(
  open: () => T,
  { mayPass, wanted, late, lateMs = 2000, everyMs = 200, laterMs = 2000 }: Patience,
): Promise<T> {
  const until = performance.now() + lateMs;
  for (;;) {
    try {
      return open();
    } catch (error) {
      if (!mayPass(error) || !wanted()) throw error;
      if (performance.now() >= until) late(error);
    }
    const rest = performance.now() >= until ? laterMs : everyMs;
    await new Promise((resolve) => setTimeout(resolve, rest));
  }
}
