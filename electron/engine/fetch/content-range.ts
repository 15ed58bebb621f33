/** What `Content-Range` of a 206 says, in bytes; both ends count. */
export interface ContentRange {
  readonly first: number;
  readonly last: number;
  /** Null = the server does not know (`*`). */
  readonly total: number | null;
}

/** Null for what is none, or contradicts itself. RFC 9110, 14.4. */
export function parseContentRange(given: string | undefined): ContentRange | null {
  const [, a, b, c] = /^\s*bytes\s+(\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)\s*$/i.exec(given ?? '') ?? [];
  if (a === undefined || b === undefined || c === undefined) return null;
  const [first, last, total] = [Number(a), Number(b), c === '*' ? null : Number(c)];
  return last < first || (total !== null && last >= total) ? null : { first, last, total };
}

/** `Content-Length` in bytes; null when there is none that makes sense. */
export function parseLength(given: string | undefined): number | null {
  return given !== undefined && /^\s*\d{1,15}\s*$/.test(given) ? Number(given) : null;
}
