import { type WatchDraft, newWatchRule, watchOriginals } from '../../../shared/model/watch.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { changeDraft } from '../../store/watch-editor.ts';
import { Field } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { useWords } from '../../words/words.tsx';
import { homePath } from '../../words/home-path.ts';
import side from '../../ui/side-editor.module.css';
import { fullPath } from './field-values.ts';
import { type Read, TypedField } from './typed-field.tsx';
import type { PartProps } from './watch-part.tsx';

/** What becomes of originals, and of files that could not be converted. */
export function AfterwardsPart({ draft, problems: { at } }: PartProps) {
  const app = useApp();
  const w = useWords().watch.editor;
  const home = useAppState((state) => state.hello?.home ?? '');
  const trash = useAppState((state) => state.hello?.abilities.trash ?? false);
  const { originals, doneFolder, failedFolder } = draft;
  const put = (change: Partial<WatchDraft>) => changeDraft(app, change);
  const read = (text: string, usual: string): Read<string> => {
    const value = fullPath(text, home);
    return value === '' ? { wrong: w.problems.folderNameNeeded(usual) } : { value };
  };
  const usualFailed = newWatchRule.failedFolder ?? 'failed';
  return (
    <section className={side.part} aria-label={w.afterwards}>
      <h3>{w.afterwards}</h3>
      <Field label={w.originals} hint={originals === 'leave' ? undefined : w.originalsHint}>
        <SelectField
          ariaLabel={w.originals}
          value={originals}
          options={watchOriginals.map((value) => ({
            value,
            label: w.originalsChoices[value],
            ...(value === 'trash' && !trash ? { disabled: true, reason: w.trashCannot } : {}),
          }))}
          onChange={(value) => {
            const chosen = watchOriginals.find((one) => one === value);
            if (chosen !== undefined) put({ originals: chosen });
          }}
        />
      </Field>
      {originals === 'move' && (
        <TypedField
          field="doneFolder"
          label={w.doneFolder}
          value={doneFolder}
          show={(folder) => homePath(folder, home)}
          read={(text) => read(text, newWatchRule.doneFolder)}
          onValue={(folder) => put({ doneFolder: folder })}
          hint={w.doneFolderHint}
          error={at.doneFolder}
        />
      )}
      <Field label={w.failures}>
        <SelectField
          ariaLabel={w.failures}
          value={failedFolder === null ? 'leave' : 'move'}
          options={(['leave', 'move'] as const).map((value) => ({
            value,
            label: w.failuresChoices[value],
          }))}
          onChange={(value) =>
            put({ failedFolder: value === 'leave' ? null : (failedFolder ?? usualFailed) })
          }
        />
      </Field>
      {failedFolder !== null && (
        <TypedField
          field="failedFolder"
          label={w.failedFolder}
          value={failedFolder}
          show={(folder) => homePath(folder, home)}
          read={(text) => read(text, usualFailed)}
          onValue={(folder) => put({ failedFolder: folder })}
          error={at.failedFolder}
        />
      )}
    </section>
  );
}
