import { type StoreApi, createStore } from 'zustand/vanilla';
import type { JobChange, Output } from '../../../shared/ipc/contract.ts';
import type { ConvoyError } from '../../../shared/model/error.ts';
import type { Preset } from '../../../shared/model/preset.ts';
import { CallFailed } from '../../bridge/bridge.ts';
import {
  type EditState,
  joinedKeep,
  nothingEdited,
  onlyOptions,
  sendable,
  withoutProblems,
} from './edit-state.ts';
import { type FileLimits, type OptionProblem, refusedProblem } from './options/option-errors.ts';
import type { OptionName } from './options/option-groups.ts';
import { createPacedLoad } from './paced-load.ts';
import { type View, changedView, joinedChange, withoutOption } from './view.ts';

/**
 * Editing of one subject: shows a change at once, sends it when it has settled, keeps back what cannot be sent, and
 * says what the engine refused. One change is on its way at a time, so that answers come in order.
 */
export interface Editing {
  readonly store: StoreApi<EditState>;
  /** Shows the change and sends it a moment later. `hold` keeps it until `flush`: Esc can still take it back. */
  change(change: JobChange, how?: { readonly hold?: boolean }): void;
  /** Text that is no value: said at the field, nothing is sent. */
  unreadable(option: OptionName, text: string): void;
  /** Takes back what was typed into a field and not sent. */
  restore(option: OptionName): void;
  /** Sends what waits, now; nothing where changes are kept until they are submitted. */
  flush(): void;
  /** Sends what waits, and settles when that and what was on its way were answered. */
  settle(): Promise<void>;
  /** Sends what is there. Settles when it was answered: false when something was kept back or refused. */
  submit(): Promise<boolean>;
  /** Asks again what the files have. */
  reload(): void;
  /** Takes up work (again). */
  open(): void;
  /** Sends what waits and rests; answers that come later are not looked at. */
  close(): void;
}

/** What was heard of a subject. */
export interface Loaded {
  readonly view: View;
  readonly job?: Output<'jobs:get'>;
  readonly totals?: Output<'jobs:totals'>;
}

/** What is edited. */
export interface EditPort {
  load(): Promise<Loaded>;
  /** Gives the refusals. */
  send(change: JobChange): Promise<readonly ConvoyError[]>;
}

export interface EditHow {
  readonly presets: () => readonly Preset[];
  readonly limits: () => FileLimits;
  /** Milliseconds without a change until it is sent; null = only when it is submitted. */
  readonly delay: number | null;
}

export function createEditing(port: EditPort, how: EditHow): Editing {
  const store = createStore<EditState>(() => nothingEdited);
  let timer: ReturnType<typeof setTimeout> | null = null;
  let closed = false;
  /** The change that is on its way, answered. */
  let sent: Promise<void> = Promise.resolve();

  const set = (part: Partial<EditState>): void => {
    if (!closed) store.setState(part);
  };
  const stopTimer = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };

  const loading = createPacedLoad(async (isOld) => {
    try {
      const { view, job = null, totals = null } = await port.load();
      if (!isOld()) set({ base: view, job, totals, failed: null });
    } catch (error) {
      if (!isOld()) set({ failed: errorOf(error) });
    }
  });

  async function send(): Promise<void> {
    stopTimer();
    const { base, draft, sending, told } = store.getState();
    if (base === null || draft === null || sending !== null) return;
    // What was refused is not asked again before it changed.
    const asked = Object.keys(told).reduce<JobChange | null>(
      (left, name) => (left === null ? null : withoutOption(left, name)),
      draft,
    );
    if (asked === null) return;
    const { send: change, keep: wrong } = sendable(base, asked, how.presets(), how.limits());
    if (change === null) return;
    const keep = joinedKeep(onlyOptions(draft, Object.keys(told)), wrong);
    store.setState({ sending: change, draft: keep });
    let refused: readonly ConvoyError[];
    const answer = port.send(change);
    sent = answer.then(
      () => undefined,
      () => undefined,
    );
    try {
      refused = await answer;
    } catch (error) {
      refused = [errorOf(error)];
    }
    const now = store.getState();
    const at = refused.map(refusedProblem);
    const fields = at.flatMap((one) => (one === null ? [] : [one.field]));
    set({
      sending: null,
      // One file: the refused value stays in its field, beside what is wrong with it.
      draft: base.total > 1 ? now.draft : joinedKeep(onlyOptions(change, fields), now.draft),
      base: now.base === null || refused.length > 0 ? now.base : changedView(now.base, change, how.presets()),
      told: {
        ...now.told,
        ...Object.fromEntries(at.flatMap((one) => (one === null ? [] : [[one.field, one.problem]]))),
      },
      refusals: refused.filter((_, n) => at[n] === null),
      settled: now.settled + 1,
    });
    if (closed) return;
    // What came meanwhile.
    if (now.draft !== keep) schedule();
    await loading.askAnew();
  }

  function schedule(): void {
    stopTimer();
    if (how.delay !== null) timer = setTimeout(() => void send(), how.delay);
  }

  return {
    store,
    change(change, { hold = false } = {}) {
      const { draft, unreadable, told } = store.getState();
      const names = Object.keys(change.options ?? {});
      set({
        draft: draft === null ? change : joinedChange(draft, change),
        unreadable: withoutProblems(unreadable, names),
        told: withoutProblems(told, names),
        refusals: [],
      });
      if (hold) stopTimer();
      else schedule();
    },
    unreadable(option, text) {
      const problem: OptionProblem = { problem: 'unreadable', text };
      set({ unreadable: { ...store.getState().unreadable, [option]: problem } });
    },
    restore(option) {
      const { draft, unreadable, told } = store.getState();
      set({
        draft: draft === null ? null : withoutOption(draft, option),
        unreadable: withoutProblems(unreadable, [option]),
        told: withoutProblems(told, [option]),
      });
    },
    flush() {
      if (how.delay !== null) void send();
    },
    async settle() {
      if (how.delay === null) return;
      await sent;
      void send();
      await sent;
    },
    async submit() {
      await send();
      const { draft, refusals, told } = store.getState();
      return draft === null && refusals.length === 0 && Object.keys(told).length === 0;
    },
    open() {
      closed = false;
    },
    reload() {
      // What is being sent is asked for when it was answered.
      if (store.getState().sending === null) loading.ask();
    },
    close() {
      if (how.delay !== null) void send();
      stopTimer();
      loading.stop();
      closed = true;
    },
  };
}

export function errorOf(error: unknown): ConvoyError {
  if (error instanceof CallFailed) return error.error;
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'internal', message, hint: '', detail: null };
}
