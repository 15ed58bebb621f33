import { useState } from 'react';
import { type ConnectionDraft, cannedAcls, storageClasses } from '../../../shared/model/connection.ts';
import { changeConnection } from '../../store/connections-actions.ts';
import { useApp } from '../../store/store.ts';
import { Field } from '../../ui/field.tsx';
import { Fold } from '../../ui/fold.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { useWords } from '../../words/words.tsx';
import side from '../../ui/side-editor.module.css';
import { DraftField } from './draft-field.tsx';
import type { PartProps } from './where-part.tsx';

/** A select of words of the service, with "as the bucket has it" before them. */
function Choice<T extends string>({
  label,
  value,
  all,
  words,
  usual,
  onChange,
}: {
  readonly label: string;
  readonly value: T | null;
  readonly all: readonly T[];
  readonly words: Readonly<Record<T, string>>;
  readonly usual: string;
  readonly onChange: (value: T | null) => void;
}) {
  return (
    <Field label={label}>
      <SelectField
        ariaLabel={label}
        value={value ?? ''}
        options={[{ value: '', label: usual }, ...all.map((one) => ({ value: one, label: words[one] }))]}
        onChange={(chosen) => onChange(all.find((one) => one === chosen) ?? null)}
      />
    </Field>
  );
}

/** How objects are stored. Most people leave it as the bucket has it, so it is folded. */
export function ObjectsPart({ draft, problems: { at } }: PartProps) {
  const app = useApp();
  const w = useWords().connections.editor;
  const put = (change: Partial<ConnectionDraft>) => changeConnection(app, change);
  const { encryption, storageClass, acl, cacheControl } = draft;
  const type = encryption?.type ?? 'none';
  const [toggled, setToggled] = useState<boolean | null>(null);
  const used = [encryption, storageClass, acl, cacheControl].some((one) => one !== null);
  return (
    <section className={side.part} aria-label={w.objects}>
      <Fold title={w.objects} open={toggled ?? used} onToggle={setToggled} className={side.fold}>
        <Choice
          label={w.acl}
          value={acl}
          all={cannedAcls}
          words={w.acls}
          usual={w.usual}
          onChange={(chosen) => put({ acl: chosen })}
        />
        <Choice
          label={w.storageClass}
          value={storageClass}
          all={storageClasses}
          words={w.storageClasses}
          usual={w.usual}
          onChange={(chosen) => put({ storageClass: chosen })}
        />
        <Field label={w.encryption}>
          <SelectField
            ariaLabel={w.encryption}
            value={type}
            options={(['none', 'AES256', 'aws:kms'] as const).map((value) => ({
              value,
              label: w.encryptions[value],
            }))}
            onChange={(value) =>
              put({
                encryption:
                  value === 'AES256'
                    ? { type: value }
                    : value === 'aws:kms'
                      ? { type: value, keyId: null }
                      : null,
              })
            }
          />
        </Field>
        {encryption?.type === 'aws:kms' && (
          <DraftField
            label={w.kmsKey}
            value={encryption.keyId ?? ''}
            onValue={(text) =>
              put({ encryption: { type: 'aws:kms', keyId: text.trim() === '' ? null : text.trim() } })
            }
            hint={w.kmsKeyHint}
            error={at.encryption}
          />
        )}
        <DraftField
          label={w.cacheControl}
          value={cacheControl ?? ''}
          onValue={(text) => put({ cacheControl: text === '' ? null : text })}
          hint={w.cacheControlHint}
          error={at.cacheControl}
        />
      </Fold>
    </section>
  );
}

const linkTimes = [3600, 86_400, 604_800] as const;

/** What a copied link is. */
export function LinksPart({ draft, problems: { at } }: PartProps) {
  const app = useApp();
  const w = useWords().connections.editor;
  const put = (change: Partial<ConnectionDraft>) => changeConnection(app, change);
  return (
    <section className={side.part} aria-label={w.links}>
      <h3>{w.links}</h3>
      <DraftField
        label={w.publicUrl}
        value={draft.publicUrl ?? ''}
        onValue={(text) => put({ publicUrl: text.trim() === '' ? null : text.trim() })}
        hint={w.publicUrlHint}
        error={at.publicUrl}
        inputMode="url"
      />
      {draft.publicUrl === null && (
        <Field label={w.linkSeconds}>
          <SelectField
            ariaLabel={w.linkSeconds}
            value={String(draft.linkSeconds)}
            options={linkTimes.map((seconds) => ({ value: String(seconds), label: w.linkChoices[seconds] }))}
            onChange={(value) => put({ linkSeconds: Number(value) })}
          />
        </Field>
      )}
    </section>
  );
}
