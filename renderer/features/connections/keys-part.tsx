import { useState } from 'react';
import type { ConnectionDraft, S3Secret } from '../../../shared/model/connection.ts';
import { changeConnection } from '../../store/connections-actions.ts';
import { viewOf } from '../../store/connections-state.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { useWords } from '../../words/words.tsx';
import side from '../../ui/side-editor.module.css';
import s from './connection-editor.module.css';
import { DraftField } from './draft-field.tsx';
import { SecretField } from './secret-field.tsx';
import type { PartProps } from './where-part.tsx';

const noKeys: S3Secret = { accessKeyId: '', secretAccessKey: '', sessionToken: null };
const sources = ['keychain', 'environment', 'profile'] as const;

/** Where the keys come from. Keys that are saved are never shown again. */
export function KeysPart({ draft, problems: { at } }: PartProps) {
  const app = useApp();
  const w = useWords().connections.editor;
  const isWeb = useAppState((state) => state.hello?.host === 'web');
  const kept = useAppState(({ connections }) => viewOf(connections, draft.id)?.kept ?? null);
  const { credentials, secret } = draft;
  const put = (change: Partial<ConnectionDraft>) => changeConnection(app, change);
  return (
    <section className={side.part} aria-label={w.keys}>
      <h3>{w.keys}</h3>
      <Field
        label={w.from}
        hint={credentials.from === 'environment' ? w.environmentHint(variablesOf(draft.name)) : undefined}
      >
        <SelectField
          ariaLabel={w.from}
          value={credentials.from}
          options={sources.map((value) => ({
            value,
            label: w.fromChoices[value],
            ...(value === 'keychain' && isWeb ? { disabled: true, reason: w.keychainCannot } : {}),
          }))}
          onChange={(from) =>
            put({
              secret: null,
              credentials:
                from === 'profile'
                  ? { from, profile: 'default' }
                  : { from: from === 'environment' ? from : 'keychain' },
            })
          }
        />
      </Field>
      {credentials.from === 'profile' && (
        <DraftField
          label={w.profile}
          value={credentials.profile}
          onValue={(profile) => put({ credentials: { from: 'profile', profile } })}
          error={at.credentials}
        />
      )}
      {credentials.from === 'keychain' &&
        (secret === null && (kept === 'keychain' || kept === 'plain') ? (
          <div className={s.saved}>
            <span>{w.saved[kept]}</span>
            <Button size="small" onClick={() => put({ secret: noKeys })}>
              {w.replace}
            </Button>
          </div>
        ) : (
          <Keys
            secret={secret ?? noKeys}
            error={at.secret}
            onChange={(keys) => put({ secret: keys })}
            onKeep={kept === 'keychain' || kept === 'plain' ? () => put({ secret: null }) : null}
          />
        ))}
      {credentials.from === 'keychain' && kept === 'plain' && <p className={s.warning}>{w.plainWarning}</p>}
    </section>
  );
}

interface KeysProps {
  readonly secret: S3Secret;
  readonly error: string | undefined;
  readonly onChange: (secret: S3Secret) => void;
  /** Goes back to the saved ones; null when there are none. */
  readonly onKeep: (() => void) | null;
}

function Keys({ secret, error, onChange, onKeep }: KeysProps) {
  const w = useWords().connections.editor;
  const [temporary, setTemporary] = useState(secret.sessionToken !== null);
  return (
    <>
      <DraftField
        label={w.accessKey}
        value={secret.accessKeyId}
        onValue={(accessKeyId) => onChange({ ...secret, accessKeyId: accessKeyId.trim() })}
      />
      <SecretField
        label={w.secretKey}
        value={secret.secretAccessKey}
        onValue={(secretAccessKey) => onChange({ ...secret, secretAccessKey: secretAccessKey.trim() })}
        error={error}
      />
      {temporary ? (
        <SecretField
          label={w.sessionToken}
          value={secret.sessionToken ?? ''}
          onValue={(token) =>
            onChange({ ...secret, sessionToken: token.trim() === '' ? null : token.trim() })
          }
          hint={w.sessionTokenHint}
        />
      ) : (
        <div className={s.saved}>
          <Button size="small" variant="plain" onClick={() => setTemporary(true)}>
            {w.addSessionToken}
          </Button>
          {onKeep !== null && (
            <Button size="small" variant="plain" onClick={onKeep}>
              {w.keepSaved}
            </Button>
          )}
        </div>
      )}
    </>
  );
}

/** The environment variables of a connection, as the engine reads them. */
function variablesOf(name: string): string {
  const own = name
    .trim()
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '_');
  return `CONVOY_S3_${own === '' ? 'NAME' : own}_ACCESS_KEY_ID, …_SECRET_ACCESS_KEY`;
}
