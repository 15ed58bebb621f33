import { useId, useMemo, useState } from 'react';
import { createStore } from 'zustand/vanilla';
import type { JobChange, ToolsView } from '../../../../shared/ipc/contract.ts';
import type { Kind } from '../../../../shared/model/options.ts';
import { type EditState, nothingEdited } from '../edit-state.ts';
import type { Editing } from '../editing.ts';
import { type OptionProblems, noLimits, problemsOf } from './option-errors.ts';
import type { OptionName } from './option-groups.ts';
import { OptionGroups } from './option-groups-view.tsx';
import { type Session, SessionContext } from '../session.ts';
import { changedView, commonOptions, viewOfChoice } from '../view.ts';

export interface OptionsFormProps {
  readonly kind: Kind;
  readonly options: Readonly<Record<string, unknown>>;
  /** All options after a change; those at their default are not in it. */
  readonly onChange: (options: Record<string, unknown>) => void;
  /** Null until the tools were asked for. */
  readonly tools: ToolsView | null;
}

/** The same fields as in the inspector, over options that belong to no file: those of a preset. */
export function OptionsForm({ kind, options, onChange, tools }: OptionsFormProps) {
  const id = useId();
  const [unreadable, setUnreadable] = useState<OptionProblems>({});
  const session = useMemo<Session>(() => {
    const view = viewOfChoice({ kind, presetId: null, options: { ...options }, output: null });
    const state: EditState = { ...nothingEdited, base: view, unreadable };
    const readable = (names: readonly string[]): void =>
      setUnreadable((before) =>
        Object.fromEntries(Object.entries(before).filter(([name]) => !names.includes(name))),
      );
    const editing: Editing = {
      store: createStore(() => state),
      change(change: JobChange) {
        readable(Object.keys(change.options ?? {}));
        onChange({ ...commonOptions(changedView(view, change, [])) });
      },
      unreadable: (option: OptionName, text: string) =>
        setUnreadable((before) => ({ ...before, [option]: { problem: 'unreadable', text } })),
      restore: (option) => readable([option]),
      flush: () => undefined,
      submit: () => Promise.resolve(true),
      reload: () => undefined,
      open: () => undefined,
      settle: () => Promise.resolve(),
      close: () => undefined,
    };
    return {
      subject: { about: 'next' },
      rows: [],
      mode: 'next',
      ids: [],
      editing,
      state,
      view,
      kind,
      problems: { ...problemsOf(kind, options, noLimits), ...unreadable },
      presets: [],
      tools,
      fieldId: (option) => `${id}${option}`,
      locked: false,
    };
  }, [id, kind, options, onChange, tools, unreadable]);
  return (
    <SessionContext value={session}>
      <OptionGroups example={null} without={['save']} />
    </SessionContext>
  );
}
