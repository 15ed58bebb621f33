/** Why a stream of lines cannot be read on. */
export type BrokenLine = 'too_long' | 'not_text';

export interface LineEvents {
  readonly onLine: (line: string) => void;
  /** Called once; nothing is read after it. */
  readonly onBroken: (why: BrokenLine) => void;
  /** Bytes that a line may have now, without its end. */
  readonly limit: () => number;
}

/** Cuts bytes into lines of UTF-8. A line that is too long is never kept as a whole. Empty lines are passed over. */
export function createLineReader({ onLine, onBroken, limit }: LineEvents): (chunk: Buffer) => void {
  const text = new TextDecoder('utf-8', { fatal: true });
  let parts: Buffer[] = [];
  let length = 0;
  let broken = false;

  const give = (why: BrokenLine): void => {
    broken = true;
    parts = [];
    onBroken(why);
  };
  const take = (piece: Buffer): boolean => {
    length += piece.length;
    if (length > limit()) {
      give('too_long');
      return false;
    }
    parts.push(piece);
    return true;
  };
  const finish = (): void => {
    const whole = parts.length === 1 ? parts[0] : Buffer.concat(parts, length);
    parts = [];
    length = 0;
    let line: string;
    try {
      line = text.decode(whole);
    } catch {
      give('not_text');
      return;
    }
    if (line.trim() !== '') onLine(line);
  };

  return (chunk) => {
    let from = 0;
    while (!broken) {
      const end = chunk.indexOf(0x0a, from);
      if (end === -1) {
        if (from < chunk.length) take(chunk.subarray(from));
        return;
      }
      if (!take(chunk.subarray(from, end))) return;
      finish();
      from = end + 1;
    }
  };
}
