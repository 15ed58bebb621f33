import { type ConnectionDraft, type ConnectionView, draftOf } from '../../shared/model/connection.ts';
import { CallFailed } from '../bridge/bridge.ts';
import {
  type ConnectionsState,
  type LeavingConnection,
  connectionEditor,
  emptyConnection,
  followedConnections,
  isChanged,
  viewOf,
  wrongFields,
} from './connections-state.ts';
import type { App } from './store.ts';
import { sameValue } from './watch-draft.ts';

/** Keeps the connections of the store as the engine has them, and changes them as a person wants. */

function setConnections(app: App, change: (now: ConnectionsState) => Partial<ConnectionsState>): void {
  app.store.setState(({ connections }) => ({ connections: { ...connections, ...change(connections) } }));
}

/** Asks for the connections; the state says when they are refused. Never rejects. */
export async function loadConnections(app: App): Promise<void> {
  try {
    showConnections(app, await app.bridge.call('connections:list', null));
  } catch (reason) {
    const problem = reason instanceof CallFailed ? reason.error.message : String(reason);
    setConnections(app, () => ({ problem }));
  }
}

export function showConnections(app: App, views: readonly ConnectionView[]): void {
  setConnections(app, (now) => ({ views, problem: null, ...followedConnections(now, views) }));
}

/** Goes somewhere else in the connections; with changes that are not saved the person is asked first. */
export function leaveConnection(app: App, leaving: LeavingConnection): void {
  const { editor } = app.store.getState().connections;
  if (editor !== null && isChanged(editor)) setConnections(app, () => ({ leaving }));
  else go(app, leaving);
}

/** What a person answered who was asked about changes. */
export async function answerLeavingConnection(app: App, answer: 'save' | 'discard' | 'stay'): Promise<void> {
  const { leaving } = app.store.getState().connections;
  setConnections(app, () => ({ leaving: null }));
  if (leaving === null || answer === 'stay') return;
  if (answer === 'save' && !(await saveConnection(app))) return;
  go(app, leaving);
}

function go(app: App, leaving: LeavingConnection): void {
  switch (leaving.to) {
    case 'one': {
      const view = viewOf(app.store.getState().connections, leaving.id);
      if (view !== undefined)
        setConnections(app, () => ({ editor: connectionEditor(draftOf(view.connection)) }));
      break;
    }
    case 'new':
      setConnections(app, () => ({ editor: connectionEditor(begun(app)) }));
      break;
    case 'none':
      setConnections(app, () => ({ editor: null }));
  }
}

/** A browser cannot keep keys: there a connection begins with those of the server's environment. */
function begun(app: App): ConnectionDraft {
  if (app.store.getState().hello?.host !== 'web') return emptyConnection;
  return { ...emptyConnection, credentials: { from: 'environment' } };
}

/** Opens the connections with one of them, or with a new one. */
export function openConnection(app: App, id: string | null): void {
  app.store.setState(({ inspector }) => ({
    place: { name: 'connections' },
    inspector: { ...inspector, open: true },
  }));
  const { editor } = app.store.getState().connections;
  if (editor !== null && editor.draft.id === id) return;
  leaveConnection(app, id === null ? { to: 'new' } : { to: 'one', id });
}

/** Changes the connection in the editor. What a test said was said of another one. */
export function changeConnection(app: App, change: Partial<ConnectionDraft>): void {
  setConnections(app, ({ editor }) =>
    editor === null
      ? {}
      : { editor: { ...editor, draft: { ...editor.draft, ...change }, refused: null, check: null } },
  );
}

/** Forgets what was changed; a new connection goes away. */
export function cancelConnection(app: App): void {
  setConnections(app, ({ editor }) => ({
    editor: editor === null || editor.draft.id === null ? null : connectionEditor(editor.base),
  }));
}

/** False when something is missing, and then the editor says what. */
function isComplete(app: App): boolean {
  const { connections } = app.store.getState();
  const { editor } = connections;
  if (editor === null) return false;
  const kept = viewOf(connections, editor.draft.id)?.kept ?? null;
  if (wrongFields(editor.draft, kept).size === 0) return true;
  setConnections(app, () => ({ editor: { ...editor, tried: true } }));
  return false;
}

/** Saves the connection. False when it is not complete or the engine refuses; the editor says why. */
export async function saveConnection(app: App): Promise<boolean> {
  const { editor } = app.store.getState().connections;
  if (editor === null || editor.saving || !isComplete(app)) return false;
  setConnections(app, () => ({ editor: { ...editor, saving: true, refused: null } }));
  try {
    const view = await app.bridge.call('connections:save', { connection: editor.draft });
    const { check } = editor;
    setConnections(app, ({ views }) => ({
      views: withView(views ?? [], view),
      editor: { ...connectionEditor(draftOf(view.connection)), check },
    }));
    return true;
  } catch (reason) {
    if (!(reason instanceof CallFailed)) throw reason;
    setConnections(app, (now) =>
      now.editor === null ? {} : { editor: { ...now.editor, saving: false, refused: reason.error } },
    );
    return false;
  }
}

/** Tests the connection as it stands in the editor. An answer about a draft that was changed meanwhile is of no use. */
export async function testConnection(app: App): Promise<void> {
  const { editor } = app.store.getState().connections;
  if (editor === null || editor.testing || !isComplete(app)) return;
  const { draft } = editor;
  setConnections(app, () => ({ editor: { ...editor, testing: true, check: null } }));
  const check = await app.bridge.call('connections:test', { connection: draft }).catch((reason: unknown) => {
    if (!(reason instanceof CallFailed)) throw reason;
    return { at: Date.now(), seconds: 0, error: reason.error };
  });
  setConnections(app, ({ editor: now }) => {
    if (now === null) return {};
    return { editor: { ...now, testing: false, check: sameValue(now.draft, draft) ? check : null } };
  });
}

/** Removes a connection and its keys. Rejects with a `CallFailed`. */
export async function removeConnection(app: App, id: string): Promise<void> {
  await app.bridge.call('connections:remove', { id });
  setConnections(app, ({ views, editor }) => ({
    views: (views ?? []).filter(({ connection }) => connection.id !== id),
    editor: editor?.draft.id === id ? null : editor,
  }));
}

const withView = (views: readonly ConnectionView[], view: ConnectionView): readonly ConnectionView[] =>
  [...views.filter(({ connection }) => connection.id !== view.connection.id), view].sort((a, b) =>
    a.connection.name.localeCompare(b.connection.name),
  );
