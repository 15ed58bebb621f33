/** How fast bytes move, from counts that come at any time. Pure. */
export interface TransferMeter {
  /** Counts of the last seconds, oldest first. */
  readonly seen: readonly { readonly at: number; readonly bytes: number }[];
  /** Bytes a second over those; null until there is something to tell. */
  readonly rate: number | null;
}

/** Milliseconds over which a rate is taken: short enough to follow a line, long enough not to flicker. */
const windowMs = 5000;
/** Before that much has passed, nothing is told. */
const leastMs = 1000;
/** Counts closer together than this are one. */
const stepMs = 200;

/** @param at milliseconds @param bytes moved before, in an earlier attempt, which say nothing of the line now */
export function startTransferMeter(at: number, bytes: number): TransferMeter {
  return { seen: [{ at, bytes }], rate: null };
}

export function advanceTransferMeter(
  { seen, rate }: TransferMeter,
  at: number,
  bytes: number,
): TransferMeter {
  const last = seen.at(-1);
  // An attempt that began anew has fewer bytes than the one before.
  if (last === undefined || bytes < last.bytes) return startTransferMeter(at, bytes);
  if (at - last.at < stepMs) return { seen, rate };
  const recent = [...seen, { at, bytes }];
  // The newest one that is older than the window is where it begins.
  while (recent.length > 2 && at - (recent[1]?.at ?? at) >= windowMs) recent.shift();
  const first = recent[0] ?? last;
  const passed = at - first.at;
  return { seen: recent, rate: passed < leastMs ? rate : ((bytes - first.bytes) * 1000) / passed };
}
