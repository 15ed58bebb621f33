import { useId, useState } from 'react';
import { type WatchDraft, mediaClasses, newWatchRule } from '../../../shared/model/watch.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { nameOfDraft, sameValue } from '../../store/watch-draft.ts';
import { changeDraft } from '../../store/watch-editor.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Field } from '../../ui/field.tsx';
import { Fold } from '../../ui/fold.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { SwitchField } from '../../ui/switch-field.tsx';
import { plainNumber } from '../../words/numbers.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import { homePath } from '../../words/home-path.ts';
import side from '../../ui/side-editor.module.css';
import { FolderButton } from './folder-button.tsx';
import {
  fullPath,
  isWholePath,
  readNames,
  readSeconds,
  readSize,
  showNames,
  showSize,
} from './field-values.ts';
import s from './rule-editor.module.css';
import { type Read, TypedField } from './typed-field.tsx';
import type { RuleProblems } from './use-problems.ts';

export interface PartProps {
  readonly draft: WatchDraft;
  readonly problems: RuleProblems;
}

/** Which files of which folder the rule takes. */
export function WatchPart({ draft, problems }: PartProps) {
  const app = useApp();
  const w = useWords().watch.editor;
  const locale = useLocale();
  const home = useAppState((state) => state.hello?.home ?? '');
  const put = (change: Partial<WatchDraft>) => changeDraft(app, change);
  const { filter } = draft;
  const filtered = (change: Partial<WatchDraft['filter']>) => put({ filter: { ...filter, ...change } });
  const { at } = problems;
  return (
    <section className={side.part} aria-label={w.watch}>
      <h3>{w.watch}</h3>
      <TypedField
        field="name"
        label={w.name}
        value={draft.name}
        show={(name) => name}
        read={(text) => ({ value: text.trim().slice(0, 120) })}
        onValue={(name) => put({ name })}
        placeholder={nameOfDraft({ ...draft, name: '' })}
        error={at.name}
      />
      <TypedField
        field="folder"
        label={w.folder}
        value={draft.folder}
        show={(folder) => homePath(folder, home)}
        read={(text) => readFolder(text, home, w.problems.folderWhole)}
        onValue={(folder) => put({ folder })}
        error={at.folder}
        button={<FolderButton field="folder" label={w.chooseFolder} />}
      />
      <Field label={w.subfolders}>
        <SwitchField
          label={w.subfolders}
          checked={draft.recursive}
          onChange={(recursive) => put({ recursive })}
        />
      </Field>
      <Sorts chosen={filter.classes} onChange={(classes) => filtered({ classes })} />
      <TypedField
        field="names"
        label={w.names}
        value={filter.names}
        show={showNames}
        read={(text) => readGlobs(text, w.problems.tooManyNames)}
        onValue={(names) => filtered({ names })}
        placeholder={w.namesAny}
        error={at.names}
      />
      <TypedField
        field="minBytes"
        label={w.atLeast}
        value={filter.minBytes}
        show={(bytes) => showSize(bytes, 1e3, locale)}
        read={(text) => sizeRead(text, 1e3, w.problems.notANumber)}
        onValue={(minBytes) => filtered({ minBytes })}
        placeholder={w.noLimit}
        unit={w.kB}
        inputMode="decimal"
        error={at.minBytes}
      />
      <TypedField
        field="stableSeconds"
        label={w.stable}
        value={draft.stableSeconds}
        show={(seconds) => plainNumber(seconds, locale)}
        read={(text) => {
          const value = readSeconds(text);
          return value === undefined ? { wrong: w.problems.notSeconds } : { value };
        }}
        onValue={(stableSeconds) => put({ stableSeconds })}
        unit={w.seconds}
        inputMode="decimal"
        error={at.stableSeconds}
      />
      <MoreFilters draft={draft} problems={problems} />
    </section>
  );
}

/** What few rules need; open when one of them is set. */
function MoreFilters({ draft, problems: { at } }: PartProps) {
  const app = useApp();
  const w = useWords().watch.editor;
  const locale = useLocale();
  const { filter, poll, existing } = draft;
  const asNew =
    sameValue(
      [filter.notNames, filter.maxBytes, poll, existing],
      [newWatchRule.filter.notNames, newWatchRule.filter.maxBytes, newWatchRule.poll, newWatchRule.existing],
    ) &&
    at.notNames === undefined &&
    at.maxBytes === undefined;
  const [toggled, setToggled] = useState<boolean | null>(null);
  const filtered = (change: Partial<WatchDraft['filter']>) =>
    changeDraft(app, { filter: { ...filter, ...change } });
  return (
    <Fold title={w.more} open={toggled ?? !asNew} onToggle={setToggled} className={side.fold}>
      <TypedField
        field="notNames"
        label={w.notNames}
        value={filter.notNames}
        show={showNames}
        read={(text) => readGlobs(text, w.problems.tooManyNames)}
        onValue={(notNames) => filtered({ notNames })}
        placeholder={w.notNamesNone}
        error={at.notNames}
      />
      <TypedField
        field="maxBytes"
        label={w.atMost}
        value={filter.maxBytes}
        show={(bytes) => showSize(bytes, 1e6, locale)}
        read={(text) => {
          const meant = sizeRead(text, 1e6, w.problems.notANumber);
          return 'value' in meant && meant.value === 0 ? { wrong: w.problems.notANumber(text) } : meant;
        }}
        onValue={(maxBytes) => filtered({ maxBytes })}
        placeholder={w.noLimit}
        unit={w.MB}
        inputMode="decimal"
        error={at.maxBytes}
      />
      <Field label={w.existing}>
        <SelectField
          ariaLabel={w.existing}
          value={existing}
          options={(['convert', 'leave'] as const).map((value) => ({ value, label: w.existings[value] }))}
          onChange={(value) => changeDraft(app, { existing: value === 'leave' ? 'leave' : 'convert' })}
        />
      </Field>
      <Field label={w.poll} hint={poll === 'always' ? w.pollHint : undefined}>
        <SelectField
          ariaLabel={w.poll}
          value={poll}
          options={(['auto', 'always'] as const).map((value) => ({ value, label: w.polls[value] }))}
          onChange={(value) => changeDraft(app, { poll: value === 'always' ? 'always' : 'auto' })}
        />
      </Field>
    </Fold>
  );
}

/** Sorts of files; none is every sort. */
function Sorts({
  chosen,
  onChange,
}: {
  readonly chosen: WatchDraft['filter']['classes'];
  readonly onChange: (classes: WatchDraft['filter']['classes']) => void;
}) {
  const w = useWords().watch.editor;
  const id = useId();
  return (
    <div role="group" aria-labelledby={id} className={s.sorts}>
      <span id={id} className={s.sortsLabel}>
        {w.only}
      </span>
      <div className={s.boxes}>
        {mediaClasses.map((one) => (
          <Checkbox
            key={one}
            label={w.sorts[one]}
            checked={chosen.includes(one)}
            onChange={(on) =>
              onChange(mediaClasses.filter((each) => (each === one ? on : chosen.includes(each))))
            }
          />
        ))}
      </div>
      {chosen.length === 0 && <p className={s.sortsNote}>{w.onlyAll}</p>}
    </div>
  );
}

function readFolder(text: string, home: string, wrong: string): Read<string> {
  const folder = fullPath(text, home);
  return folder === '' || isWholePath(folder) ? { value: folder } : { wrong };
}

function readGlobs(text: string, wrong: string): Read<string[]> {
  const value = readNames(text);
  return value === undefined ? { wrong } : { value };
}

function sizeRead(text: string, unit: number, wrong: (text: string) => string): Read<number | null> {
  const value = readSize(text, unit);
  return value === undefined ? { wrong: wrong(text.trim()) } : { value };
}
