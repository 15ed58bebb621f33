import { useCallback, useEffect, useRef, useState } from 'react';
import type { ConvoyError } from '../../../shared/model/error.ts';
import { collisions } from '../../../shared/model/settings.ts';
import { templateTokens } from '../../../shared/plan/names/name-template.ts';
import { CallFailed } from '../../bridge/bridge.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { usualConnection } from '../../store/usual-target.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceGroup } from '../../ui/choice-group.tsx';
import { Field } from '../../ui/field.tsx';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { SwitchField } from '../../ui/switch-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords } from '../../words/words.tsx';
import type { SettingEntry } from './entry.ts';
import { homePath } from '../../words/home-path.ts';
import s from './settings.module.css';
import { TargetFolderSetting, TargetSetting } from './target-setting.tsx';
import { useSettings } from './use-settings.ts';

function Place() {
  const app = useApp();
  const w = useWords().settings;
  const [settings, change] = useSettings();
  const hello = useAppState((state) => state.hello);
  const { outputFolder } = settings;

  const choose = async () => {
    if (hello?.abilities.choose !== true) {
      app.store.setState({ dialog: { name: 'browse', for: 'output_folder' } });
      return;
    }
    try {
      const { paths } = await app.bridge.call('shell:choose', { what: 'output_folder' });
      const [folder] = paths;
      if (folder !== undefined) change({ outputFolder: folder });
    } catch (failure) {
      if (!(failure instanceof CallFailed)) throw failure;
      toast({ text: failure.error.message, second: failure.error.hint, tone: 'bad' });
    }
  };

  return (
    <Field label={w.place} className={s.field}>
      <ChoiceGroup
        label={w.place}
        className={s.choice}
        value={outputFolder === null ? 'beside' : 'folder'}
        options={[
          { value: 'beside', label: w.places.beside },
          { value: 'folder', label: w.places.folder },
        ]}
        onChange={(place) => {
          if (place === 'beside') change({ outputFolder: null });
          else void choose();
        }}
      />
      {outputFolder !== null && (
        <div className={s.folder}>
          <MiddleCut text={homePath(outputFolder, hello?.home ?? '')} />
          <Button size="small" onClick={() => void choose()}>
            {w.choose}
          </Button>
        </div>
      )}
    </Field>
  );
}

function KeepTree() {
  const w = useWords().settings;
  const [settings, change] = useSettings();
  const off = settings.outputFolder === null;
  return (
    <Field
      label={w.keepTree}
      className={s.field}
      hint={off ? null : w.keepTreeHint}
      reason={off ? w.keepTreeOnly : null}
    >
      <SwitchField
        label={w.keepTree}
        checked={settings.keepTree}
        disabled={off}
        onChange={(keepTree) => change({ keepTree })}
      />
    </Field>
  );
}

function NameTemplate() {
  const app = useApp();
  const w = useWords().settings;
  const [settings, change] = useSettings();
  const [draft, setDraft] = useState<string | null>(null);
  const [known, setKnown] = useState<Example | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const hello = useAppState((state) => state.hello);
  // In a bucket the example has the same name, and lies elsewhere.
  const isHere = useAppState((state) => usualConnection(settings, state.connections.views) == null);
  const template = draft ?? settings.nameTemplate;
  const { outputFolder } = settings;

  const check = useCallback(
    async (nameTemplate: string): Promise<Example> => {
      try {
        const answer = await app.bridge.call('settings:example', { nameTemplate, outputFolder });
        return answer.ok ? { path: answer.path, error: null } : { path: null, error: answer.error };
      } catch (failure) {
        if (failure instanceof CallFailed) return { path: null, error: failure.error };
        throw failure;
      }
    },
    [app, outputFolder],
  );
  useEffect(() => {
    if (template === '') return undefined;
    let over = false;
    void check(template).then((example) => {
      if (!over) setKnown(example);
    });
    return () => {
      over = true;
    };
  }, [check, template]);

  /** Only a template that leads somewhere is kept. */
  const commit = async (value: string) => {
    if (value === '') return;
    const { error } = await check(value);
    if (error !== null) return;
    if (value !== app.store.getState().settings.nameTemplate) change({ nameTemplate: value });
    setDraft((now) => (now === value ? null : now));
  };
  const insert = (token: string) => {
    const at = input.current?.selectionStart ?? template.length;
    const end = input.current?.selectionEnd ?? at;
    const next = `${template.slice(0, at)}{${token}}${template.slice(end)}`;
    if (next.length > 255) return;
    setDraft(next);
    void commit(next);
    input.current?.focus();
  };
  const error = template === '' ? w.nameNeeded : (known?.error?.message ?? null);

  return (
    <Field
      label={w.nameTemplate}
      className={s.field}
      error={error}
      hint={
        error !== null || known?.path == null ? null : (
          <span className={s.example}>
            {w.example}:{' '}
            <MiddleCut text={isHere ? homePath(known.path, hello?.home ?? '') : nameOf(known.path)} />
          </span>
        )
      }
    >
      <TextField
        value={template}
        onChange={(value) => setDraft(value.slice(0, 255))}
        onCommit={(value) => void commit(value)}
        invalid={error !== null}
        inputRef={input}
      />
      <div className={s.tokens}>
        <span>{w.nameTokens}</span>
        {templateTokens.map((token) => (
          <button
            key={token}
            type="button"
            className={s.token}
            title={w.tokens[token]}
            aria-label={w.insertToken(`{${token}}`, w.tokens[token])}
            onClick={() => insert(token)}
          >
            {`{${token}}`}
          </button>
        ))}
      </div>
    </Field>
  );
}

const nameOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

/** Where an example would be saved, or what is wrong with the template. */
type Example = { readonly path: string | null; readonly error: ConvoyError | null };

function Collision() {
  const w = useWords().settings;
  const [settings, change] = useSettings();
  return (
    <Field label={w.collision} hint={w.collisionHints[settings.collision]} className={s.field}>
      <SelectField
        ariaLabel={w.collision}
        className={s.select}
        value={settings.collision}
        options={collisions.map((value) => ({ value, label: w.collisions[value] }))}
        onChange={(value) => {
          const chosen = collisions.find((one) => one === value);
          if (chosen !== undefined) change({ collision: chosen });
        }}
      />
    </Field>
  );
}

function KeepSmaller() {
  const w = useWords().settings;
  const [settings, change] = useSettings();
  return (
    <Field label={w.whenLarger} hint={w.whenLargerHint} className={s.field}>
      <SwitchField
        label={w.whenLarger}
        checked={settings.whenLarger === 'copy_original'}
        onChange={(on) => change({ whenLarger: on ? 'copy_original' : 'keep_result' })}
      />
    </Field>
  );
}

function KeepUploaded() {
  const w = useWords().settings;
  const [settings, change] = useSettings();
  return (
    <Field label={w.keepUploaded} hint={w.keepUploadedHint} className={s.field}>
      <SwitchField
        label={w.keepUploaded}
        checked={settings.keepUploaded}
        onChange={(keepUploaded) => change({ keepUploaded })}
      />
    </Field>
  );
}

export const outputEntries: readonly SettingEntry[] = [
  {
    id: 'target',
    page: 'output',
    label: (w) => w.target,
    also: (w) => [w.targetHere, w.targetNew],
    Control: TargetSetting,
  },
  { id: 'targetFolder', page: 'output', label: (w) => w.targetFolder, Control: TargetFolderSetting },
  {
    id: 'place',
    page: 'output',
    label: (w) => w.place,
    also: (w) => [...Object.values(w.places), w.folder],
    Control: Place,
  },
  { id: 'keepTree', page: 'output', label: (w) => w.keepTree, Control: KeepTree },
  {
    id: 'nameTemplate',
    page: 'output',
    label: (w) => w.nameTemplate,
    also: () => templateTokens,
    Control: NameTemplate,
  },
  {
    id: 'collision',
    page: 'output',
    label: (w) => w.collision,
    also: (w) => Object.values(w.collisions),
    Control: Collision,
  },
  { id: 'whenLarger', page: 'output', label: (w) => w.whenLarger, Control: KeepSmaller },
  { id: 'keepUploaded', page: 'output', label: (w) => w.keepUploaded, Control: KeepUploaded },
];
