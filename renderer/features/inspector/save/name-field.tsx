import { useState } from 'react';
import { templateTokens } from '../../../../shared/plan/names/name-template.ts';
import { useAppState } from '../../../store/store.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Menu, MenuItem } from '../../../ui/menu.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { useWords } from '../../../words/words.tsx';
import s from '../inspector.module.css';
import { type NameProblem, nameProblem } from './save-place.ts';
import { useSession } from '../session.ts';

export interface NameFieldProps {
  /** Null = the template of the settings. */
  readonly name: string | null;
  readonly onName: (name: string | null) => void;
  readonly placeholder: string;
  /** Why there can be no name; null when there can. */
  readonly reason?: string | null | undefined;
}

/** The template of a name, with the parts that can be put into it. */
export function NameField({ name: known, onName, placeholder, reason = null }: NameFieldProps) {
  const { locked, fieldId } = useSession();
  const w = useWords().inspector;
  const template = useAppState((state) => state.settings.nameTemplate);
  const [typed, setTyped] = useState<string | null>(null);
  const name = typed ?? known ?? '';
  const wrong = nameProblem(name);
  const commit = (text: string) => {
    if (nameProblem(text) === null) onName(text.trim() === '' ? null : text.trim());
  };
  const insert = (token: string) => {
    const next = `${name === '' ? template.replace(/\.?\{ext\}$/, '') : name}{${token}}`;
    setTyped(next);
    commit(next);
  };
  const off = locked || reason !== null;
  return (
    <Field
      label={w.options.name}
      htmlFor={fieldId('name')}
      error={wrong === null ? undefined : problemText(wrong, w.problems)}
      reason={reason !== null && !locked ? reason : undefined}
    >
      <div className={s.withButton}>
        <TextField
          id={fieldId('name')}
          value={name}
          onChange={setTyped}
          onCommit={(text) => {
            commit(text);
            if (nameProblem(text) === null) setTyped(null);
          }}
          placeholder={placeholder}
          invalid={wrong !== null}
          disabled={off}
          ariaLabel={w.options.name}
        />
        {!off && (
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
  );
}

/** What is wrong with a template, in words. */
export function problemText(
  wrong: NameProblem,
  w: { readonly unknownToken: (token: string) => string; readonly separatorInName: string },
): string {
  return wrong.problem === 'unknown_token' ? w.unknownToken(wrong.token) : w.separatorInName;
}
