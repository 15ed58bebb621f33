/**
 * What can be added of a text, line by line: absolute paths, `file:` addresses, and addresses in the web and in S3. Quotes
 * around a path, as file managers write them, are taken off. Lists of addresses (`text/uri-list`) are read alike.
 */
export function readPasted(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim().replace(/^(["'])(.*)\1$/, '$2'))
    .filter((line) => /^(?:\/|[a-z]:[\\/]|\\\\|(?:file|https?|s3):\/\/)/i.test(line));
}
