import { type Kind, kinds } from '../../../shared/model/options.ts';
import { priorities } from '../../../shared/model/priority.ts';
import type { WatchDraft } from '../../../shared/model/watch.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { withoutScheme } from '../../store/bucket-place.ts';
import { changeDraft } from '../../store/watch-editor.ts';
import { Field } from '../../ui/field.tsx';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { useWords } from '../../words/words.tsx';
import { PresetPicker, presetFacts, useFactSpeech } from '../presets/index.ts';
import { homePath } from '../../words/home-path.ts';
import side from '../../ui/side-editor.module.css';
import { FolderButton } from './folder-button.tsx';
import { fullPath } from './field-values.ts';
import s from './rule-editor.module.css';
import { usualPlace } from './rule-words.ts';
import { KeyField, TargetField } from './target-field.tsx';
import { TypedField } from './typed-field.tsx';
import type { PartProps } from './watch-part.tsx';

export interface ConvertPartProps extends PartProps {
  /** Where the first file that matches would be saved; null when it is not known. */
  readonly example: string | null;
}

/** What files become, and where results go. */
export function ConvertPart({ draft, problems, example }: ConvertPartProps) {
  const app = useApp();
  const w = useWords().watch.editor;
  const home = useAppState((state) => state.hello?.home ?? '');
  const usual = useAppState((state) => usualPlace(draft, state.presets, state.settings.outputFolder));
  return (
    <section className={side.part} aria-label={w.convert}>
      <h3>{w.convert}</h3>
      <Into choice={draft.choice} error={problems.at.choice} />
      {draft.choice !== null && <ChosenPreset choice={draft.choice} />}
      <TargetField draft={draft} />
      {draft.connection !== null ? (
        <KeyField draft={draft} error={problems.at.output} />
      ) : (
        <TypedField
          field="output"
          label={w.output}
          value={draft.output}
          show={(output) => (output === null ? '' : homePath(output, home))}
          read={(text) => ({ value: text.trim() === '' ? null : fullPath(text, home) })}
          onValue={(output) => changeDraft(app, { output })}
          placeholder={usual === null ? w.outputBeside : homePath(usual, home)}
          error={problems.at.output}
          button={<FolderButton field="output" label={w.chooseOutput} />}
        />
      )}
      {example !== null && (
        <p className={s.example} data-may-cut="">
          <MiddleCut text={homePath(withoutScheme(example), home)} />
        </p>
      )}
      <Field label={w.priority}>
        <SelectField
          ariaLabel={w.priority}
          value={draft.priority}
          options={priorities.map((value) => ({ value, label: w.priorities[value] }))}
          onChange={(value) => {
            const chosen = priorities.find((one) => one === value);
            if (chosen !== undefined) changeDraft(app, { priority: chosen });
          }}
        />
      </Field>
    </section>
  );
}

const usualKind = 'usual';

/** The kind; each takes its default preset along. */
function Into({
  choice,
  error,
}: {
  readonly choice: WatchDraft['choice'];
  readonly error: string | undefined;
}) {
  const app = useApp();
  const w = useWords().watch.editor;
  const presets = useAppState((state) => state.presets);
  const defaults = useAppState((state) => state.settings.defaultPresets);
  const put = (value: string) => {
    const kind = kinds.find((one) => one === value);
    changeDraft(app, { choice: kind === undefined ? null : choiceOfKind(kind) });
  };
  const choiceOfKind = (kind: Kind): WatchDraft['choice'] => {
    const preset = presets.find(({ id, kind: of }) => id === defaults[kind] && of === kind);
    return { kind, presetId: preset?.id ?? null, options: {} };
  };
  return (
    <Field label={w.kind} error={error} hint={choice === null ? w.kindUsualHint : undefined}>
      <SelectField
        ariaLabel={w.kind}
        value={choice?.kind ?? usualKind}
        options={[
          { value: usualKind, label: w.kindUsual },
          ...kinds.map((value) => ({ value, label: w.kinds[value] })),
        ]}
        onChange={put}
      />
    </Field>
  );
}

/** The preset as it is at the time of each file; options of the rule's own lie on top of it. */
function ChosenPreset({ choice }: { readonly choice: NonNullable<WatchDraft['choice']> }) {
  const app = useApp();
  const speech = useFactSpeech();
  const presets = useAppState((state) => state.presets);
  const { kind, presetId, options } = choice;
  const preset = presets.find(({ id }) => id === presetId);
  const own = Object.keys(options).length > 0;
  const put = (id: string | null) => changeDraft(app, { choice: { kind, presetId: id, options: {} } });
  const facts = presetFacts({ kind, options: { ...preset?.options, ...options } }, speech);
  return (
    <>
      <PresetPicker
        kind={kind}
        presetId={presetId}
        changed={own && preset !== undefined}
        mixed={null}
        onPick={put}
        onReset={() => put(presetId)}
        onSaveAs={null}
        onUpdate={null}
      />
      {own && facts !== '' && <p className={s.facts}>{facts}</p>}
    </>
  );
}
