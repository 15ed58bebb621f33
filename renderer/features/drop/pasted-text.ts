/** What pasted lines are. */
export interface PastedText {
  /** Absolute paths and `file:` addresses. */
  readonly paths: readonly string[];
  /** Places on the network. */
  readonly addresses: readonly string[];
}

/** Reads pasted text line by line; quotes around a path, as file managers write them, are taken off. */
export function readPasted(text: string): PastedText {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim().replace(/^(["'])(.*)\1$/, '$2'))
    .filter((line) => line !== '');
  return {
    paths: lines.filter((line) => /^(\/|[a-z]:[\\/]|\\\\|file:\/\/)/i.test(line)),
    addresses: lines.filter((line) => /^(https?|s3):\/\//i.test(line)),
  };
}
