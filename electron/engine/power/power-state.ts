/** What feeds a computer that has a battery. */
export interface Power {
  /** It hangs on the mains: the battery does not run down. */
  readonly plugged: boolean;
  /** Charge, 0 to 100. */
  readonly percent: number;
}
