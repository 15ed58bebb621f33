/** One flag as commander takes it, with its help. */
export interface RunFlagSpec {
  readonly flag: string;
  readonly help: string;
}

/** What commander kept of the flags. */
export type Given = Readonly<Record<string, unknown>>;
