import { useState } from 'react';
import { templateTokens } from '../../../shared/plan/names/name-template.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { homePath } from '../../words/home-path.ts';
import { useWords } from '../../words/words.tsx';
import { chooseFolder } from './actions.ts';
import { FolderBrowser } from './folder-browser.tsx';
import s from './inspector.module.css';
import { nameProblem, outputOf, placeOf, type SavePlace } from './save-place.ts';
import { useSession } from './session.ts';
import { useRun } from './use-run.ts';

/** Folder and name of the result, with what it comes to for this file. */
export function SaveGroup({
  example,
}: {
  /** Path of the plan; null while it is not known. */ readonly example: string | null;
}) {
  const { view, editing, locked, subject, fieldId } = useSession();
  const w = useWords().inspector;
  const app = useApp();
  const run = useRun();
  const hello = useAppState((state) => state.hello);
  const settings = useAppState((state) => state.settings);
  const [typed, setTyped] = useState<string | null>(null);
  const [path, setPath] = useState<string | null>(null);
  if (view === null) return null;

  const unknown = view.output === undefined;
  const place = placeOf(view.output ?? null);
  const beside = subject.about === 'one' ? subject.row.folder : null;
  const put = (next: SavePlace) => editing.change({ output: outputOf(next, beside) });
  const name = typed ?? place.name ?? '';
  const wrong = nameProblem(name);
  const standard =
    settings.outputFolder === null ? w.values.beside : homePath(settings.outputFolder, hello?.home ?? null);
  const needsFolder = place.folder === null && beside === null;

  const choose = async () => {
    const folder = await chooseFolder(app);
    if (folder !== null) put({ ...place, folder });
  };
  const commitName = (text: string) => {
    if (nameProblem(text) === null) put({ ...place, name: text.trim() === '' ? null : text.trim() });
  };
  const insert = (token: string) => {
    const next = `${name === '' ? settings.nameTemplate.replace(/\.?\{ext\}$/, '') : name}{${token}}`;
    setTyped(next);
    commitName(next);
  };
  const problem =
    wrong === null
      ? undefined
      : wrong.problem === 'unknown_token'
        ? w.problems.unknownToken(wrong.token)
        : w.problems.separatorInName;
  return (
    <>
      <Field label={w.options.folder} htmlFor={fieldId('folder')}>
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
      <Field
        label={w.options.name}
        htmlFor={fieldId('name')}
        error={problem}
        reason={needsFolder && !locked ? w.off.name_needs_folder : undefined}
      >
        <div className={s.withButton}>
          <TextField
            id={fieldId('name')}
            value={name}
            onChange={setTyped}
            onCommit={(text) => {
              commitName(text);
              if (nameProblem(text) === null) setTyped(null);
            }}
            placeholder={unknown ? w.values.asEach : settings.nameTemplate}
            invalid={wrong !== null}
            disabled={locked || needsFolder}
            ariaLabel={w.options.name}
          />
          {!locked && !needsFolder && (
            <Menu align="end" trigger={<Button aria-label={w.notes.tokensLabel}>{w.notes.tokens}</Button>}>
              {templateTokens.map((token) => (
                <MenuItem key={token} onSelect={() => insert(token)} hint={`{${token}}`}>
                  {w.tokens[token]}
                </MenuItem>
              ))}
            </Menu>
          )}
        </div>
      </Field>
      {example !== null && (
        <p className={s.example}>
          <MiddleCut text={homePath(example, hello?.home ?? null)} />
        </p>
      )}
    </>
  );
}

/** An empty field is the settings' folder; `~` is the home folder. */
function fullPath(text: string, home: string | null): string | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  return home !== null && /^~(?=$|[\\/])/.test(trimmed) ? home + trimmed.slice(1) : trimmed;
}
