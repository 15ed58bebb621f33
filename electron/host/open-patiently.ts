/** Opening what somebody else may hold for a moment: a command that only adds something to the queue, say. */

export interface Patience {
  /** The failure may be over soon. Every other one is thrown at once. */
  readonly mayPass: (error: unknown) => boolean;
  /** False = nobody wants it any more; then the last failure is thrown. */
  readonly wanted: () => boolean;
  /** Milliseconds after which it is given up, and between two attempts. */
  readonly forMs?: number;
  readonly everyMs?: number;
}

/** Opens it, at once or at one of the next attempts. Rejects with the failure of the last one. */
export async function openPatiently<T>(
  open: () => T,
  { mayPass, wanted, forMs = 8000, everyMs = 200 }: Patience,
): Promise<T> {
  const until = performance.now() + forMs;
  for (;;) {
    try {
      return open();
    } catch (error) {
      if (!mayPass(error) || performance.now() >= until || !wanted()) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
