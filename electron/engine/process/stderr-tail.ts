/** What is kept of a tool's standard error: enough to explain a failure, never enough to fill the memory. */
const mostLines = 200;
/** Characters of a line that are kept; a tool can print a file's whole metadata on one. */
const mostOfLine = 2_000;

export interface StderrTail {
  /** Takes text as it comes, cut anywhere. */
  readonly push: (text: string) => void;
  /** Closes the last line, which may have no line end. */
  readonly end: () => void;
  /** The last 200 lines, oldest first, each of at most 2 000 characters. */
  readonly lines: readonly string[];
}

/**
 * Cuts standard error into lines and keeps the last ones. A carriage return ends a line as well: tools rewrite their
 * status line with it. Empty lines are left out.
 */
export function stderrTail(onLine?: (line: string) => void): StderrTail {
  const lines: string[] = [];
  let rest = '';

  const add = (line: string): void => {
    if (line === '') return;
    lines.push(line);
    if (lines.length > mostLines) lines.shift();
    onLine?.(line);
  };

  return {
    lines,
    push(text) {
      const pieces = (rest + text).split(/[\r\n]+/);
      rest = (pieces.pop() ?? '').slice(0, mostOfLine);
      for (const piece of pieces) add(piece.slice(0, mostOfLine));
    },
    end() {
      add(rest);
      rest = '';
    },
  };
}
