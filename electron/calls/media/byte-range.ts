/** The part of a file that a request asks for, first and last byte included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Reads a Range header (RFC 9110, 14.1.2) for a file of so many bytes. Null = the whole file: no header, another unit,
 * several ranges, or something that is no range, all of which may be ignored. `unsatisfiable` = 416.
 */
export function readRange(header: string | null, bytes: number): ByteRange | 'unsatisfiable' | null {
  const match = /^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? '');
  if (match === null) return null;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return null;
  if (first === '') {
    // The last so many bytes.
    const count = Number(last);
    if (count === 0 || bytes === 0) return 'unsatisfiable';
    return { start: Math.max(0, bytes - count), end: bytes - 1 };
  }
  const start = Number(first);
  const end = last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (last !== '' && Number(last) < start) return null;
  return start >= bytes ? 'unsatisfiable' : { start, end };
}
