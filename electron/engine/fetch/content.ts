import type { Readable } from 'node:stream';

/** Where the bytes of an input come from: the web or S3. */
export interface Source {
  /** What the log calls it: without a query, which may hold a secret. */
  readonly shown: string;
  /**
   * Asks for the content, from a point on when one is given; the answer may begin at the start all the same. Throws
   * `Interrupted`, or a `ConvoyFailure` when another try makes no sense. Nobody reads from `body` before this settles;
   * whoever gets it destroys it.
   */
  open(from: ResumePoint | null, signal: AbortSignal): Promise<Content>;
}

export interface ResumePoint {
  /** Bytes that are here. */
  readonly offset: number;
  /** Bytes of the whole; null = nobody said. */
  readonly total: number | null;
  /** By which the other side knows that it is still the same content: an entity tag or a date, as HTTP writes it. */
  readonly validator: string;
}

export interface Content {
  /** Where its first byte belongs: the asked offset, or 0. */
  readonly start: number;
  readonly total: number | null;
  /** Null = a download that breaks off has to begin anew. */
  readonly validator: string | null;
  /** Media type without parameters, lower case; empty when it is not said. */
  readonly type: string;
  readonly body: Readable;
}
