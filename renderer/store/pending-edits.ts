import type { App } from './store.ts';

/**
 * Changes that a person has made and that are not with the engine yet. What starts files waits for them, so that
 * nothing runs with options that were just changed.
 */
type Settle = () => Promise<void>;

const pending = new WeakMap<App, Set<Settle>>();

/** Says how to send what waits somewhere; gives the way to take that back. */
export function onSettleEdits(app: App, settle: Settle): () => void {
  const all = pending.get(app) ?? new Set();
  pending.set(app, all.add(settle));
  return () => all.delete(settle);
}

/** Sends every change that waits; settles when all were answered. */
export async function settleEdits(app: App): Promise<void> {
  await Promise.all([...(pending.get(app) ?? [])].map((settle) => settle()));
}
