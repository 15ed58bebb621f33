import type { WatchDraft } from '../../../shared/model/watch.ts';
import { isInBucket, withoutScheme } from '../../store/bucket-place.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { changeDraft } from '../../store/watch-editor.ts';
import { Field } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { useWords } from '../../words/words.tsx';
import { TypedField } from './typed-field.tsx';

export interface TargetFieldProps {
  readonly draft: WatchDraft;
}

/** This computer, or one of the connections. There is nothing to choose before there is a connection. */
export function TargetField({ draft: { connection, output } }: TargetFieldProps) {
  const app = useApp();
  const words = useWords();
  const w = words.watch.editor;
  const views = useAppState(({ connections }) => connections.views);
  const names = (views ?? []).map((view) => view.connection.name);
  const missing = connection !== null && !names.includes(connection);
  if (names.length === 0 && connection === null) return null;
  return (
    <Field label={w.target}>
      <SelectField
        ariaLabel={w.target}
        value={connection ?? ''}
        options={[
          { value: '', label: words.inspector.values.here },
          ...names.map((name) => ({ value: name, label: name })),
          ...(missing
            ? [
                {
                  value: connection,
                  label: views === null ? connection : words.inspector.values.connectionGone(connection),
                },
              ]
            : []),
        ]}
        onChange={(value) => {
          const next = value === '' ? null : value;
          // A folder of this computer is none of a bucket, and neither is one of another bucket.
          changeDraft(app, { connection: next, ...(output === null ? {} : { output: null }) });
        }}
      />
    </Field>
  );
}

/** Where in the bucket: a folder that ends in a slash, or the template of a name. */
export function KeyField({
  draft: { connection: name, output },
  error,
}: TargetFieldProps & { readonly error: string | undefined }) {
  const app = useApp();
  const w = useWords().watch.editor;
  const connection = useAppState(
    ({ connections }) => connections.views?.find((view) => view.connection.name === name)?.connection,
  );
  const bucket = isInBucket(output)
    ? (withoutScheme(output).split('/')[0] ?? '')
    : (connection?.bucket ?? null);
  if (bucket === null) return null;
  const usual = connection === undefined || connection.prefix === '' ? w.topOfBucket : connection.prefix;
  return (
    <TypedField
      field="output"
      label={w.key}
      value={output}
      show={(value) => (isInBucket(value) ? withoutScheme(value).slice(bucket.length + 1) : '')}
      read={(text) => {
        const key = text.trim().replace(/^\/+/, '');
        return { value: key === '' ? null : `s3://${bucket}/${key}` };
      }}
      onValue={(value) => changeDraft(app, { output: value })}
      placeholder={usual}
      hint={w.keyHint}
      error={error}
    />
  );
}
