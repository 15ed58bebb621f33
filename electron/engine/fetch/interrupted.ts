/** A transfer that broke off, and that may go better at another time. What cannot is a `ConvoyFailure`. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  /** One clause for people, without a full stop. */
  readonly why: string;
  /** Milliseconds that the other side asks to wait; null = it does not say. */
  readonly waitMs: number | null;
  /** What is here already cannot be gone on with: the next try begins anew. */
  readonly anew: boolean;
  /** Most tries that make sense; null = as many as usual. */
  readonly most: number | null;
  readonly detail: string | null;

  constructor(
    why: string,
    more: {
      readonly waitMs?: number | null;
      readonly anew?: boolean;
      readonly most?: number;
      readonly detail?: string;
    } = {},
  ) {
    super(why);
    this.why = why;
    this.waitMs = more.waitMs ?? null;
    this.anew = more.anew ?? false;
    this.most = more.most ?? null;
    this.detail = more.detail ?? null;
  }
}
