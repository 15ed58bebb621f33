import type { App } from './store.ts';

/** What Mod Z takes back: the last thing that was removed, for ten minutes. */
export interface Undo {
  /** Takes it back. */
  readonly run: () => Promise<void>;
  /** Unix milliseconds after which the host has forgotten it. */
  readonly until: number;
}

/** How long the host keeps what was removed, in milliseconds. */
const undoKept = 10 * 60_000;

const stacks = new WeakMap<App, Undo[]>();

/** Remembers a way back. */
export function remember(app: App, run: () => Promise<void>): Undo {
  const undo = { run, until: Date.now() + undoKept };
  const stack = stacks.get(app) ?? [];
  stacks.set(app, [...stack.filter((one) => one.until > Date.now()), undo]);
  return undo;
}

/** Takes back the given thing, or the last one. False when there is none any more. */
export async function undo(app: App, what: Undo | null = null): Promise<boolean> {
  const stack = (stacks.get(app) ?? []).filter((one) => one.until > Date.now());
  const one = what === null ? stack.at(-1) : stack.find((each) => each === what);
  stacks.set(
    app,
    stack.filter((each) => each !== one),
  );
  if (one === undefined) return false;
  await one.run();
  return true;
}
