import { createContext, useContext, useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import type { Choice, JobChange, Target, ToolsView } from '../../../shared/ipc/contract.ts';
import type { Row } from '../../../shared/ipc/row.ts';
import type { Kind } from '../../../shared/model/options.ts';
import type { Preset } from '../../../shared/model/preset.ts';
import { onSettleEdits } from '../../store/pending-edits.ts';
import { type App, useApp, useAppState } from '../../store/store.ts';
import { usualTarget } from '../../store/usual-target.ts';
import { type EditState, shownProblems, shownView } from './edit-state.ts';
import { type EditPort, type Editing, createEditing } from './editing.ts';
import { type FileLimits, type OptionProblems, noLimits } from './options/option-errors.ts';
import { type Subject, editable, rowsOf } from './subject.ts';
import {
  type View,
  changedChoice,
  changedView,
  kindOf,
  movesResult,
  targetIn,
  viewOfChoice,
  viewOfJob,
  viewOfTotals,
} from './view.ts';

/** How the options of a subject can be changed. */
export type SessionMode =
  /** They are those of the next files. */
  | 'next'
  /** Queued files: changes are sent as they are made. */
  | 'edit'
  /** Files that are being converted: nothing can be changed. */
  | 'running'
  /** Files that have ended: shown, until somebody wants to convert them again. */
  | 'ended'
  /** Files that have ended: changes are kept until they are converted again. */
  | 'again';

/** One subject with what the person does to its options. */
export interface Session {
  readonly subject: Subject;
  readonly rows: readonly Row[];
  readonly mode: SessionMode;
  /** Jobs that a change goes to. */
  readonly ids: readonly string[];
  readonly editing: Editing;
  readonly state: EditState;
  /** What the fields show; null while nothing is known. */
  readonly view: View | null;
  readonly kind: Kind | null;
  readonly problems: OptionProblems;
  readonly presets: readonly Preset[];
  /** Null until the tools were asked for. */
  readonly tools: ToolsView | null;
  /** Id of the control of an option: two forms can be in the window at once. */
  readonly fieldId: (option: string) => string;
  /** True when nothing can be typed. */
  readonly locked: boolean;
}

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('a part of the inspector is rendered outside of it');
  return session;
}

/** Milliseconds without a change until it is sent. */
const settleMs = 300;
/** Milliseconds between two looks at the sums of many files while their rows change. */
const lookAgainMs = 500;

/** Edits what is selected. `again` unlocks files that have ended. */
export function useEditSession(subject: Subject, again: boolean): Session {
  const app = useApp();
  const presets = useAppState((state) => state.presets);
  const tools = useAppState((state) => state.tools);
  const rows = rowsOf(subject);
  const { mode, ids } = useMemo(() => modeOf(subject, again), [subject, again]);
  const limits = useMemo(() => limitsOf(subject), [subject]);

  const key = `${mode} ${ids.join(' ')}`;
  const editing = useMemo(
    () =>
      createEditing(portOf(app, mode, ids), {
        presets: () => app.store.getState().presets,
        limits: () => limitsNow(app, ids),
        delay: mode === 'again' ? null : mode === 'next' ? 0 : settleMs,
      }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the key holds mode and ids
    [app, key],
  );
  useEffect(() => {
    editing.open();
    const off = onSettleEdits(app, () => {
      leaveField();
      return editing.settle();
    });
    return () => {
      off();
      editing.close();
    };
  }, [app, editing]);
  useReload(editing, subject, useAbout());

  const state = useStore(editing.store);
  const view = useMemo(() => shownView(state, presets), [state, presets]);
  const problems = useMemo(() => shownProblems(state, view, limits), [state, view, limits]);
  return useMemo(
    () => ({
      subject,
      rows,
      mode,
      ids,
      editing,
      state,
      view,
      kind: view === null ? null : kindOf(view),
      problems,
      presets,
      tools,
      fieldId: inspectorField,
      locked: mode === 'running' || mode === 'ended',
    }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- rows and ids come with the subject
    [subject, mode, editing, state, view, problems, presets, tools],
  );
}

/** Leaving a field is what makes its text a value; the keyboard stays where it is. */
function leaveField(): void {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLInputElement)) return;
  focused.blur();
  focused.focus({ preventScroll: true });
}

/** Id of the control of an option in the inspector. */
export const inspectorField = (option: string): string => `inspector-${option}`;

/** All that the options of the next files come from; another value when one of them is another. */
function useAbout(): unknown {
  const next = useAppState((state) => state.next);
  const target = useAppState((state) => state.nextTarget);
  const usual = useAppState((state) => state.settings.outputConnection);
  const views = useAppState((state) => state.connections.views);
  return useMemo(() => ({ next, target, usual, views }), [next, target, usual, views]);
}

/** Asks again when something changed: at once for one file, now and then for many. */
function useReload(editing: Editing, subject: Subject, about: unknown): void {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const asked = useRef<Editing | null>(null);
  useEffect(() => {
    if (subject.about !== 'many' || asked.current !== editing) {
      asked.current = editing;
      editing.reload();
      return;
    }
    timer.current ??= setTimeout(() => {
      timer.current = null;
      editing.reload();
    }, lookAgainMs);
  }, [editing, subject, about]);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
    },
    [editing],
  );
}

function modeOf(
  subject: Subject,
  again: boolean,
): { readonly mode: SessionMode; readonly ids: readonly string[] } {
  if (subject.about === 'next') return { mode: 'next', ids: [] };
  const rows = rowsOf(subject);
  const { waiting, running, ended } = editable(rows);
  if (waiting.length > 0) return { mode: 'edit', ids: waiting };
  if (running > 0) return { mode: 'running', ids: rows.map(({ id }) => id) };
  return { mode: again ? 'again' : 'ended', ids: ended };
}

/** What one file adds to the rules; many are judged by the engine, file by file. */
function limitsOf(subject: Subject): FileLimits {
  if (subject.about !== 'one') return noLimits;
  const { media, more } = subject.row;
  // Joined inputs last longer than the first of them.
  return { class: media?.class ?? null, duration: more > 0 ? null : (media?.duration ?? null) };
}

/** The same, at the moment when something is sent. */
function limitsNow({ store }: App, ids: readonly string[]): FileLimits {
  const [only] = ids;
  const row = ids.length === 1 && only !== undefined ? store.getState().rows.byId.get(only) : undefined;
  return row === undefined ? noLimits : limitsOf({ about: 'one', row });
}

function portOf(app: App, mode: SessionMode, ids: readonly string[]): EditPort {
  const { bridge, store } = app;
  if (mode === 'next') return nextPort(app);
  const [only] = ids;
  return {
    async load() {
      if (ids.length === 1 && only !== undefined) {
        const job = await bridge.call('jobs:get', { id: only });
        return { view: viewOfJob(job), job };
      }
      const totals = await bridge.call('jobs:totals', { ids: [...ids] });
      return { view: viewOfTotals(ids.length, totals), totals };
    },
    async send(change) {
      const there = ids.filter((id) => store.getState().rows.byId.has(id));
      if (there.length === 0) return [];
      const input = { ids: there, change };
      const { refused } =
        mode === 'again' ? await bridge.call('jobs:retry', input) : await bridge.call('jobs:edit', input);
      return refused.map(({ error }) => error);
    },
  };
}

/** The next files live in the window: a change is there at once. */
function nextPort({ store }: App): EditPort {
  return {
    load() {
      const state = store.getState();
      const usual = usualTarget(state);
      return Promise.resolve({
        view: state.next === null ? ownKinds(state.nextTarget ?? usual) : viewOfChoice(state.next, usual),
      });
    },
    send(change: JobChange) {
      const state = store.getState();
      const { next, nextTarget, presets } = state;
      const usual = usualTarget(state);
      if (next !== null) store.setState({ next: changedChoice(next, change, presets, usual) });
      else if (change.kind !== undefined) {
        const begun: Choice = {
          ...{ kind: change.kind, presetId: null, options: {} },
          ...(nextTarget ?? { output: null }),
        };
        store.setState({ next: changedChoice(begun, change, presets, usual), nextTarget: null });
      } else if (movesResult(change)) {
        const view = changedView(ownKinds(nextTarget ?? usual), change, presets);
        store.setState({ nextTarget: targetIn(view) });
      }
      return Promise.resolve([]);
    },
  };
}

/** Each of the next files takes the default of its own kind. */
const ownKinds = (target: Target): View => ({ total: 1, kinds: [], presets: [], options: {}, ...target });
