/**
 * Values for a statement, checked. libsql ends the whole process, uncatchably, when it is given a boolean, a date or
 * anything else that SQLite has no type for, so nothing reaches it that did not pass here.
 */

export type Bound = null | number | bigint | string | Buffer;

/** Booleans become 0 and 1, dates Unix milliseconds. Throws a `TypeError` for what SQLite cannot hold. */
export function bind(values: readonly unknown[]): Bound[] {
  return values.map((value, n) => {
    if (value === null || typeof value === 'string' || typeof value === 'bigint') return value;
    if (typeof value === 'number') {
      if (Number.isFinite(value)) return value;
      throw new TypeError(`value ${n + 1} is ${value}, which a database does not keep`);
    }
    if (typeof value === 'boolean') return value ? 1 : 0;
    if (Buffer.isBuffer(value)) return value;
    if (value instanceof Date) {
      const at = value.getTime();
      if (Number.isFinite(at)) return at;
      throw new TypeError(`value ${n + 1} is no date`);
    }
    throw new TypeError(`value ${n + 1} is of type ${typeof value}, which a database does not keep`);
  });
}
