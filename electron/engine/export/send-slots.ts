/** Places for requests with a body, each with a buffer that it keeps: memory does not grow with what is sent. */
export interface SendSlots {
  /**
   * Waits for a place, and works in it with a buffer of at least so many bytes. A buffer whose work failed is not used
   * again: a request that was broken off may still hold it.
   */
  use<T>(bytes: number, work: (buffer: Buffer) => Promise<T>): Promise<T>;
}

/** @param count places */
export function createSendSlots(count: number): SendSlots {
  const free: (Buffer | null)[] = Array.from({ length: count }, () => null);
  const waiting: ((buffer: Buffer | null) => void)[] = [];

  async function take(): Promise<Buffer | null> {
    const one = free.pop();
    return one === undefined ? new Promise((resolve) => waiting.push(resolve)) : one;
  }
  function give(buffer: Buffer | null): void {
    const next = waiting.shift();
    if (next === undefined) free.push(buffer);
    else next(buffer);
  }

  return {
    async use(bytes, work) {
      const kept = await take();
      let back: Buffer | null = null;
      try {
        const buffer = kept !== null && kept.length >= bytes ? kept : Buffer.allocUnsafeSlow(bytes);
        const done = await work(buffer);
        back = buffer;
        return done;
      } finally {
        give(back);
      }
    },
  };
}
