import { useEffect, useRef, useState } from 'react';
import { useApp, useAppState } from '../../store/store.ts';
import { isDirty, nameOfDraft } from '../../store/watch-draft.ts';
import { cancelEditor } from '../../store/watch-editor.ts';
import { type WatchEditor, ruleOf } from '../../store/watch-state.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import { useLocale, useWords } from '../../words/words.tsx';
import side from '../../ui/side-editor.module.css';
import { AfterwardsPart } from './afterwards-part.tsx';
import { ConvertPart } from './convert-part.tsx';
import { useRuleActions } from './rule-actions.ts';
import s from './rule-editor.module.css';
import { historyText } from './rule-words.ts';
import { TestPart } from './test-part.tsx';
import { useProblems } from './use-problems.ts';
import { useRuleTest } from './use-rule-test.ts';
import { WatchPart } from './watch-part.tsx';

/** The rule that is chosen or made, beside the list. Nothing of it holds before Save. */
export function RuleEditor() {
  const editor = useAppState(({ watch }) => watch.editor);
  if (editor === null) return null;
  // What was typed into the fields of one rule does not follow to another.
  return <Editor key={editor.draft.id ?? 'new'} editor={editor} />;
}

function Editor({ editor }: { readonly editor: WatchEditor }) {
  const w = useWords().watch.editor;
  const { draft } = editor;
  const tested = useRuleTest(draft);
  const problems = useProblems(tested.error);
  const panel = useRef<HTMLElement>(null);
  const name = nameOfDraft(draft);

  // Whoever begins a rule goes on with its folder; whoever was refused goes on with what was wrong.
  const isNew = draft.id === null;
  useEffect(() => {
    if (isNew) panel.current?.querySelectorAll('input')[1]?.focus();
  }, [isNew]);
  const { tried, refused } = editor;
  useEffect(() => {
    if (tried || refused !== null)
      panel.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [tried, refused]);

  return (
    <aside ref={panel} className={side.panel} aria-label={name === '' ? w.newLabel : w.label(name)}>
      <Head editor={editor} />
      <div className={side.scroll}>
        <WatchPart draft={draft} problems={problems} />
        <ConvertPart draft={draft} problems={problems} example={tested.test?.example?.to ?? null} />
        <AfterwardsPart draft={draft} problems={problems} />
      </div>
      <TestPart tested={tested} hasFolder={draft.folder !== ''} />
      {problems.other !== null && (
        <p role="alert" className={s.refused}>
          {problems.other}
        </p>
      )}
      <Foot editor={editor} onTest={tested.again} />
    </aside>
  );
}

function Head({ editor: { draft } }: { readonly editor: WatchEditor }) {
  const words = useWords();
  const w = words.watch.editor;
  const locale = useLocale();
  const view = useAppState(({ watch }) => ruleOf(watch, draft.id));
  const [now] = useState(() => Date.now());
  const name = nameOfDraft(draft);
  return (
    <div className={side.head}>
      <h2 className={side.headName} data-may-cut="">
        <MiddleCut text={name === '' ? w.newLabel : name} />
      </h2>
      <p className={side.headNote}>
        {view === undefined ? w.newNote : historyText(view, words, locale, now)}
      </p>
    </div>
  );
}

function Foot({ editor, onTest }: { readonly editor: WatchEditor; readonly onTest: () => void }) {
  const app = useApp();
  const actions = useRuleActions();
  const words = useWords().watch;
  const w = words.editor;
  const { id, folder } = editor.draft;
  const changed = id === null || isDirty(editor);
  return (
    <div className={side.foot}>
      {id !== null && (
        <Button variant="plain" icon={<Icon name="trash" />} onClick={() => actions.remove(id)}>
          {w.remove}
        </Button>
      )}
      <span className={side.grow} />
      {folder !== '' && !changed && <Button onClick={onTest}>{words.test.again}</Button>}
      {changed ? (
        <Button onClick={() => cancelEditor(app)}>{w.cancel}</Button>
      ) : (
        <Button onClick={() => actions.chooseNone()}>{w.close}</Button>
      )}
      {changed && (
        <Button variant="primary" disabled={editor.saving} onClick={() => actions.save()}>
          {w.save}
        </Button>
      )}
    </div>
  );
}
