import { useEffect, useRef, useState } from 'react';
import { type ConnectionEditor, isChanged, viewOf } from '../../store/connections-state.ts';
import { useAppState } from '../../store/store.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import { checkTimeText } from '../../words/times.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import side from '../../ui/side-editor.module.css';
import { useConnectionActions } from './connection-actions.ts';
import s from './connection-editor.module.css';
import { KeysPart } from './keys-part.tsx';
import { LinksPart, ObjectsPart } from './objects-part.tsx';
import { useConnectionProblems } from './problems.ts';
import { RemoveDialog } from './remove-dialog.tsx';
import { WherePart } from './where-part.tsx';

/** The connection that is chosen or made, beside the list. Nothing of it holds before Save. */
export function ConnectionSide() {
  const editor = useAppState(({ connections }) => connections.editor);
  if (editor === null) return null;
  return <Editor key={editor.draft.id ?? 'new'} editor={editor} />;
}

function Editor({ editor }: { readonly editor: ConnectionEditor }) {
  const words = useWords();
  const w = words.connections.editor;
  const { draft, tried, refused } = editor;
  const problems = useConnectionProblems(editor);
  const panel = useRef<HTMLElement>(null);
  const isNew = draft.id === null;
  useEffect(() => {
    if (isNew) panel.current?.querySelector('input')?.focus();
  }, [isNew]);
  useEffect(() => {
    if (tried || refused !== null)
      panel.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [tried, refused]);
  return (
    <aside ref={panel} className={side.panel} aria-label={isNew ? w.newLabel : w.label(draft.name)}>
      <div className={side.head}>
        <h2 className={side.headName} data-may-cut="">
          <MiddleCut text={draft.name.trim() === '' ? w.newLabel : draft.name} />
        </h2>
        <p className={side.headNote}>
          {isNew || draft.bucket === ''
            ? w.newNote
            : w.note(words.connections.card.place(draft.bucket, draft.prefix))}
        </p>
      </div>
      <div className={side.scroll}>
        <WherePart draft={draft} problems={problems} />
        <KeysPart draft={draft} problems={problems} />
        <LinksPart draft={draft} problems={problems} />
        <ObjectsPart draft={draft} problems={problems} />
      </div>
      <Check editor={editor} />
      {problems.other !== null && (
        <p role="alert" className={`${s.check} ${s.bad}`}>
          {problems.other}
        </p>
      )}
      <Foot editor={editor} />
    </aside>
  );
}

/** What the test said. */
function Check({ editor: { check, testing } }: { readonly editor: ConnectionEditor }) {
  const words = useWords();
  const w = words.connections.editor;
  const locale = useLocale();
  if (testing) return <p className={s.check}>{w.testing}</p>;
  if (check === null) return null;
  const { error, seconds } = check;
  return (
    <div className={s.check}>
      {error === null ? (
        <p className={s.good}>{w.tested(checkTimeText(seconds, locale, words.units))}</p>
      ) : (
        <>
          <p className={s.bad}>{error.message}</p>
          <p className={s.hint}>{error.hint}</p>
        </>
      )}
    </div>
  );
}

function Foot({ editor }: { readonly editor: ConnectionEditor }) {
  const actions = useConnectionActions();
  const w = useWords().connections.editor;
  const [removing, setRemoving] = useState(false);
  const view = useAppState(({ connections }) => viewOf(connections, editor.draft.id));
  const changed = editor.draft.id === null || isChanged(editor);
  return (
    <div className={side.foot}>
      {view !== undefined && (
        <Button variant="plain" icon={<Icon name="trash" />} onClick={() => setRemoving(true)}>
          {w.remove}
        </Button>
      )}
      <span className={side.grow} />
      <Button disabled={editor.testing} onClick={() => actions.test()}>
        {w.test}
      </Button>
      {changed ? (
        <Button onClick={() => actions.cancel()}>{w.cancel}</Button>
      ) : (
        <Button onClick={() => actions.chooseNone()}>{w.close}</Button>
      )}
      {changed && (
        <Button variant="primary" disabled={editor.saving} onClick={() => actions.save()}>
          {w.save}
        </Button>
      )}
      {removing && view !== undefined && <RemoveDialog view={view} onClose={() => setRemoving(false)} />}
    </div>
  );
}
