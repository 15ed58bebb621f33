import { useState } from 'react';
import { useApp, useAppState } from '../../../store/store.ts';
import { IconButton } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { MiddleCut } from '../../../ui/middle-cut.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { homePath } from '../../../words/home-path.ts';
import { useWords } from '../../../words/words.tsx';
import { chooseFolder } from '../actions.ts';
import { BucketFields } from './bucket-fields.tsx';
import { withoutScheme } from '../../../store/bucket-place.ts';
import { FolderBrowser } from './folder-browser.tsx';
import s from '../inspector.module.css';
import { NameField } from './name-field.tsx';
import { folderBeside, isWholePath, outputOf, placeOf, type SavePlace, usualFolder } from './save-place.ts';
import { useSession } from '../session.ts';
import { TargetRow } from './target-row.tsx';
import { useRun } from '../details/use-run.ts';
import { useSaveTarget } from './use-save-target.ts';

/** Where the result goes and what it is called, with what that comes to for this file. */
export function SaveGroup({
  example,
}: {
  /** Path of the plan; null while it is not known. */ readonly example: string | null;
}) {
  const target = useSaveTarget();
  const home = useAppState((state) => state.hello?.home ?? null);
  return (
    <>
      <TargetRow target={target} />
      {target === null ? <FolderFields /> : target !== undefined && <BucketFields target={target} />}
      {example !== null && (
        <p className={s.example}>
          <MiddleCut text={homePath(withoutScheme(example), home)} />
        </p>
      )}
    </>
  );
}

/** Folder and name on this computer. */
function FolderFields() {
  const { view, editing, locked, subject, rows, fieldId } = useSession();
  const w = useWords().inspector;
  const app = useApp();
  const run = useRun();
  const hello = useAppState((state) => state.hello);
  const settings = useAppState((state) => state.settings);
  const [path, setPath] = useState<string | null>(null);
  if (view === null) return null;

  const unknown = view.output === undefined;
  const place = placeOf(view.output ?? null);
  const usual = usualFolder(rows, settings.outputFolder, hello?.downloads ?? null);
  // A name alone leaves the result where it goes.
  const beside = subject.about === 'one' ? (usual ?? folderBeside(subject.row)) : null;
  const put = (next: SavePlace) => editing.change({ output: outputOf(next, beside) });
  const standard =
    usual === undefined
      ? w.values.asEach
      : usual === null
        ? w.values.beside
        : homePath(usual, hello?.home ?? null);
  const needsFolder = place.folder === null && beside === null;

  const choose = async () => {
    const folder = await chooseFolder(app);
    if (folder !== null) put({ ...place, folder });
  };
  return (
    <>
      <Field
        label={w.options.folder}
        htmlFor={fieldId('folder')}
        hint={
          // A server does not know where a browser's files lie.
          hello?.abilities.choose !== false && !locked && !isWholePath(place.folder)
            ? w.notes.folder
            : undefined
        }
      >
        <div className={s.withButton}>
          <TextField
            id={fieldId('folder')}
            value={path ?? (place.folder === null ? '' : homePath(place.folder, hello?.home ?? null))}
            onChange={setPath}
            onCommit={(text) => {
              setPath(null);
              put({ ...place, folder: fullPath(text, hello?.home ?? null) });
            }}
            placeholder={unknown ? w.values.asEach : standard}
            disabled={locked}
            ariaLabel={w.options.folder}
          />
          {!locked && hello?.abilities.choose !== false && (
            <IconButton label={w.notes.choose} icon={<Icon name="show" />} onClick={() => void run(choose)} />
          )}
          {!locked && hello?.abilities.choose === false && hello.abilities.browse && (
            <FolderBrowser onChoose={(folder) => put({ ...place, folder })} />
          )}
        </div>
      </Field>
      <NameField
        name={place.name}
        onName={(name) => put({ ...place, name })}
        placeholder={unknown ? w.values.asEach : settings.nameTemplate}
        reason={needsFolder ? w.off.name_needs_folder : null}
      />
    </>
  );
}

/** An empty field is the settings' folder; `~` is the home folder. */
function fullPath(text: string, home: string | null): string | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  return home !== null && /^~(?=$|[\\/])/.test(trimmed) ? home + trimmed.slice(1) : trimmed;
}
