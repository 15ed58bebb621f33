import {
  type ConnectionCheck,
  ConnectionDraft,
  type ConnectionView,
  draftOf,
  newConnection,
} from '../../shared/model/connection.ts';
import type { ConvoyError } from '../../shared/model/error.ts';
import { sameValue } from './watch-draft.ts';

/** Where results can be sent, as the window knows it, and the connection that is made or changed. */
export interface ConnectionsState {
  /** By name; null until the engine has answered. */
  readonly views: readonly ConnectionView[] | null;
  /** Why they cannot be shown; null when they can. */
  readonly problem: string | null;
  /** Null when none is chosen and none is being made. */
  readonly editor: ConnectionEditor | null;
  /** Where the person wanted to go while changes are not saved: they are asked first. */
  readonly leaving: LeavingConnection | null;
}

/** A connection while it is changed. Nothing of it holds before it is saved. */
export interface ConnectionEditor {
  readonly draft: ConnectionDraft;
  /** What it was before. */
  readonly base: ConnectionDraft;
  /** Why saving was refused; null once something was changed after that. */
  readonly refused: ConvoyError | null;
  /** Saving or testing was asked for while something was wrong: from then on the editor says what is missing. */
  readonly tried: boolean;
  readonly saving: boolean;
  readonly testing: boolean;
  /** What the test of this very draft said. */
  readonly check: ConnectionCheck | null;
}

export type LeavingConnection = { readonly to: 'one'; readonly id: string } | { readonly to: 'new' | 'none' };

export const noConnections: ConnectionsState = { views: null, problem: null, editor: null, leaving: null };

export const viewOf = (
  { views }: Pick<ConnectionsState, 'views'>,
  id: string | null,
): ConnectionView | undefined =>
  id === null ? undefined : views?.find(({ connection }) => connection.id === id);

export const emptyConnection: ConnectionDraft = { ...newConnection, name: '', bucket: '' };

export function connectionEditor(draft: ConnectionDraft, base = draft): ConnectionEditor {
  return { draft, base, refused: null, tried: false, saving: false, testing: false, check: null };
}

/** True when leaving the editor would lose something. */
export const isChanged = ({ draft, base }: Pick<ConnectionEditor, 'draft' | 'base'>): boolean =>
  !sameValue(draft, base);

/** Fields of a draft that are not as the engine's own schema wants them, and those without which it makes no sense. */
export function wrongFields(
  draft: ConnectionDraft,
  kept: ConnectionView['kept'] | null,
): ReadonlySet<keyof ConnectionDraft> {
  const parsed = ConnectionDraft.safeParse(draft);
  const wrong = new Set<keyof ConnectionDraft>(
    parsed.success ? [] : parsed.error.issues.map(({ path }) => path[0] as keyof ConnectionDraft),
  );
  const hasKeys = draft.secret !== null || kept === 'keychain' || kept === 'plain';
  if (draft.credentials.from === 'keychain' && !hasKeys) wrong.add('secret');
  return wrong;
}

/** What the window makes of connections that the engine told: what nobody has changed follows, changes stay. */
export function followedConnections(
  { editor }: Pick<ConnectionsState, 'editor'>,
  views: readonly ConnectionView[],
): Pick<ConnectionsState, 'editor'> {
  if (editor === null || editor.draft.id === null) return { editor };
  const view = viewOf({ views }, editor.draft.id);
  if (view === undefined) return { editor: isChanged(editor) ? editor : null };
  const now = draftOf(view.connection);
  if (sameValue(editor.base, now)) return { editor };
  return {
    editor: isChanged(editor) ? { ...editor, base: now } : { ...connectionEditor(now), check: editor.check },
  };
}
